#!/bin/sh
# The set-up tried from nothing: runs a command of this checkout in a bare Debian root.
#
#   sudo sh tests/deploy/bare_root.sh [--work] [--keep] COMMAND…
#   sudo sh tests/deploy/bare_root.sh sh deploy/demo.sh
#   sudo sh tests/deploy/bare_root.sh sh tests/run.sh
#
# The root is what debootstrap's minbase makes of this machine's own release. Of this machine it
# gets only what says where packages come from: apt's and pip's configuration, the certificates,
# name resolution, and the local folders that pip's configuration names. The command runs twice:
# the second time it must find everything in place. --work takes the working tree as it is instead
# of the last commit; --keep leaves the root in place. Needs root, debootstrap, 4 GB of disk.
#
# $BARE_SUITE: another release of the same distribution (default: this machine's own).
# $BARE_BASE: where the bare root is kept between runs (default /var/tmp/bare-root-SUITE).
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
work='' keep=''
while [ $# -gt 0 ]; do
    case $1 in
    --work) work=1 ;;
    --keep) keep=1 ;;
    --help) sed -n '2,16s/^# \{0,1\}//p' "$0" && exit 0 ;;
    *) break ;;
    esac
    shift
done
[ $# -gt 0 ] || { sed -n '2,16s/^# \{0,1\}//p' "$0" >&2 && exit 2; }

# shellcheck source=/dev/null
own=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
suite=${BARE_SUITE:-$own}
base=${BARE_BASE:-/var/tmp/bare-root-$suite}
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources \
    2>/dev/null | grep -oE '^(URIs:|deb ).*' | grep -oE '[a-z+]+://[^ ]+' | head -n 1)
if [ ! -f "$base/etc/debian_version" ]; then
    rm -rf "$base.new"
    debootstrap --variant=minbase "$suite" "$base.new" "$mirror"
    mv "$base.new" "$base"
fi

bare=$(mktemp -d /var/tmp/bare.XXXXXX)
mounted=''
leave() {
    for place in $mounted; do umount "$place" || umount -l "$place"; done
    if [ -n "$keep" ]; then echo "The root is at $bare" >&2; else rm -rf "$bare"; fi
}
trap leave EXIT
trap 'exit 130' INT TERM
cp -a "$base/." "$bare/"

# Where packages come from, as this machine knows it.
rm -rf "$bare/etc/apt"
for path in /etc/apt /etc/pip.conf /etc/resolv.conf /etc/hosts /etc/ssl/certs /usr/share/keyrings \
    /usr/share/ca-certificates /usr/local/share/ca-certificates "$HOME/.config/pip"; do
    if [ -e "$path" ]; then
        mkdir -p "$bare/$(dirname "$path")"
        cp -aL "$path" "$bare/$(dirname "$path")/"
    fi
done
if [ "$suite" != "$own" ]; then
    find "$bare/etc/apt" -name '*.list' -exec sed -i "s/$own/$suite/g" {} +
    find "$bare/etc/apt" -name '*.sources' -exec sed -i "s/$own/$suite/g" {} +
    rm -rf "$bare/etc/apt/preferences.d"
fi
bind() {
    mkdir -p "$bare$1"
    mount --bind "$1" "$bare$1"
    mounted="$bare$1 $mounted"
}
mount -t proc proc "$bare/proc"
mounted="$bare/proc"
bind /dev
bind /dev/pts
for path in $(python3 -m pip config list 2>/dev/null | grep -oE "(file://)?/[^' ]+" |
    sed 's,^file://,,' | sort -u); do
    while [ ! -d "$path" ]; do path=$(dirname "$path"); done
    # A folder of packages, which may lie a level above what the configuration names.
    case $path in
    / | /etc | /etc/* | /usr | /usr/*) ;;
    */simple) bind "$(dirname "$path")" ;;
    *) bind "$path" ;;
    esac
done

mkdir -p "$bare/checkout"
if [ -n "$work" ]; then
    (cd "$root" && git ls-files -coz --exclude-standard | tar -c --null -T - -f -) |
        tar -x -C "$bare/checkout" -f -
else
    git -C "$root" archive HEAD | tar -x -C "$bare/checkout" -f -
fi

enter() {
    # shellcheck disable=SC2046  # a variable per word
    # A clean environment, but for what pip and TLS are told through it.
    env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CI=true \
        $(env | grep -E '^(PIP_[A-Z_]+|[A-Z]+_CA_BUNDLE|SSL_CERT_[A-Z]+|https?_proxy|no_proxy)=[^ ]*$') \
        chroot "$bare" sh -c 'cd /checkout && exec "$@"' sh "$@" </dev/null
}
for time in first second; do
    started=$(date +%s)
    code=0
    enter "$@" || code=$?
    echo "bare_root: the $time run of '$*' ended with $code after $(($(date +%s) - started)) s" >&2
    [ "$code" -eq 0 ] || exit "$code"
done
