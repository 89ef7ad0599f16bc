#!/bin/sh
# How the pictures of this folder were made, on Debian 12 with imagemagick, and ghostscript's profiles (libgs9-common):
# colours all over the cube, whose numbers are those of another space than sRGB; and what lcms makes of them.
set -eu
icc=/usr/share/color/icc/ghostscript
# 96 × 64: hues from left to right, each from white over itself to black.
convert \( -size 16x64 xc:'#e02020' xc:'#e0c020' xc:'#20c040' xc:'#20b0d0' xc:'#2040d0' xc:'#b030c0' +append \) \
    \( -size 96x64 gradient:white-black \) -compose hardlight -composite -strip -depth 8 /tmp/colours.png
convert /tmp/colours.png -profile $icc/a98.icc -quality 95 -sampling-factor 4:4:4 adobe.jpg
convert adobe.jpg -profile $icc/srgb.icc -strip -depth 8 adobe-lcms.png
convert /tmp/colours.png -depth 16 -profile $icc/rommrgb.icc -define png:bit-depth=16 romm-16.png
convert romm-16.png -profile $icc/srgb.icc -strip -depth 8 -define png:bit-depth=8 romm-16-lcms.png
# Half of it see-through, and one in grey whose curve is another.
convert /tmp/colours.png \( -size 96x64 gradient:black-white -rotate 180 \) -compose copyopacity -composite -profile $icc/a98.icc adobe-kinh.png
convert adobe-kinh.png -profile $icc/srgb.icc -strip -depth 8 adobe-kinh-lcms.png
convert -size 96x64 gradient:white-black -colorspace gray -profile $icc/ps_gray.icc -quality 95 xam.jpg
convert xam.jpg -profile $icc/srgb.icc -strip -depth 8 xam-lcms.png
# sRGB itself, in the words of another maker; and inks.
convert /tmp/colours.png -profile $icc/srgb.icc -quality 95 -sampling-factor 4:4:4 srgb.jpg
convert /tmp/colours.png -profile $icc/srgb.icc -profile $icc/ps_cmyk.icc -quality 95 muc-in.jpg
convert muc-in.jpg -profile $icc/srgb.icc -strip -depth 8 muc-in-lcms.png
