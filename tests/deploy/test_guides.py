"""The two Vietnamese guides are true of the program as it is.

Their YAML loads without a fault, their commands parse, every message that they explain is one that
the program has, the outputs that they print are what comes out, their pictures are those that
`deploy/guides/draw.py` draws.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata
from functools import cache
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polib
import pytest
import typer
from rich.console import Console

from signage import errors
from signage.cli import status
from signage.cli._app import COMMANDS
from signage.content.loader import load_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def _module(name: str) -> ModuleType:
    """A script of `deploy/guides`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, DEPLOY / f"guides/{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


examples: Any = _module("examples")
GUIDES: tuple[Path, ...] = examples.GUIDES
WORDS = {path.name: path.read_text(encoding="utf-8") for path in GUIDES}
DRAWN = {
    script: set(
        re.findall(
            r'(?:Picture|Page)\(\s*"([\w-]+\.jpg)"',
            (DEPLOY / f"guides/{script}").read_text(encoding="utf-8"),
        )
    )
    for script in ("draw.py", "pages.py")
}
"""The pictures of the guides, by the script that draws them."""


# ---- what an officer is told to write ----


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The central folder of all examples."""
    made: Path = examples.folder(tmp_path_factory.mktemp("guides") / "noi-dung")
    return made


def test_the_examples_together_load_without_a_fault(folder: Path) -> None:
    assert load_folder(folder).faults == ()


_SETTINGS = [each for each in examples.blocks("yaml") if re.search("screens|calendar", each.name)]


@pytest.mark.parametrize("block", _SETTINGS, ids=str)
def test_settings_load_without_a_fault_beside_them(block: Any, folder: Path) -> None:
    path = folder / block.name
    before = path.read_text(encoding="utf-8")
    path.write_text(block.text, encoding="utf-8")
    try:
        assert load_folder(folder).faults == ()
    finally:
        path.write_text(before, encoding="utf-8")


_URGENT = [each for each in examples.blocks("yaml") if "/playlists/" in each.name]


@pytest.mark.parametrize("block", _URGENT, ids=str)
def test_an_emergency_is_a_folder_of_its_own(block: Any, tmp_path: Path) -> None:
    path = tmp_path / "playlists" / Path(block.name).name
    path.parent.mkdir()
    path.write_text(block.text, encoding="utf-8")
    loaded = load_folder(tmp_path)
    assert loaded.faults == ()
    assert [each.priority for each in loaded.content.playlists] == ["emergency"]


def test_every_rule_of_the_table_is_one(tmp_path: Path) -> None:
    written = r"^\|[^|]+\| `(\{[^`]+\})`"
    rules = re.findall(written, WORDS["HUONG-DAN-CAN-BO.md"], re.MULTILINE)
    assert len(rules) == 7
    when = "".join(f"  - {rule}\n" for rule in rules)
    (tmp_path / "playlists").mkdir()
    (tmp_path / "playlists/a.yaml").write_text(f"items: [{{slide: {{title: A}}}}]\nwhen:\n{when}")
    assert load_folder(tmp_path).faults == ()


def test_every_block_of_yaml_is_a_file() -> None:
    assert {each.name.rpartition("/")[2][-5:] for each in examples.blocks("yaml")} == {".yaml"}
    assert len(_URGENT) == 2
    assert len(_SETTINGS) == 4


# ---- what comes out ----


def _block(name: str) -> str:
    found: list[str] = [each.text for each in examples.blocks("text") if each.name == name]
    assert len(found) == 1
    return found[0]


def _signage(*words: str | Path) -> str:
    call = [sys.executable, "-c", "from signage.cli import main; main()", *map(str, words)]
    told = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout + told.stderr


def test_the_faults_that_are_shown_are_what_check_says(tmp_path: Path) -> None:
    media = tmp_path / "media/quang-ba"
    media.mkdir(parents=True)
    photo = (ROOT / "media/quang-ba/nui-som.jpg").read_bytes()
    (media / unicodedata.normalize("NFD", "Lễ hội.jpg")).write_bytes(photo)  # as from an iPhone
    (media / "IMG_2041.jpg").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(300))
    (tmp_path / "playlists").mkdir()
    (tmp_path / "playlists/thong-bao.yaml").write_text(
        "name: Thông báo\n"
        "items:\n"
        "  - image: quang-ba/Lễ hội.jpg\n"
        "  - image: quang-ba/IMG_2041.jpg\n"
        "    duration: 10 giây\n"
        "  - image: quang-ba/le hoi.jpg\n"
        "    captoin: Lễ hội xuân\n",
        encoding="utf-8",
    )
    assert _signage("check", tmp_path, "--lang", "vi") == _block("=spoilt")


def test_what_check_says_when_all_is_well(folder: Path) -> None:
    def form(words: str) -> str:
        return re.sub(r"\d+", "#", words)

    # without what is over once its day has passed
    for name in ("nghi-le", "canh-bao-lu"):
        (folder / f"playlists/{name}.yaml").unlink()
    screens = folder / "playlists/screens.yaml"
    screens.write_text(re.sub(r"(nghi-le|canh-bao-lu), ", "", screens.read_text()))
    assert form(_block("=good")) == form(_signage("check", folder, "--lang", "vi"))


def test_the_status_that_is_shown_is_one(tmp_path: Path) -> None:
    found = status.facts(tmp_path)
    found |= {
        "screen": "sanh-chinh",
        "release": "release-12-5a26c135bdc7",
        "signed": True,
        "reviewed": True,
        "player": {"pid": 400},
        "playing": {
            "item": "Giờ làm việc", "playlist": "sanh-chinh", "since": "2026-11-23T08:04:51+07:00"
        },
        "sync": {
            "source": "https://thongtin.sonduong.vn", "state": "current", "error": None,
            "since": "2026-11-23T07:30:58+07:00",
        },
        "clock": {"trusted": True, "because": "synchronised", "floor": ""},
        "disk": {"free": 52_100_000_000, "used": 5_400_000_000},
    }  # fmt: skip
    console = Console(width=100, record=True, file=StringIO())
    console.print(status._table(found))
    printed = [line.rstrip() for line in console.export_text().splitlines()]
    assert _block("=status").splitlines() == printed


# ---- commands ----


def _commands() -> Iterator[tuple[str, str]]:
    """Every command of a block, and every one that is named within a sentence."""
    for block in examples.blocks("sh"):
        for line in block.text.splitlines():
            yield str(block), line
    for guide, words in WORDS.items():
        prose = re.sub(r"^ *```.*?^ *```$", "", words, flags=re.DOTALL | re.MULTILINE)
        for span in re.findall(r"`([^`\n]+)`", prose):
            if re.match(r"sudo |signage \w|systemctl |journalctl ", span):
                yield guide, span


_SYSTEM = {
    "apt-get", "cp", "install", "journalctl", "mkdir", "mount", "overlayroot-chroot", "reboot",
    "smbpasswd", "systemctl", "umount",
}  # fmt: skip
"""Commands of the system, in the forms in which they were tried."""


@cache
def _options(name: str, *further: str) -> set[str]:
    """What a command of ours takes, as its own parser knows it."""
    module = import_module(f"signage.cli.{name}")
    app = typer.Typer()
    if hasattr(module, "app"):
        app.add_typer(module.app, name=name)
    else:
        app.command(name)(module.run)
        app.callback()(lambda: None)
    found: Any = typer.main.get_command(app)
    for word in (name, *further):
        found = found.commands[word]
    return {"--help"}.union(*(each.opts for each in found.params))


@pytest.mark.parametrize(("place", "line"), [*_commands()])
def test_a_command_is_one(place: str, line: str) -> None:
    for part in line.split(" && "):
        words = shlex.split(re.sub(r"^sudo (-u signage-centre )?", "", part))
        options = [word for word in words if word.startswith("--")]
        if words[0] == "signage":
            assert words[1] in COMMANDS, place
            known = _options(*words[1 : 3 if words[1] == "keys" else 2])
            assert set(options) <= known, f"{place}: {line}"
            continue
        if words[0] == "sh":
            script = DEPLOY / Path(words[1]).name
            assert script.exists(), place
            usage = script.read_text(encoding="utf-8")
        elif words[0].startswith("/usr/local/lib/signage/"):
            name = Path(words[0]).name
            script = next(DEPLOY.glob(f"*/{name}"))
            if name == "signage-manage":
                commands = DEPLOY.parent / "signage/console/management/commands"
                assert (commands / f"{words[1]}.py").exists(), place
                continue
            takes = (
                rf"^{words[1]}\)" if script.name != "signage-root" else r"signage-root .*COMMAND"
            )
            assert re.search(takes, script.read_text(), re.MULTILINE), place
            continue
        else:
            assert words[0] in _SYSTEM, f"{place}: {part}"
            continue
        assert all(re.search(rf"{option}\b", usage) for option in options), f"{place}: {line}"


def test_services_that_are_named_are_there() -> None:
    units = {path.name for path in DEPLOY.glob("*/*.*")}
    for _, line in _commands():
        if "systemctl" in line or "journalctl" in line:
            for name in re.findall(r"\bsignage-[a-z0-9]+(?:\.\w+)?", line):
                assert name in units or f"{name}.service" in units, line


def test_the_chord_is_the_players() -> None:
    window = (ROOT / "signage/player/_window.py").read_text(encoding="utf-8")
    chord = re.search(r'^_CUT = "(.+)"', window, re.MULTILINE)
    assert chord
    assert f"**{chord[1]}**" in WORDS["HUONG-DAN-KY-THUAT.md"]


def test_what_the_installer_leaves_for_officers_is_called_so() -> None:
    script = (DEPLOY / "centre/signage-unattended").read_text(encoding="utf-8")
    for guide in WORDS.values():
        for name in re.findall(r"`(KET-QUA[\w.-]+)`", guide):
            assert f"'{name}'" in script
    for words in re.findall(r"“(\w+ xuất bản \w+)", WORDS["HUONG-DAN-CAN-BO.md"]):
        assert words in script


def test_the_buttons_of_the_console_are_called_so() -> None:
    title = "## Cách dễ nhất: trang quản trị trên trình duyệt\n"
    part = WORDS["HUONG-DAN-CAN-BO.md"].split(title)[1].split("\n## ")[0]
    bold = (" ".join(each.split()) for each in re.findall(r"\*\*([^*]+)\*\*", part))
    named = {each.removeprefix("+ ") for each in bold if not each[0].islower()}  # else: stressed
    catalogue = polib.pofile(str(ROOT / "signage/console/locale/vi/LC_MESSAGES/django.po"))
    assert len(named) > 15
    assert named - {each.msgstr for each in catalogue} == set()


# ---- messages ----


def _cells() -> Iterator[tuple[str, str]]:
    """What a guide says that the program says: by tables with such a column."""
    for guide, words in WORDS.items():
        for table in re.findall(r"(?:^\|.*\n)+", words, re.MULTILINE):
            head, _, *rows = table.splitlines()
            names = [cell.strip() for cell in head.strip("|").split("|")]
            for name in ("Thông báo", "Ghi"):
                if name in names and names[-1].startswith(("Nghĩa", "Làm")):
                    for row in rows:
                        cell = row.strip("|").split("|")[names.index(name)]
                        for span in re.findall(r"`([^`]+)`", cell):
                            yield guide, span
        for refusal in re.findall(r"Bộ cài từ chối vì: (.*?)\n\n", words, re.DOTALL):
            for span in re.findall(r"`([^`]+)`", refusal):
                yield guide, span


@cache
def _sayings() -> list[str]:
    """Every string of the program, with `…` for what is filled in."""
    found = []
    for path in (ROOT / "signage").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
            elif isinstance(node, ast.JoinedStr):
                found.append(
                    "".join(
                        str(part.value) if isinstance(part, ast.Constant) else "…"
                        for part in node.values
                    )
                )
    found += [entry.msgstr for entry in polib.pofile(str(ROOT / "signage/content/locale/vi.po"))]
    plain = {re.sub(r"\{\w*[^{}]*\}|%s", "…", each).replace("`", "") for each in found}
    return [each for each in plain if "\n" not in each]  # docstrings say nothing to anybody


@cache
def _scripts(name: str = "") -> str:
    folders = ("kiosk", "centre", "install", ".")
    paths = [path for each in folders for path in (DEPLOY / each).iterdir() if path.is_file()]
    found = [path for path in paths if path.suffix in {"", ".sh"} and name in path.name]
    assert found
    text = "\n".join(path.read_text(encoding="utf-8") for path in found)
    return re.sub(r"\\\n\s*", "", text)


@cache
def _catalogue() -> list[str]:
    return [each for each in _sayings() if re.search(r"[À-ỹ]", each)]


def _composed(message: str) -> bool:
    """Whether it is one of the Vietnamese messages with another put into its place."""
    for saying in _catalogue():
        pattern = "(.*?)".join(map(re.escape, saying.split("…")))
        if "…" in saying and (found := re.fullmatch(pattern, message)):
            parts = [each for each in found.groups() if each.strip("… ")]
            if all(any(part.rstrip("… ") in each for each in _catalogue()) for part in parts):
                return True
    return False


@pytest.mark.parametrize(("guide", "message"), [*_cells()])
def test_a_message_that_is_explained_exists(guide: str, message: str) -> None:
    script, colon, rest = message.partition(": ")
    if colon and script.startswith("signage-"):
        pieces = [re.escape(piece.strip()) for piece in rest.split("…")]
        assert re.search(r".{0,80}?".join(pieces), _scripts(script)), guide
        return
    pieces = [re.escape(piece.strip()) for piece in message.split("…")]
    whole, near = (re.compile(gap.join(pieces), re.DOTALL) for gap in (r".*?", r"[^\n]{0,80}?"))
    said = any(map(whole.search, _sayings())) or near.search(_scripts())
    assert said or _composed(message), guide


def test_the_exit_codes_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (\d) \|", WORDS["HUONG-DAN-KY-THUAT.md"], re.MULTILINE)
    families = [getattr(errors, name).exit_code for name in errors.__all__]
    assert set(map(int, rows)) == {0, *families} - {errors.SignageError.exit_code}


def test_the_states_of_the_agent_are_all_explained() -> None:
    from typing import get_args  # noqa: PLC0415

    from signage.journal import State  # noqa: PLC0415

    assert set(get_args(State)) <= {message for _, message in _cells()}


# ---- pictures and links ----


def test_the_checklist_for_the_hardware_is_where_it_is_said_to_be() -> None:
    named = re.search(r"README\.md\), phần “([^”]+)”", WORDS["HUONG-DAN-KY-THUAT.md"])
    assert named
    assert f"## {named[1]}\n" in (DEPLOY / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_pictures_are_those_that_are_drawn_and_small() -> None:
    shown = set(re.findall(r"!\[[^\]]+\]\(guides/([^)]+)\)", "".join(WORDS.values())))
    drawn = set().union(*DRAWN.values())
    there = {path.name: path.stat().st_size for path in (DEPLOY / "guides").glob("*.jpg")}
    assert shown == drawn == set(there)
    assert max(there.values()) <= 120_000
    assert sum(there.values()) <= 1_200_000


def test_the_guides_are_written_in_one_form_of_letters() -> None:
    for words in WORDS.values():
        assert unicodedata.is_normalized("NFC", words)
        assert "\t" not in words


@pytest.mark.long
@pytest.mark.parametrize("script", ["draw.py", "pages.py"])
def test_the_pictures_can_be_drawn_anew(tmp_path: Path, script: str) -> None:
    if script == "pages.py" and not (shutil.which("chromium") or shutil.which("chromium-browser")):
        pytest.skip("no Chromium here")
    done = subprocess.run(
        [sys.executable, DEPLOY / "guides" / script, tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == DRAWN[script]
