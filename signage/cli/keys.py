"""`signage keys`: who may sign what."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from signage.cli._passphrase import passphrases

if TYPE_CHECKING:
    from signage.release._authority import Authority
    from signage.release._keyring import Keyring
    from signage.release._office import Office
    from signage.release.keys import Described

__all__ = ["app"]

app = typer.Typer(
    help="Who may sign what: init, add, rotate, revoke, show.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Role(StrEnum):
    """Of a key."""

    ROOT = "root"
    RELEASE = "release"
    EMERGENCY = "emergency"
    ONLINE = "online"


Keys = Annotated[Path, typer.Option("--keys", help="The keys folder.")]
Roots = Annotated[
    list[Path] | None,
    typer.Option("--root", help="Where root keys are: a stick; give it once for each."),
]
Files = Annotated[
    list[Path] | None,
    typer.Option(
        "--passphrase-file",
        help="Its first line opens the keys needed; else $SIGNAGE_PASSPHRASE, or a prompt.",
    ),
]
New = Annotated[
    Path | None,
    typer.Option(help="The passphrase for the new key, where it is not that of --passphrase-file."),
]
Whose = Annotated[str, typer.Option("--name", help="Whose key it is.")]
Whichever = Annotated[
    str | None, typer.Option("--name", help="Whose key it is; needed where there are several.")
]
OfRole = Annotated[Role, typer.Option("--role", help="What the key may sign.")]
Needs = Annotated[
    int | None,
    typer.Option("--threshold", help="From now on so many must sign; else as before."),
]


@app.command("init")
def _init(
    *,
    keys: Keys,
    root: Roots = None,
    reviewer: Annotated[
        list[str] | None, typer.Option(help="Who may approve; once for each. Default: reviewer.")
    ] = None,
    duty: Annotated[
        list[str] | None, typer.Option(help="Who may put out emergencies. Default: duty.")
    ] = None,
    threshold: Annotated[int, typer.Option(help="So many reviewers must sign a release.")] = 1,
    root_keys: Annotated[int, typer.Option(help="So many root keys are made.")] = 1,
    root_threshold: Annotated[int, typer.Option(help="So many of them must sign.")] = 1,
    passphrase_file: Files = None,
) -> None:
    """Make the first keys. With --root the root keys go there, and not into the keys folder."""
    from signage.release import keys as work  # noqa: PLC0415  (not for --help)

    office, keyring = _open(keys, root, passphrase_file)
    authority = work.init(
        office,
        keyring,
        _now(),
        reviewers=reviewer or (work.REVIEWER,),
        duty=duty or (work.DUTY,),
        needs=threshold,
        root_keys=root_keys,
        root_needs=root_threshold,
        root_folders=root or (),
    )
    typer.echo(f"Keys are in {keys}: keep a copy elsewhere.")
    if not root:
        typer.echo(
            f"Move {keys}/root-*.key to a stick, out of this machine, and keep it locked up."
        )
    typer.echo(f"Screens pin {keys}/1.root.json, SHA-256 {authority.fingerprint}")


@app.command("add")
def _add(
    *,
    keys: Keys,
    role: OfRole,
    name: Whose,
    unattended: Annotated[
        bool, typer.Option(help="For a machine: no passphrase, and what it signs is not reviewed.")
    ] = False,
    threshold: Needs = None,
    root: Roots = None,
    passphrase_file: Files = None,
    new_passphrase_file: New = None,
) -> None:
    """Give somebody a key. Takes the root key."""
    from signage.release import keys as work  # noqa: PLC0415

    office, keyring = _open(keys, root, passphrase_file, new_passphrase_file)
    authority = work.add(
        office, keyring, _now(), role=role.value, name=name, unattended=unattended,
        needs=threshold, to=_stick(role, root),
    )  # fmt: skip
    _settled(authority, f"{name} has a {role.value} key")


@app.command("rotate")
def _rotate(
    *,
    keys: Keys,
    role: OfRole,
    name: Whichever = None,
    root: Roots = None,
    passphrase_file: Files = None,
    new_passphrase_file: New = None,
) -> None:
    """Let a new key take the place of somebody's. A new root key goes to the first --root."""
    from signage.release import keys as work  # noqa: PLC0415

    office, keyring = _open(keys, root, passphrase_file, new_passphrase_file)
    authority = work.rotate(
        office, keyring, _now(), role=role.value, name=name, to=_stick(role, root)
    )
    whose = f" of {name}" if name else ""
    _settled(authority, f"the {role.value} key{whose} is a new one")


@app.command("revoke")
def _revoke(
    *,
    keys: Keys,
    role: OfRole,
    name: Whose,
    threshold: Needs = None,
    root: Roots = None,
    passphrase_file: Files = None,
) -> None:
    """Take somebody's key away. Takes the root key, and not the key itself."""
    from signage.release import keys as work  # noqa: PLC0415

    office, keyring = _open(keys, root, passphrase_file)
    authority = work.revoke(office, keyring, _now(), role=role.value, name=name, needs=threshold)
    _settled(authority, f"{name} has no {role.value} key any more")


@app.command("show")
def _show(
    keys: Keys,
    root: Roots = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Tell roles, keys, thresholds, expiry, and the fingerprint that screens pin."""
    from signage.release import keys as work  # noqa: PLC0415

    office, keyring = _open(keys, root, None)
    described = work.describe(office, keyring)
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(described), indent=2))
    else:
        _print(described)


def _open(
    keys: Path, root: list[Path] | None, files: list[Path] | None, fresh: Path | None = None
) -> tuple[Office, Keyring]:
    given = passphrases(files or [], fresh)
    from signage.release._keyring import Keyring  # noqa: PLC0415
    from signage.release._office import Office  # noqa: PLC0415

    return Office(keys), Keyring([keys, *(root or [])], given)


def _stick(role: Role, root: list[Path] | None) -> Path | None:
    return root[0] if role is Role.ROOT and root else None


def _settled(authority: Authority, what: str) -> None:
    del authority
    typer.echo(f"Done: {what}. It holds on the screens from the next `signage publish` on.")


def _print(described: Described) -> None:
    typer.echo(f"pin: {described.fingerprint}")
    for role in described.roles:
        until = f", until {role.expires[:10]}" if role.expires else ""
        signed = f"version {role.version}{until}" if role.version else "nothing signed yet"
        typer.echo(f"{role.role}: {role.threshold} of {len(role.keys)}, {signed}")
        for key in role.keys:
            machine = " (unattended)" if key.unattended else ""
            typer.echo(f"  {key.name}{machine}  {key.keyid[:16]}  {key.file or 'not here'}")
    if not described.published:
        typer.echo("The last change holds on the screens from the next `signage publish` on.")
    for path in described.unused:
        typer.echo(f"of no role, may be deleted: {path}")
    for line in described.damaged:
        typer.echo(line, err=True)


def _now() -> datetime:
    return datetime.now(UTC)
