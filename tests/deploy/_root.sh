# shellcheck shell=sh
# A bare Debian root to try things in; sourced by bare_root.sh and install_root.sh, with $root set.
#
#   make_root SUITE [work]   sets $bare, a fresh root with the checkout (work: as it is now) in it
#   enter COMMAND…           runs a command in it
#   leave_root               takes it away again (or says where it is, when $keep is set)
#
# The root is what debootstrap's minbase makes. Of this machine it gets only what says where packages
# come from: apt's and pip's configuration, the certificates, name resolution, and the local folders
# that pip's configuration names.
#
# $BARE_MIRROR: where the packages of another distribution are: make_root noble, with Ubuntu's.
# $BARE_BASE: where the bare root is kept between runs (default /var/tmp/bare-root-SUITE), and in
# $BARE_BASE.debs the packages that were fetched.

: "${root:?}"
keep=${keep:-} bare='' mounted=''

make_root() {
    # shellcheck source=/dev/null
    own=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
    suite=$1
    base=${BARE_BASE:-/var/tmp/bare-root-$suite}
    mirror=${BARE_MIRROR:-}
    mirror=${mirror:-$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
        /etc/apt/sources.list.d/*.sources 2>/dev/null |
        grep -oE '^(URIs:|deb ).*' | grep -oE '[a-z+]+://[^ ]+' | head -n 1)}
    if [ ! -f "$base/etc/debian_version" ]; then
        rm -rf "$base.new"
        # One that is younger than this machine's debootstrap is made as its family always was.
        script=''
        if [ ! -e "/usr/share/debootstrap/scripts/$suite" ]; then script=/usr/share/debootstrap/scripts/gutsy; fi
        debootstrap --variant=minbase "$suite" "$base.new" "$mirror" ${script:+"$script"}
        mv "$base.new" "$base"
    fi
    bare=$(mktemp -d /var/tmp/bare.XXXXXX)
    chmod 755 "$bare"
    cp -a "$base/." "$bare/"

    # Where packages come from, as this machine knows it; or from $BARE_MIRROR.
    apt=/etc/apt
    if [ -n "${BARE_MIRROR:-}" ]; then
        apt=/etc/apt/apt.conf.d
        printf 'deb %s %s main universe\ndeb %s %s-updates main universe\n' \
            "$mirror" "$suite" "$mirror" "$suite" >"$bare/etc/apt/sources.list"
    fi
    rm -rf "${bare:?}$apt"
    for path in "$apt" /etc/pip.conf /etc/resolv.conf /etc/hosts /etc/ssl/certs \
        /usr/share/keyrings /usr/share/ca-certificates /usr/local/share/ca-certificates \
        "$HOME/.config/pip"; do
        if [ -e "$path" ]; then
            rm -rf "${bare:?}$path"
            mkdir -p "$bare/$(dirname "$path")"
            cp -aL "$path" "$bare/$(dirname "$path")/"
        fi
    done
    if [ "$suite" != "$own" ] && [ -z "${BARE_MIRROR:-}" ]; then
        find "$bare/etc/apt" -name '*.list' -exec sed -i "s/$own/$suite/g" {} +
        find "$bare/etc/apt" -name '*.sources' -exec sed -i "s/$own/$suite/g" {} +
        rm -rf "$bare/etc/apt/preferences.d"
    fi
    # This root need not outlast a power cut.
    mkdir -p "$bare/etc/dpkg/dpkg.cfg.d"
    echo force-unsafe-io >"$bare/etc/dpkg/dpkg.cfg.d/tests"
    # Packages that were fetched once are kept beside the base.
    rm -f "$bare/etc/apt/apt.conf.d/docker-clean" "$bare/etc/apt/apt.conf.d/docker-gzip-indexes"
    mkdir -p "$base.debs/partial"
    mkdir -p "$bare/var/cache/apt/archives"
    mount --bind "$base.debs" "$bare/var/cache/apt/archives"
    mounted="$bare/var/cache/apt/archives $mounted"
    mount -t proc proc "$bare/proc"
    mounted="$bare/proc $mounted"
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
    if [ "${2:-}" = work ]; then
        # shellcheck disable=SC2016  # the inner shell expands it
        (cd "$root" && git ls-files -coz --exclude-standard |
            xargs -0 sh -c 'for path; do [ ! -e "$path" ] || printf "%s\0" "$path"; done' sh |
            tar -c --null -T - -f -) | tar -x -C "$bare/checkout" -f -
    else
        git -C "$root" archive HEAD | tar -x -C "$bare/checkout" -f -
    fi
}

bind() {
    mkdir -p "$bare$1"
    mount --bind "$1" "$bare$1"
    mounted="$bare$1 $mounted"
}

leave_root() {
    for place in $mounted; do umount "$place" || umount -l "$place"; done
    mounted=''
    if [ -z "$bare" ]; then return 0; fi
    if [ -n "$keep" ]; then echo "The root is at $bare" >&2; else rm -rf "$bare"; fi
}

enter() {
    # shellcheck disable=SC2046  # a variable per word
    # A clean environment, but for what pip and TLS are told through it.
    env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CI=true \
        $(env | grep -E '^(PIP_[A-Z_]+|[A-Z]+_CA_BUNDLE|SSL_CERT_[A-Z]+|https?_proxy|no_proxy)=[^ ]*$') \
        chroot "$bare" sh -c 'cd /checkout && exec "$@"' sh "$@" </dev/null
}
