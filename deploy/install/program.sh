# shellcheck shell=sh
# System packages, and the program itself: /opt/signage/VERSION, a virtual environment of its own.
#
# Sourced by install.sh. `current` in /opt/signage names the version that runs, `previous` the one
# before; each version stands in a folder of its own, so going back is one link.

: "${prefix?}" "${root:?}" "${here:?}" "${dry?}" "${bundle?}"
opt=/opt/signage

# packages LIST: installs those of setup.sh's kind of list that are missing.
packages() {
    _lacking=$(_missing "$1")
    if [ -z "$_lacking" ]; then return 0; fi
    if [ -n "$bundle" ]; then
        act "installs from the bundle: $(printf '%s' "$_lacking" | tr '\n' ' ')" _from_bundle "$_lacking"
    else
        act "installs by apt: $(printf '%s' "$_lacking" | tr '\n' ' ')" _from_apt "$_lacking"
    fi
}

_from_apt() {
    _apt update || say "apt-get update failed; trying with the lists that are here."
    _chosen=$(for _package in $1; do _choose "$_package"; done)
    # shellcheck disable=SC2086  # a name per word
    _apt install -y --no-install-recommends $_chosen >/dev/null
}

# The bundle's packages are a repository of their own; nothing else is asked, nothing is kept of it.
_from_bundle() {
    _lists=$(mktemp -d)
    mkdir -p "$_lists/lists/partial" "$_lists/cache/archives/partial"
    # By `copy`, since `file` reads no plain list of packages; spaces are written as in addresses.
    printf 'deb [trusted=yes] copy:%s/debs ./\n' "$(cd "$bundle" && pwd | sed 's/ /%20/g')" \
        >"$_lists/sources.list"
    set -- "$1" -o Dir::Etc::SourceList="$_lists/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$_lists/lists" -o Dir::Cache="$_lists/cache" -o APT::Sandbox::User=root
    _wanted=$1
    shift
    _code=0
    apt-get -qq "$@" update || _code=$?
    _chosen=$(for _package in $_wanted; do _choose_of "$_package" "$@"; done)
    if [ "$_code" -eq 0 ]; then
        # shellcheck disable=SC2086  # a name per word
        DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" install -y --no-install-recommends $_chosen \
            >/dev/null || _code=$?
    fi
    rm -rf "$_lists"
    return "$_code"
}

_choose_of() {
    _names=$1
    shift
    for _name in $(printf '%s' "$_names" | tr '|' ' '); do
        if [ -n "$(apt-cache "$@" madison "$_name" 2>/dev/null)" ]; then break; fi
    done
    printf '%s\n' "$_name"
}

program_version() {
    if [ -n "$bundle" ]; then
        sed -n 's/^version=//p' "$bundle/BUNDLE"
    else
        source_version "$root"
    fi
}

# install_program: sets $version; the links are the caller's.
install_program() {
    version=$(program_version)
    folder "$opt" 755 root:root
    note tree "$opt"
    if [ ! -f "$prefix$opt/$version/complete" ]; then
        check_room "$opt" 1500
        act "installs the program as $opt/$version" _program "$prefix$opt/$version"
    fi
}

_program() {
    # One that a power cut left half made is made anew.
    rm -rf "$1"
    _python=${PYTHON:-python3}
    "$_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || return 1
    "$_python" -m venv "$1" || return 1
    if [ -n "$bundle" ]; then
        set -- "$1" --no-index --find-links "$bundle/wheels" signage
    else
        set -- "$1" "$root"
    fi
    _home=$1
    shift
    # Not as root's own, whose umask may hide it from the kiosk's user.
    (umask 022 && "$_home/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --root-user-action=ignore -c "$here/constraints.txt" "$@") || return 1
    mkdir -p "$_home/share"
    cp "$here"/*.md "$_home/share/" || return 1
    sync
    : >"$_home/complete"
}

# program_extra NAME: packages that not every machine needs, into the version that is there.
program_extra() {
    if [ ! -f "$prefix$opt/$version/$1" ]; then
        act "adds what the $1 needs" _extra "$prefix$opt/$version" "$1"
    fi
}

_extra() {
    if [ -n "$bundle" ]; then
        set -- "$1" "$2" --no-index --find-links "$bundle/wheels" "signage[$2]"
    else
        set -- "$1" "$2" "${root}[$2]"
    fi
    _home=$1 _extra=$2
    shift 2
    (umask 022 && "$_home/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --root-user-action=ignore -c "$here/constraints.txt" "$@") || return 1
    sync
    : >"$_home/$_extra"
}

# Names a version in one step.
point() {
    if [ "$(readlink "$prefix$opt/$1" 2>/dev/null)" != "$2" ]; then
        act "$3" _link "$2" "$prefix$opt/$1"
    fi
}

# Versions that are neither current nor previous, and what no trial waits for.
prune_program() {
    for _old in "$prefix$opt"/*/; do
        _name=$(basename "$_old")
        case $_name in
        current | previous | '*') continue ;;
        esac
        if [ -L "${_old%/}" ] || [ "$_name" = "$(readlink "$prefix$opt/current")" ] ||
            [ "$_name" = "$(readlink "$prefix$opt/previous" 2>/dev/null)" ]; then continue; fi
        act "removes the old version $_name" rm -rf "$_old"
    done
}
