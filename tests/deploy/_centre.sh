# shellcheck shell=sh
# Words for another shell are quoted on purpose; commands of several words are not; install_root.sh
# sets what is used here; `fails` ends the script, so that `a && b || fails` is what it seems.
# shellcheck disable=SC2015,SC2016,SC2086,SC2154
# What must hold of a centre; sourced by install_root.sh.

: "${root:?}" "${suite:?}"
centre="sh deploy/install.sh centre"

centre_installs() {
    enter sh -ec 'apt-get -qq update; DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
        --no-install-recommends smbclient curl xvfb' >"$bare/root/apt" 2>&1 || fails "$(tail "$bare/root/apt")"
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
    for each in console publish refresh; do
        score=$(enter systemd-analyze security --offline=true "/etc/systemd/system/signage-$each.service" 2>/dev/null |
            sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
        [ -n "$score" ] && [ "$(echo "$score" | tr -d .)" -le 30 ] || fails "signage-$each.service: exposure $score"
        holds "signage-$each.service: exposure $score of at most 3.0"
    done
}

centre_runs() {
    cp -a "$bare/checkout/playlists" "$bare/checkout/media" "$bare/srv/signage/content/"
    enter sh -c "chown -R signage-centre:signage-officers /srv/signage/content; chmod -R g+rwX /srv/signage/content"
    power_on
    inside sh -ec 'export SIGNAGE_PASSPHRASE="ba con mèo ngủ"; cd /
        keys=/srv/signage/keys
        signage keys init --keys $keys --reviewer lan
        signage keys add --keys $keys --role release --name may-chu --unattended
        signage publish /srv/signage/content --to /srv/signage/release --keys $keys --by lan' \
        >"$bare/root/publish" 2>&1 || fails "publish: $(cat "$bare/root/publish")"
    holds "keys are made and a release is published by a person"
    inside sh -ec 'signage check /srv/signage/content --lang vi
        signage agenda /srv/signage/content --screen sanh-chinh >/tmp/agenda; test -s /tmp/agenda
        signage snapshot /srv/signage/content/playlists/que-huong.yaml --out /srv/signage/content/xem-truoc --size 320x180
        [ "$(find /srv/signage/content/xem-truoc -name "*.png" -printf "%u\n" | sort -u)" = signage-centre ]
        rm -r /srv/signage/content/xem-truoc' >"$bare/root/review" 2>&1 || fails "reviewing as root: $(cat "$bare/root/review")"
    holds "check, agenda and snapshot, called by root, are the centre's user"
    inside sh -ec 'for name in lan hoa; do printf "%s\n%s\n" "mat khau cua $name" "mat khau cua $name" | smbpasswd -s -a $name; done' >/dev/null 2>&1
    until_inside 30 "an officer opens the share" smbclient //127.0.0.1/noi-dung -U 'lan%mat khau cua lan' -c 'ls'
    for who in '%' 'lan%123456' 'root%root'; do
        if inside smbclient //127.0.0.1/noi-dung -U "$who" -c ls >/dev/null 2>&1; then fails "$who gets in"; fi
    done
    holds "nobody else does: neither without a name nor with a guessed password"

    ask="curl -sS --cacert /etc/signage/centre.pem"
    calm_inside # else the machine's own key signs between two of these questions
    inside sh -exc "$ask -f https://127.0.0.1/metadata/timestamp.json -D /tmp/head -o /tmp/stamp
        grep -qi '^etag:' /tmp/head
        tag=\$(sed -n 's/^[Ee][Tt][Aa][Gg]: *\\(.*\\)\\r\$/\\1/p' /tmp/head)
        [ \"\$($ask -o /dev/null -w '%{http_code}' -H \"If-None-Match: \$tag\" https://127.0.0.1/metadata/timestamp.json)\" = 304 ]
        [ \"\$($ask -o /tmp/part -w '%{http_code}' -r 10-19 https://127.0.0.1/metadata/timestamp.json)\" = 206 ]
        [ \"\$(stat -c %s /tmp/part)\" = 10 ]
        [ \"\$($ask -o /dev/null -w '%{http_code}' https://127.0.0.1/metadata/)\" -ge 403 ]
        [ \"\$($ask -o /dev/null -w '%{http_code}' -X PUT -d x https://127.0.0.1/metadata/timestamp.json)\" = 403 ]
        curl -fsS http://127.0.0.1:8080/metadata/1.root.json -o /dev/null" 2>"$bare/root/web" ||
        fails "the web server: $(cat "$bare/root/web")"
    holds "the tree is served over TLS with ETags and ranges, and nothing else is"

    centre_console_answers
    centre_shows

    stamp=$(inside sha256sum /srv/signage/release/metadata/timestamp.json)
    inside smbclient //127.0.0.1/noi-dung -U 'lan%mat khau cua lan' \
        -c 'cd playlists; lcd /srv/signage/content/playlists; put sanh-chinh.yaml moi.yaml' >/dev/null 2>&1 ||
        fails "an officer cannot write"
    until_inside 60 "what an officer saves is published by the machine's own key" sh -c \
        "[ \"\$(sha256sum /srv/signage/release/metadata/timestamp.json)\" != '$stamp' ]"
    until_inside 20 "officers read in the shared folder that it was published" \
        grep -q 'Đã xuất bản lúc' /srv/signage/content/KET-QUA-XUAT-BAN.txt
    # A folder that is made in a folder, and then a photo in it: each is seen.
    for deed in 'mkdir media/ocop/mua-he' 'cd media/ocop/mua-he; lcd /srv/signage/content/media/quang-ba; put tan-trao.svg moi.svg' \
        'del media/ocop/mua-he/moi.svg; rmdir media/ocop/mua-he'; do
        calm_inside
        runs=$(inside journalctl -u signage-publish.service -o cat | grep -c '^Finished' || true)
        inside smbclient //127.0.0.1/noi-dung -U 'lan%mat khau cua lan' -c "$deed" >/dev/null 2>&1 || fails "smbclient: $deed"
        until_inside 30 "seen: ${deed%%;*}" sh -c "[ \"\$(journalctl -u signage-publish.service -o cat | grep -c '^Finished')\" -gt $runs ]"
    done
    calm_inside
    printf 'items:\n  - image: khong-co.jpg\n' >"$bare/root/sai.yaml"
    inside smbclient //127.0.0.1/noi-dung -U 'lan%mat khau cua lan' -c 'lcd /root; cd playlists; put sai.yaml' >/dev/null 2>&1 ||
        fails "an officer cannot write"
    until_inside 30 "officers read in the shared folder what is wrong, and in which file" \
        grep -q 'playlists/sai.yaml' /srv/signage/content/KET-QUA-XUAT-BAN.txt
    head -c 600 "$bare/srv/signage/content/KET-QUA-XUAT-BAN.txt"
    inside smbclient //127.0.0.1/noi-dung -U 'lan%mat khau cua lan' -c 'del playlists/sai.yaml' >/dev/null 2>&1
    until_inside 30 "and that it is right again" grep -q 'Đã xuất bản lúc' /srv/signage/content/KET-QUA-XUAT-BAN.txt
    inside sh -ec 'setpriv --reuid=www-data --regid=www-data --clear-groups -- env HOME=/tmp \
        /opt/signage/current/bin/signage sync /srv/signage/release --once --state /tmp/kiosk \
        --trust /srv/signage/release/metadata/1.root.json && test -s /tmp/kiosk/active/now.json' \
        2>"$bare/root/sync" || fails "the tree is not whole: $(cat "$bare/root/sync")"
    holds "a screen takes it"
    inside sh -c 'setpriv --reuid=www-data --regid=www-data --clear-groups -- env HOME=/tmp \
        /opt/signage/current/bin/signage status --state /tmp/kiosk' | grep -i review ||
        fails "status does not say that nobody reviewed it"
    holds "its status says that nobody reviewed it"
    inside systemctl start signage-refresh.service || fails "$(inside journalctl -n 20 -u signage-refresh)"
    holds "the tree is signed as fresh by the timer's service"
    power_off
}

# The officers' console, behind nginx: from the link in the journal to being signed in.
centre_console_answers() {
    until_inside 90 "the console answers, over TLS" sh -ec \
        "[ \"\$($ask -o /dev/null -w '%{http_code}' https://127.0.0.1/)\" = 302 ]
        [ \"\$($ask -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/)\" = 404 ]"
    inside sh -ec "link=\$(journalctl -u signage-console -o cat | grep -o 'https://127.0.0.1/lien-ket/[^ ]*' | tail -n 1)
        ask='$ask -b /tmp/jar -c /tmp/jar'
        token=\$(\$ask -f \"\$link\" -D /tmp/head | sed -n 's/.*name=\"csrfmiddlewaretoken\" value=\"\([^\"]*\)\".*/\1/p' | head -n 1)
        grep -qi '^strict-transport-security: max-age=31536000' /tmp/head
        [ \"\$(grep -ci '^x-content-type-options: nosniff' /tmp/head)\" = 1 ]
        [ \"\$(\$ask -o /dev/null -w '%{http_code}' -e \"\$link\" \"\$link\" --data-urlencode \"csrfmiddlewaretoken=\$token\" \
            -d full_name=Quan -d username=quan -d password=mua-he-tren-nui-88 -d again=mua-he-tren-nui-88)\" = 302 ]
        [ \"\$(\$ask -o /dev/null -w '%{http_code}' https://127.0.0.1/)\" = 200 ]
        grep -q '__Host-session' /tmp/jar
        $ask -f https://127.0.0.1/release/metadata/1.root.json | cmp - /srv/signage/release/metadata/1.root.json
        [ \"\$($ask -o /dev/null -w '%{http_code}' https://127.0.0.1/release/../keys/)\" != 200 ]
        [ \"\$($ask -o /dev/null -w '%{http_code}' -H 'Host: evil.example' https://127.0.0.1/dang-nhap/)\" = 400 ]
        [ \"\$(stat -c '%a %U' /srv/signage/keys /srv/signage/database /srv/signage/secret | sort -u | tr '\n' ,)\" = '600 signage-centre,700 signage-centre,' ]" \
        2>"$bare/root/console" || fails "the console: $(cat "$bare/root/console"; inside journalctl -n 40 -u signage-console)"
    holds "its administrator comes by the link in the journal; what is private is closed"
    inside systemctl restart signage-console.service || fails "$(inside journalctl -n 20 -u signage-console)"
    until_inside 60 "after a restart the session goes on" sh -ec \
        "[ \"\$($ask -b /tmp/jar -o /dev/null -w '%{http_code}' https://127.0.0.1/)\" = 200 ]"
}

# No publishing is under way.
calm_inside() {
    until_inside 60 "publishing is done" sh -c '! systemctl -q is-active signage-publish.service &&
        [ "$(systemctl show -p ActiveState --value signage-publish.service)" != activating ]' >/dev/null
}

# What an officer copies into the share is on a screen that follows the folder.
centre_shows() {
    inside sh -ec 'mkdir -p /srv/signage/content/media/anh-moi
        cp /srv/signage/content/media/quang-ba/tan-trao.svg /srv/signage/content/media/anh-moi/a.svg
        printf "name: Ảnh mới\nitems:\n  - folder: anh-moi\n    duration: 1\n    fit: cover\n" \
            >/srv/signage/content/playlists/anh-moi.yaml
        chown -R signage-centre:signage-officers /srv/signage/content; chmod -R g+rwX /srv/signage/content
        Xvfb :7 -screen 0 1920x1080x24 -nolisten tcp -noreset >/dev/null 2>&1 &
        echo $! >/tmp/screen.pids
        setpriv --reuid=signage-centre --regid=signage-centre --init-groups -- env HOME=/tmp DISPLAY=:7 LANG=C.UTF-8 \
            /opt/signage/current/bin/signage play /srv/signage/content/playlists/anh-moi.yaml \
            --size 1920x1080 --state /tmp/screen >/tmp/play 2>&1 &
        echo $! >>/tmp/screen.pids'
    until_inside 30 "a screen follows the shared folder" sh -c \
        'signage status --json --state /tmp/screen | grep -q "\"playing\": {"'
    inside /opt/signage/current/bin/python /checkout/tests/deploy/_share.py 5 'lan%mat khau cua lan' :7 ||
        fails "a photo takes more than 5 s from the share to the screen: $(inside cat /tmp/play)"
    holds "each of five photos was on the screen within 5 s"
    inside sh -c 'kill $(cat /tmp/screen.pids); rm -r /srv/signage/content/playlists/anh-moi.yaml \
        /srv/signage/content/media/anh-moi'
}

centre_leaves() {
    enter $centre --uninstall >"$bare/root/away" 2>&1 || fails "$(cat "$bare/root/away")"
    check "uninstalling leaves content, tree and keys, and Samba and nginx as they were" sh -c '
        [ -d /srv/signage/content/media ] && [ -f /srv/signage/release/metadata/1.root.json ] &&
        [ -d /srv/signage/keys ] && [ ! -e /opt/signage ] && [ ! -e /etc/signage ] &&
        ! grep -q signage /etc/samba/smb.conf && testparm -s >/dev/null 2>&1 && nginx -t -q &&
        ! find /etc/systemd /etc/nginx /etc/samba /etc/sysusers.d -name "*signage*" | grep .'
}
