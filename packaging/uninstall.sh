#!/usr/bin/env bash
# uninstall.sh PREFIX FOLDER: undoes install.sh; FOLDER belongs to the school and stays.
set -euo pipefail
prefix=$1 folder=$2
config=${XDG_CONFIG_HOME:-$HOME/.config}
unit=$config/systemd/user/bangtin.service

if [ -e "$unit" ]; then
    systemctl --user disable --now bangtin.service || echo "systemd cannot be reached: the player stops at logout." >&2
    rm -f "$unit"
    systemctl --user daemon-reload || true
fi
rm -f "$config/autostart/bangtin.desktop" "$prefix/bin/bangtin" "$prefix/lib/bangtin/supervise"
rmdir --ignore-fail-on-non-empty "$prefix/lib/bangtin" 2>/dev/null || true
echo "Đã gỡ bangtin. Thư mục $folder vẫn còn nguyên."
