# shellcheck shell=sh
# shellcheck disable=SC2154  # install.sh and its other parts set what is used here
# A centre: the shared folder that officers open from Windows, their console, and the web server that
# screens ask. All of it lies in one folder, /srv/signage, which is the console's --data.
#
# Sourced by install.sh.

: "${prefix?}" "${here:?}" "${dry?}" "${centre_packages:?}" "${opt:?}" "${run_packages:?}"
: "${users?}" "${host?}" "${certificate?}" "${key?}" "${unattended?}"
centre=/srv/signage
content=$centre/content
tree=$centre/release
keys=$centre/keys
home=/var/lib/signage-centre

install_centre() {
    if [ -n "$bundle" ] && ! grep -qx centre=yes "$bundle/BUNDLE"; then
        usage "This bundle is for kiosks alone: make one with deploy/bundle.sh --centre."
    fi
    if [ -n "$certificate$key" ] && { [ ! -f "$certificate" ] || [ ! -f "$key" ]; }; then
        usage "--certificate and --key go together, and name files."
    fi
    for _user in $users; do
        case $_user in
        [!a-z]* | *[!a-z0-9-]*) usage "--user $_user: small letters, digits and - only." ;;
        esac
    done
    case $host in
    *[!A-Za-z0-9.:-]*) usage "--name $host is no name of a machine." ;;
    esac
    say "A centre: the shared folder $content, the release tree $tree, keys in $keys."
    packages "$run_packages $centre_packages"
    folder /etc/signage 755 root:root
    place "$here/centre/signage-centre.sysusers" /etc/sysusers.d/signage-centre.conf
    if ! getent passwd signage-centre >/dev/null; then
        act "makes the user signage-centre" systemd-sysusers "$prefix/etc/sysusers.d/signage-centre.conf"
    fi
    folder "$centre" 755 signage-centre:signage-centre
    folder "$content" 2770 signage-centre:signage-officers
    folder "$content/playlists" 2770 signage-centre:signage-officers
    folder "$content/media" 2770 signage-centre:signage-officers
    folder "$tree" 755 signage-centre:signage-centre
    folder "$keys" 700 signage-centre:signage-centre
    folder "$home" 700 signage-centre:signage-centre
    install_program
    program_extra console
    place "$here/kiosk/signage" /usr/local/bin/signage 755
    if [ "$(readlink "$prefix$opt/current" 2>/dev/null)" != "$version" ]; then
        act "runs version $version" _link "$version" "$prefix$opt/current"
    fi
    centre_share
    centre_web
    centre_console
    centre_units
    centre_tell
}

centre_share() {
    place "$here/centre/smb.conf" /etc/samba/signage.conf
    if ! grep -qxF 'include = /etc/samba/signage.conf' "$prefix/etc/samba/smb.conf" 2>/dev/null; then
        act "adds the share noi-dung to Samba" _include
    fi
    masked nmbd.service
    for _user in $users; do
        if ! getent passwd "$_user" >/dev/null; then
            act "makes the officer $_user, who cannot log in here" \
                useradd --no-create-home --shell /usr/sbin/nologin --groups signage-officers "$_user"
        elif ! id -nG "$_user" | grep -qw signage-officers; then
            act "lets $_user open the shared folder" usermod -a -G signage-officers "$_user"
        fi
    done
}

_include() { printf '\ninclude = /etc/samba/signage.conf\n' >>"$prefix/etc/samba/smb.conf"; }

centre_web() {
    _host=${host:-$(sed -n '/server_name/ { s/^ *server_name \(.*\);$/\1/p; q; }' "$prefix/etc/nginx/conf.d/signage.conf" 2>/dev/null || true)}
    _host=${_host:-$(uname -n)}
    if [ -n "$certificate" ]; then
        place "$certificate" /etc/signage/centre.pem
        place "$key" /etc/signage/centre.key 600
    elif [ ! -f "$prefix/etc/signage/centre.pem" ]; then
        act "makes a certificate for $_host" _certificate "$_host"
    fi
    note file /etc/signage/centre.pem
    note file /etc/signage/centre.key
    folder /etc/signage/nginx.d 755 root:root
    place "$here/centre/tree.conf" /etc/signage/tree.conf
    filled "$here/centre/nginx.conf" /etc/nginx/conf.d/signage.conf 644 root:root HOST="$_host"
}

_certificate() {
    case $1 in
    *[!0-9.]*) _name=DNS:$1 ;;
    *) _name=IP:$1 ;;
    esac
    (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 3650 \
        -subj "/CN=$1" -addext "subjectAltName=$_name" -keyout /etc/signage/centre.key \
        -out /etc/signage/centre.pem 2>/dev/null) && chmod 644 /etc/signage/centre.pem
}

centre_console() {
    if [ ! -f "$prefix/etc/signage/console.env" ]; then
        filled "$here/centre/console.env" /etc/signage/console.env 640 root:root HOST="$_host"
    fi
    note file /etc/signage/console.env
    place "$here/centre/console.conf" /etc/signage/nginx.d/console.conf
    place "$here/centre/signage-manage" /usr/local/lib/signage/signage-manage 755
    place "$here/centre/signage-console.service" /etc/systemd/system/signage-console.service
    enabled signage-console.service multi-user.target
}

centre_units() {
    for _unit in signage-refresh.service signage-refresh.timer; do
        place "$here/centre/$_unit" "/etc/systemd/system/$_unit"
    done
    enabled signage-refresh.timer timers.target
    if [ -n "$unattended" ]; then
        place "$here/centre/signage-unattended" /usr/local/lib/signage/signage-unattended 755
        for _unit in signage-publish.path signage-publish.service; do
            place "$here/centre/$_unit" "/etc/systemd/system/$_unit"
        done
        enabled signage-publish.path multi-user.target
        # Once at each boot as well: what was saved while the machine was going down.
        enabled signage-publish.service multi-user.target
    fi
    if running && [ "$changes" -gt 0 ]; then act "starts the services" _start_centre; fi
}

_start_centre() {
    testparm -s >/dev/null 2>&1 || return 1
    nginx -t -q || return 1
    systemctl daemon-reload && systemctl restart smbd.service signage-console.service nginx.service signage-refresh.timer || return 1
    if [ -f /etc/systemd/system/signage-publish.path ]; then
        systemctl restart signage-publish.path && systemctl --no-block start signage-publish.service
    fi
}

# What a person has to do: passwords and keys are never made by a script.
centre_tell() {
    if [ -f "$prefix/etc/signage/nftables.conf" ] && ! grep -q 445 "$prefix/etc/signage/nftables.conf"; then
        say "This is a kiosk, too, which lets nobody in: run install.sh kiosk once more, and it lets them in here."
    fi
    for _user in $users; do
        if ! pdbedit -u "$_user" >/dev/null 2>&1; then say "Now give $_user a password: sudo smbpasswd -a $_user"; fi
    done
    if [ -z "$(ls -A "$prefix$keys" 2>/dev/null)" ]; then
        say "Now open the console for the first time, as its administrator. The link stands in" \
            "  sudo journalctl -u signage-console | tail" \
            "It makes the keys, too. Without the console, by hand:" \
            "  sudo signage keys init --keys $keys --root STICK --reviewer NAME" \
            "  sudo signage publish $content --to $tree --keys $keys"
        if [ -n "$unattended" ]; then
            say "Then this machine's own key: sudo signage keys add --keys $keys --root STICK --role release --name may-chu --unattended"
        fi
    fi
}

uninstall_centre() {
    if [ ! -f "$prefix$noted" ]; then
        say "No centre is installed here."
        return 0
    fi
    say "Takes the centre away. What it holds stays: $centre, $home; so do officers and packages."
    if running; then
        act "stops the services" sh -c \
            'systemctl stop signage-console.service signage-refresh.timer signage-publish.path 2>/dev/null || true'
    fi
    if grep -qxF 'include = /etc/samba/signage.conf' "$prefix/etc/samba/smb.conf" 2>/dev/null; then
        act "takes the share out of Samba" \
            sed -i '\,^include = /etc/samba/signage.conf$,d' "$prefix/etc/samba/smb.conf"
    fi
    take_away
    if running && [ -z "$dry" ]; then
        systemctl daemon-reload
        systemctl try-restart smbd.service nginx.service || true
    fi
}
