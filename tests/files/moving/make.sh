#!/bin/sh
# How the pictures of this folder were made, on Debian 12 with imagemagick, ffmpeg and webp: a disc that goes from left to right
# over a ground one sees through, red for 200 ms, green for 300, blue for 500.
set -eu
frame() { convert -size 120x80 xc:none -fill "$1" -draw "circle $2,40 $(($2 + 20)),40" "/tmp/frame-$3.png"; }
frame '#c81e1e' 25 1; frame '#14a028' 60 2; frame '#1e3cc8' 95 3
convert -dispose background -delay 20 /tmp/frame-1.png -delay 30 /tmp/frame-2.png -delay 50 /tmp/frame-3.png -loop 0 dia.gif
ffmpeg -v error -y -i dia.gif -fps_mode passthrough -enc_time_base 1/100 -pix_fmt rgba -plays 0 -f apng dia.png
img2webp -loop 0 -lossless -d 200 /tmp/frame-1.png -d 300 /tmp/frame-2.png -d 500 /tmp/frame-3.png -o dia.webp >/dev/null
