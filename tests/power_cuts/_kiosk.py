"""A kiosk that can lose its power: all its processes at one moment, and with them its disk."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signage.store import Store
from tests._waiting import until
from tests.player._wall import ROOT, SIGNAGE, signage
from tests.power_cuts._centre import version

if TYPE_CHECKING:
    from tests.player._wall import Wall
    from tests.power_cuts._centre import Plain
    from tests.power_cuts._disk import Disk

__all__ = ["Kiosk"]

_BOOT = """
mount --bind "$0" /proc/sys/kernel/random/boot_id && exec "$@"
"""


class Kiosk:
    """`signage run`, alone with its children in a process namespace: a machine of its own.

    Each start is another boot to it (boot_id), so that it checks its hashes as after a real cut.
    """

    def __init__(self, scratch: Path, name: str, wall: Wall, disk: Disk, centre: Plain) -> None:
        self.name, self._wall, self._disk, self.centre = name, wall, disk, centre
        self.state = disk.path / name
        self._boot, self._config = scratch / f"{name}.boot", scratch / f"{name}.yaml"
        self._config.write_text(
            f"source: {centre.source}\n{centre.config}\nstate: {self.state}\n"
            f"size: {wall.width}x{wall.height}\npoll: 1s\n"
        )
        self._errors = scratch / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Power on. Returns when, on the monotonic clock."""
        self._boot.write_text(f"{uuid.uuid4()}\n")
        environ = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QT_", "QSG_", "WAYLAND", "NOTIFY_", "WATCHDOG_"))
        } | {"DISPLAY": self._wall.name, "QT_QPA_PLATFORM": "xcb", "SIGNAGE_POWER": "none"}
        started = time.monotonic()
        with self._errors.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    "unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", _BOOT,
                    str(self._boot), sys.executable, *SIGNAGE, "run", "--config", str(self._config),
                ],
                cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        return started

    def cut(self) -> None:
        """Kill all at once, by the namespace's first process; then drop what was not synced."""
        assert self._process is not None
        for child in _children(self._process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self._process.kill()
        self._disk.cut()
        self._process.wait()
        self._disk.mount()
        until(lambda: self._wall.spot() == "white")  # the display's server outlives it here

    def on_screen(self) -> int | None:
        """The version on the screen; None: none that can be read."""
        return version(self._wall.picture(), self.centre.newest)

    def content(self, patience: float) -> int | None:
        """Wait for content. Returns which version came first."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if (seen := self.on_screen()) is not None:
                return seen
            time.sleep(0.01)
        return None

    def on_disk(self) -> tuple[int | None, list[str]]:
        """The version of the active record, and its bodies that are not what it says: read only."""
        active = Store(self.state).active()
        if active is None:
            return None, []
        paths = list(active.manifest.files)
        number = int(paths[0].partition("/")[0].removeprefix("v")) if paths else None
        wrong = []
        for path, body in active.manifest.files.items():
            found = Store(self.state).path(body.sha256)
            try:
                good = hashlib.sha256(found.read_bytes()).hexdigest() == body.sha256
            except OSError:
                good = False
            if not good:
                wrong.append(path)
        return number, wrong

    def verify(self) -> tuple[int, str]:
        """What `signage verify` says, beside the agent."""
        done = signage("verify", "--state", self.state)
        return done.returncode, (done.stdout + done.stderr).strip()

    def status(self) -> dict[str, Any]:
        """What `signage status` says."""
        found: dict[str, Any] = json.loads(
            signage("status", "--state", self.state, "--json").stdout or "{}"
        )
        return found


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
