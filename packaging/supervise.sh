#!/bin/sh
# supervise BANGTIN FOLDER: what the unit does where there is no systemd: a player that ends is started again.
trap 'kill "$player" 2>/dev/null; exit 0' TERM INT HUP
while :; do
    "$1" play "$2" &
    player=$!
    wait "$player"
    sleep 1
done
