#!/bin/sh
# How cairo.svg was made, on Debian 12 with poppler-utils. chu.svg was written by hand: letters in fonts that nobody
# has, over a ground that one can see through at its corners.
set -eu
pdftocairo -svg -f 2 -l 2 ../pdf/trinh-chieu.pdf cairo.svg
