#!/usr/bin/env bash
# need.sh play|install|test: sees to what the player or its tests need of the machine.
# Asks apt only when something is missing; on a system without apt it says what to install.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin # ldconfig, for a user who is not root
cd "$(dirname "$0")/.."

missing=()
loadable=$(ldconfig -p)

say() { # VIETNAMESE ENGLISH
    printf '%s\n' "$@" >&2
}

has_library() { # SONAME
    grep -qF "$1 " <<<"$loadable"
}

# A package is missing when the shared library that is loaded at run time cannot be found.
library() { # SONAME PACKAGE
    has_library "$1" || missing+=("$2")
}

program() { # NAME PACKAGE
    command -v "$1" >/dev/null || missing+=("$2")
}

has_file() { # PATTERN…: whether any of these names a file
    compgen -G "$1" >/dev/null || { shift && [ $# -gt 0 ] && has_file "$@"; }
}

has_vulkan() {
    has_library libvulkan.so.1 || return 1
    [ -n "${VK_DRIVER_FILES:-${VK_ICD_FILENAMES:-}}" ] ||
        has_file '/usr/share/vulkan/icd.d/*.json' '/etc/vulkan/icd.d/*.json'
}

has_gl() {
    has_library libEGL.so.1 || return 1
    has_file '/usr/lib/*/dri/*_dri.so' '/usr/lib*/dri/*_dri.so' '/usr/share/glvnd/egl_vendor.d/*nvidia*.json'
}

# What makes pages of Word, PowerPoint and Excel: about 300 MB with its fonts.
office() {
    local programs='/usr/lib*/libreoffice/program /opt/libreoffice*/program' program
    for program in impress:libsdlo writer:libswlo calc:libsclo; do
        # shellcheck disable=SC2086 # patterns, two of them
        has_file $(printf "%s/${program#*:}.so " $programs) || missing+=("libreoffice-${program%:*}-nogui")
    done
    has_file '/usr/share/fonts/*/liberation2/*' '/usr/share/fonts/*/liberation*/LiberationSans-Regular.ttf' ||
        missing+=(fonts-liberation2)
    program fc-list fontconfig
}

# What a window of winit's loads, for X11 and for Wayland.
window() {
    library libX11.so.6 libx11-6
    library libX11-xcb.so.1 libx11-xcb1
    library libXcursor.so.1 libxcursor1
    library libXi.so.6 libxi6
    library libxkbcommon.so.0 libxkbcommon0
    library libxkbcommon-x11.so.0 libxkbcommon-x11-0
    library libwayland-client.so.0 libwayland-client0
    library libwayland-egl.so.1 libwayland-egl1
}

driver() {
    has_vulkan || has_gl || missing+=(libvulkan1 mesa-vulkan-drivers libegl1 libgl1-mesa-dri)
}

# Clips are heard through PulseAudio or PipeWire, else through ALSA.
sound() {
    command -v pacat >/dev/null || command -v aplay >/dev/null || missing+=('pulseaudio-utils alsa-utils')
}

# Debian's own cargo is too old even to read Cargo.lock, and says so in riddles.
rust() {
    local wanted found
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    found=$(cargo --version 2>/dev/null | cut -d' ' -f2) || true
    printf '%s\n' "$wanted" "${found:-0}" | sort -CV && return
    say "Cần Rust $wanted trở lên (ở đây: ${found:-chưa có}). Cài cho chính người dùng $(id -un), không qua sudo, theo https://rustup.rs; rồi mở cửa sổ dòng lệnh mới và chạy lại." \
        "Rust $wanted or newer is needed (here: ${found:-none}). Install it for the user $(id -un), without sudo, from https://rustup.rs; then open a new terminal and try again."
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install_missing() {
    [ ${#missing[@]} -eq 0 ] && return
    # shellcheck disable=SC2206 # one entry may name two packages
    local packages=(${missing[@]})
    say "Máy còn thiếu: ${packages[*]}" "Missing on this machine: ${packages[*]}"
    if ! command -v apt-get >/dev/null; then
        say "Máy này không có apt. Hãy cài những gói tương ứng với các gói Debian trên, rồi chạy lại." \
            "This system has no apt. Install what corresponds to these Debian packages, then try again."
        exit 1
    fi
    # shellcheck disable=SC2016 # the inner shell's "$@"; one sudo, so one password
    as_root env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"' - "${packages[@]}" && return
    say "Chưa cài được. Hãy vào quyền root (su -), chạy lệnh dưới đây, rồi chạy lại make." \
        "That failed. Become root (su -), run the command below, then make again." \
        "    apt-get update && apt-get install --no-install-recommends ${packages[*]}"
    exit 1
}

rust
program cc 'gcc libc6-dev'
case "${1:-}" in
play)
    driver
    program ffmpeg ffmpeg
    sound
    office
    program heif-convert libheif-examples
    [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || window
    ;;
install) # perhaps over ssh, for a screen that comes later
    driver
    window
    program ffmpeg ffmpeg
    sound
    office
    program heif-convert libheif-examples
    ;;
test)
    window
    program ffmpeg ffmpeg
    office
    program heif-convert libheif-examples
    # Software drivers whatever card the machine has: every run draws the same bytes.
    has_file '/usr/share/vulkan/icd.d/lvp_icd*.json' || missing+=(mesa-vulkan-drivers)
    has_file '/usr/lib/*/dri/swrast_dri.so' '/usr/lib*/dri/swrast_dri.so' || missing+=(libgl1-mesa-dri)
    library libvulkan.so.1 libvulkan1
    library libEGL.so.1 libegl1
    program pulseaudio pulseaudio
    program pacat pulseaudio-utils
    program Xvfb xvfb
    program xrandr x11-xserver-utils
    program perl perl-base
    program openbox openbox
    has_file /usr/lib/xorg/Xorg || missing+=(xserver-xorg-core)
    has_file /usr/lib/xorg/modules/drivers/dummy_drv.so || missing+=(xserver-xorg-video-dummy)
    program weston weston
    program strace strace # a disk that fails
    program mkfs.ext4 e2fsprogs # a disk whose power fails
    program sway sway
    program soffice 'libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation2'
    program pdftotext poppler-utils
    has_file '/usr/lib/*/faketime/libfaketime.so.1' '/usr/lib*/faketime/libfaketime.so.1' || missing+=(libfaketime)
    ;;
*)
    echo "usage: need.sh play|install|test" >&2
    exit 2
    ;;
esac
install_missing
if [ "$1" = test ]; then
    if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
        rustup component add rustfmt clippy
    fi
fi
