# shellcheck shell=sh
# How install.sh changes a machine: each step looks first, says what it does, and notes what it made.
#
# Sourced by install.sh. $prefix stands before every path (empty on a real machine, a folder in
# tests), $dry is 1 when nothing may be changed, $noted is the list of what was made, a line
# `KIND PATH` each, by which --uninstall finds it again.

: "${prefix?}" "${dry?}" "${noted:?}"
changes=0

# act WORDS COMMAND…: say it, count it, and do it unless this is a dry run.
act() {
    printf '  %s\n' "$1"
    changes=$((changes + 1))
    shift
    if [ -n "$dry" ]; then return 0; fi
    "$@" || die "That failed: $*" "Mend what stands above, then run this again: it goes on from here."
}

# note KIND PATH: remember what to take away.
note() {
    if [ -n "$dry" ] || grep -qxF "$1 $2" "$prefix$noted" 2>/dev/null; then return 0; fi
    printf '%s %s\n' "$1" "$2" >>"$prefix$noted"
}

# Remembers the folders that a file at PATH needs and that are not there yet.
_parents() {
    _parent=$(dirname "$1")
    if [ ! -d "$prefix$_parent" ]; then
        _parents "$_parent"
        note folder "$(dirname "$1")"
    fi
}

_is() { [ "$(stat -c '%a %U:%G' "$1" 2>/dev/null)" = "$2 $3" ]; }

# folder PATH MODE OWNER
folder() {
    if ! _is "$prefix$1" "$2" "$3"; then
        act "makes the folder $1" install -d -m "$2" -o "${3%:*}" -g "${3#*:}" "$prefix$1"
        note folder "$1"
    fi
}

# place SOURCE PATH [MODE [OWNER]]: a file of ours, as it is in SOURCE.
place() {
    _mode=${3:-644} _owner=${4:-root:root}
    _parents "$2"
    if ! cmp -s "$1" "$prefix$2" || ! _is "$prefix$2" "$_mode" "$_owner"; then
        act "writes $2" _place "$1" "$prefix$2" "$_mode" "$_owner"
    fi
    note file "$2"
}

# A file that a power cut leaves either whole or not there.
_place() {
    mkdir -p "$(dirname "$2")" &&
        install -m "$3" -o "${4%:*}" -g "${4#*:}" "$1" "$2.new" && sync "$2.new" && mv -f "$2.new" "$2"
}

# filled SOURCE PATH MODE OWNER NAME=VALUE…: like place, with each @NAME@ in SOURCE replaced.
filled() {
    _source=$1 _path=$2 _mode=$3 _owner=$4
    shift 4
    _text=$(mktemp)
    cp "$_source" "$_text"
    for _pair in "$@"; do
        # What sed would take for its own, and a newline is not possible in any of them.
        _value=$(printf '%s' "${_pair#*=}" | sed 's/[\\&|]/\\&/g')
        sed "s|@${_pair%%=*}@|$_value|g" "$_text" >"$_text.2" && mv "$_text.2" "$_text"
    done
    place "$_text" "$_path" "$_mode" "$_owner"
    rm -f "$_text"
}

# link TARGET PATH
link() {
    _parents "$2"
    if [ "$(readlink "$prefix$2" 2>/dev/null)" != "$1" ]; then
        act "links $2 to $1" _link "$1" "$prefix$2"
    fi
    note file "$2"
}

_link() { mkdir -p "$(dirname "$2")" && ln -sfn "$1" "$2.new" && mv -fT "$2.new" "$2"; }

# masked UNIT: never started, by anybody. What was masked before us is left to who did it.
masked() {
    _unit=/etc/systemd/system/$1
    if [ "$(readlink "$prefix$_unit" 2>/dev/null)" = /dev/null ]; then return 0; fi
    if [ -e "$prefix$_unit" ]; then
        say "  leaves $1 alone: somebody wrote a unit of that name"
        return 0
    fi
    act "masks $1" _link /dev/null "$prefix$_unit"
    note file "$_unit"
}

# enabled UNIT TARGET: started with TARGET at each boot.
enabled() { link "../$1" "/etc/systemd/system/$2.wants/$1"; }

# absent PATH: a file of ours that this choice does not want.
absent() {
    if [ -e "$prefix$1" ] || [ -L "$prefix$1" ]; then act "removes $1" rm -f "$prefix$1"; fi
}

# Whether systemd runs here; in a bare root, below a read-only root, and under a prefix it does not.
running() {
    [ -z "$prefix" ] && [ -d /run/systemd/system ] && ! systemd-detect-virt --quiet --chroot 2>/dev/null
}

# Takes away all that was noted: files, trees, and then the folders that are empty.
take_away() {
    if [ ! -f "$prefix$noted" ]; then return 0; fi
    _lines=$(mktemp)
    cp "$prefix$noted" "$_lines"
    while read -r _kind _path; do
        # What the machine needs for the other thing that it is as well, stays.
        if find "$prefix/etc/signage" -name 'installed-*' ! -name "${noted##*/}" -exec cat {} + 2>/dev/null |
            grep -qxF "$_kind $_path"; then continue; fi
        case $_kind in
        file) absent "$_path" ;;
        tree)
            if [ -e "$prefix$_path" ]; then act "removes $_path" rm -rf "$prefix$_path"; fi
            ;;
        esac
    done <"$_lines"
    absent "$noted"
    if [ -z "$dry" ]; then
        sed -n 's,^folder ,,p' "$_lines" | sort -ru | while read -r _path; do
            rmdir "$prefix$_path" 2>/dev/null || true
        done
    fi
    rm -f "$_lines"
}
