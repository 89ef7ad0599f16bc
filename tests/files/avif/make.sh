#!/bin/sh
# How the pictures of this folder were made, on Debian 12 with imagemagick, libavif-bin and ffmpeg.
set -eu
# Four quarters of 64 × 48, and one whose left half is see-through.
convert \( -size 64x48 xc:'#c81e1e' xc:'#14a028' +append \) \( -size 64x48 xc:'#1e3cc8' xc:'#f0f0f0' +append \) \
    -append -depth 8 /tmp/quarters.png
convert -size 64x96 xc:none \( -size 64x96 xc:'#14a028' \) +append -depth 8 /tmp/glass.png
quiet() { "$@" >/dev/null; }
quiet avifenc -y 420 --min 10 --max 20 /tmp/quarters.png bon-mau.avif
quiet avifenc -y 444 -d 10 -r limited --min 10 --max 20 /tmp/quarters.png muoi-bit.avif
quiet avifenc -y 444 --min 10 --max 20 --irot 1 /tmp/quarters.png xoay.avif
quiet avifenc -l /tmp/quarters.png khong-mat.avif
quiet avifenc -y 420 --min 10 --max 20 /tmp/glass.png trong-suot.avif
quiet avifenc -y 420 --min 10 --max 20 --icc /usr/share/color/icc/ghostscript/a98.icc /tmp/quarters.png adobe.avif
convert -size 256x256 xc:'#c81e1e' xc:'#14a028' +append -depth 8 /tmp/wide.png
quiet avifenc -y 420 --min 10 --max 20 -g 2x2 /tmp/wide.png luoi.avif || true
# Another program's.
ffmpeg -v error -y -i /tmp/quarters.png -c:v libaom-av1 -still-picture 1 -pix_fmt yuv420p -crf 20 ffmpeg.avif
