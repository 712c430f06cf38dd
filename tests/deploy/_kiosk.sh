# shellcheck shell=sh
# Words for another shell are quoted on purpose; commands of several words are not; install_root.sh
# sets what is used here; `fails` ends the script, so that `a && b || fails` is what it seems.
# shellcheck disable=SC2015,SC2016,SC2086,SC2154
# What must hold of a kiosk; sourced by install_root.sh.

: "${root:?}" "${suite:?}"
install="sh deploy/install.sh kiosk"

# A signed release of the sample content, made by the installed program, at $bare/srv/release.
make_release() {
    enter sh -ec 'mkdir -p /srv/centre && cp -a playlists media /srv/centre/
        export SIGNAGE_PASSPHRASE="ba con mèo ngủ"
        /opt/signage/current/bin/signage publish /srv/centre --to /srv/release --keys /srv/keys' \
        >/dev/null
    chmod -R go+rX "$bare/srv/release"
}

# A virtual screen in place of an X server.
virtual_screen() {
    mkdir -p "$bare/etc/systemd/system/signage-x11.service.d"
    cat >"$bare/etc/systemd/system/signage-x11.service.d/virtual.conf" <<'UNIT'
[Service]
ExecStart=
ExecStart=/usr/bin/Xvfb :0 -screen 0 1280x720x24 -nolisten tcp -noreset
UNIT
}

kiosk_online() {
    # Before: what it would do, and that saying so does nothing.
    listing >"$bare/root/fresh"
    enter $install --source /srv/release --trust first-use --display x11 --dry-run >"$bare/root/dry"
    if ! enter dpkg-query -W libegl1 >/dev/null 2>&1; then
        grep -q 'installs by apt:.* libegl1 ' "$bare/root/dry" || fails "the dry run names the packages"
    fi
    listing | cmp -s - "$bare/root/fresh" || fails "a dry run changes nothing"
    holds "a dry run says what would be done ($(grep -c '^  ' "$bare/root/dry") steps), and does nothing"

    # The packages first and alone, so that what is left in the end can be told apart.
    packages=$(sed -n 's/^  installs by apt: //p' "$bare/root/dry")
    if tried wayland >/dev/null; then packages="$packages $(compositors)"; fi
    enter sh -ec 'root=/checkout; . deploy/setup.sh; for each in $*; do _choose "$each"; done >/root/chosen
        apt-get -qq update
        DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends xvfb openssh-server openssh-client \
            overlayroot iproute2 e2fsprogs pulseaudio pulseaudio-utils grim $(cat /root/chosen)' \
        sh $packages >"$bare/root/apt" 2>&1 || fails "packages: $(tail "$bare/root/apt")"
    listing >"$bare/root/before"

    started=$(date +%s)
    enter $install --source /srv/release --trust first-use --display x11 >"$bare/root/first" 2>&1 ||
        fails "install.sh: $(cat "$bare/root/first")"
    holds "a kiosk is installed online, in $(($(date +%s) - started)) s"
    enter $install >"$bare/root/second" 2>&1 || fails "install.sh again: $(cat "$bare/root/second")"
    grep -q '^Nothing to change' "$bare/root/second" && ! grep -q '^  ' "$bare/root/second" ||
        fails "a second run changes nothing: $(cat "$bare/root/second")"
    holds "a second run changes nothing"
    kiosk_files
    kiosk_units
}

kiosk_files() {
    version=$(readlink "$bare/opt/signage/current")
    check "the program runs: $version" /usr/local/bin/signage --help
    check "kiosk.yaml is read" /opt/signage/current/bin/python -c '
from pathlib import Path
from signage.cli._kiosk import read_kiosk
kiosk = read_kiosk(Path("/etc/signage/kiosk.yaml"))
assert (kiosk.source, kiosk.trust) == ("/srv/release", "first-use"), kiosk'
    for each in "640 root:signage /etc/signage/kiosk.yaml" "644 root:root /etc/signage/player.env" \
        "750 signage:signage /var/lib/signage" "755 root:root /opt/signage/current/bin/signage" \
        "755 root:root /usr/local/lib/signage/signage-upgrade"; do
        # shellcheck disable=SC2086  # three words
        set -- $each
        check "$3 is $1 $2" sh -c '[ "$(stat -Lc "%a %U:%G" "$3")" = "$1 $2" ]' sh "$@"
    done
    check "the user signage may draw and cannot log in" sh -ec '
        getent passwd signage | grep -q ":/usr/sbin/nologin$"
        for group in video render input audio; do id -nG signage | grep -qw "$group"; done'
    check "nobody but root may change the program" sh -c \
        '[ -z "$(find /opt/signage /usr/local/lib/signage -perm /022 ! -type l -print -quit)" ]'
    check "no login on the screen" sh -c '[ "$(readlink /etc/systemd/system/getty@tty1.service)" = /dev/null ]'
}

kiosk_units() {
    check "systemd-analyze verify finds nothing" sh -c 'found=$(systemd-analyze verify --man=no \
        /etc/systemd/system/signage-*.service 2>&1 | grep -i signage); echo "$found"; [ -z "$found" ]'
    for each in sync:30 player:45; do
        score=$(enter systemd-analyze security --offline=true \
            "/etc/systemd/system/signage-${each%:*}.service" 2>/dev/null |
            sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
        [ -n "$score" ] && [ "$(echo "$score" | tr -d .)" -le "${each#*:}" ] ||
            fails "signage-${each%:*}.service: exposure $score"
        most=$(echo "${each#*:}" | sed 's/.$/.&/')
        holds "signage-${each%:*}.service: exposure $score of at most $most"
    done
    check "the firewall's rules are understood" unshare -n nft -c -f /etc/signage/nftables.conf
    check "nothing of ours waits for a network" sh -c \
        '! grep -hE "^[A-Z][A-Za-z]*=.*network-online" /etc/systemd/system/signage-*'
}

# The units under a real systemd, with all their hardening, on a virtual screen.
kiosk_runs() {
    virtual_screen
    make_release
    # A secret as somebody's editor leaves it.
    echo secret >"$bare/etc/signage/token"
    chmod 644 "$bare/etc/signage/token"
    power_on
    until_inside 60 "content is on the screen: agent and player under their full hardening" signage_plays
    for each in sync player display x11 firewall hotplug; do
        inside systemctl -q is-active "signage-$each.service" ||
            fails "signage-$each.service: $(inside systemctl status --no-pager "signage-$each.service")"
    done
    [ -z "$(inside systemctl --failed --plain --no-legend)" ] || fails "$(inside systemctl --failed)"
    holds "every unit of ours runs, and none failed"
    player=$(inside systemctl show -p MainPID --value signage-player.service)
    [ "$(inside nsenter -t "$player" -n sh -c 'grep -c : /proc/net/dev')" = 1 ] ||
        fails "the player sees a network: $(inside nsenter -t "$player" -n cat /proc/net/dev)"
    holds "the player has no network but its own loopback"
    [ "$(stat -c %a "$bare/etc/signage/token")" = 600 ] &&
        inside sh -c '[ "$(stat -c %U /etc/signage/token)" = signage ]' || fails "$(inside ls -l /etc/signage)"
    for each in player:1 sync:0; do
        process=$(inside systemctl show -p MainPID --value "signage-${each%:*}.service")
        code=0
        inside nsenter -t "$process" -m setpriv --reuid=signage --regid=signage --clear-groups \
            cat /etc/signage/token >/dev/null 2>&1 || code=$?
        [ "$code" -eq "${each#*:}" ] || fails "the token, as signage-${each%:*}.service sees it: $code"
    done
    holds "the token is the kiosk's alone after a start, and the player cannot read it"
    inside nft list table inet signage | grep -q 'policy drop' || fails "the firewall is open"
    holds "the firewall is closed"
    for each in player sync; do
        before=$(inside systemctl show -p MainPID --value "signage-$each.service")
        strike KILL "signage-$each.service"
        until_inside 60 "signage-$each.service comes back after SIGKILL" sh -c \
            "pid=\$(systemctl show -p MainPID --value signage-$each.service)
            systemctl -q is-active signage-$each.service && [ \"\$pid\" != $before ]"
    done
    strike STOP signage-player.service
    until_inside 90 "a player that stands still is started again by its watchdog" sh -c \
        'systemctl show -p NRestarts --value signage-player.service | grep -qv "^[01]$"'
    until_inside 60 "content is on again" signage_plays
    kiosk_start_time 3
    inside signage cut
    until_inside 10 "signage cut as root reaches the screen" sh -c '! signage status --json | grep -q "\"playing\": {"'
    inside signage resume
    until_inside 10 "signage resume brings content back" signage_plays
}

# From the unit's start to its first content frame, store filled. Other work on this machine is in it,
# so it is judged only where it was asked for, as a part of its own.
kiosk_start_time() {
    : >"$bare/root/starts"
    for _ in $(seq "$1"); do
        inside systemctl stop signage-player.service
        sleep 1
        inside systemctl start signage-player.service
        for each in InactiveExitTimestampMonotonic ActiveEnterTimestampMonotonic CPUUsageNSec; do
            inside systemctl show -p "$each" --value signage-player.service
        done | tr '\n' ' ' | awk '{ printf "%.2f %.2f\n", ($2 - $1) / 1e6, $3 / 1e9 }' >>"$bare/root/starts"
    done
    sort -n "$bare/root/starts" | awk '{ all = all " " $1; took[NR] = $1; cpu += $2 }
        END { printf "%.2f s (median of%s), of it %.2f s of a processor\n", took[int((NR + 1) / 2)], all, cpu / NR }' \
        >"$bare/root/start"
    words="from the unit's start to its first content frame: $(cat "$bare/root/start")"
    if [ "${2:-}" != judged ]; then
        echo "figure: $words"
    elif awk '{ exit !($1 > 1.0) }' "$bare/root/start"; then
        fails "$words, of at most 1.0 s"
    else
        holds "$words, of at most 1.0 s"
    fi
}

# The player reaches the sound server's socket under its hardening, and that the sound card alone.
kiosk_sound() {
    enter $install --sound >"$bare/root/sound" 2>&1 || fails "$(cat "$bare/root/sound")"
    inside systemctl daemon-reload
    inside systemctl start signage-sound.service || fails "$(inside journalctl -n 30 -u signage-sound.service)"
    inside systemctl restart signage-player.service
    until_inside 60 "content is on, with sound" signage_plays
    until_inside 30 "where the player is, without a network, the sound server answers" sh -c \
        'nsenter -t "$(systemctl show -p MainPID --value signage-player.service)" -m -n \
            setpriv --reuid=signage --regid=signage --clear-groups -- env HOME=/tmp \
            PULSE_SERVER=unix:/run/signage/pulse/native pactl info | grep -q "^Default Sink"'
}

# An upgrade that cannot show anything goes back, and one that can stays; the state is kept.
kiosk_upgrade() {
    good=$(readlink "$bare/opt/signage/current")
    echo 'raise SystemExit(1)' >>"$bare/checkout/signage/player/app.py"
    enter $install >"$bare/root/bad" 2>&1 || fails "install.sh: $(cat "$bare/root/bad")"
    bad=$(readlink "$bare/opt/signage/current")
    [ "$bad" != "$good" ] && [ -f "$bare/opt/signage/trial" ] || fails "no trial: $(cat "$bare/root/bad")"
    inside systemctl --no-block restart signage-player.service
    inside systemctl --no-block start signage-upgrade.service
    until_inside 200 "an upgrade without content goes back by itself" sh -c \
        "[ \"\$(readlink /opt/signage/current)\" = $good ] && [ ! -e /opt/signage/trial ]"
    until_inside 90 "the former version shows content again, from the same state" signage_plays

    sed -i '$d' "$bare/checkout/signage/player/app.py"
    echo '# one line more' >>"$bare/checkout/signage/player/app.py"
    enter $install >"$bare/root/better" 2>&1 || fails "install.sh: $(cat "$bare/root/better")"
    better=$(readlink "$bare/opt/signage/current")
    inside systemctl --no-block restart signage-player.service
    # One crash meanwhile is no reason to go back.
    until_inside 20 "the new version starts" sh -c \
        '[ "$(systemctl show -p MainPID --value signage-player.service)" != 0 ]' >/dev/null
    strike KILL signage-player.service
    inside systemctl --no-block start signage-upgrade.service
    until_inside 200 "an upgrade with content stays" sh -c \
        "[ \"\$(readlink /opt/signage/current)\" = $better ] && [ ! -e /opt/signage/trial ]"
    [ "$(readlink "$bare/opt/signage/previous")" = "$good" ] || fails "previous is not $good"
    [ ! -e "$bare/opt/signage/$bad" ] || fails "$bad is still there"
    holds "the version before is kept, older ones are not"
}

kiosk_leaves() {
    power_off
    rm -rf "$bare/etc/systemd/system/signage-x11.service.d" "$bare/srv/centre" "$bare/srv/release" "$bare/srv/keys"
    enter $install --uninstall >"$bare/root/away" 2>&1 || fails "--uninstall: $(cat "$bare/root/away")"
    listing >"$bare/root/after"
    left=$(diff "$bare/root/before" "$bare/root/after" | grep -E '^[<>]' |
        grep -vE ' \./(srv|var|etc|etc/systemd/system)? d|\./etc/(machine-id|hostname|mtab|resolv.conf|\.updated|\.pwd\.lock)|/\.updated|\./var/(spool|lib/dbus|tmp)/' || true)
    [ -z "$left" ] || fails "left behind: $left"
    [ -d "$bare/var/lib/signage/active" ] || fails "the state is gone"
    holds "uninstalling leaves nothing but the state"
    enter $install --uninstall >"$bare/root/away" 2>&1 && grep -q 'No kiosk' "$bare/root/away" ||
        fails "uninstalling again: $(cat "$bare/root/away")"
    holds "uninstalling again does nothing"
}

# From a bundle, in a fresh root, with the network cut: content is in the store before any network.
kiosk_bundle() {
    enter sh deploy/bundle.sh --out /srv/bundle --release /srv/release --display x11 --centre \
        --source https://thongtin.invalid/man-hinh --cache /var/cache/apt/archives \
        >"$bare/root/bundle" 2>&1 || fails "bundle.sh: $(tail -n 20 "$bare/root/bundle")"
    holds "a bundle: $(sed -n 's/^The bundle is in [^,]*, //p' "$bare/root/bundle" | cut -d. -f1)"
    check "it is whole, and all for this machine" /opt/signage/current/bin/python \
        tests/deploy/_bundle.py /srv/bundle "$(dpkg --print-architecture)"
    mv "$bare/srv/bundle" "$1"
}
kiosk_offline() {
    mkdir "$bare/srv/bundle"
    cp -R "$1"/. "$bare/srv/bundle/"
    rm -rf "$bare/checkout"
    mkdir "$bare/checkout"
    echo broken >>"$bare/srv/bundle/1.root.json"
    if enter unshare -n sh /srv/bundle/install.sh kiosk --dry-run >"$bare/root/broken" 2>&1; then
        fails "a damaged bundle is installed"
    fi
    grep -q 'the bundle is damaged' "$bare/root/broken" || fails "$(cat "$bare/root/broken")"
    holds "a damaged bundle is refused"
    cp "$bare/srv/bundle/release/metadata/1.root.json" "$bare/srv/bundle/1.root.json"
    started=$(date +%s)
    enter unshare -n sh /srv/bundle/install.sh kiosk --display x11 >"$bare/root/first" 2>&1 ||
        fails "install.sh from the bundle: $(tail -n 40 "$bare/root/first")"
    holds "a kiosk is installed from the bundle with the network cut, in $(($(date +%s) - started)) s"
    enter unshare -n sh /srv/bundle/install.sh kiosk >"$bare/root/second" 2>&1
    grep -q '^Nothing to change' "$bare/root/second" || fails "$(cat "$bare/root/second")"
    holds "a second run changes nothing"
    [ -e "$bare/var/lib/signage/active/now.json" ] || fails "no release: $(cat "$bare/root/first")"
    holds "the bundle's release is in the store, signed by the bundle's root"
    for each in "600 signage:signage /etc/signage/1.root.json" "640 root:signage /etc/signage/kiosk.yaml"; do
        # shellcheck disable=SC2086  # three words
        set -- $each
        check "$3 is $1 $2" sh -c '[ "$(stat -Lc "%a %U:%G" "$3")" = "$1 $2" ]' sh "$@"
    done
    enter unshare -n sh /srv/bundle/install.sh centre --user lan >"$bare/root/centre" 2>&1 ||
        fails "a centre from the bundle: $(tail -n 40 "$bare/root/centre")"
    enter unshare -n sh /srv/bundle/install.sh centre >"$bare/root/second" 2>&1
    grep -q '^Nothing to change' "$bare/root/second" || fails "$(cat "$bare/root/second")"
    check "so is a centre, with Samba and nginx as they should be" sh -c 'testparm -s >/dev/null 2>&1 && nginx -t -q'
    enter unshare -n sh /srv/bundle/install.sh kiosk >/dev/null 2>&1 || fails "kiosk, and centre"
    check "a kiosk that is the centre, too, lets its officers and screens in" sh -c \
        'grep -q "dport { 443, 445, 8080 } accept" /etc/signage/nftables.conf && unshare -n nft -c -f /etc/signage/nftables.conf'
    enter unshare -n sh /srv/bundle/install.sh centre --uninstall >/dev/null 2>&1 || fails "centre --uninstall"
    check "of a machine that is both, uninstalling one leaves the other" sh -c \
        '[ -x /opt/signage/current/bin/signage ] && [ -f /etc/signage/kiosk.yaml ] &&
        ! grep -q signage /etc/samba/smb.conf && /usr/local/bin/signage --help >/dev/null'
}
