#!/bin/sh
# How the pictures of this folder were made, on Debian 12 with imagemagick and fonts-dejavu-core: what a phone makes of a
# long page, and a panorama with a letter at each of its views.
set -eu
font=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
set --
for number in $(seq 1 40); do
    text="$number. Ví dụ: nội dung thứ $number của một thông báo dài, có dấu Ẵ Ậ Ộ Ữ ỵ."
    set -- "$@" '(' -size 560x -font "$font" -pointsize 24 -interline-spacing 8 -fill '#222' "caption:$text" -bordercolor white -border 0x9 ')'
done
convert "$@" -append -bordercolor white -border 20x20 +repage -depth 8 -posterize 4 -strip -define png:compression-level=9 -define png:bit-depth=2 -define png:color-type=0 cuon.png
convert -size 5760x720 gradient:'#7fb2e5'-'#2f6b3a' -font "$font" -pointsize 200 -fill white \
    -draw 'text 300,430 "A" text 1500,430 "B" text 2700,430 "C" text 3900,430 "D" text 5300,430 "E"' \
    -strip -quality 70 toan-canh.jpg
