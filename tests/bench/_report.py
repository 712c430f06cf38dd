"""What a measurement found, as people and programs read it."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Check", "Figure", "machine", "table", "write"]


@dataclass(frozen=True)
class Check:
    """One line of the issue's figures. `ok` None: told for information, nothing is demanded."""

    what: str
    ours: str
    wanted: str = ""
    mpv: str = ""
    ok: bool | None = None


@dataclass
class Figure:
    """One measurement: its lines, and the numbers behind them."""

    name: str
    checks: list[Check] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)

    def add(
        self, what: str, ours: str, wanted: str = "", *, mpv: str = "", ok: bool | None = None
    ) -> None:
        """Another line."""
        self.checks.append(Check(what, ours, wanted, mpv, ok))

    @property
    def passed(self) -> bool:
        """Whether no line fell short."""
        return all(check.ok is not False for check in self.checks)


def _said(*command: str, pattern: str = r"(.+)", environment: dict[str, str] | None = None) -> str:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            env={**os.environ, **(environment or {})},
        )
    except OSError:
        return "not there"
    found = re.search(pattern, done.stdout + done.stderr)
    return found[1].strip() if found else "not told"


def machine() -> dict[str, str]:
    """What the figures were taken on; the OpenGL driver is asked on a display of its own."""
    from PySide6.QtCore import qVersion  # noqa: PLC0415  the pure parts must not need Qt

    from .rig._display import Display  # noqa: PLC0415

    with Display(64, 64) as display:
        driver = _said(
            "mpv",
            "--no-config",
            "--vo=gpu",
            "--gpu-context=x11egl",
            "--gpu-sw=yes",
            "-v",
            "--frames=1",
            "--length=0",
            "--idle=once",
            "--force-window=immediate",
            "av://lavfi:color=size=64x64:duration=0.1",
            pattern=r"GL_RENDERER='(.+)'",
            environment={"DISPLAY": display.name},
        )
    cpu = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return {
        "cpu": f"{os.cpu_count()} × {cpu[1] if cpu else platform.machine()}",
        "kernel": platform.release(),
        "system": _said("sh", "-c", ". /etc/os-release; echo $PRETTY_NAME"),
        "display": "Xvfb, " + _said("dpkg-query", "-W", "xvfb", pattern=r"\t(.+)"),
        "driver": f"{driver}, Mesa "
        + _said("dpkg-query", "-W", "libgl1-mesa-dri", pattern=r"\t(.+)"),
        "qt": qVersion(),
        "mpv": _said("mpv", "--version", pattern=r"mpv ([\w.]+)"),
        "python": platform.python_version(),
        "load": "{:.2f} {:.2f} {:.2f}".format(*os.getloadavg()) + " at the start",
    }


def table(figure: Figure) -> str:
    """The lines in columns: verdict, what, ours, mpv's, what is wanted."""
    verdicts = {None: "    ", True: "PASS", False: "FAIL"}
    rows = [
        ("", figure.name, "signage", "mpv", "wanted"),
        *(
            (verdicts[check.ok], check.what, check.ours, check.mpv, check.wanted)
            for check in figure.checks
        ),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def write(path: Path, facts: dict[str, str], figures: list[Figure]) -> None:
    """Everything as JSON."""
    path.write_text(
        json.dumps(
            {"machine": facts, "figures": [vars(one) for one in figures]},
            ensure_ascii=False,
            indent=1,
            default=lambda one: getattr(one, "__dict__", str(one)),
        )
        + "\n",
        encoding="utf-8",
    )
