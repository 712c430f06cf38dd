"""Whether a bundle is whole, and all of it for one architecture.

    python _bundle.py BUNDLE amd64|arm64

Every line of SHA256SUMS and of debs/Packages, and no file beside them; every wheel's name, and
the machine that each ELF file in it was built for. Prints what it counted; exits with 1 and the
reasons.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

_MACHINES = {"amd64": (62, "x86_64"), "arm64": (183, "aarch64")}
"""ELF's number, and how wheels call it."""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sums(bundle: Path) -> list[str]:
    lines = [line.split("  ", 1) for line in (bundle / "SHA256SUMS").read_text().splitlines()]
    told = {name: digest for digest, name in lines}
    there = {
        f"./{path.relative_to(bundle)}": path
        for path in bundle.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    wrong = [f"not in SHA256SUMS, or not there: {name}" for name in set(told) ^ set(there)]
    return wrong + [
        f"another hash: {name}" for name, path in there.items() if told.get(name) != _digest(path)
    ]


def _debs(bundle: Path, arch: str) -> tuple[int, list[str]]:
    wrong = []
    stanzas = (bundle / "debs/Packages").read_text().strip().split("\n\n")
    for stanza in stanzas:
        fields = dict(
            line.split(": ", 1) for line in stanza.splitlines() if ": " in line and line[0] != " "
        )
        deb = bundle / "debs" / fields["Filename"]
        if fields["Architecture"] not in (arch, "all"):
            wrong.append(f"{deb.name} is for {fields['Architecture']}")
        if not deb.is_file() or _digest(deb) != fields["SHA256"]:
            wrong.append(f"{deb.name} is not what Packages says")
    if len(stanzas) != len(list((bundle / "debs").glob("*.deb"))):
        wrong.append("Packages does not name each package once")
    return len(stanzas), wrong


def _wheels(bundle: Path, arch: str) -> tuple[int, int, list[str]]:
    number, name = _MACHINES[arch]
    wheels, binaries, wrong = sorted((bundle / "wheels").glob("*.whl")), 0, []
    for wheel in wheels:
        if not wheel.name.endswith("-any.whl") and name not in wheel.name:
            wrong.append(f"{wheel.name} is not for {name}")
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.namelist():
                with archive.open(member) as file:
                    head = file.read(20)
                if head.startswith(b"\x7fELF"):
                    binaries += 1
                    if int.from_bytes(head[18:20], "little") != number:
                        wrong.append(f"{wheel.name}: {member} is for another machine")
    return len(wheels), binaries, wrong


def main(bundle: Path, arch: str) -> int:
    """Judge."""
    debs, wrong = _debs(bundle, arch)
    wheels, binaries, more = _wheels(bundle, arch)
    wrong += more + _sums(bundle)
    print(
        "\n".join(wrong) or f"{debs} packages, {wheels} wheels with {binaries} binaries: all {arch}"
    )
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
