#!/usr/bin/env bash
# play.sh BANGTIN FOLDER: full screen, or headless where there is no screen.
set -euo pipefail
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$1" play "$2"
fi
picture=${TMPDIR:-/tmp}/bangtin.png
echo "No display here (neither DISPLAY nor WAYLAND_DISPLAY): playing headless; the picture on air is $picture" >&2
exec "$1" play "$2" --headless --picture "$picture"
