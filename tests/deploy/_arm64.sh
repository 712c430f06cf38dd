# shellcheck shell=sh
# shellcheck disable=SC2154  # install_root.sh sets what is used here
# What must hold of a Raspberry Pi's bundle, made on another machine; sourced by install_root.sh.
# Installing it is for a Pi: under qemu-user, systemd's own set-up does not come to an end.

: "${root:?}" "${suite:?}"

arm64_bundle() {
    bundle=$(mktemp -d /var/tmp/bundle.XXXXXX)
    started=$(date +%s)
    sh "$root/deploy/bundle.sh" --out "$bundle/it" --suite "$suite" --arch arm64 \
        --cache "/var/tmp/bare-root-$suite-arm64.debs" ${BARE_MIRROR:+--mirror "$BARE_MIRROR"} \
        >"$bundle/log" 2>&1 || fails "bundle.sh: $(tail -n 20 "$bundle/log")"
    holds "a bundle for arm64: $(du -sm "$bundle/it" | cut -f1) MB, made on $(uname -m) in $(($(date +%s) - started)) s"
    counted=$(python3 "$root/tests/deploy/_bundle.py" "$bundle/it" arm64) || fails "$counted"
    holds "it is whole: $counted"
}
