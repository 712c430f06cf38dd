"""Pages work in the browser of a telephone of five years ago: Chrome 90, Safari 14.

One construct that such a browser cannot read takes a whole script, or a whole rule, away from it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "signage" / "console" / "static" / "console"
SCRIPTS = sorted(STATIC.glob("*.js"))
SHEETS = sorted(STATIC.glob("*.css"))
TOO_NEW = {
    "look-behind (Safari 16.4)": r"\(\?<[=!]",
    "assignment by ?? or || (Safari 14, Chrome 85)": r"(\?\?|\|\||&&)=",
    "private members (Safari 15)": r"(?<![\w\"'`&(])#\w+\s*[(=;]",
    "static blocks (Safari 16.4)": r"static\s*\{",
    ".at() (Safari 15.4)": r"\.at\(",
    ".findLast (Safari 15.4)": r"\.findLast",
    "Object.hasOwn (Safari 15.4)": r"Object\.hasOwn\b",
    "structuredClone (Safari 15.4)": r"structuredClone",
    "requestSubmit (Safari 16)": r"requestSubmit",
    "event.submitter (Safari 15.4)": r"\.submitter",
    "randomUUID (Safari 15.4)": r"randomUUID",
    "AbortSignal.timeout (Safari 16)": r"AbortSignal\.(timeout|any)",
    "toSorted and the like (Safari 16)": r"\.to(Sorted|Reversed|Spliced)\(",
    "withResolvers (Safari 17.4)": r"withResolvers",
    "dialogs (Safari 15.4)": r"showModal|popover",
    "regular expressions with d or v": r"/[gimsuy]*[dv][gimsuy]*[;,)]",
}


def bare(script: str) -> str:
    """A script without what it says to people."""
    return re.sub(r"//[^\n]*", "", script)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_read(path: Path) -> None:
    script = bare(path.read_text(encoding="utf-8"))
    assert [name for name, pattern in TOO_NEW.items() if re.search(pattern, script)] == []


def test_the_list_finds_what_it_names() -> None:
    for line in (
        "x ??= 1", "a.at(-1)", "/(?<=a)b/", "class A { #b = 1; }", "form.requestSubmit()",
        "dialog.showModal()", "list.toSorted()",
    ):  # fmt: skip
        assert any(re.search(pattern, bare(line)) for pattern in TOO_NEW.values()), line


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_what_was_typed_is_asked_about_there_too(path: Path) -> None:
    """Until Chrome 119 `preventDefault` alone lets a page go."""
    for handler in re.findall(r'"beforeunload", ([^\n]*)', path.read_text(encoding="utf-8")):
        assert "returnValue" in handler


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_rule_is_lost_with_a_selector(path: Path) -> None:
    """`:has()` (Chrome 105) may only add: a rule with it has no other selector beside."""
    sheet = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for selectors in re.findall(r"([^{}]+)\{", sheet):
        each = re.split(r",(?![^()]*\))", selectors)
        some = [":has(" in one for one in each]
        assert all(some) or not any(some), selectors.strip()


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_nothing_newer_holds_a_page_together(path: Path) -> None:
    sheet = path.read_text(encoding="utf-8")
    for too_new in (
        r"@layer", r"@container", r"color-mix\(", r"\d(dvh|svh|lvh|cqw)", r"[;{]\s*inset:",
        r"@scope", r"\{\s*&", r"subgrid", r"text-wrap", r"\blch\(", r"oklch",
    ):  # fmt: skip
        assert not re.search(too_new, sheet), too_new
