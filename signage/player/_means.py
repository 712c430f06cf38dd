"""The ways to switch a display: the TV itself by CEC, an X server's DPMS, a compositor's outputs.

On eglfs the player draws through KMS itself, so that no other program may switch the output, and Qt
offers no way to: there it is CEC, or the black picture that is shown out of hours everywhere.
"""

from __future__ import annotations

import logging
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Cec", "Dpms", "Means", "Outputs", "Said", "chosen"]

log = logging.getLogger(__name__)

_ADDRESS = re.compile(r"Physical Address\s*:\s*([0-9a-f])\.([0-9a-f])\.([0-9a-f])\.([0-9a-f])")


class Said(NamedTuple):
    """How a command ended."""

    trouble: str
    """Empty: it ended with 0."""
    text: str = ""


class Means(Protocol):
    """One way to switch. Both return what was wrong, as a clause, or nothing."""

    name: str

    def on(self, call: Callable[[Sequence[str]], Said]) -> str:
        """Switch on, by commands that `call` runs."""

    def off(self, call: Callable[[Sequence[str]], Said]) -> str:
        """Switch off."""


class Cec:
    """The TV goes into standby and comes back, with this device as its source."""

    name = "cec"

    def __init__(self, devices: Sequence[str]) -> None:
        self._devices = devices

    def on(self, call: Callable[[Sequence[str]], Said]) -> str:
        """Wake the TV on each HDMI output, and let it show that output."""

        def wake(device: str) -> str:
            trouble, address = _ask(call, device, "--image-view-on")
            if not trouble:
                source = f"phys-addr={address}"
                call(("cec-ctl", "-d", device, "--to", "0", "--active-source", source))
            return trouble

        return self._any(wake)

    def off(self, call: Callable[[Sequence[str]], Said]) -> str:
        """Standby."""
        return self._any(lambda device: _ask(call, device, "--standby")[0])

    def _any(self, one: Callable[[str], str]) -> str:
        """One output with a TV is enough: a Raspberry Pi has two."""
        troubles = [one(device) for device in self._devices]
        if not troubles:
            return "there is no /dev/cec*"
        return "" if "" in troubles else troubles[0]


class Dpms:
    """The display sleeps for want of a signal, by an X server."""

    name = "dpms"

    def on(self, call: Callable[[Sequence[str]], Said]) -> str:
        """Wake it; while it is on, nothing may blank it."""
        words = ("xset", "s", "off", "s", "noblank", "dpms", "force", "on", "-dpms")
        return call(words).trouble

    def off(self, call: Callable[[Sequence[str]], Said]) -> str:
        """Off at once; `xset` ends with 0 where the server cannot."""
        said = call(("xset", "+dpms", "dpms", "force", "off"))
        if "does not have" in said.text:
            return "this X server has no DPMS"
        return said.trouble


class Outputs:
    """All outputs of a compositor of the wlroots family (labwc, cage)."""

    name = "wlopm"

    def on(self, call: Callable[[Sequence[str]], Said]) -> str:
        """Send a picture."""
        return call(("wlopm", "--on", "*")).trouble

    def off(self, call: Callable[[Sequence[str]], Said]) -> str:
        """Send none."""
        return call(("wlopm", "--off", "*")).trouble


def chosen(
    environ: Mapping[str, str],
    platform: str,
    *,
    devices: Path = Path("/dev"),
    which: Callable[[str], str | None] = shutil.which,
) -> list[Means]:
    """What switches the display that Qt draws on as `platform`, the best first.

    `$SIGNAGE_POWER` names one (cec, dpms, wlopm), or `none`; else (auto) it is what is there.
    """
    cec = Cec([str(path) for path in sorted(devices.glob("cec[0-9]*"))])
    every: dict[str, Means] = {"cec": cec, "dpms": Dpms(), "wlopm": Outputs()}
    asked = environ.get("SIGNAGE_POWER") or "auto"
    if asked in every:
        return [every[asked]]
    if asked == "none":
        return []
    if asked != "auto":
        log.warning("SIGNAGE_POWER=%s is not known: choosing by what is there", asked)
    found: list[Means] = []
    if which("cec-ctl") and any(devices.glob("cec[0-9]*")):
        found.append(cec)
    if platform == "xcb" and which("xset"):
        found.append(every["dpms"])
    # cage speaks no wlr-output-power-management.
    cage = environ.get("SIGNAGE_DISPLAY_KIND") == "cage"
    if platform.startswith("wayland") and which("wlopm") and not cage:
        found.append(every["wlopm"])
    return found


def _ask(call: Callable[[Sequence[str]], Said], device: str, what: str) -> tuple[str, str]:
    """Trouble, and this output's address at the TV. `--playback` is what a source must be first."""
    said = call(("cec-ctl", "-d", device, "--playback", "--to", "0", what))
    if said.trouble:
        return said.trouble, ""
    found = _ADDRESS.search(said.text)
    if found and found.groups() == ("f", "f", "f", "f"):
        return f"no TV is plugged in at {device}", ""
    if "Not Acknowledged" in said.text:
        return f"the TV at {device} does not answer by CEC: switch that on in its menu", ""
    return "", ".".join(found.groups()) if found else "1.0.0.0"
