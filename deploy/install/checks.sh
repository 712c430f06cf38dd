# shellcheck shell=sh
# shellcheck disable=SC2154  # install.sh and its other parts set what is used here
# What install.sh refuses, each with the reason and what to do instead.
#
# Sourced by install.sh. Everything is asked of the machine by commands (uname, getconf, dpkg) and
# by files below $prefix, so that tests can pretend to be any machine.

: "${prefix?}" "${bundle?}"

refuse() {
    say "This machine cannot be a $role: $1" "$2"
    exit 5
}

# older A B: whether version A comes before B.
older() {
    [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

check_system() {
    if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg >/dev/null 2>&1; then
        refuse "it is no Debian, Raspberry Pi OS or Ubuntu." \
            "Install Raspberry Pi OS (trixie, 64 bit), Debian 12 or 13, or Ubuntu 24.04."
    fi
    machine=$(uname -m)
    case $machine in
    x86_64) needed=2.34 ;;
    aarch64) needed=2.39 ;;
    arm* | i?86) refuse "its system is of 32 bit ($machine)." "Install the 64 bit edition of the system." ;;
    *) refuse "nobody makes the program for $machine." "Use a Raspberry Pi 4 or 5, or a PC (x86-64)." ;;
    esac
    # A 64 bit kernel under a 32 bit system: what Raspberry Pi OS (32 bit) has on a Pi 4.
    case $(dpkg --print-architecture) in
    amd64 | arm64) ;;
    *)
        refuse "its kernel is of 64 bit, but the system of 32 ($(dpkg --print-architecture))." \
            "Install the 64 bit edition of the system."
        ;;
    esac
    glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/^glibc //')
    if [ -z "$glibc" ] || older "$glibc" "$needed"; then
        refuse "its C library is ${glibc:-unknown}, and Qt for $machine needs glibc $needed." \
            "Install Raspberry Pi OS trixie on a Pi; Debian 12 or 13, or Ubuntu 24.04, on a PC."
    fi
}

# The release of the distribution, as bookworm.
suite() { sed -n 's/^VERSION_CODENAME=//p' "$prefix/etc/os-release" 2>/dev/null; }

# A bundle fits one release of one distribution, and is whole.
check_bundle() {
    if [ -z "$bundle" ]; then return 0; fi
    _suite=$(suite)
    _for=$(sed -n 's/^suite=//p' "$bundle/BUNDLE")/$(sed -n 's/^arch=//p' "$bundle/BUNDLE")
    if [ "$_for" != "$_suite/$(dpkg --print-architecture)" ]; then
        refuse "the bundle is for $_for, and this is $_suite/$(dpkg --print-architecture)." \
            "Make one with deploy/bundle.sh --suite $_suite --arch $(dpkg --print-architecture)."
    fi
    (cd "$bundle" && sha256sum --quiet -c SHA256SUMS >&2) || refuse "the bundle is damaged." \
        "Copy it to the stick again, and unplug that only after it was ejected."
}

check_board() {
    model=$(tr -d "\000" 2>/dev/null <"$prefix/proc/device-tree/model" || true)
    case $model in
    *"Raspberry Pi "[123]" "* | *"Raspberry Pi Model "* | *"Raspberry Pi Zero"* | *"Compute Module 3"* | *"Compute Module Rev"*)
        refuse "it is a $model, whose graphics cannot draw video in Qt Quick." \
            "Use a Raspberry Pi 4 or 5, or a mini PC."
        ;;
    esac
}

# check_room FOLDER MEGABYTES
check_room() {
    _folder=$prefix$1
    while [ ! -d "$_folder" ]; do _folder=$(dirname "$_folder"); done
    _free=$(df -Pm "$_folder" | awk 'NR == 2 {print $4}')
    if [ "$_free" -lt "$2" ]; then
        refuse "only $_free MB are free for $1, and $2 are needed." "Free some, or use a larger disk."
    fi
}

check_root() {
    if [ -z "$dry" ] && [ -z "$prefix" ] && [ "$(id -u)" -ne 0 ]; then
        say "Run this as root (sudo sh $0 …), or look at what it would do with --dry-run."
        exit 2
    fi
}
