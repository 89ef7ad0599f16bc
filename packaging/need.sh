#!/usr/bin/env bash
# need.sh play|test: sees to what the player or its tests need of the machine.
# Asks apt only when something is missing; on a system without apt it says what to install.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin # ldconfig, for a user who is not root

missing=()
loadable=$(ldconfig -p)

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
    has_file '/usr/lib/*/dri/*_dri.so' '/usr/lib/dri/*_dri.so' '/usr/share/glvnd/egl_vendor.d/*nvidia*.json'
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

build() {
    program cc 'gcc libc6-dev'
    command -v cargo >/dev/null || {
        echo "Rust 1.95 or newer is needed: install it from https://rustup.rs and open a new terminal." >&2
        exit 1
    }
}

install_missing() {
    [ ${#missing[@]} -eq 0 ] && return
    # shellcheck disable=SC2206 # one entry may name two packages
    local packages=(${missing[@]}) as_root=()
    echo "Missing on this machine: ${packages[*]}" >&2
    command -v apt-get >/dev/null || {
        echo "This system has no apt. Install what corresponds to these Debian packages, then try again." >&2
        exit 1
    }
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "As root: apt-get install ${packages[*]}" >&2
            exit 1
        }
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
}

case "${1:-}" in
play)
    build
    has_vulkan || has_gl || missing+=(libvulkan1 mesa-vulkan-drivers libegl1 libgl1-mesa-dri)
    [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || window
    ;;
test)
    build
    window
    # Software drivers whatever card the machine has: every run draws the same bytes.
    has_file '/usr/share/vulkan/icd.d/lvp_icd*.json' || missing+=(mesa-vulkan-drivers)
    has_file '/usr/lib/*/dri/swrast_dri.so' '/usr/lib/dri/swrast_dri.so' || missing+=(libgl1-mesa-dri)
    library libvulkan.so.1 libvulkan1
    library libEGL.so.1 libegl1
    program Xvfb xvfb
    program openbox openbox
    program weston weston
    program sway sway
    has_file '/usr/lib/*/faketime/libfaketime.so.1' '/usr/lib*/faketime/libfaketime.so.1' || missing+=(libfaketime)
    ;;
*)
    echo "usage: need.sh play|test" >&2
    exit 2
    ;;
esac
install_missing
if [ "$1" = test ]; then
    if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
        rustup component add rustfmt clippy
    fi
fi
