#!/usr/bin/env bash
# install.sh BANGTIN PREFIX FOLDER: puts the player on a television for the user who runs this, over
# whatever older one is there. Everything it writes, uninstall.sh removes, except FOLDER.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bangtin=$1 prefix=$2 folder=$3
config=${XDG_CONFIG_HOME:-$HOME/.config}
unit=$config/systemd/user/bangtin.service
entry=$config/autostart/bangtin.desktop
user=$(id -un)
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/run/user/$(id -u)} # su and cron leave it out

refuse() { # VIETNAMESE ENGLISH
    printf '%s\n' "$@" >&2
    exit 2
}

# The unit and the autostart entry quote these differently; a plain path is the same in both.
case $prefix$folder in
*[\"\\\$\`%\&\|]* | *$'\n'*)
    refuse "PREFIX và FOLDER không được có ký tự nào trong \" \\ \$ \` % & | : $prefix, $folder" \
        "PREFIX and FOLDER must not contain any of \" \\ \$ \` % & | : $prefix, $folder"
    ;;
esac
case $prefix,$folder in
/*,/*) ;;
*)
    refuse "PREFIX và FOLDER phải là đường dẫn đầy đủ, bắt đầu bằng dấu /: $prefix, $folder" \
        "PREFIX and FOLDER must be absolute paths: $prefix, $folder"
    ;;
esac

if [ -e "$folder" ]; then
    seeded="đã có sẵn, giữ nguyên bên trong"
else
    mkdir -p "$folder" 2>/dev/null ||
        refuse "Không tạo được thư mục $folder. Hãy tạo hoặc gắn nó trước (cần quyền root), rồi chạy lại." \
            "Cannot make $folder. Make or mount it first (as root), then try again."
    cp -R "$here/../playlists/." "$folder/"
    cp -R "$here/../media" "$folder/media"
    seeded="chép sẵn bảng tin mẫu"
fi

"$here/uninstall.sh" "$prefix" >/dev/null
install -D -m 755 "$bangtin" "$prefix/bin/bangtin"

if systemctl --user show-environment >/dev/null 2>&1; then
    mkdir -p "$(dirname "$unit")"
    sed -e "s|@BANGTIN@|\"$prefix/bin/bangtin\"|" -e "s|@FOLDER@|\"$folder\"|" "$here/bangtin.service" >"$unit"
    systemctl --user daemon-reload
    systemctl --user enable --quiet bangtin.service
    systemctl --user restart --no-block bangtin.service # without a display it waits for one
    how="Chạy bằng systemd: $unit
Xem tình trạng: systemctl --user status bangtin; dừng: systemctl --user stop bangtin"
else
    install -D -m 755 "$here/supervise.sh" "$prefix/lib/bangtin/supervise"
    mkdir -p "$(dirname "$entry")"
    cat >"$entry" <<END
[Desktop Entry]
Type=Application
Name=bangtin
Comment=Bảng tin của nhà trường
Exec="$prefix/lib/bangtin/supervise" "$prefix/bin/bangtin" "$folder"
END
    how="Tự chạy mỗi lần đăng nhập vào màn hình: $entry"
    if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        how+="
Hãy khởi động lại máy để màn hình lên."
    else
        setsid "$prefix/lib/bangtin/supervise" "$prefix/bin/bangtin" "$folder" </dev/null >/dev/null 2>&1 &
    fi
fi

cat <<END
Đã cài bangtin: $prefix/bin/bangtin
Thư mục bảng tin, kéo thả tệp vào đây: $folder ($seeded)
$how

Để màn hình tự lên lại sau khi mất điện:
  - trong BIOS, bật chế độ tự khởi động khi có điện lại;
  - cho người dùng $user tự đăng nhập:
      LightDM: trong /etc/lightdm/lightdm.conf, dưới [Seat:*], ghi autologin-user=$user và
      autologin-user-timeout=5 (nhờ dòng sau, đăng xuất hay lỗi đồ họa cũng tự vào lại);
      GDM: trong /etc/gdm3/daemon.conf, dưới [daemon], ghi AutomaticLoginEnable=true và AutomaticLogin=$user
END
