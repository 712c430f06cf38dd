#!/bin/sh
# install.sh tried from nothing, in bare Debian roots in which a real systemd then runs the units:
#
#   sudo sh tests/deploy/install_root.sh [--keep] [bookworm|trixie|noble [kiosk [PART…]|centre|arm64]]
#
# A kiosk online and, from a bundle, without any network; the second run that changes nothing; the
# units by `systemd-analyze`; files, owners, modes; content on a virtual screen under the full
# hardening, and under compositors; an upgrade that fails and goes back; SSH by key; a root that is
# never written, with the state on a disk of its own; a centre, and how soon what officers copy there
# is on a screen; uninstalling. Needs root, debootstrap, 16 GB of disk, loop devices, and a kernel with control
# groups 2 and overlays; for Ubuntu (noble) $BARE_MIRROR. Prints a line for each thing that holds,
# and ends with 1 at the first that does not. arm64: the bundle of a Raspberry Pi, made here. With
# parts (upgrade, stick, sound, wayland, ssh, disks, leaves, offline) of a kiosk's no others are tried;
# `start`, for a machine that does nothing else, judges the seconds to the first content.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
keep=''
if [ "${1:-}" = --keep ]; then
    keep=1
    shift
fi
suite=${1:-bookworm}
role=${2:-both}
parts=''
if [ $# -gt 2 ]; then
    shift 2
    parts=" $* "
fi
# shellcheck source=tests/deploy/_root.sh
. "$root/tests/deploy/_root.sh"
booted='' bundle=''
leave() {
    code=$?
    power_off
    leave_disks
    leave_root
    if [ -n "$bundle" ]; then rm -rf "$bundle"; fi
    exit "$code"
}
trap leave EXIT
trap 'exit 130' INT TERM

holds() { printf 'holds: %s\n' "$*"; }
fails() {
    printf 'FAILS: %s\n' "$*" >&2
    exit 1
}
# check WORDS COMMAND…: whether it succeeds in the root.
check() {
    words=$1
    shift
    if output=$(enter "$@" 2>&1); then holds "$words"; else fails "$words: $output"; fi
}

# power_on [DISK]: systemd, as on a machine; `inside COMMAND…` runs one there. DISK: a block device
# with the root, in place of $bare.
power_on() {
    stage=$bare
    if [ $# -gt 0 ]; then stage=$bare/mnt; fi
    unshare -pmfuiCn --kill-child sh "$root/tests/deploy/_boot.sh" "$stage" "$@" >"$bare/var/log/boot" 2>&1 &
    booted=$!
    tries=0
    until init=$(pgrep -P "$booted" -x systemd) && inside systemctl is-system-running >/dev/null 2>&1; do
        tries=$((tries + 1))
        # `degraded` is told below, unit by unit.
        if [ -n "${init:-}" ] && [ "$(inside systemctl is-system-running 2>/dev/null)" = degraded ]; then break; fi
        if [ "$tries" -ge 300 ] || ! kill -0 "$booted" 2>/dev/null; then
            fails "systemd does not boot: $(cat "$bare/var/log/boot")$(inside systemctl list-jobs)"
        fi
        sleep 0.2
    done
}
inside() {
    if [ "$1" = signage_plays ]; then
        set -- sh -c 'signage status --json | grep -q "\"playing\": {"'
    fi
    nsenter -t "$init" -m -p -u -i -C -n -- env -i HOME=/root LANG=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" </dev/null
}
# strike SIGNAL UNIT: all its processes; those that are gone before their turn are no fault.
strike() { inside systemctl kill -s "$1" "$2" 2>/dev/null || true; }
power_off() {
    if [ -n "$booted" ]; then
        kill -KILL "$(pgrep -P "$booted" -x systemd)" 2>/dev/null || true
        wait "$booted" 2>/dev/null || true
        booted=''
    fi
}
# until_inside SECONDS WORDS COMMAND…
until_inside() {
    if [ "$1" = signage_plays ]; then
        set -- sh -c 'signage status --json | grep -q "\"playing\": {"'
    fi
    limit=$(($(date +%s) + $1))
    words=$2
    shift 2
    until inside "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$limit" ] || {
            inside journalctl --no-pager -n 60 >&2
            fails "$words"
        }
        sleep 0.3
    done
    holds "$words"
}
# `signage_plays` is a command there: whether content is on the screen.

# What differs in a root between two moments, but for what packages and the kernel keep.
listing() {
    (cd "$bare" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./run -o -path ./tmp \
        -o -path ./checkout -o -path ./var/lib/apt -o -path ./var/cache -o -path ./var/log \
        -o -path ./var/lib/dpkg -o -path ./root -o -path ./var/lib/systemd \
        -o \( -path './opt/*' ! -path './opt/signage*' \) \
        -o -path ./var/lib/signage \) -prune -o -printf '%p %M %u %l\n' |
        grep -vE '^\./etc/(passwd|group|shadow|gshadow|subuid|subgid|ld\.so\.cache)-? |__pycache__' | sort)
}

# shellcheck source=tests/deploy/_kiosk.sh
. "$root/tests/deploy/_kiosk.sh"
# shellcheck source=tests/deploy/_wayland.sh
. "$root/tests/deploy/_wayland.sh"
# shellcheck source=tests/deploy/_disk.sh
. "$root/tests/deploy/_disk.sh"
# shellcheck source=tests/deploy/_arm64.sh
. "$root/tests/deploy/_arm64.sh"
# shellcheck source=tests/deploy/_centre.sh
. "$root/tests/deploy/_centre.sh"

if [ "$role" = kiosk ] || [ "$role" = both ]; then
    tried() {
        case ${parts:- $1 } in
        *" $1 "*) return 0 ;;
        esac
        echo "not tried: $1"
        return 1
    }
    make_root "$suite" work
    kiosk_online
    kiosk_runs
    if tried disks >/dev/null || tried offline >/dev/null; then
        bundle=$(mktemp -d /var/tmp/bundle.XXXXXX)
        kiosk_bundle "$bundle/it"
    fi
    case $parts in
    *' start '*) kiosk_start_time 9 judged ;;
    esac
    if tried upgrade; then kiosk_upgrade; fi
    if tried stick; then kiosk_stick; fi
    if tried sound; then kiosk_sound; fi
    if tried wayland; then kiosk_wayland; fi
    if tried ssh; then kiosk_ssh; fi
    if tried disks; then kiosk_disks "$bundle/it"; fi
    if tried leaves; then kiosk_leaves; fi
    power_off
    leave_root
    if tried offline; then
        make_root "$suite" work
        kiosk_offline "$bundle/it"
        leave_root
    fi
fi
if [ "$role" = centre ] || [ "$role" = both ]; then
    make_root "$suite" work
    centre_installs
    centre_runs
    centre_leaves
fi
if [ "$role" = arm64 ]; then arm64_bundle; fi
echo "All holds in $suite${parts:+, of what was tried}."
