#!/usr/bin/env bash
# Makes the sample noticeboard's clip out of posters that the player itself draws: what the steps of
# "Nộp hồ sơ trực tuyến" say, each coming a little nearer and giving way to the next. Without sound.
# make.sh BANGTIN; needs FFmpeg with libx264.
set -euo pipefail
bangtin=$(realpath "$1")
cd "$(dirname "$0")/../../.."
clip="playlists/05 áp phích/04 Nộp hồ sơ trực tuyến.mp4"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'header = false\n' >"$work/screen.toml"

count=0
scene() { # SENTENCE SOURCE
    count=$((count + 1))
    printf 'kind = "poster"\nsentence = "%s"\nsource = "%s"\n' "$1" "$2" >"$work/$count.toml"
    "$bangtin" shot "$work" --item "$count.toml" --at 2026-11-30T09:00 --size 2560x1440 --output "$work/$count.png"
}
scene "Nộp hồ sơ trực tuyến" "Cổng Dịch vụ công quốc gia: dichvucong.gov.vn"
scene "1. Đăng nhập bằng VNeID" "Cổng Dịch vụ công quốc gia: dichvucong.gov.vn"
scene "2. Chọn thủ tục, nộp hồ sơ, thanh toán" "Cổng Dịch vụ công quốc gia: dichvucong.gov.vn"
scene "3. Theo dõi trạng thái xử lý" "Cổng Dịch vụ công quốc gia: dichvucong.gov.vn"

# Three seconds and a half each, over one ground in which the words come and go; a zoom by a fiftieth, sampled from
# twice the size. It begins and ends with words: its first frame stands for it wherever it does not move.
ground=$(ffmpeg -v error -i "$work/1.png" -vf crop=1:1:1:1 -f rawvideo -pix_fmt rgb24 - | od -An -tx1 | tr -d ' ')
inputs=() graph="" all=""
for n in $(seq "$count"); do
    inputs+=(-i "$work/$n.png")
    graph+="[$((n - 1)):v]zoompan=z='1+on/4500':x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2':d=88:s=2560x1440:fps=25,"
    graph+="scale=1280:720:flags=lanczos,format=gbrp"
    [ "$n" -eq 1 ] || graph+=",fade=in:0:11:color=0x$ground"
    [ "$n" -eq "$count" ] || graph+=",fade=out:77:11:color=0x$ground"
    graph+="[v$n];"
    all+="[v$n]"
done
graph+="${all}concat=n=$count,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"
ffmpeg -v error -nostdin -y "${inputs[@]}" -filter_complex "$graph" -c:v libx264 -preset veryslow \
    -crf 30 -tune animation -g 250 -pix_fmt yuv420p -colorspace bt709 -color_primaries bt709 -color_trc bt709 \
    -map_metadata -1 -fflags +bitexact -flags:v +bitexact -movflags +faststart "$clip"
ls -l "$clip"
