#!/bin/sh
# How other programs write Vietnamese before Unicode: TCVN3, VNI and VIQR (the npm package vietnamese-conversion) and
# Windows-1258 (glibc's iconv). As letters.tsv each letter, and its bytes in hexadecimal; and one notice in each.
# Needs node and npm.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund vietnamese-conversion@2.0.0
cat > letters.js <<'JS'
const { execFileSync } = require('node:child_process')
const { toTCVN3, toVNI, toVIQR } = require('vietnamese-conversion')
const bases = 'aăâeêioôơuưy'
const tones = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323']
const small = [...bases].flatMap((base) => tones.map((tone) => (base + tone).normalize('NFC')))
const all = [...small, 'đ'].filter((letter) => !/[a-z]/.test(letter))
// Its ỷ and ỹ in VNI are other letters; the fonts and UniKey have these.
const vni = (letter) => ({ ỷ: 'yû', Ỷ: 'YÛ', ỹ: 'yõ', Ỹ: 'YÕ' })[letter] ?? toVNI(letter, 'unicode')
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('-')
const latin = (text) => hex(Buffer.from(text, 'latin1'))
const windows = (text) => hex(execFileSync('iconv', ['-f', 'UTF-8', '-t', 'WINDOWS-1258'], { input: text }))
for (const letter of [...all, ...all.map((letter) => letter.toUpperCase())]) {
  console.log([letter, latin(toTCVN3(letter, 'unicode')), latin(vni(letter)), latin(toVIQR(letter, 'unicode')), windows(letter)].join('\t'))
}
JS
node letters.js > "$here/letters.tsv"
cat > notice.txt <<'TXT'
Họp phụ huynh học sinh (ví dụ)
- Thời gian: 7 giờ 30 ngày Chủ nhật
- Địa điểm: phòng họp số 2
- Đề nghị phụ huynh đến đúng giờ
TXT
cat > notice.js <<'JS'
const { readFileSync, writeFileSync } = require('node:fs')
const { toTCVN3, toVNI, toVIQR } = require('vietnamese-conversion')
const text = readFileSync('notice.txt', 'utf8').normalize('NFC')
for (const [name, to] of Object.entries({ tcvn3: toTCVN3, vni: toVNI, viqr: toVIQR })) {
  writeFileSync(`${process.argv[2]}/${name}.txt`, Buffer.from(to(text, 'unicode'), 'latin1'))
}
JS
node notice.js "$here"
iconv -f UTF-8 -t WINDOWS-1258 notice.txt > "$here/windows-1258.txt"
