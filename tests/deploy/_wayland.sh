# shellcheck shell=sh
# Words for another shell are quoted on purpose; commands of several words are not; install_root.sh
# sets what is used here; `fails` ends the script, so that `a && b || fails` is what it seems.
# shellcheck disable=SC2015,SC2016,SC2086,SC2154
# What must hold of a kiosk under a compositor (--display labwc, cage), on an output that wlroots
# makes up and draws without a graphics card; sourced by install_root.sh.

: "${root:?}" "${suite:?}"

# What install.sh brings for them in $suite.
compositors() (
    # shellcheck source=deploy/install/what.sh
    . "$root/deploy/install/what.sh"
    display_packages cage "$suite"
    if [ "$suite" != bookworm ]; then display_packages labwc "$suite"; fi
)

kiosk_wayland() {
    power_off
    mkdir -p "$bare/etc/systemd/system/signage-wayland.service.d"
    printf '[Service]\nEnvironment=WLR_BACKENDS=headless WLR_RENDERER=pixman\n' \
        >"$bare/etc/systemd/system/signage-wayland.service.d/virtual.conf"
    # By the kiosk's user, on its output: a picture of it has more colours than a desktop, a title bar
    # and darkness have.
    cat >"$bare/root/as-kiosk" <<'SH'
exec setpriv --reuid=signage --regid=signage --init-groups -- env HOME=/tmp \
    XDG_RUNTIME_DIR=/run/signage WAYLAND_DISPLAY=wayland-0 "$@"
SH
    cat >"$bare/root/in-sight" <<'SH'
sh /root/as-kiosk grim /tmp/output.png && exec /opt/signage/current/bin/python -c '
import sys
from PIL import Image
picture = Image.open("/tmp/output.png").convert("RGB")
found = len(picture.getcolors(picture.width * picture.height))
dark = len(set(picture.resize((64, 36)).getdata())) < 100
print(picture.size, found, "colours")
sys.exit(dark)'
SH
    for kind in cage labwc; do
        if [ "$kind$suite" = labwcbookworm ]; then
            if enter $install --display labwc >"$bare/root/wayland" 2>&1; then fails "labwc, in Debian 12"; fi
            grep -q 'not in Debian 12' "$bare/root/wayland" || fails "$(cat "$bare/root/wayland")"
            holds "labwc is refused in Debian 12, which has none"
            continue
        fi
        enter $install --display "$kind" >"$bare/root/wayland" 2>&1 || fails "$(cat "$bare/root/wayland")"
        power_on
        until_inside 60 "content is on under $kind" signage_plays
        inside systemctl -q is-active signage-wayland.service && ! inside systemctl -q is-active signage-x11.service ||
            fails "$(inside systemctl status --no-pager signage-wayland.service)"
        until_inside 30 "and in sight" sh /root/in-sight
        strike KILL signage-wayland.service
        until_inside 60 "after the compositor was killed content is on again" sh -c \
            '[ "$(systemctl show -p NRestarts --value signage-wayland.service)" -ge 1 ] && signage status --json | grep -q "\"playing\": {"'
        until_inside 30 "and in sight" sh /root/in-sight
        if inside signage status --json | grep 'cannot be switched'; then fails "a fault that nobody can mend"; fi
        if [ "$kind" = labwc ]; then wayland_hours; fi
        power_off
    done
    enter $install --display x11 >"$bare/root/wayland" 2>&1 || fails "$(cat "$bare/root/wayland")"
    rm -r "$bare/etc/systemd/system/signage-wayland.service.d"
    power_on
    until_inside 60 "and under X11 once more" signage_plays
}

# The output is switched off by wlopm out of its hours, and on by them; seen by wlopm itself.
wayland_hours() {
    until_inside 20 "the output is on" sh -c 'sh /root/as-kiosk wlopm | grep " on$"'
    inside sh -ec 'printf "SIGNAGE_CLOCK=trusted\n" >>/etc/signage/player.env
        printf "screen: tat\n" >>/etc/signage/kiosk.yaml
        hours="$(TZ=Asia/Ho_Chi_Minh date -d "+2 hours" +%H:%M)-$(TZ=Asia/Ho_Chi_Minh date -d "+3 hours" +%H:%M)"
        printf "  tat: {name: Tắt, playlists: [que-huong, sanh-chinh], on: \"%s\"}\n" "$hours" >>/srv/centre/playlists/screens.yaml
        export SIGNAGE_PASSPHRASE="ba con mèo ngủ"
        /opt/signage/current/bin/signage publish /srv/centre --to /srv/release --keys /srv/keys
        chmod -R go+rX /srv/release; systemctl restart signage-sync.service signage-player.service' \
        >"$bare/root/hours" 2>&1 || fails "$(cat "$bare/root/hours")"
    until_inside 60 "out of its hours it is off" sh -c 'sh /root/as-kiosk wlopm | grep " off$"'
    sed -i '/^screen: tat/d' "$bare/etc/signage/kiosk.yaml"
    inside systemctl restart signage-player.service
    until_inside 60 "within them it is on" sh -c 'sh /root/as-kiosk wlopm | grep " on$"'
    sed -i '/^SIGNAGE_CLOCK=/d' "$bare/etc/signage/player.env"
    sed -i '/^  tat: /d' "$bare/srv/centre/playlists/screens.yaml"
}
