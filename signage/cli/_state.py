"""Which folder holds the state: one answer for every command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["state_folder"]

_SERVICE = Path("/var/lib/signage")


def state_folder(
    named: Path | None,
    environ: Mapping[str, str] = os.environ,
    *,
    service: Path = _SERVICE,
) -> Path:
    """`--state`, else `$SIGNAGE_STATE`, else `$XDG_STATE_HOME/signage`, else the place that fits.

    A service (systemd sets `$INVOCATION_ID`) keeps it in `/var/lib/signage`, and so does a
    technician who asks on a device where a service has made that folder; everybody else in
    `~/.local/state/signage`, as the XDG base directories have it.
    """
    if named is not None:
        return named
    if environ.get("SIGNAGE_STATE"):
        return Path(environ["SIGNAGE_STATE"])
    if environ.get("XDG_STATE_HOME"):
        return Path(environ["XDG_STATE_HOME"]) / "signage"
    if environ.get("INVOCATION_ID") or service.is_dir():
        return service
    return Path(environ.get("HOME") or "~").expanduser() / ".local" / "state" / "signage"
