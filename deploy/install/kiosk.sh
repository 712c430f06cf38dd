# shellcheck shell=sh
# shellcheck disable=SC2154  # install.sh and its other parts set what is used here
# A kiosk: the agent and the player as two services, and a machine that does nothing else.
#
# Sourced by install.sh.

: "${prefix?}" "${here:?}" "${dry?}" "${bundle?}" "${opt:?}" "${run_packages:?}" "${kiosk_packages:?}" "${changes?}"
: "${source?}" "${trust?}" "${unsigned?}" "${screen?}" "${display?}" "${ssh?}" "${sound?}" "${data?}" "${readonly?}"
state=/var/lib/signage
etc=/etc/signage
lib=/usr/local/lib/signage
units=/etc/systemd/system

our_units="signage-sync.service signage-player.service signage-display.service
  signage-storage.service signage-hotplug.service signage-upgrade.service"

_player_env() { sed -n "s/^$1=//p" "$prefix$etc/player.env" 2>/dev/null; }

install_kiosk() {
    check_board
    check_kiosk_options
    say "A kiosk: the program in $opt, its configuration in $etc, its state in $state."
    packages "$run_packages $kiosk_packages $(display_packages "${display:-$(_player_env SIGNAGE_DISPLAY)}" "$(suite)")"
    folder "$etc" 755 root:root
    note tree /var/cache/signage
    kiosk_user
    kiosk_data
    install_program
    # Where this is the centre, too, the console runs from the same version.
    if [ -f "$prefix$etc/installed-centre" ]; then program_extra console; fi
    kiosk_config
    kiosk_system
    kiosk_units
    kiosk_readonly
    kiosk_switch
}

check_kiosk_options() {
    if [ -f "$prefix$etc/installed-centre" ] && [ -n "$bundle" ] && ! grep -qx centre=yes "$bundle/BUNDLE"; then
        usage "This is a centre, too, and the bundle is for kiosks alone: make one with deploy/bundle.sh --centre."
    fi
    display_packages "$display" "$(suite)" >/dev/null # here, where its refusal ends the script
    if [ -f "$prefix$etc/kiosk.yaml" ]; then
        if [ -n "$source$trust$unsigned$screen" ]; then
            say "$etc/kiosk.yaml is there and stays as it is: edit it to change what is shown."
        fi
    else
        if [ -z "$source" ] && [ -n "$bundle" ]; then source=$(sed -n 's/^source=//p' "$bundle/BUNDLE"); fi
        if [ -z "$trust$unsigned" ] && [ -n "$bundle" ] && [ -f "$bundle/1.root.json" ]; then
            trust=$bundle/1.root.json
        fi
        if [ -z "$source" ]; then usage "Say where the content is: --source ADDRESS|FOLDER."; fi
        if [ -z "$trust$unsigned" ]; then
            usage "Say who may sign it: --trust FILE|sha256:…|first-use, or --unsigned."
        fi
        if [ -n "$trust" ] && [ -n "$unsigned" ]; then usage "--trust and --unsigned contradict each other."; fi
        case $trust in
        '' | first-use | sha256:*) ;;
        *) [ -f "$trust" ] || usage "$trust is not there: name the file 1.root.json of the release." ;;
        esac
        case $source$screen in
        *"
"*) usage "--source and --screen are one line each." ;;
        esac
    fi
    if [ -n "$readonly" ] && [ -z "$data" ] && ! _has_data; then
        usage "--read-only needs --data: the state must outlast a power cut."
    fi
}

_has_data() { grep -qE "^[^#]+[[:space:]]${state}[[:space:]]" "$prefix/etc/fstab" 2>/dev/null; }

kiosk_user() {
    place "$here/kiosk/signage.sysusers" /etc/sysusers.d/signage.conf
    if ! getent passwd signage >/dev/null; then
        act "makes the user signage" systemd-sysusers "$prefix/etc/sysusers.d/signage.conf"
    fi
}

# A partition of its own for the state. Without it at boot, the screen plays what lies below.
kiosk_data() {
    if [ -n "$data" ] && ! _has_data; then
        act "mounts $data at $state (a line in /etc/fstab)" _fstab
    fi
    if running && _has_data && ! mountpoint -q "$state"; then
        act "mounts $state" _mount_state
    fi
    folder "$state" 750 signage:signage
    if [ -d "$prefix$state" ] && [ -n "$(find "$prefix$state" ! -user signage -print -quit)" ]; then
        act "gives $state to the user signage" chown -R signage:signage "$prefix$state"
    fi
}

_fstab() {
    printf '%s %s auto noatime,nodev,nosuid,noexec,nofail,x-systemd.device-timeout=20s 0 2\n' \
        "$data" "$state" >>"$prefix/etc/fstab"
}

# What the screen shows moves along, where the partition is fresh: there may be no network here.
_mount_state() {
    mkdir -p "$state" && systemctl daemon-reload || return 1
    systemctl stop signage-player.service signage-sync.service 2>/dev/null || true
    if [ -d "$state/active" ]; then
        _fresh=$(mktemp -d)
        mount "$(_data_device)" "$_fresh" || return 1
        if [ ! -e "$_fresh/active" ]; then cp -a "$state/." "$_fresh/" || return 1; fi
        umount "$_fresh" && rmdir "$_fresh" || return 1
    fi
    mount "$state"
}

_data_device() { awk -v at="$state" '$1 !~ /^#/ && $2 == at { print $1; exit }' "$prefix/etc/fstab"; }

# One value for YAML, in single quotes.
_quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/''/g")"; }

kiosk_config() {
    case $trust in
    '' | first-use | sha256:*) ;;
    *)
        if [ ! -f "$prefix$etc/1.root.json" ]; then
            place "$trust" "$etc/1.root.json" 600 signage:signage
        fi
        trust=$etc/1.root.json
        ;;
    esac
    if [ ! -f "$prefix$etc/kiosk.yaml" ]; then
        _yaml=$(mktemp)
        {
            echo "# What this kiosk shows, and whom it believes. After a change:"
            echo "#   sudo systemctl restart signage-sync signage-player"
            printf 'source: %s\n' "$(_quoted "$source")"
            if [ -n "$unsigned" ]; then
                echo "unsigned: true"
            else
                printf 'trust: %s\n' "$(_quoted "$trust")"
            fi
            if [ -n "$screen" ]; then printf 'screen: %s\n' "$(_quoted "$screen")"; fi
            printf 'state: %s\n' "$state"
        } >"$_yaml"
        place "$_yaml" "$etc/kiosk.yaml" 640 root:signage
        rm -f "$_yaml"
    fi
    note file "$etc/kiosk.yaml"
    note file "$etc/1.root.json"
    note file "$etc/token"
    note file "$etc/player.env"
    note file "$etc/agent.env"
    if [ ! -f "$prefix$etc/player.env" ]; then
        filled "$here/kiosk/player.env" "$etc/player.env" 644 root:root DISPLAY="${display:-auto}"
    elif [ -n "$display" ] && [ "$(_player_env SIGNAGE_DISPLAY)" != "$display" ]; then
        act "sets the display to $display" \
            sed -i "s/^SIGNAGE_DISPLAY=.*/SIGNAGE_DISPLAY=$display/" "$prefix$etc/player.env"
    fi
}

# The machine around it: no login on the screen, no way in, no wear, a watchdog.
kiosk_system() {
    for _script in display upgrade stick storage root; do
        place "$here/kiosk/signage-$_script" "$lib/signage-$_script" 755
    done
    place "$here/kiosk/signage" /usr/local/bin/signage 755
    place "$here/kiosk/signage.tmpfiles" /etc/tmpfiles.d/signage.conf
    place "$here/kiosk/journald.conf" /etc/systemd/journald.conf.d/50-signage.conf
    place "$here/kiosk/watchdog.conf" /etc/systemd/system.conf.d/50-signage.conf
    place "$here/kiosk/logind.conf" /etc/systemd/logind.conf.d/50-signage.conf
    place "$here/kiosk/sysctl.conf" /etc/sysctl.d/90-signage.conf
    place "$here/kiosk/90-signage.rules" /etc/udev/rules.d/90-signage.rules
    place "$here/kiosk/labwc.xml" "$etc/labwc/rc.xml"
    place "$here/kiosk/xorg.conf" "$etc/xorg.conf"
    _allowed=''
    if [ -n "$ssh" ] || grep -q 'dport 22 accept' "$prefix$etc/nftables.conf" 2>/dev/null; then
        packages openssh-server
        _allowed='tcp dport 22 accept'
        # The first word counts there, so before 50-cloud-init.conf, which lets passwords in.
        place "$here/kiosk/sshd.conf" /etc/ssh/sshd_config.d/00-signage.conf
        if ! _has_ssh_key; then
            say "  nobody can come in by SSH yet: put a key into ~/.ssh/authorized_keys of a user who may use sudo"
        fi
    elif [ -n "${SSH_CONNECTION:-}" ]; then
        say "  SSH is closed from now on, this connection is the last; --ssh lets it in, by key only"
    fi
    # Where the same machine is the centre, the others must reach it.
    if [ -f "$prefix$etc/installed-centre" ]; then
        _allowed="$_allowed; tcp dport { 443, 445, 8080 } accept"
        _allowed=${_allowed#; }
    fi
    _table=$(mktemp)
    sed "s/#@SSH@/$_allowed/;/^ *$/d" "$here/kiosk/nftables.conf" >"$_table"
    place "$_table" "$etc/nftables.conf"
    rm -f "$_table"
    note folder /media/signage
    for _unit in getty@tty1.service ctrl-alt-del.target sleep.target suspend.target \
        hibernate.target hybrid-sleep.target; do
        masked "$_unit"
    done
    # A desktop would hold the screen; it stays installed, and comes back with --uninstall.
    if [ "$(readlink -f "$prefix$units/default.target" 2>/dev/null)" != \
        "$(readlink -f "$prefix/usr/lib/systemd/system/multi-user.target")" ] &&
        [ -e "$prefix$units/display-manager.service" ]; then
        if [ -L "$prefix$units/default.target" ]; then
            say "  leaves aside the default.target that was $(readlink "$prefix$units/default.target")"
        fi
        link /usr/lib/systemd/system/multi-user.target "$units/default.target"
    fi
    # Swapping to a memory card wears it out: by the name of old, and as Raspberry Pi OS does since
    # trixie, where memory itself, compressed, is left to swap to.
    if [ -e "$prefix/usr/lib/systemd/system/dphys-swapfile.service" ] ||
        [ -e "$prefix/etc/init.d/dphys-swapfile" ]; then
        masked dphys-swapfile.service
    fi
    if [ -e "$prefix/etc/rpi/swap.conf" ] || [ -d "$prefix/usr/share/rpi-swap" ]; then
        place "$here/kiosk/rpi-swap.conf" /etc/rpi/swap.conf.d/50-signage.conf
    fi
    if running && grep -q '^/var/swap' /proc/swaps; then act "swaps to /var/swap no more" swapoff /var/swap; fi
}

_has_ssh_key() {
    for _keys in "$prefix"/home/*/.ssh/authorized_keys; do
        if [ -s "$_keys" ]; then return 0; fi
    done
    return 1
}

kiosk_units() {
    for _unit in "$here"/kiosk/signage-*.service; do
        case $_unit in */signage-sound.service) continue ;; esac
        place "$_unit" "$units/${_unit##*/}"
    done
    for _unit in $our_units; do enabled "$_unit" multi-user.target; done
    enabled signage-firewall.service sysinit.target
    if [ -n "$sound" ] || [ -e "$prefix$units/signage-sound.service" ]; then
        packages "pulseaudio"
        place "$here/kiosk/signage-sound.service" "$units/signage-sound.service"
        enabled signage-sound.service multi-user.target
    fi
}

# A root that is never written: overlayroot lays memory over it at each boot. The state, on a
# partition of its own, is written as ever.
kiosk_readonly() {
    if [ -z "$readonly" ]; then return 0; fi
    packages overlayroot
    _conf=$(mktemp)
    echo 'overlayroot="tmpfs:recurse=0"' >"$_conf"
    place "$_conf" /etc/overlayroot.local.conf
    rm -f "$_conf"
    if ! sh "$here/kiosk/signage-root" && [ -z "${SIGNAGE_BELOW_ROOT:-}" ]; then
        say "  the root is read-only from the next start on: restart the machine"
    fi
}

# The program in use changes last; a new one in place of another is on trial.
kiosk_switch() {
    _now=$(readlink "$prefix$opt/current" 2>/dev/null || true)
    if [ "$_now" = "$version" ]; then
        prune_program
        _start
        return 0
    fi
    _first_release
    if [ -z "$_now" ]; then
        point current "$version" "starts with version $version"
        _start
        return 0
    fi
    _before=no
    if "$prefix$opt/current/bin/signage" status --json --state "$prefix$state" 2>/dev/null |
        grep -q '"playing": {'; then _before=yes; fi
    act "puts $version on trial in place of $_now" _trial "$_now" "$_before"
    prune_program
    _start
}

_trial() {
    printf '%s %s %s\n' "$version" "$1" "$2" >"$prefix$opt/trial.new" &&
        sync "$prefix$opt/trial.new" && mv -f "$prefix$opt/trial.new" "$prefix$opt/trial" &&
        _link "$1" "$prefix$opt/previous" && _link "$version" "$prefix$opt/current" &&
        sync "$prefix$opt"
}

# The bundle's release goes into the store now, so that the screen has content before it ever saw
# the centre.
_first_release() {
    if [ -z "$bundle" ] || [ ! -d "$bundle/release" ] || [ -d "$prefix$state/active" ]; then return 0; fi
    act "takes the bundle's release into the store" _take_release
}

# As from a stick, which is what it is: the agent takes it if the root that was just pinned signed it.
_take_release() {
    _stick=/media/signage/bundle
    mkdir -p "$_stick" && mount --bind "$bundle/release" "$_stick" || return 1
    setpriv --reuid=signage --regid=signage --init-groups -- env HOME="$state" \
        "$opt/$version/bin/signage" run --config "$etc/kiosk.yaml" --only agent &
    _agent=$!
    _tries=0
    until [ -e "$state/active/now.json" ] || [ "$_tries" -ge 600 ] || ! kill -0 "$_agent" 2>/dev/null; do
        sleep 0.5
        _tries=$((_tries + 1))
    done
    kill "$_agent" 2>/dev/null || true
    wait "$_agent" || true
    umount -l "$_stick"
    rmdir "$_stick"
    if [ ! -e "$state/active/now.json" ]; then
        say "The bundle's release was not taken; the screen waits for its source."
    fi
}

_start() {
    if ! running || { [ "$changes" -eq 0 ] && systemctl -q is-active signage-player.service; }; then
        return 0
    fi
    act "starts the screen" _start_units
}

_start_units() {
    systemctl daemon-reload || return 1
    systemd-tmpfiles --create /etc/tmpfiles.d/signage.conf || true
    sysctl -q -p /etc/sysctl.d/90-signage.conf || true
    udevadm control --reload 2>/dev/null || true
    systemctl stop getty@tty1.service 2>/dev/null || true
    systemctl try-restart systemd-journald.service systemd-logind.service 2>/dev/null || true
    if [ -f /etc/ssh/sshd_config.d/00-signage.conf ]; then
        systemctl try-reload-or-restart ssh.service || true
    fi
    systemctl restart signage-firewall.service || say "  the firewall did not start: journalctl -u signage-firewall"
    systemctl restart signage-storage.service || say "  the state is not on a disk: journalctl -u signage-storage"
    systemctl restart signage-display.service || say "  no display was found: journalctl -u signage-display"
    if [ -L "$units/multi-user.target.wants/signage-sound.service" ]; then
        systemctl restart signage-sound.service || say "  no sound: journalctl -u signage-sound"
    fi
    systemctl reset-failed signage-sync.service signage-player.service 2>/dev/null || true
    systemctl --no-block restart signage-sync.service signage-hotplug.service
    systemctl restart signage-player.service || say "  the player has not started yet: journalctl -u signage-player"
    if [ -f "$opt/trial" ]; then
        systemctl start signage-upgrade.service ||
            die "The new version did not show content, so the former one is back." \
                "journalctl -u signage-upgrade -u signage-player says why."
    fi
}

uninstall_kiosk() {
    if [ ! -f "$prefix$noted" ]; then
        say "No kiosk is installed here."
        return 0
    fi
    say "Takes the kiosk away. What it showed stays in $state; so do system packages," \
        "and a line for $state in /etc/fstab, where --data wrote one."
    if running; then
        act "stops the screen" _stop_units
    fi
    take_away
    if getent passwd signage >/dev/null && [ -z "$prefix" ]; then
        act "removes the user signage" userdel signage
    fi
    if running && [ -z "$dry" ]; then systemctl daemon-reload; fi
}

_stop_units() {
    systemctl stop signage-upgrade.service signage-hotplug.service signage-player.service \
        signage-sync.service signage-sound.service signage-display.service signage-wayland.service signage-x11.service \
        signage-firewall.service 2>/dev/null || true
}
