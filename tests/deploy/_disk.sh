# shellcheck shell=sh
# Words for another shell are quoted on purpose; commands of several words are not; install_root.sh
# sets what is used here; `fails` ends the script, so that `a && b || fails` is what it seems.
# shellcheck disable=SC2015,SC2016,SC2086,SC2154
# What must hold of a kiosk's way in (--ssh) and of its disks (--data, --read-only); sourced by
# install_root.sh. The disks are files: one with the root, which is mounted read-only below memory
# by the package overlayroot itself, and one for the state.

: "${root:?}" "${suite:?}"
loops='' images='' neighbour=''

# Another machine on the kiosk's network, 10.9.8.2; the kiosk is 10.9.8.1.
other_machine() {
    unshare -n sleep 600 &
    neighbour=$!
    nsenter -t "$init" -n ip link add lan0 type veth peer name lan1 netns "$neighbour"
    nsenter -t "$init" -n sh -ec 'ip address add 10.9.8.1/24 dev lan0; ip link set lan0 up'
    nsenter -t "$neighbour" -n sh -ec 'ip address add 10.9.8.2/24 dev lan1; ip link set lan1 up'
}
from_there() { nsenter -t "$neighbour" -n env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$bare" "$@" </dev/null; }
reaches() { from_there timeout 2 python3 -c "import socket; socket.create_connection(('10.9.8.1', $1), 1.5)" 2>/dev/null; }

kiosk_ssh() {
    inside sh -ec 'useradd -m -s /bin/sh ky-thuat; echo "ky-thuat:mat khau doan duoc" | chpasswd
        echo "PasswordAuthentication yes" >/etc/ssh/sshd_config.d/50-cloud-init.conf
        systemctl restart ssh.service; cd /tmp; python3 -m http.server 8081 >/dev/null 2>&1 & echo $! >/tmp/http.pid'
    other_machine
    sleep 1
    ! reaches 22 && ! reaches 8081 || fails "the kiosk is open to the network"
    holds "another machine reaches no port, though two are listened on"
    enter $install --ssh >"$bare/root/ssh" 2>&1 || fails "$(cat "$bare/root/ssh")"
    grep -q 'put a key into' "$bare/root/ssh" || fails "nobody is told of the key: $(cat "$bare/root/ssh")"
    enter $install >"$bare/root/second" 2>&1; grep -q '^Nothing to change' "$bare/root/second" || fails "$(cat "$bare/root/second")"
    inside systemctl restart signage-firewall.service ssh.service
    inside sh -ec 'ssh-keygen -q -t ed25519 -N "" -f /root/key; install -d -o ky-thuat -m 700 /home/ky-thuat/.ssh
        install -o ky-thuat -m 600 /root/key.pub /home/ky-thuat/.ssh/authorized_keys'
    reaches 22 && ! reaches 8081 || fails "not port 22 alone: $(inside nft list table inet signage)"
    holds "--ssh opens port 22, and no other"
    client="ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=5"
    [ "$(from_there $client -i /root/key ky-thuat@10.9.8.1 echo in 2>/dev/null)" = in ] ||
        fails "no way in by key: $(from_there $client -v -i /root/key ky-thuat@10.9.8.1 true 2>&1 | tail -n 5)"
    refused=$(from_there $client -o PubkeyAuthentication=no ky-thuat@10.9.8.1 true 2>&1 || true)
    echo "$refused" | grep -q 'Permission denied (publickey)' || fails "$refused"
    from_there $client -i /root/key root@10.9.8.1 true 2>/dev/null && fails "root comes in" || true
    inside sshd -T | grep -qx 'passwordauthentication no' || fails "$(inside sshd -T)"
    holds "by key only, never as root, whatever 50-cloud-init.conf says of passwords"
    kill "$neighbour"
    inside sh -c 'kill $(cat /tmp/http.pid); userdel -r ky-thuat 2>/dev/null; rm -f /root/key* /etc/ssh/sshd_config.d/50-cloud-init.conf'
}

# image SIZE LABEL: sets $image, a loop device with an ext4 of that label.
image() {
    file=$(mktemp /var/tmp/disk.XXXXXX)
    images="$images $file"
    truncate -s "$1" "$file"
    mkfs.ext4 -q -L "$2" "$file"
    image=$(losetup -f --show "$file")
    loops="$loops $image"
}
leave_disks() {
    if [ -n "$neighbour" ]; then kill "$neighbour" 2>/dev/null || true; fi
    for each in $loops; do losetup -d "$each" 2>/dev/null || true; done
    for each in $images; do rm -f "$each"; done
    loops='' images='' neighbour=''
}

# A stick with a newer release than the source has; a disk that is a stick to udev's unit.
kiosk_stick() {
    image 200M stick
    stick=$image
    enter sh -ec 'echo "Tin mới từ USB" >>/srv/centre/media/tin/thong-bao.txt
        SIGNAGE_PASSPHRASE="ba con mèo ngủ" /opt/signage/current/bin/signage publish /srv/centre --to /srv/stick --keys /srv/keys' \
        >"$bare/root/stick" 2>&1 || fails "$(cat "$bare/root/stick")"
    tar -C "$bare/srv/stick" -c . |
        unshare -m sh -ec 'mount --make-rprivate /; mount "$1" /mnt; tar -C /mnt -x' sh "$stick"
    release='signage status --json | sed -n "s/.*\"release\": *\"\([^\"]*\)\".*/\1/p"'
    was=$(inside sh -c "$release")
    name=${stick##*/}
    inside mknod -m 660 "/dev/$name" b 7 "${name#loop}"
    inside /usr/local/lib/signage/signage-stick mount "$name" || fails "the stick is not mounted"
    for word in ro nodev noexec nosuid nosymfollow; do
        inside findmnt -n -o OPTIONS "/media/signage/$name" | grep -qw "$word" ||
            fails "the stick is not $word: $(inside findmnt "/media/signage/$name")"
    done
    until_inside 60 "a stick's newer release is taken, from a file system that is ro, nodev, noexec, nosuid, nosymfollow" \
        sh -c "new=\$($release); [ -n \"\$new\" ] && [ \"\$new\" != '$was' ]"
    until_inside 60 "and is on the screen" signage_plays
    inside /usr/local/lib/signage/signage-stick unmount "$name"
    ! inside findmnt "/media/signage/$name" >/dev/null && [ ! -d "$bare/media/signage/$name" ] || fails "the stick is still there"
    rm -r "$bare/srv/stick"
    leave_disks
}

# on_disk COMMAND…: in the root on the disk, while the machine is off. The disk is mounted where
# nobody else sees it: whoever copied the mount would keep it busy.
on_disk() {
    unshare -m sh -ec 'mount --make-rprivate /; mount "$1" "$2"; place=$2; shift 2; chroot "$place" "$@"' \
        sh "$disk" "$bare/mnt" "$@"
}

# relabel VERSION: the bundle on the disk is of another version, as far as the installer can tell.
relabel() {
    inside sh -ec 'cd /srv/bundle; sed -i "s/^version=.*/version=$1/" BUNDLE
        find . -type f ! -name SHA256SUMS -print | LC_ALL=C sort | xargs -d "\n" sha256sum >SHA256SUMS' sh "$1"
}

kiosk_disks() {
    power_off
    enter $install --data LABEL=data-$$ --read-only >"$bare/root/disk" 2>&1 || fails "$(cat "$bare/root/disk")"
    grep -q 'restart the machine' "$bare/root/disk" || fails "$(cat "$bare/root/disk")"
    enter $install --data LABEL=data-$$ --read-only >"$bare/root/second" 2>&1
    grep -q '^Nothing to change' "$bare/root/second" || fails "a second run: $(cat "$bare/root/second")"
    holds "--data and --read-only, and a second run changes nothing"
    printf 'LABEL=signage-root / ext4 defaults 0 1\n/var/swap none swap sw 0 0\n' >>"$bare/etc/fstab"

    image 300M data-$$
    state_disk=$image
    image 9G signage-root
    disk=$image
    mkdir -p "$bare/srv/bundle"
    cp -R "$1/." "$bare/srv/bundle/"
    tar -C "$bare" -c --warning=no-file-ignored --exclude='./mnt/*' --exclude='./proc/*' --exclude='./dev/*' --exclude='./tmp/*' \
        --exclude='./var/cache/apt/archives/*' --exclude=./opt/wheels --exclude='./opt/pypi*' . |
        unshare -m sh -ec 'mount --make-rprivate /; mount "$1" "$2"; tar -C "$2" -x' sh "$disk" "$bare/mnt"
    rm -r "$bare/srv/bundle"

    power_on "$disk"
    until_inside 90 "content is on, with a root that is never written" signage_plays
    [ "$(inside findmnt -n -o SOURCE,FSTYPE / | tr -s ' ')" = "overlayroot overlay" ] &&
        [ "$(inside findmnt -n -o SOURCE,FSTYPE /var/lib/signage | tr -s ' ')" = "$state_disk ext4" ] ||
        fails "$(inside findmnt)"
    until_inside 30 "the player says so, too" systemctl -q is-active signage-player.service
    ! inside systemctl -q is-failed signage-storage.service ||
        fails "$(inside systemctl status --no-pager signage-storage.service)"
    inside grep -q '^#overlayroot:swap.*/var/swap' /etc/fstab || fails "swap: $(inside cat /etc/fstab)"
    holds "the root lies in memory, the state on its own disk, nothing is swapped, no alarm"
    inside sh -c 'echo once >/etc/probe'
    power_off
    on_disk sh -c '[ ! -e /etc/probe ]' || fails "the root was written"

    power_on "$disk"
    until_inside 90 "after a power cut content is on, from the same state" signage_plays
    [ ! -e "/proc/$init/root/etc/probe" ] || fails "the root was written"
    relabel 9-trial
    inside sh /srv/bundle/install.sh kiosk >"$bare/root/over" 2>&1 || fails "an upgrade: $(cat "$bare/root/over")"
    grep -q 'The root is read-only' "$bare/root/over" || fails "$(cat "$bare/root/over")"
    inside findmnt -n -o OPTIONS /media/root-ro | grep -q '^ro,' ||
        grep 'stays writable until the next start' "$bare/root/over" || fails "the root stays writable: $(cat "$bare/root/over")"
    holds "install.sh opens the root below by itself, and closes it again, or says why it cannot before the next start"
    power_off
    [ "$(on_disk readlink /opt/signage/current)" = 9-trial ] || fails "not upgraded"
    power_on "$disk"
    until_inside 90 "after a restart the new version is on the screen" signage_plays
    until_inside 60 "its trial is over" sh -c '[ ! -e /opt/signage/trial ]'
    relabel 10-bad
    inside sh /srv/bundle/install.sh kiosk >"$bare/root/over" 2>&1 || fails "an upgrade: $(cat "$bare/root/over")"
    inside /usr/local/lib/signage/signage-root sh -c \
        'echo "raise SystemExit(1)" | tee -a /opt/signage/10-bad/lib/python3*/site-packages/signage/player/app.py' >/dev/null
    power_off
    on_disk sh -c '[ "$(readlink /opt/signage/current)" = 10-bad ] && [ -e /opt/signage/trial ]' || fails "no trial on the disk"
    power_on "$disk"
    until_inside 200 "a bad version goes back by itself" sh -c \
        '[ "$(readlink /opt/signage/current)" = 9-trial ] && [ ! -e /opt/signage/trial ]'
    until_inside 90 "and content is on" signage_plays
    power_off
    on_disk sh -c '[ "$(readlink /opt/signage/current)" = 9-trial ] && [ ! -e /opt/signage/trial ]' ||
        fails "the next start would try it again"
    holds "for good: the disk says so, too"

    # Without the disk for the state, and with one that is named and not there.
    tune2fs -L gone "$state_disk" >/dev/null
    power_on "$disk"
    until_inside 90 "with the state's disk broken, content is on all the same" signage_plays
    inside systemctl -q is-failed signage-storage.service &&
        inside journalctl -u signage-storage.service -p crit -o cat | grep ALARM || fails "no alarm"
    holds "and an alarm is raised"
    power_off
    on_disk sed -i '/ \/var\/lib\/signage /d' /etc/fstab
    power_on "$disk"
    until_inside 60 "a state in memory raises an alarm" systemctl -q is-failed signage-storage.service
    inside journalctl -u signage-storage.service -p crit -o cat | grep 'lies on overlayfs' || fails "no alarm"
    power_off
    leave_disks
}
