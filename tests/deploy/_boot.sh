#!/bin/sh
# Boots systemd in a bare root, in namespaces of its own: no network, a /dev without hardware, a
# control group tree of its own. Called by install_root.sh, inside `unshare`.
#
#   unshare -pmfuiCn --kill-child sh _boot.sh ROOT [DISK]
#
# With DISK, a block device that holds the root: it is mounted at ROOT as an initramfs does, the
# root's own overlayroot script lays memory over it, and the partition that its fstab names for the
# state is mounted, as systemd would if there were device units here.
set -eu
bare=$1
mount --make-rprivate /
if [ -n "${2:-}" ]; then
    mount -o ro "$2" "$bare"
    mount -t tmpfs tmpfs /media
    mount -t tmpfs tmpfs /tmp
    mkdir /tmp/initramfs
    # What an initramfs has in its own root is taken from the disk.
    sed "s,/scripts/functions,$bare/usr/share/initramfs-tools/scripts/functions," \
        "$bare/usr/share/initramfs-tools/scripts/init-bottom/overlayroot" |
        sed 's,^PERSIST_DIR=.*,PERSIST_DIR=/tmp/initramfs,' >/tmp/overlayroot
    rootmnt=$bare ROOT=$2 quiet=n debug='' sh /tmp/overlayroot
    grep -q "^overlayroot $bare overlay " /proc/mounts
    mount -o remount,rw "$bare"
    awk '$2 == "/var/lib/signage" && $1 !~ /^#/ { print $1, $4 }' "$bare/etc/fstab" | while read -r what how; do
        # Not there, or broken: the machine starts all the same, which is what `nofail` says.
        if partition=$(blkid -L "${what#LABEL=}"); then
            mount -o "$how" "$partition" "$bare/var/lib/signage" || echo "no state: $partition"
        fi
    done
else
    mount --bind "$bare" "$bare"
fi
mount -t proc proc "$bare/proc"
mount -t sysfs -o ro sysfs "$bare/sys"
mount -t cgroup2 cgroup2 "$bare/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$bare/run"
mount -t tmpfs -o mode=755 tmpfs "$bare/dev"
mkdir "$bare/dev/pts" "$bare/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$bare/dev/pts"
mount -t tmpfs tmpfs "$bare/dev/shm"
mount -t tmpfs tmpfs "$bare/tmp"
ln -s pts/ptmx "$bare/dev/ptmx"
ln -s /proc/self/fd "$bare/dev/fd"
for device in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0; do
    numbers=${device#*:}
    mknod -m 666 "$bare/dev/${device%%:*}" c "${numbers%:*}" "${numbers#*:}"
done
ip link set lo up 2>/dev/null || true
cd "$bare"
mkdir -p .former
pivot_root . .former
umount -l /.former
rmdir /.former
# As systemd has it on a machine, but not in a container: what is mounted later, services see.
mount --make-rshared /
exec env -i container=signage-test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --log-target=journal --show-status=0
