"""Whether inotify hears what happens in a folder: not where another machine writes to it."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["filesystem", "is_remote", "unescape"]

_REMOTE = {"9p", "afs", "ceph", "cifs", "drvfs", "glusterfs", "lustre", "nfs", "nfs4", "ncpfs",
           "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs"}  # fmt: skip
_MOUNTINFO = Path("/proc/self/mountinfo")


def is_remote(folder: Path, mountinfo: str | None = None) -> bool:
    """Whether `folder` has to be polled: NFS, SMB, 9p, FUSE and their like."""
    kind = filesystem(folder, mountinfo)
    return kind in _REMOTE or kind.startswith("fuse")


def filesystem(folder: Path, mountinfo: str | None = None) -> str:
    """The type of the file system on which `folder` lies; empty where nobody knows.

    `mountinfo` is the text of `/proc/self/mountinfo` (proc(5)): mount point in the fifth field,
    the type after the ` - `. Of equal mount points the last one hides the others.
    """
    if mountinfo is None:
        try:
            mountinfo = _MOUNTINFO.read_text(errors="surrogateescape")
        except OSError:
            return ""
    real = os.path.realpath(folder)
    best, kind = "", ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:  # noqa: PLR2004
            continue
        point = unescape(fields[4])
        inside = point in {"/", real} or real.startswith(point + "/")
        if inside and len(point) >= len(best):
            best, kind = point, after.split(" ", 1)[0]
    return kind


def unescape(text: str) -> str:
    r"""Undo the octal escapes of space, tab, newline and backslash: `\040` and so on."""
    for octal, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(octal, sign)
    return text
