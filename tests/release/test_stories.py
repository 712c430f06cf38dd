"""The stories of `signage/release/README.md`, run as they stand there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signage.cli import main
from signage.config import RELEASE
from signage.release import _keyring
from tests.content.folders import make
from tests.release.client import Screen
from tests.release.trees import CHEAP, EMERGENCY_YAML, PASSPHRASE, PLAYLIST_YAML, fill

README = Path(__file__).resolve().parents[2] / "signage" / "release" / "README.md"

STORIES = re.findall(
    r"^### (.+?)\n.*?^```sh\n(.*?)^```$",
    README.read_text(encoding="utf-8"),
    re.DOTALL | re.MULTILINE,
)


def signage(words: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["signage", *words])
    monkeypatch.setenv("SIGNAGE_PASSPHRASE", PASSPHRASE)
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_they_are_all_found() -> None:
    words = README.read_text(encoding="utf-8")
    assert len(STORIES) == words.count("### ") == words.count("```sh") >= 13
    told = " ".join(block for _, block in STORIES)
    assert all(f"keys {each}" in told for each in ("init", "add", "rotate", "revoke", "show"))


def test_each_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_keyring, "Cost", lambda: CHEAP)
    monkeypatch.chdir(tmp_path)
    fill(make(tmp_path / "folder", {"p.yaml": PLAYLIST_YAML}), {}, {})
    until = EMERGENCY_YAML.replace("2026-11-24T08:00", "2099-01-01")
    make(tmp_path / "warning", {"lu-quet.yaml": until})
    make(tmp_path / "calm", {"p.yaml": PLAYLIST_YAML})
    screens: dict[Path, Screen] = {}
    versions: dict[Path, int] = {}
    for title, block in STORIES:
        for line in block.splitlines():
            words = shlex.split(line)
            if words[0] != "signage":
                subprocess.run(["sh", "-ec", line], check=True, cwd=tmp_path)
                continue
            assert signage(words[1:], monkeypatch) == 0, (title, line, capsys.readouterr())
            if words[1] == "publish":
                tree = Path(words[words.index("--to") + 1])
                screen = screens.setdefault(
                    tree,
                    Screen(
                        tmp_path / f"screen-{tree}",
                        (tree / "metadata" / "1.root.json").read_bytes(),
                        datetime.now(UTC),
                    ),
                )
                seen = screen.look(tree)
                assert seen is not None, (title, line)
                assert [each.id for each in seen.content.playlists] == ["p"]
                assert seen.reviewed is (str(tree) != "tree2")
                roots = len(list((tree / "metadata").glob("*.root.json")))
                assert roots >= versions.get(tree, 1)
                versions[tree] = roots
                if "emergency" in words:
                    warning = screen.look(tree, "emergency/release.json")
                    assert warning is not None
                    assert len(warning.content.playlists) == (words[2] == "warning")
    assert versions[Path("tree")] == 2  # the online key was renewed
    assert versions[Path("tree3")] == 2  # a root key was
    far = Screen(
        tmp_path / "far", (tmp_path / "keys" / "1.root.json").read_bytes(), datetime.now(UTC)
    )
    far.now += (RELEASE.online_days + 100) * (datetime(2026, 1, 2) - datetime(2026, 1, 1))  # noqa: DTZ001
    assert far.look(Path("village")) is not None


def test_the_passphrase_leaves_the_environment_at_once() -> None:
    told = (
        "import os, sys; os.environ['SIGNAGE_PASSPHRASE'] = 'x'; "
        "from signage.cli._passphrase import passphrases; passphrases([]); "
        "print(os.environ.get('SIGNAGE_PASSPHRASE'), os.popen('echo $SIGNAGE_PASSPHRASE').read())"
    )
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["None"]
