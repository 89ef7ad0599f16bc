#!/bin/sh
# How the photographs of this folder were made, on Debian 12 with imagemagick and libjpeg-turbo-progs: clouds of colours, with
# a colour for each pixel, for two and for four, without any, with marks to begin anew from, and in other codes and orders.
set -eu
cd "$(dirname "$0")"
convert -seed 7 -size 203x157 plasma:fractal -depth 8 /tmp/photo.ppm
store() { name=$1; shift; cjpeg -quality 85 "$@" -outfile "$name.jpg" /tmp/photo.ppm; }
for blocks in 1x1 2x1 1x2 2x2; do store "$blocks" -sample "$blocks"; done
store grey -grayscale
store marks -sample 2x2 -restart 3B
store codes -sample 2x2 -optimize
store order -sample 2x2 -progressive
