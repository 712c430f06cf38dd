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
    --work) work=work ;;
    --keep) keep=1 ;;
    --help) sed -n '2,16s/^# \{0,1\}//p' "$0" && exit 0 ;;
    *) break ;;
    esac
    shift
done
[ $# -gt 0 ] || { sed -n '2,16s/^# \{0,1\}//p' "$0" >&2 && exit 2; }

# shellcheck source=/dev/null
suite=${BARE_SUITE:-$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")}
# shellcheck source=tests/deploy/_root.sh
. "$root/tests/deploy/_root.sh"
trap leave_root EXIT
trap 'exit 130' INT TERM
make_root "$suite" "$work"
for time in first second; do
    started=$(date +%s)
    code=0
    enter "$@" || code=$?
    echo "bare_root: the $time run of '$*' ended with $code after $(($(date +%s) - started)) s" >&2
    [ "$code" -eq 0 ] || exit "$code"
done
