#!/usr/bin/env bash
# install.sh BANGTIN PREFIX FOLDER: puts the player on a television for the user who runs this.
# Everything it writes, uninstall.sh removes, except FOLDER.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bangtin=$1 prefix=$2 folder=$3
config=${XDG_CONFIG_HOME:-$HOME/.config}
unit=$config/systemd/user/bangtin.service
entry=$config/autostart/bangtin.desktop
user=$(id -un)

# The unit and the autostart entry quote these differently; a plain path is the same in both.
case $prefix$folder in
*[\"\\\$\`%\&\|]* | *$'\n'*)
    echo "PREFIX and FOLDER must not contain any of \" \\ \$ \` % & | : $prefix, $folder" >&2
    exit 2
    ;;
esac
case $prefix,$folder in
/*,/*) ;;
*)
    echo "PREFIX and FOLDER must be absolute paths: $prefix, $folder" >&2
    exit 2
    ;;
esac

install -D -m 755 "$bangtin" "$prefix/bin/bangtin"

if [ ! -e "$folder" ]; then
    mkdir -p "$folder"
    cp -R "$here/../playlists/." "$folder/"
    cp -R "$here/../media" "$folder/media"
fi

if systemctl --user show-environment >/dev/null 2>&1; then
    rm -f "$entry"
    mkdir -p "$(dirname "$unit")"
    sed -e "s|@BANGTIN@|\"$prefix/bin/bangtin\"|" -e "s|@FOLDER@|\"$folder\"|" "$here/bangtin.service" >"$unit"
    systemctl --user daemon-reload
    systemctl --user enable bangtin.service
    systemctl --user restart bangtin.service
    how="systemd: $unit (dừng: systemctl --user stop bangtin)"
else
    rm -f "$unit"
    install -D -m 755 "$here/supervise.sh" "$prefix/lib/bangtin/supervise"
    mkdir -p "$(dirname "$entry")"
    cat >"$entry" <<END
[Desktop Entry]
Type=Application
Name=bangtin
Comment=Bảng tin của nhà trường
Exec="$prefix/lib/bangtin/supervise" "$prefix/bin/bangtin" "$folder"
END
    how="tự chạy khi đăng nhập: $entry"
fi

cat <<END
Đã cài bangtin: $prefix/bin/bangtin
Thư mục bảng tin, kéo thả tệp vào đây: $folder
$how

Để màn hình tự lên lại sau khi mất điện:
  - cho người dùng này tự đăng nhập: LightDM ghi autologin-user=$user dưới [Seat:*];
    GDM ghi AutomaticLoginEnable=true và AutomaticLogin=$user dưới [daemon];
  - loginctl enable-linger $user, nếu phiên đồ họa không qua màn hình đăng nhập (kiosk);
  - trong BIOS, bật chế độ tự khởi động khi có điện lại.
END
