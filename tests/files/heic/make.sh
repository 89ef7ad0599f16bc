#!/bin/sh
# How bon-mau.heic was made, on Debian 12 with libheif-examples, from a PNG of four quarters of 640 × 480: #c81e1e,
# #14a028 over #1e3cc8, #f0f0f0.
heif-enc -q 60 bon-mau.png -o bon-mau.heic
# And trong-suot.heic: of 640 × 480, its left half see-through, its right half #14a028.
heif-enc -q 60 trong-suot.png -o trong-suot.heic
