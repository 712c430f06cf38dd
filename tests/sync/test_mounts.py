from __future__ import annotations

from pathlib import Path

import pytest

from signage.sync._mounts import filesystem, is_remote

MOUNTS = r"""
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 0:50 / /mnt/centre rw,relatime shared:7 - nfs4 10.0.0.1:/centre rw
41 27 0:51 / /mnt/qu\303\240\040t\341\272\277t rw - cifs //pc/share rw
42 40 0:52 / /mnt/centre/disk rw - ext4 /dev/sdb1 rw
43 27 0:53 / /media/usb rw - fuse.ntfs-3g /dev/sdc1 rw
44 27 0:54 / /mnt/over rw - nfs4 10.0.0.1:/o rw
45 44 0:55 / /mnt/over rw - xfs /dev/sdd1 rw
46 27 0:56 / /mnt/a\040b rw - cifs //pc/ab rw
broken line
""".strip()


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/centre", "ext4"),
        ("/mnt/centre/media", "nfs4"),
        ("/mnt/centre", "nfs4"),
        ("/mnt/centre-old", "ext4"),
        ("/mnt/centre/disk/x", "ext4"),
        ("/media/usb/phim", "fuse.ntfs-3g"),
        ("/mnt/over/x", "xfs"),
        ("/mnt/a b/c", "cifs"),
    ],
)
def test_the_innermost_and_last_mount_counts(folder: str, kind: str) -> None:
    assert filesystem(Path(folder), MOUNTS) == kind
    assert is_remote(Path(folder), MOUNTS) == (kind not in {"ext4", "xfs"})


def test_nothing_known_is_local() -> None:
    assert not is_remote(Path("/srv"), "")


def test_this_machine_knows_its_own() -> None:
    assert filesystem(Path("/proc/self")) == "proc"  # there in every root, also a bare one
