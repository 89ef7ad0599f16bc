#!/usr/bin/env bash
# play.sh BANGTIN FOLDER: full screen, or headless where there is no screen.
set -euo pipefail
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$1" play "$2"
fi
picture=${TMPDIR:-/tmp}/bangtin.png
cat >&2 <<END
Máy không có màn hình (DISPLAY và WAYLAND_DISPLAY đều trống): vẫn phát, mỗi dòng là một trang vừa lên.
Hình đang phát nằm ở $picture; dừng bằng Ctrl+C.
No display here: playing headless, a line for each change; the picture on air is $picture; Ctrl+C stops.
END
exec "$1" play "$2" --headless --picture "$picture"
