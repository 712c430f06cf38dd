#!/bin/sh
# The lobby on this machine, from a fresh checkout, with one command:
#
#   sh deploy/demo.sh [OPTIONS OF signage demo]
#
# Installs what is missing (deploy/setup.sh), then runs `signage demo` on the display: the lobby, and
# the officers' console, whose links are printed. Where there is no display, it runs on a virtual one
# of 1920×1080 for most of a minute, saves what the lobby would show as pictures under build/lobby/,
# and prints their paths.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=deploy/setup.sh
. "$root/deploy/setup.sh"

setup_system run
setup_python run
cd "$root"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$root/.venv/bin/signage" demo "$@"
fi

say "There is no display here, so the lobby is shown on a virtual one."
start_virtual_display 1920x1080
trap 'kill "$xvfb_pid" 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$root/.venv/bin/python" "$root/deploy/grab.py" "$root/build/lobby" "$root/.venv/bin/signage" demo "$@"
