"""`signage check`: every fault of a central folder, with file, line and remedy."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from signage.cli._folder import read_source
from signage.content import glyphs, review
from signage.errors import ContentError
from signage.schedule.review import review as schedule_review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from signage.content.fault import Fault
    from signage.content.glyphs import Coverage
    from signage.content.loader import Loaded

__all__ = ["Language", "judged", "line", "run", "tell"]


def now() -> datetime:
    """From when on it is judged what is over."""
    return datetime.now(UTC)


def fonts() -> Coverage | None:
    """Which letters are judged to be there."""
    return glyphs.installed()


def _lettered(loaded: Loaded, *, sealing: bool) -> Iterable[Fault]:
    """Tell of the letters that no font of this machine has."""
    found = fonts()
    if found is None and not sealing:
        typer.echo("No fonts are known here (fc-list), so letters were not checked.", err=True)
    return glyphs.review(loaded, found, sealing=sealing)


class Language(StrEnum):
    """In which the faults are told."""

    EN = "en"
    VI = "vi"


_WORDS = {
    Language.EN: {
        "error": "error",
        "warning": "warning",
        "none": "no faults (playlists: {playlists}, items: {items}, screens: {screens})",
        "some": "errors: {errors}, warnings: {warnings} "
        "(right: playlists {playlists}, items {items}, screens {screens})",
    },
    Language.VI: {
        "error": "lỗi",
        "warning": "cảnh báo",
        "none": "không có lỗi (danh sách phát: {playlists}, mục: {items}, màn hình: {screens})",
        "some": "lỗi: {errors}, cảnh báo: {warnings} "
        "(đúng: {playlists} danh sách phát, {items} mục, {screens} màn hình)",
    },
}


class _Line(msgspec.Struct):
    """A fault as `--json` gives it."""

    file: str
    line: int
    code: str
    severity: str
    message: str


def run(
    folder: Annotated[
        Path, typer.Argument(help="A central folder (or one playlist file); default: this one.")
    ] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
    lang: Annotated[
        Language | None, typer.Option(help="Language of the messages; default: the system's.")
    ] = None,
) -> None:
    """Tell every fault of FOLDER as `file:line: message`. Exit 3 with errors, 0 without."""
    loaded = read_source(folder)
    faults = judged(loaded, alone=not folder.is_dir())
    tell(loaded, faults, language=lang, as_json=as_json)
    if any(each.severity == "error" for each in faults):
        raise typer.Exit(ContentError.exit_code)


def judged(loaded: Loaded, *, sealing: bool = False, alone: bool = False) -> list[Fault]:
    """Give every fault of what was read, sorted.

    `sealing`: it is being published. `alone`: it is one playlist without its calendar, so that
    nobody knows when it is on.
    """
    further = [*review.review(loaded), *_lettered(loaded, sealing=sealing)]
    if not alone:
        further += schedule_review(loaded.content, now(), loaded.places)
    return sorted([*loaded.faults, *further])


def tell(loaded: Loaded, faults: list[Fault], *, language: Language | None, as_json: bool) -> None:
    """Print faults: for people with a summary, or as JSON."""
    language = language or default_language(os.environ)
    if as_json:
        lines = [
            _Line(each.file, each.line, each.code, each.severity, _message(each, language))
            for each in faults
        ]
        typer.echo(msgspec.json.format(msgspec.json.encode(lines), indent=2))
    else:
        _print(loaded, faults, language)


def line(fault: Fault, language: Language | None = None) -> str:
    """Give a fault as one line."""
    language = language or default_language(os.environ)
    mark = _WORDS[language][fault.severity]
    return f"{fault.file}:{fault.line}: {mark}: {_message(fault, language)}"


def default_language(environment: Mapping[str, str]) -> Language:
    """Give the language of the system, as POSIX orders its variables."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name):
            return Language.VI if locale.lower().startswith("vi") else Language.EN
    return Language.EN


def _message(fault: Fault, language: Language) -> str:
    return fault.message_vi if language is Language.VI else fault.message


def _print(loaded: Loaded, faults: list[Fault], language: Language) -> None:
    words = _WORDS[language]
    for each in faults:
        typer.echo(line(each, language))
    errors = sum(each.severity == "error" for each in faults)
    content = loaded.content
    counts = {
        "errors": errors,
        "warnings": len(faults) - errors,
        "playlists": len(content.playlists),
        "items": sum(len(playlist.items) for playlist in content.playlists),
        "screens": len(content.screens),
    }
    typer.echo(words["some" if faults else "none"].format(**counts), err=bool(faults))
