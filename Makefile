# The commands of README.md. What is longer than a line is a script in packaging/.

PREFIX ?= $(HOME)/.local
FOLDER ?= $(HOME)/bang-tin
TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: play test bench install uninstall

play:
	packaging/need.sh play
	cargo build --release --locked
	packaging/play.sh "$(TARGET)/release/bangtin" playlists

test:
	packaging/need.sh test
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	NODEVICE_SELECT=1 cargo test --locked # Mesa's layer complains where there is no Wayland

bench:
	packaging/need.sh test
	NODEVICE_SELECT=1 cargo bench --locked --bench '*'

install:
	packaging/need.sh install
	cargo build --release --locked
	packaging/install.sh "$(TARGET)/release/bangtin" "$(PREFIX)" "$(FOLDER)"

uninstall:
	packaging/uninstall.sh "$(PREFIX)"
