#!/usr/bin/env bash
# uninstall.sh PREFIX: undoes install.sh; its FOLDER belongs to the school and stays.
set -euo pipefail
prefix=$1
config=${XDG_CONFIG_HOME:-$HOME/.config}
units=$config/systemd/user
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/run/user/$(id -u)} # su and cron leave it out
loop=$prefix/lib/bangtin/supervise

if [ -e "$units/bangtin.service" ]; then
    systemctl --user disable --quiet --now bangtin.service ||
        echo "Chưa gọi được systemd: màn hình tắt khi đăng xuất. (systemd cannot be reached: the player ends at logout.)" >&2
    rm -f "$units/bangtin.service" "$units"/*.target.wants/bangtin.service
    systemctl --user daemon-reload 2>/dev/null || true
    systemctl --user reset-failed bangtin.service 2>/dev/null || true # it was still waiting for a display
fi
rm -f "$config/autostart/bangtin.desktop" "$prefix/bin/bangtin" "$loop"
rmdir "$prefix/lib/bangtin" 2>/dev/null || true
for process in /proc/[0-9]*; do # the loop of an autostart entry takes its player with it
    grep -qzxF "$loop" "$process/cmdline" 2>/dev/null && kill "${process#/proc/}" || true
done
echo "Đã gỡ bangtin. Thư mục bảng tin vẫn còn nguyên."
