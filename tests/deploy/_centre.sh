# shellcheck shell=sh
# Words for another shell are quoted on purpose; commands of several words are not; install_root.sh
# sets what is used here; `fails` ends the script, so that `a && b || fails` is what it seems.
# shellcheck disable=SC2015,SC2016,SC2086,SC2154
# What must hold of a centre; sourced by install_root.sh.

: "${root:?}" "${suite:?}"
centre="sh deploy/install.sh centre"

centre_installs() {
    enter sh -ec 'apt-get -qq update; DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
        --no-install-recommends smbclient curl' >"$bare/root/apt" 2>&1 || fails "$(tail "$bare/root/apt")"
    enter $centre --user lan --user hoa --name 127.0.0.1 --unattended >"$bare/root/centre" 2>&1 ||
        fails "install.sh centre: $(tail -n 30 "$bare/root/centre")"
    holds "a centre is installed"
    enter $centre >"$bare/root/second" 2>&1 || fails "$(cat "$bare/root/second")"
    grep -q '^Nothing to change' "$bare/root/second" || fails "$(cat "$bare/root/second")"
    holds "a second run changes nothing"
    check "testparm is clean" sh -c 'testparm -s >/tmp/parm 2>&1 && ! grep -iE "error|warning|unknown" /tmp/parm'
    check "nobody is a guest" sh -c 'grep -q "map to guest = Never" /tmp/parm || ! grep -q "map to guest" /tmp/parm
        testparm -s --section-name=noi-dung 2>/dev/null | grep -q "valid users = @signage-officers"'
    check "nginx -t is clean" sh -c 'nginx -t 2>/tmp/nginx && ! grep -E "warn|emerg" /tmp/nginx'
    check "no officer can log in, none has a password yet" sh -c \
        'getent passwd lan | grep -q nologin && ! pdbedit -u lan >/dev/null 2>&1'
    check "the certificate's key is root's alone" sh -c '[ "$(stat -c "%a %U" /etc/signage/centre.key)" = "600 root" ]'
    check "systemd-analyze verify finds nothing" sh -c 'found=$(systemd-analyze verify --man=no \
        /etc/systemd/system/signage-*.service /etc/systemd/system/signage-*.timer \
        /etc/systemd/system/signage-*.path 2>&1 | grep -i signage); echo "$found"; [ -z "$found" ]'
}

centre_runs() {
    cp -a "$bare/checkout/playlists" "$bare/checkout/media" "$bare/srv/signage/content/"
    enter sh -c "chown -R signage-centre:signage-officers /srv/signage/content; chmod -R g+rwX /srv/signage/content"
    power_on
    inside sh -ec 'export SIGNAGE_PASSPHRASE="ba con mèo ngủ"; cd /
        keys=/var/lib/signage-centre/keys
        signage keys init --keys $keys --reviewer lan
        signage keys add --keys $keys --role release --name may-chu --unattended
        signage publish /srv/signage/content --to /srv/signage/release --keys $keys --by lan' \
        >"$bare/root/publish" 2>&1 || fails "publish: $(cat "$bare/root/publish")"
    holds "keys are made and a release is published by a person"
    inside sh -ec 'for name in lan hoa; do printf "%s\n%s\n" "mat khau cua $name" "mat khau cua $name" | smbpasswd -s -a $name; done' >/dev/null 2>&1
    until_inside 30 "an officer opens the share" smbclient //127.0.0.1/noi-dung -U 'lan%mat khau cua lan' -c 'ls'
    for who in '%' 'lan%123456' 'root%root'; do
        if inside smbclient //127.0.0.1/noi-dung -U "$who" -c ls >/dev/null 2>&1; then fails "$who gets in"; fi
    done
    holds "nobody else does: neither without a name nor with a guessed password"

    ask="curl -sS --cacert /etc/signage/centre.pem"
    inside sh -ec "$ask -f https://127.0.0.1/metadata/timestamp.json -D /tmp/head -o /tmp/stamp
        grep -qi '^etag:' /tmp/head
        tag=\$(sed -n 's/^[Ee][Tt][Aa][Gg]: *\\(.*\\)\\r\$/\\1/p' /tmp/head)
        [ \"\$($ask -o /dev/null -w '%{http_code}' -H \"If-None-Match: \$tag\" https://127.0.0.1/metadata/timestamp.json)\" = 304 ]
        [ \"\$($ask -o /tmp/part -w '%{http_code}' -r 10-19 https://127.0.0.1/metadata/timestamp.json)\" = 206 ]
        [ \"\$(stat -c %s /tmp/part)\" = 10 ]
        [ \"\$($ask -o /dev/null -w '%{http_code}' https://127.0.0.1/)\" = 404 ]
        [ \"\$($ask -o /dev/null -w '%{http_code}' -X PUT -d x https://127.0.0.1/metadata/timestamp.json)\" = 403 ]
        curl -fsS http://127.0.0.1:8080/metadata/1.root.json -o /dev/null" 2>"$bare/root/web" ||
        fails "the web server: $(cat "$bare/root/web")"
    holds "the tree is served over TLS with ETags and ranges, and nothing else is"

    stamp=$(inside sha256sum /srv/signage/release/metadata/timestamp.json)
    inside smbclient //127.0.0.1/noi-dung -U 'lan%mat khau cua lan' \
        -c 'cd playlists; lcd /srv/signage/content/playlists; put sanh-chinh.yaml moi.yaml' >/dev/null 2>&1 ||
        fails "an officer cannot write"
    until_inside 60 "what an officer saves is published by the machine's own key" sh -c \
        "[ \"\$(sha256sum /srv/signage/release/metadata/timestamp.json)\" != '$stamp' ]"
    inside sh -ec 'setpriv --reuid=www-data --regid=www-data --clear-groups -- env HOME=/tmp \
        /opt/signage/current/bin/signage sync /srv/signage/release --once --state /tmp/kiosk \
        --trust /srv/signage/release/metadata/1.root.json && test -s /tmp/kiosk/active/now.json' \
        2>"$bare/root/sync" || fails "the tree is not whole: $(cat "$bare/root/sync")"
    holds "a screen takes it"
    inside systemctl start signage-refresh.service || fails "$(inside journalctl -n 20 -u signage-refresh)"
    holds "the tree is signed as fresh by the timer's service"
    power_off
}

centre_leaves() {
    enter $centre --uninstall >"$bare/root/away" 2>&1 || fails "$(cat "$bare/root/away")"
    check "uninstalling leaves content, tree and keys, and Samba and nginx as they were" sh -c '
        [ -d /srv/signage/content/media ] && [ -f /srv/signage/release/metadata/1.root.json ] &&
        [ -d /var/lib/signage-centre/keys ] && [ ! -e /opt/signage ] && [ ! -e /etc/signage ] &&
        ! grep -q signage /etc/samba/smb.conf && testparm -s >/dev/null 2>&1 && nginx -t -q &&
        ! find /etc/systemd /etc/nginx /etc/samba /etc/sysusers.d -name "*signage*" | grep .'
}
