#!/bin/sh
# Makes this machine a kiosk (a lobby's screen) or a centre (the shared folder and its web server):
#
#   sudo sh install.sh kiosk  --source ADDRESS|FOLDER --trust FILE|sha256:…|first-use [OPTIONS]
#   sudo sh install.sh centre --user NAME [OPTIONS]
#   sudo sh install.sh kiosk|centre --dry-run | --uninstall
#
# Run it as often as you like: it changes only what is not yet so, and says each change. From a
# bundle (deploy/bundle.sh) it needs no network. Exit codes: 0 done, 2 wrong use, 5 not on this
# machine.
#
#   --dry-run         says what it would do, and does nothing
#   --uninstall       takes away all that it made, but for the content and the state
#   --bundle FOLDER   takes programs and packages from there (default: the bundle it lies in)
# A kiosk's, written to /etc/signage/kiosk.yaml the first time; afterwards edit that file:
#   --source S        where the content is: a web address, or a folder
#   --trust T         who may sign it: the file 1.root.json, or sha256:…, or first-use
#   --unsigned        nobody signs it: whoever can write there may show anything
#   --screen ID       which screen of screens.yaml this is
#   --display KIND    auto (default), eglfs, labwc, cage or x11
#   --ssh             lets SSH in, by key only
#   --sound           playlists may be heard: they are silent but for `volume`
#   --data DEVICE     a partition for the state, such as LABEL=signage-data
#   --read-only       the rest of the disk is never written again (needs --data, and a restart)
# A centre's:
#   --user NAME       an officer who may open the shared folder; may be given several times
#   --name HOST       the centre's name or address, for its certificate (default: this machine's)
#   --certificate F --key F   a certificate of your own; without them one is made
#   --unattended      publishes what officers save, without a reviewer
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
here=$root/deploy
# shellcheck source=deploy/setup.sh
. "$here/setup.sh"

usage() {
    if [ $# -gt 0 ]; then say "$@"; fi
    sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

# Where the root is read-only, all of this happens in the root below, and counts at the next start.
case " $* " in
*' --dry-run '* | *' --help '*) ;;
*)
    if [ -z "${SIGNAGE_ROOT:-}${SIGNAGE_BELOW_ROOT:-}" ] && [ "$(id -u)" -eq 0 ] &&
        sh "$here/kiosk/signage-root"; then
        say "The root is read-only: what lies below it is changed, and counts from the next start on."
        SIGNAGE_BELOW_ROOT=1
        export SIGNAGE_BELOW_ROOT
        exec sh "$here/kiosk/signage-root" --bring "$root" sh "$here/install.sh" "$@"
    fi
    ;;
esac

role='' dry='' uninstall='' bundle=''
source='' trust='' unsigned='' screen='' display='' ssh='' sound='' data='' readonly=''
users='' host='' certificate='' key='' unattended=''
case ${1:-} in
kiosk | centre) role=$1 ;;
--help | -h) usage ;;
*) usage "Say what this machine is to be: kiosk or centre." ;;
esac
shift
needs() { if [ $# -lt 2 ] || [ -z "$2" ]; then usage "$1 needs a value."; fi; }
while [ $# -gt 0 ]; do
    case $1 in
    --dry-run) dry=1 ;;
    --uninstall) uninstall=1 ;;
    --unsigned) unsigned=1 ;;
    --ssh) ssh=1 ;;
    --sound) sound=1 ;;
    --read-only) readonly=1 ;;
    --unattended) unattended=1 ;;
    --help | -h) usage ;;
    --bundle | --source | --trust | --screen | --display | --data | --user | --name | --certificate | --key)
        needs "$@"
        case $1 in
        --bundle) bundle=$2 ;;
        --source) source=$2 ;;
        --trust) trust=$2 ;;
        --screen) screen=$2 ;;
        --display) display=$2 ;;
        --data) data=$2 ;;
        --user) users="$users $2" ;;
        --name) host=$2 ;;
        --certificate) certificate=$2 ;;
        --key) key=$2 ;;
        esac
        shift
        ;;
    *) usage "$1 is not known." ;;
    esac
    shift
done

# Tests put a folder before every path, and pretend with commands of their own: always a dry run.
prefix=${SIGNAGE_ROOT:-}
if [ -n "$prefix" ]; then dry=1; fi
noted=/etc/signage/installed-$role
if [ -z "$bundle" ] && [ -f "$root/BUNDLE" ]; then bundle=$root; fi
if [ -n "$bundle" ] && [ ! -f "$bundle/BUNDLE" ]; then
    usage "$bundle is no bundle: deploy/bundle.sh makes one."
fi
: "$source" "$trust" "$unsigned" "$screen" "$display" "$ssh" "$sound" "$data" "$readonly"
: "$users" "$host" "$certificate" "$key" "$unattended" "$noted"

# shellcheck source=deploy/install/checks.sh
. "$here/install/checks.sh"
# shellcheck source=deploy/install/what.sh
. "$here/install/what.sh"
# shellcheck source=deploy/install/steps.sh
. "$here/install/steps.sh"
# shellcheck source=deploy/install/program.sh
. "$here/install/program.sh"
# shellcheck source=deploy/install/kiosk.sh
. "$here/install/kiosk.sh"
# shellcheck source=deploy/install/centre.sh
. "$here/install/centre.sh"

check_root
if [ -n "$uninstall" ]; then
    "uninstall_$role"
else
    check_system
    check_bundle
    "install_$role"
fi
if [ "$changes" -eq 0 ]; then
    say "Nothing to change."
elif [ -n "$dry" ]; then
    say "$changes changes; this was a dry run, nothing was done."
else
    say "Done: $changes changes."
fi
