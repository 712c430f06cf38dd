# shellcheck shell=sh
# shellcheck disable=SC2015,SC2016,SC2154  # install_root.sh sets what is used here
# What must hold of a Raspberry Pi's bundle, made on another machine; sourced by install_root.sh.

: "${root:?}" "${suite:?}"
pi=''

# A bundle for arm64, made here; and where this kernel can run such programs (qemu-user-static, with
# binfmt_misc), installed in a bare arm64 root without a network.
arm64_bundle() {
    bundle=$(mktemp -d /var/tmp/bundle.XXXXXX)
    started=$(date +%s)
    sh "$root/deploy/bundle.sh" --out "$bundle/it" --suite "$suite" --arch arm64 \
        --cache "/var/tmp/bare-root-$suite-arm64.debs" ${BARE_MIRROR:+--mirror "$BARE_MIRROR"} \
        >"$bundle/log" 2>&1 || fails "bundle.sh: $(tail -n 20 "$bundle/log")"
    holds "a bundle for arm64: $(du -sm "$bundle/it" | cut -f1) MB, made on $(uname -m) in $(($(date +%s) - started)) s"
    holds "it is whole: $(python3 "$root/tests/deploy/_bundle.py" "$bundle/it" arm64)"
    if ! grep -qs '^enabled' /proc/sys/fs/binfmt_misc/qemu-aarch64; then
        echo "not tried: installing it, since this kernel runs no arm64 programs (qemu-user-static, binfmt_misc)"
        return 0
    fi
    base=/var/tmp/bare-root-$suite-arm64
    if [ ! -f "$base/etc/debian_version" ]; then
        debootstrap --arch=arm64 --variant=minbase "$suite" "$base.new" "${BARE_MIRROR:-http://deb.debian.org/debian}" >/dev/null
        mv "$base.new" "$base"
    fi
    pi=$(mktemp -d /var/tmp/bare.XXXXXX)
    chmod 755 "$pi"
    cp -a "$base/." "$pi/"
    mkdir -p "$pi/srv/bundle" "$pi/srv/centre"
    cp -R "$bundle/it/." "$pi/srv/bundle/"
    cp -R "$root/playlists" "$root/media" "$pi/srv/centre/"
    started=$(date +%s)
    on_pi sh /srv/bundle/install.sh kiosk --source /srv/centre --unsigned >"$bundle/log" 2>&1 ||
        fails "install.sh: $(tail -n 20 "$bundle/log")"
    holds "a kiosk is installed from it as on a Pi, emulated, with the network cut, in $(($(date +%s) - started)) s"
    on_pi sh /srv/bundle/install.sh kiosk 2>"$bundle/log" && grep -q '^Nothing to change' "$bundle/log" ||
        fails "a second run: $(cat "$bundle/log")"
    holds "a second run changes nothing"
    on_pi /usr/local/bin/signage check /srv/centre >"$bundle/log" 2>&1 || fails "$(cat "$bundle/log")"
    holds "the program runs there: $(tail -n 1 "$bundle/log")"
    on_pi env QT_QPA_PLATFORM=offscreen /opt/signage/current/bin/python -c \
        'import PySide6.QtQuick, PySide6.QtMultimedia, PySide6.QtPdf; print(PySide6.__version__)' >"$bundle/log" 2>&1 ||
        fails "Qt: $(cat "$bundle/log")"
    holds "Qt $(cat "$bundle/log") finds all its libraries there"
}

on_pi() {
    unshare -mnpf --mount-proc="$pi/proc" sh -ec 'mount --rbind /dev "$1/dev"
        place=$1; shift; exec env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$place" "$@"' sh "$pi" "$@" </dev/null
}

leave_pi() {
    if [ -n "$pi" ]; then rm -rf --one-file-system "$pi"; fi
    pi=''
}
