# shellcheck shell=sh
# What a kiosk and a centre are made of: system packages beyond those of setup.sh, and the name of
# a version. Sourced by install.sh and bundle.sh.

# The first three are on every real machine; a bare root lacks them.
# shellcheck disable=SC2034  # for who sources this
kiosk_packages="systemd udev util-linux nftables kbd ca-certificates v4l-utils"
# shellcheck disable=SC2034
centre_packages="python3 python3-venv samba samba-common-bin nginx-light openssl systemd acl"

# display_packages KIND SUITE: what it needs beyond Qt. wlopm switches the TV off under labwc; cage does
# not speak its protocol, and does not start without Xwayland, which Debian 12 forgets to say.
display_packages() {
    case $1 in
    labwc)
        if [ "$2" = bookworm ]; then usage "labwc is not in Debian 12: --display cage, or Debian 13."; fi
        echo "labwc seatd wlopm"
        ;;
    cage) echo "cage xwayland seatd" ;;
    x11) echo "xserver-xorg-core xserver-xorg-video-fbdev xserver-xorg-input-libinput" ;;
    auto | '' | eglfs) ;;
    *) usage "--display is auto, eglfs, labwc, cage or x11." ;;
    esac
}

# source_version CHECKOUT: the number, and eight digits of the sources.
source_version() {
    _number=$(sed -n 's/^version = "\(.*\)"/\1/p' "$1/pyproject.toml" | head -n 1)
    _digits=$(cd "$1" && find signage pyproject.toml deploy/constraints.txt -type f \
        ! -name '*.pyc' -print | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum | cut -c1-8)
    printf '%s-%s\n' "$_number" "$_digits"
}
