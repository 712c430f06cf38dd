# shellcheck shell=sh
# Brings a fresh Debian 12/13 or Ubuntu 24.04 (or later) to where this project runs.
#
# Sourced by deploy/demo.sh and tests/run.sh, which set $root, the checkout, first:
#   setup_system run|test|long    system packages through apt, only those that are missing
#   setup_python run|test         .venv in the checkout, with the versions of constraints.txt
#   start_virtual_display WxH     an X server without a screen; sets DISPLAY and $xvfb_pid
#
# The second time nothing is fetched: apt is called only when dpkg misses a package, and pip only
# when pyproject.toml, constraints.txt, the interpreter or the checkout's place have changed.

: "${root:?says where the checkout is}"

# Qt's xcb, Wayland, EGL and GL parts, sound, fonts for every language of the lobby, time zones, xset
# against blanking, and ffmpeg.
# A name per package; "a|b" where distributions disagree, the first one known here is taken.
run_packages="
  python3 python3-venv
  libegl1 libgl1 libgl1-mesa-dri libdrm2 libgbm1
  libx11-xcb1 libxkbcommon0 libxkbcommon-x11-0
  libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
  libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxrandr2
  libwayland-client0 libwayland-cursor0 libwayland-egl1
  libfontconfig1 libfreetype6 libdbus-1-3 libgssapi-krb5-2 libpulse0 libpipewire-0.3-0t64|libpipewire-0.3-0 libglib2.0-0t64|libglib2.0-0
  fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji tzdata
  x11-xserver-utils
  ffmpeg
"
# An X server without a screen: for tests, and for the demo where there is no display.
virtual_packages="xvfb"
# The web server and the tracer that tests of the release's way call.
test_packages="shellcheck nginx strace"
# The browser of the console's stories. Ubuntu has it as a snap alone: there those tests are skipped.
browser_packages="chromium"
# What the bench measures the player against.
long_packages="mpv postgresql"

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 5
}

_installed() {
    case $(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null) in
    ii*) return 0 ;;
    esac
    return 1
}

# Prints the packages of the list $1 of which no alternative is installed.
_missing() {
    for _package in $1; do
        _found=
        for _name in $(printf '%s' "$_package" | tr '|' ' '); do
            if _installed "$_name"; then _found=1; fi
        done
        if [ -z "$_found" ]; then printf '%s\n' "$_package"; fi
    done
}

# Prints the first alternative of "a|b" that apt has; the last one when it has none.
_choose() {
    for _name in $(printf '%s' "$1" | tr '|' ' '); do
        if [ -n "$(apt-cache madison "$_name" 2>/dev/null)" ]; then break; fi
    done
    printf '%s\n' "$_name"
}

_as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        die "System packages are missing and there is no sudo. As root, run:" "$@"
    fi
}

_apt() { _as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"; }

setup_system() {
    _wanted=$run_packages
    if [ "$1" != run ] || [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        _wanted="$_wanted $virtual_packages"
    fi
    case $1 in
    test) _wanted="$_wanted $test_packages" ;;
    long) _wanted="$_wanted $test_packages $long_packages" ;;
    esac
    case $1,$(sed -n 's/^ID=//p' /etc/os-release 2>/dev/null) in
    run,* | *,ubuntu) ;;
    *) _wanted="$_wanted $browser_packages" ;;
    esac
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        say "This is no Debian or Ubuntu: going on with the libraries that are here." \
            "On Debian they would be: $(printf '%s' "$_wanted" | tr -s '\n ' ' ')"
        return 0
    fi
    _lacking=$(_missing "$_wanted")
    if [ -z "$_lacking" ]; then return 0; fi
    say "Installing system packages: $(printf '%s' "$_lacking" | tr '\n' ' ')"
    _apt update || say "apt-get update failed; trying with the lists that are here."
    _chosen=$(for _package in $_lacking; do _choose "$_package"; done)
    # shellcheck disable=SC2086  # a name per word
    _apt install -y --no-install-recommends $_chosen >/dev/null ||
        die "apt-get could not install the system packages; its reasons stand above." \
            "Check the network and /etc/apt/sources.list*, then run this again."
}

_hash() {
    {
        printf '%s\n' "$1" "$root"
        "$root/.venv/bin/python" -c 'import sys; print(sys.version)'
        cat "$root/pyproject.toml" "$root/deploy/constraints.txt"
    } | sha256sum | cut -d' ' -f1
}

setup_python() {
    _venv=$root/.venv
    _python=${PYTHON:-python3}
    "$_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        die "Python 3.11 or later is needed, and $_python is" \
            "$("$_python" --version 2>&1 || echo 'not there')." \
            "Debian 12, Ubuntu 24.04 and all later ones bring it; elsewhere install it and say" \
            "where it is: PYTHON=/path/to/python3.11 sh ${0##*/}"
    # A moved checkout, or an interpreter that was upgraded away, leaves an environment of no use.
    if ! "$_venv/bin/python" -c 'import pip' 2>/dev/null ||
        { [ -f "$_venv/place" ] && [ "$(cat "$_venv/place")" != "$root" ]; }; then
        say "Making the virtual environment $_venv"
        "$_python" -m venv --clear "$_venv" || die "$_python could not make $_venv."
    fi
    if [ "$(cat "$_venv/stamp-$1" 2>/dev/null)" = "$(_hash "$1")" ]; then return 0; fi
    _extra='[console]' # the demo has one; an installed kiosk comes by another way, without it
    if [ "$1" = test ]; then _extra='[test]'; fi
    say "Installing Python packages (the first time about 450 MB)"
    "$_venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        -c "$root/deploy/constraints.txt" -e "$root$_extra" ||
        die "pip could not install the Python packages; its reasons stand above." \
            "Check the network (or your pip configuration, which is honoured), then run this again."
    printf '%s\n' "$root" >"$_venv/place"
    _hash run >"$_venv/stamp-run"
    _hash "$1" >"$_venv/stamp-$1"
}

start_virtual_display() {
    _number=$(mktemp)
    # Xvfb takes a free display number itself and says which.
    Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp -noreset 3>"$_number" >/dev/null 2>&1 &
    xvfb_pid=$!
    _tries=0
    while [ ! -s "$_number" ]; do
        _tries=$((_tries + 1))
        if [ "$_tries" -gt 100 ] || ! kill -0 "$xvfb_pid" 2>/dev/null; then
            rm -f "$_number"
            die "The virtual display (Xvfb) did not start."
        fi
        sleep 0.1
    done
    DISPLAY=:$(tr -d ' \n' <"$_number")
    export DISPLAY
    unset WAYLAND_DISPLAY
    rm -f "$_number"
}
