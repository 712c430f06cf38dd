"""What the console says, as its sources and templates have it, and the catalogues beside them.

    python -m tests.console.catalogues

brings the catalogues up to date: new texts are added (to be translated by hand), those that nothing
says any more are dropped. It needs no gettext tools.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import NamedTuple

import polib

CONSOLE = Path(__file__).parents[2] / "signage" / "console"
LANGUAGES = ("vi", "en")
_PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy"}
_CALL = re.compile(r"""(?<!\w)(_|n?gettext|n?pgettext)\((?=\s*u?['"])""")


class Text(NamedTuple):
    """Something that is said: with plurals or a context where it has them."""

    words: str
    plural: str = ""
    context: str | None = None


def path_of(language: str) -> Path:
    """The catalogue."""
    return CONSOLE / "locale" / language / "LC_MESSAGES" / "django.po"


def said() -> dict[Text, set[str]]:
    """Every text, and the files that say it."""
    found: dict[Text, set[str]] = {}
    for path in sorted(CONSOLE.rglob("*.py")):
        _from_python(path.read_text(encoding="utf-8"), _short(path), found)
    for path in sorted((CONSOLE / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            _from_template(path.read_text(encoding="utf-8"), _short(path), found)
    return found


def _short(path: Path) -> str:
    return str(path.relative_to(CONSOLE))


def _from_python(source: str, file: str, found: dict[Text, set[str]]) -> None:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            _call(node.func.id, node.args, file, found)


def _from_template(source: str, file: str, found: dict[Text, set[str]]) -> None:
    from django.utils.translation.template import templatize  # noqa: PLC0415

    code = templatize(source, origin=file)
    for match in _CALL.finditer(code):
        node = _parsed(code, match.start())
        if node is None:
            raise ValueError(f"{file}: cannot read {code[match.start() : match.start() + 80]!r}")
        _call(match[1], node.args, file, found)


def _parsed(code: str, start: int) -> ast.Call | None:
    """The call that begins there: up to the first bracket with which it is one."""
    at = start
    while (at := code.find(")", at) + 1) > 0:
        try:
            node = ast.parse(code[start:at], mode="eval").body
        except SyntaxError:
            continue
        return node if isinstance(node, ast.Call) else None
    return None


def _call(name: str, arguments: list[ast.expr], file: str, found: dict[Text, set[str]]) -> None:
    words = [
        each.value
        for each in arguments
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    text = None
    if name in _PLAIN and words:
        text = Text(words[0])
    elif name in _PLURAL and len(words) >= 2:
        text = Text(words[0], words[1])
    elif name in _CONTEXT and len(words) >= 2:
        text = Text(words[1], "", words[0])
    if text is not None and text.words:
        found.setdefault(text, set()).add(file)


def written(language: str) -> dict[Text, polib.POEntry]:
    """What the catalogue has."""
    path = path_of(language)
    if not path.exists():
        return {}
    return {
        Text(each.msgid, each.msgid_plural, each.msgctxt): each
        for each in polib.pofile(str(path), encoding="utf-8")
        if not each.obsolete
    }


def bring_up_to_date(language: str) -> list[Text]:
    """Write the catalogue anew; what is not translated in it."""
    before = written(language)
    made = polib.POFile(wrapwidth=100)
    made.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": "nplurals=1; plural=0;"
        if language == "vi"
        else "nplurals=2; plural=(n != 1);",
    }
    lacking = []
    for text, files in sorted(said().items(), key=lambda each: (sorted(each[1]), each[0].words)):
        old = before.get(text)
        entry = polib.POEntry(
            msgid=text.words, msgid_plural=text.plural, msgctxt=text.context,
            occurrences=[(file, "") for file in sorted(files)],
            flags=["python-format"] if re.search(r"%\(\w+\)[sd]", text.words) else [],
        )  # fmt: skip
        if text.plural:
            entry.msgstr_plural = dict(old.msgstr_plural) if old else {}
            if language == "en":
                entry.msgstr_plural = {0: text.words, 1: text.plural}
            done = any(entry.msgstr_plural.values())
            entry.msgstr_plural = entry.msgstr_plural or {0: ""}
        else:
            entry.msgstr = old.msgstr if old else ""
            if language == "en":
                entry.msgstr = text.words
            done = bool(entry.msgstr)
        if not done:
            lacking.append(text)
        made.append(entry)
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    made.save(str(path_of(language)))
    return lacking


if __name__ == "__main__":
    import tests.console.settings  # noqa: F401  (templatize asks Django)

    for each in LANGUAGES:
        for lacking in bring_up_to_date(each):
            sys.stdout.write(f"{each}: {lacking.words!r}\n")
