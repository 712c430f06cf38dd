"""Every fault alone: exactly one, at its line, with its code, and a remedy in both languages."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from signage.content.loader import load_folder
from signage.content.messages import ERRORS, WARNINGS
from tests.content.folders import GIF, HEIC, JPEG, MP4, SVG, WMV, make

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ITEM = "items:\n- image: a.jpg\n  "
GOOD = "items:\n- image: a.jpg\n"


@dataclass
class Case:
    code: str
    line: int
    words: str | bytes
    says: str = ""
    """Part of the message: what to write instead."""
    file: str = "p.yaml"
    media: dict[str, bytes] = field(default_factory=dict)
    prepare: Callable[[Path], object] | None = None
    others: dict[str, str] = field(default_factory=dict)
    name: str = ""


def link(name: str, target: str) -> Callable[[Path], object]:
    return lambda root: (root / "media" / name).symlink_to(target)


def a_pipe(root: Path) -> None:
    (root / "playlists" / "x").unlink()
    os.mkfifo(root / "playlists" / "q.yaml")


def a_loop(root: Path) -> None:
    (root / "playlists" / "x").unlink()
    (root / "playlists" / "q.yaml").symlink_to("q.yaml")


def no_utf_8(folder: str, name: str, suffix: bytes) -> Callable[[Path], object]:
    """Rename a file to what no Vietnamese, nor anyone, can have typed."""

    def prepare(root: Path) -> None:
        path = os.fsencode(root / folder)
        os.rename(path + b"/" + name.encode(), path + b"/\xff" + suffix)  # noqa: PTH104

    return prepare


def no_playlists(root: Path) -> None:
    (root / "playlists" / "x").unlink()
    (root / "playlists").rmdir()


def screens(code: str, line: int, words: str, says: str = "") -> Case:
    return Case(code, line, words, says, file="screens.yaml", others={"p.yaml": GOOD})


def calendar(code: str, line: int, words: str, says: str = "") -> Case:
    return Case(code, line, words, says, file="calendar.yaml", others={"p.yaml": GOOD})


def blocklist(code: str, line: int, words: str, says: str = "") -> Case:
    return Case(code, line, words, says, file="blocklist.yaml", others={"p.yaml": GOOD})


def svg(words: bytes, says: str) -> Case:
    drawing = SVG.replace(b"/>", b">" + words + b"</svg>")
    return Case("svg-unsafe", 2, "items:\n- image: s.svg\n", says, media={"s.svg": drawing})


FILES = [
    Case("too-big", 1, GOOD + "# " + "x" * 1_000_000, "split"),
    Case("utf-16", 1, GOOD.encode("utf-16"), "UTF-8"),
    Case("utf-16", 1, GOOD.encode("utf-16-le"), "UTF-8", name="utf-16 without a mark"),
    Case("not-utf-8", 3, GOOD.encode() + b"\xff\xfe", "UTF-8"),
    Case("not-utf-8", 1, b"name: S\xe1nh\n", "UTF-8", name="cp1258"),
    Case("control-character", 2, "items:\n- image: a\x07.jpg\n", "U+0007"),
    Case("control-character", 3, GOOD + "# \0\n", "U+0000", name="NUL"),
    Case("control-character", 2, 'items:\n- image: "a\\0.jpg"\n', "U+0000", name="NUL escape"),
    Case("tab", 2, "items:\n\t- image: a.jpg\n", "spaces"),
    Case("tab", 3, "items:\n- image: a.jpg\n\tduration: 5\n\tfit: cover\n", "spaces", name="tabs"),
    Case("tab", 2, "items:\n-\timage: a.jpg\n", "spaces", name="tab after the dash"),
    Case("too-deep", 1, "items: " + "[" * 30_000, "32"),
    Case("too-deep", 1, "items: " + "{a: " * 30_000, "32", name="braces"),
    Case("too-deep", 33, "".join(f"{'  ' * n}a:\n" for n in range(60)), "32", name="mappings"),
    Case("yaml-colon", 1, "name: Giờ: 7:30\n" + GOOD, "quotes"),
    Case("yaml-colon", 3, ITEM + "caption: {vi: Giờ:, en: Hours}\n", "quotes", name="in braces"),
    Case("yaml-start", 1, "name: * chào\n" + GOOD, "quotes", name="star"),
    Case("yaml-quote", 1, "name: 'Sảnh\n" + GOOD, "close it"),
    Case("yaml-escape", 1, 'name: "\\q"\n' + GOOD, "single quotes"),
    Case("yaml-bracket", 1, "when: [{days: mon}\n" + GOOD, "close it"),
    Case("yaml-start", 1, "name: @a\n" + GOOD, "quotes"),
    Case("yaml-indent", 3, "items:\n  - image: a.jpg\n - image: b.png\n", "indent"),
    Case("yaml-missing-colon", 2, "name: a\nitems\n", "key: value"),
    Case("yaml-syntax", 1, "%YAML 3.0\n---\n" + GOOD, "indentation"),
    Case("anchor", 2, "items:\n- image: &x a.jpg\n", "write the value out"),
    Case("anchor", 1, "items: &x\n- image: a.jpg\n", "write the value out", name="on a list"),
    Case("alias", 2, "items:\n- image: *x\n", "write the value out"),
    Case("tag", 2, "items:\n- image: !!str a.jpg\n", "!!str"),
    Case("tag", 2, "items:\n- !foo\n  image: a.jpg\n", "!foo", name="own"),
    Case("tag", 1, "items: !!python/object:os.system []\n", "!!python", name="python"),
    Case("merge-key", 3, "items:\n- image: a.jpg\n  <<: *x\n", "write the keys out"),
    Case("second-document", 3, GOOD + "---\nname: a\n", "---"),
    Case("duplicate-key", 3, ITEM + "image: b.png\n", "line 2"),
    Case("duplicate-key", 3, GOOD + "items: []\n", "line 1", name="top"),
    Case("key-not-text", 3, ITEM + "? [a]\n  : b\n", "quotes"),
    Case("empty-yaml", 1, "# nothing\n", "items"),
    Case("empty-yaml", 1, "", "items", name="0 bytes"),
    Case("not-a-file", 1, "", file="x", prepare=a_pipe, others={"p.yaml": GOOD}, name="q.yaml"),
    Case("unreadable", 1, "", file="x", prepare=a_loop, others={"p.yaml": GOOD}, name="q.yaml"),
    Case("same-name", 1, GOOD, "rename", others={"e\u0301.yaml": GOOD}, file="\u00e9.yaml"),
    Case(
        "file-name",
        1,
        "",
        "rename",
        file="x",
        prepare=no_utf_8("playlists", "x", b".yaml"),
        others={"p.yaml": GOOD},
        name="\\udcff.yaml",
    ),
    Case("wrong-extension", 1, GOOD, "`q.yaml`", file="q.yml", others={"p.yaml": GOOD}),
    Case("wrong-extension", 1, GOOD, "`q.yaml`", file="q.yaml.txt", others={"p.yaml": GOOD}),
]

FORMS = [
    Case("not-mapping", 1, "- image: a.jpg\n", "name: Sảnh chính"),
    Case("not-mapping", 2, "items:\n- a.jpg\n", "`image:", name="item"),
    Case("not-mapping", 2, "items:\n- [a.jpg]\n", "`image:", name="item list"),
    Case("not-mapping", 2, "items:\n- slide: Xin chào\n", "`title:", name="slide"),
    Case("not-mapping", 1, "defaults: 10s\n" + GOOD, "duration: 10s", name="defaults"),
    Case("not-mapping", 2, "when:\n- mon-fri\n" + GOOD, "days: mon-fri", name="rule"),
    Case("not-mapping", 3, GOOD + "ticker: [[a]]\n", "text:", name="ticker"),
    Case("not-list", 1, "when: {days: mon-fri}\n" + GOOD, "`- `"),
    Case("not-list", 1, "items: a.jpg\n", "`- `", name="items"),
    Case("not-list", 3, GOOD + "ticker: Kính chào\n", "`- `", name="ticker"),
    Case("not-text", 3, ITEM + "duration: [5]\n", "single value"),
    Case("no-value", 3, ITEM + "caption:\n", "delete the line"),
    Case("no-value", 3, ITEM + "caption: {}\n", "delete the line", name="text"),
    Case("no-value", 3, ITEM + "when: []\n", "delete the line", name="when"),
    Case("no-value", 3, ITEM + "qr: ''\n", "delete the line", name="qr"),
    Case("unknown-key", 1, "nmae: a\n" + GOOD, "`name`"),
    Case("unknown-key", 3, ITEM + "durration: 5\n", "`duration`", name="item"),
    Case("unknown-key", 3, ITEM + "volume: 5\n", "possible here", name="volume of an image"),
    Case("unknown-key", 2, "items:\n- slide: {title: a, text: b}\n", "possible here", name="slide"),
    Case("unknown-key", 1, "defaults: {volume: 5}\n" + GOOD, "possible here", name="defaults"),
    Case("unknown-key", 1, "when: [{day: mon}]\n" + GOOD, "`days`", name="when"),
    Case("bad-choice", 3, ITEM + "fit: streched\n", "did you mean `stretch`?"),
    Case("bad-choice", 1, "layout: bannr\n" + GOOD, "did you mean `banner`?", name="layout"),
    Case("bad-choice", 1, "priority: urgent\n" + GOOD, "`emergency`", name="priority"),
    Case("bad-choice", 3, ITEM + "transition: fad\n", "`fade`", name="transition"),
    Case("bad-number", 3, "items:\n- video: quang-ba/gioi-thieu.mp4\n  volume: 101\n", "0 to 100"),
    Case(
        "bad-number",
        3,
        "items:\n- video: quang-ba/gioi-thieu.mp4\n  volume: -1\n",
        "0 to 100",
        name="negative",
    ),
    Case(
        "bad-flag",
        1,
        "when: [{every: year, from: 03-10, until: 03-10, lunar: maybe}]\n" + GOOD,
        "`true`",
    ),
    Case("zero-duration", 3, ITEM + "duration: 0\n", "1s"),
    Case("zero-duration", 3, ITEM + "duration: 0s\n", "1s", name="0s"),
    Case("zero-duration", 1, "defaults: {duration: 0}\n" + GOOD, "1s", name="defaults"),
    Case("bad-duration", 3, ITEM + "duration: 5 phút\n", "`1m30s`"),
    Case("bad-duration", 3, ITEM + "duration: -5\n", "`1m30s`", name="negative"),
    Case("long-duration", 3, ITEM + "duration: 48h\n", "24 hours"),
    Case("bad-language", 3, ITEM + "caption: {tiếng việt: a}\n", "zh-Hans"),
    Case("long-text", 3, ITEM + f"caption: {'a' * 5000}\n", "shorten"),
    Case("bad-url", 3, ITEM + "qr: dichvucong.gov.vn\n", "https://"),
    Case("bad-url", 3, ITEM + "qr: javascript:alert(1)\n", "https://", name="javascript"),
    Case("bad-url", 3, ITEM + "qr: 'https://[x/'\n", "https://", name="brackets"),
    Case("long-url", 3, ITEM + f"qr: https://a.vn/{'a' * 400}\n", "shorter"),
    Case("bad-pages", 3, "items:\n- pdf: niem-yet/thu-tuc.pdf\n  pages: 0-3\n", "`1-3,5`"),
    Case("bad-pages-order", 3, "items:\n- pdf: niem-yet/thu-tuc.pdf\n  pages: 3-1\n", "`1-3`"),
    Case("item-kind", 2, "items:\n- caption: a\n", "`image:`"),
    Case("item-kind", 2, "items:\n- imgae: a.jpg\n", "did you mean `image`?", name="typo"),
    Case("item-kinds", 3, ITEM + "video: quang-ba/gioi-thieu.mp4\n", "two items"),
    Case("slide-empty", 2, "items:\n- slide: {}\n", "`title:`"),
    Case("line-kind", 4, GOOD + "ticker:\n- Thông báo: nghỉ lễ\n", "quotes"),
    Case("item-kinds", 4, GOOD + "ticker:\n- {text: a, file: b}\n", "two items", name="ticker"),
    Case("nothing-to-show", 1, "name: a\n", "`items:`"),
    Case("feed-not-https", 4, GOOD + "ticker:\n- feed: http://a.vn/rss\n", "`https://`"),
]


def when(code: str, rule: str, says: str = "", name: str = "") -> Case:
    return Case(code, 3, ITEM + f"when: [{rule}]\n", says, name=name or rule)


WHEN = [
    when("bad-days", "{days: mon-fry}", "did you mean `mon-fri`?"),
    when("bad-days", "{days: weekdays}", "`mon-fri`"),
    when("bad-hours", "{hours: '25:00-26:00'}", "`24:00`"),
    when("bad-hours", "{hours: 7h30-11h30}", "`24:00`"),
    when("bad-hours", "{hours: '25:00'}", "`24:00`"),
    when("same-hours", "{hours: '08:00-08:00'}", "`00:00-24:00`"),
    when("bad-date", "{from: 14/02/2026}", "`2026-02-14`"),
    when("bad-date", "{from: 2026-02-14 25:00}", "`2026-02-14"),
    when("no-such-date", "{from: 2026-02-30}", "28 days"),
    when("until-before-from", "{from: 2026-02-14, until: 2026-02-13}", "swap"),
    when("until-before-from", "{from: 2026-02-14 08:00, until: 2026-02-14 07:00}", "swap"),
    when("bad-yearly", "{every: year, from: 2026-02-14, until: 2026-02-20}", "`02-14`"),
    when("no-such-date", "{every: year, lunar: true, from: 02-31, until: 03-01}", "30 days"),
    when("every-needs-dates", "{every: year}", "`from: 02-14`"),
    when("yearly-needs-both", "{every: year, from: 02-14}", "`until`"),
    when("lunar-needs-every", "{lunar: true}", "`every: year`"),
    when("bad-choice", "{holidays: skipp}", "did you mean `skip`?"),
    when("empty-rule", "{}", "delete"),
    Case(
        "emergency-long",
        3,
        "priority: emergency\nwhen:\n- {from: 2026-09-02, until: 9999-12-31}\n" + GOOD,
        "24 hours",
    ),
    Case("emergency-until", 1, "priority: emergency\n" + GOOD, "`until:`"),
    Case(
        "emergency-until",
        4,
        "priority: emergency\nwhen:\n- {until: 2026-01-01}\n- {days: mon}\n" + GOOD,
        "`until:`",
        name="second rule",
    ),
    Case(
        "standby-when",
        3,
        "standby: true\nwhen:\n- {until: 2026-01-01}\n" + GOOD,
        "delete it",
    ),
    Case("bad-flag", 1, "standby: maybe\n" + GOOD, "`true`", name="standby"),
]


def image(code: str, path: str, says: str = "", **more: object) -> Case:
    return Case(code, 2, f"items:\n- image: '{path}'\n", says, name=path[:40], **more)  # type: ignore[arg-type]


MEDIA = [
    image("media-missing", "không-có.jpg", "copy the file there"),
    image("media-missing", "quang-ba/tan-tao.jpg", "did you mean `quang-ba/tan-trao.jpg`?"),
    image("media-missing", "Quang-Ba/Tan-Trao.JPG", "did you mean `quang-ba/tan-trao.jpg`?"),
    image("media-missing", "media/a.jpg", "did you mean `a.jpg`?"),
    image("media-missing", "tan-trao.jpg", "did you mean `quang-ba/tan-trao.jpg`?"),
    image("path-leaves", "../media/a.jpg", "`..`"),
    image("path-leaves", "ocop/../../playlists/p.yaml", "`..`"),
    image("path-absolute", "/etc/passwd", "`quang-ba/tan-trao.jpg`"),
    image("path-absolute", "C:/ảnh/a.jpg", "`quang-ba/tan-trao.jpg`"),
    image("path-absolute", "https://a.vn/a.jpg", "`quang-ba/tan-trao.jpg`"),
    image("path-backslash", "quang-ba\\tan-trao.jpg", "`quang-ba/tan-trao.jpg`"),
    image("path-form", "./a.jpg", "`a.jpg`"),
    image("long-path", "a/" * 400, "shorter"),
    image("link-leaves", "l.jpg", "put the file", prepare=link("l.jpg", "../playlists/p.yaml")),
    image("link-leaves", "l/hosts", "put the file", prepare=link("l", "/etc")),
    image("link-folder", "l/chè 2.png", "themselves", prepare=link("l", "ocop")),
    image("media-hidden", ".a.jpg", "rename", media={".a.jpg": JPEG}),
    image("media-hidden", "a.jpg.part", "rename", media={"a.jpg.part": JPEG}),
    image("media-twice", "\u00e9.jpg", "rename", media={"\u00e9.jpg": JPEG, "e\u0301.jpg": JPEG}),
    image("media-empty", "0.jpg", "copy the file again", media={"0.jpg": b""}),
    image(
        "media-irregular",
        "fifo.jpg",
        "itself",
        prepare=lambda root: os.mkfifo(root / "media" / "fifo.jpg"),
    ),
    image("media-unreadable", "loop.jpg", "check", prepare=link("loop.jpg", "loop.jpg")),
    image("media-missing", "gone.jpg", "copy", prepare=link("gone.jpg", "none.jpg")),
    image("media-is-folder", "ocop", "`folder: ocop`"),
    image("media-unknown", "virus.jpg", "a program", media={"virus.jpg": b"MZ\x90\0\3\0"}),
    image("media-unknown", "nhiễu.png", "JPEG, PNG", media={"nhiễu.png": b"\x01\x02\x80\xff" * 9}),
    image("media-unknown", "trang.jpg", "a web page", media={"trang.jpg": b"<!doctype html><p>"}),
    image("media-other", "iphone.jpg", "save it as JPEG", media={"iphone.jpg": HEIC}),
    image("media-other", "cũ.bmp", "save it as JPEG", media={"cũ.bmp": b"BM\x46\0\0\0\0\0\0\0"}),
    image("media-kind", "quang-ba/gioi-thieu.mp4", "`video: quang-ba/gioi-thieu.mp4`"),
    image("media-kind", "niem-yet/thu-tuc.pdf", "`pdf: niem-yet/thu-tuc.pdf`"),
    Case("media-kind", 2, "items:\n- video: a.jpg\n", "`image: a.jpg`"),
    Case("media-kind", 2, "items:\n- pdf: x.pdf\n", "`image: x.pdf`", media={"x.pdf": GIF}),
    Case("media-other", 2, "items:\n- video: x.wmv\n", "MP4", media={"x.wmv": WMV}, name="wmv"),
    Case("media-no-folder", 2, "items:\n- folder: a.jpg\n", "`image: a.jpg`"),
    Case("media-missing", 2, "items:\n- folder: ocup\n", "did you mean `ocop`?", name="folder"),
    Case(
        "media-empty",
        2,
        "items:\n- folder: ocop\n",
        "`ocop/0.jpg`",
        media={"ocop/0.jpg": b""},
        name="in a folder",
    ),
    Case(
        "media-unknown",
        2,
        "items:\n- folder: ocop\n",
        "`ocop/v.jpg`",
        media={"ocop/v.jpg": b"MZ\x90\0\3\0"},
        name="in a folder",
    ),
    Case(
        "media-name",
        2,
        "items:\n- folder: ocop\n",
        "rename",
        prepare=no_utf_8("media/ocop", "chè 2.png", b".png"),
    ),
    Case("media-missing", 2, "items:\n- folder: không/có\n", "copy", name="deep folder"),
    Case(
        "media-twice",
        2,
        "items:\n- folder: \u00e9\n",
        "rename",
        name="folders",
        media={"\u00e9/a.jpg": JPEG, "e\u0301/a.jpg": JPEG},
    ),
    Case(
        "not-a-text",
        4,
        GOOD + "ticker:\n- file: x.txt\n",
        "a web page",
        name="page",
        media={"x.txt": b"<html><body>Login"},
    ),
    Case("folder-empty", 2, "items:\n- folder: tin\n", "`tin`"),
    Case(
        "folder-other", 2, "items:\n- folder: ocop\n", "PDF", media={"ocop/a.docx": b"PK\3\4word/"}
    ),
    Case("not-a-text", 4, GOOD + "ticker:\n- file: a.jpg\n", "text file"),
    Case(
        "text-too-big",
        4,
        GOOD + "ticker:\n- file: x.txt\n",
        "shorten",
        media={"x.txt": b"a " * 600_000},
    ),
    Case(
        "text-not-utf-8",
        4,
        GOOD + "ticker:\n- file: x.txt\n",
        "UTF-8",
        media={"x.txt": "Tin".encode("utf-16")},
    ),
    Case(
        "text-not-utf-8",
        4,
        GOOD + "ticker:\n- file: x.txt\n",
        "UTF-8",
        media={"x.txt": b"a\n" * 5000 + b"\xff"},
        name="late",
    ),
    Case("media-empty", 4, GOOD + "ticker:\n- file: x.txt\n", "copy", media={"x.txt": b""}),
    Case(
        "not-subtitles",
        3,
        "items:\n- video: x.mp4\n  subtitles: tin/thong-bao.txt\n",
        "SRT",
        media={"x.mp4": MP4},
    ),
    svg(b"<script>1</script>", "a script"),
    svg(b'<rect onclick="a()"/>', "a script"),
    svg(b'<image href="https://a.vn/a.png"/>', "a reference"),
    svg(b'<rect fill="url(http://a.vn/#a)"/>', "a reference"),
    svg(b"<style>@import 'a.css';</style>", "a reference"),
    svg(b"<g>", "broken XML"),
    Case(
        "svg-unsafe",
        2,
        "items:\n- image: s.svg\n",
        "entities",
        media={
            "s.svg": b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'
        },
        name="entity",
    ),
    Case("no-playlists", 1, "", file="x", prepare=no_playlists, name="/"),
]

OTHERS = [
    screens("unknown-playlist", 3, "screens:\n  s:\n    playlists: [p, lũ]\n", "lũ.yaml"),
    screens("unknown-group", 2, "screens:\n  s: {groups: [sanh]}\ngroups: {sảnh: [p]}\n", "`sảnh`"),
    screens("bad-id", 2, "screens:\n  a/b: {playlists: [p]}\n", "letters"),
    screens("listed-twice", 2, "screens:\n  s: {playlists: [p, p]}\n", "delete"),
    screens("bad-choice", 2, "screens:\n  s: {rotate: 45}\n", "`90`"),
    screens("bad-hours", 2, "screens:\n  s: {on: 7-17}\n", "07:30"),
    screens("bad-language", 2, "screens:\n  s: {locale: tiếng Việt}\n", "`vi`"),
    screens("missing-key", 1, "groups: {g: [p]}\n", "`screens`"),
    screens("unknown-key", 2, "screens:\n  s: {playlist: [p]}\n", "did you mean `playlists`?"),
    screens("not-mapping", 1, "screens: [s]\n", "sanh-chinh"),
    screens("empty-yaml", 1, "", "`screens:`"),
    blocklist("no-word", 2, "blocklist:\n- '!!!'\n", "letter"),
    blocklist("not-list", 1, "blocklist: cá cược\n", "`- `"),
    blocklist("missing-key", 1, "{}\n", "`blocklist`"),
    blocklist("empty-yaml", 1, "", "`blocklist:`"),
    calendar("bad-timezone", 1, "timezone: Asia/Ho_Chi_Min\n", "`Asia/Ho_Chi_Minh`"),
    calendar("bad-timezone", 1, "timezone: ../../etc/passwd\n", "zone"),
    calendar("bad-days", 2, "working_hours:\n  mon-fry: '07:30-11:30'\n", "`mon-fri`"),
    calendar("bad-hours", 2, "working_hours:\n  mon-fri: '25:00-26:00'\n", "07:30"),
    calendar("days-twice", 3, "working_hours:\n  mon-fri: '07:00-11:00'\n  fri: '08:00-09:00'\n"),
    calendar(
        "missing-key", 2, "working_hours:\n- {from: 04-15, days: {mon: '07:00-11:00'}}\n", "`until`"
    ),
    calendar("not-mapping", 1, "working_hours: 7-17\n", "mon-fri"),
    calendar(
        "holiday-twice",
        3,
        "holidays:\n- {date: 2026-09-02}\n- {date: 2026-09-02, name: a}\n",
        "line 2",
    ),
    calendar(
        "opening-twice",
        3,
        "open:\n- {date: 2026-02-28, hours: '07:00-11:00'}\n"
        "- {date: 2026-02-28, hours: '13:00-17:00'}\n",
        "line 2",
    ),
    calendar("bad-day", 2, "holidays:\n- {date: 2/9/2026}\n", "`2026-02-14`"),
    calendar("no-such-date", 2, "holidays:\n- {date: 2026-09-31}\n", "30 days"),
    calendar(
        "until-before-from", 2, "holidays:\n- {from: 2026-02-02, until: 2026-01-01}\n", "swap"
    ),
    calendar("date-and-span", 2, "holidays:\n- {date: 2026-02-14, until: 2026-02-22}\n", "keep"),
    calendar("missing-key", 2, "open:\n- {date: 2026-02-28}\n", "`hours`"),
    calendar("unknown-key", 1, "time_zone: Asia/Ho_Chi_Minh\n", "did you mean `timezone`?"),
]

BOARDS = [
    Case("board-form", 2, "items:\n- board: a.jpg\n", "CSV UTF-8"),
    Case("board-form", 2, "items:\n- board: b.csv\n", "an office document",
         media={"b.csv": b"PK\3\4xl/workbook"}, name="a workbook"),
    Case("board-form", 2, "items:\n- board: b.csv\n", "a web page",
         media={"b.csv": b"<html><table>"}, name="a page"),
    Case("media-missing", 2, "items:\n- board: no.csv\n", "copy", name="board"),
    Case("media-empty", 2, "items:\n- board: b.csv\n", "copy", media={"b.csv": b""}, name="board"),
    Case("unknown-key", 3, "items:\n- board: b.csv\n  fit: cover\n", "`title`",
         media={"b.csv": "tên\nKhai sinh\n".encode()}, name="fit of a board"),
]  # fmt: skip

SLIDE = "items:\n- slide:\n    title: a\n"
WORDS = [
    Case("bad-flag", 3, ITEM + "pan: slowly\n", "`true`", name="pan"),
    Case("unknown-key", 3, "items:\n- slide: {title: a}\n  pan: true\n", "possible", name="pan"),
    Case("list-long", 4, SLIDE + f"    list: [{'a, ' * 51}]\n", "second slide"),
    Case("no-value", 4, SLIDE + "    list: []\n", "delete", name="list"),
    Case("no-value", 4, SLIDE + "    list: [a, '']\n", "delete", name="list entry"),
    Case("not-list", 4, SLIDE + "    list: a\n", "`- `", name="slide list"),
    Case("bad-language", 4, SLIDE + "    list: [{tiếng: a}]\n", "`vi`", name="list"),
    Case("table-long", 4, SLIDE + f"    table: [{'[a], ' * 14}]\n", "`board:`"),
    Case("table-wide", 4, SLIDE + f"    table: [[{'a, ' * 7}]]\n", "leave some out"),
    Case("table-row", 6, SLIDE + "    table:\n    - [a, b]\n    - [a]\n", "as many cells"),
    Case("not-list", 5, SLIDE + "    table:\n    - a\n", "`- `", name="table row"),
    Case("media-missing", 4, SLIDE + "    image: no.jpg\n", "copy", name="slide"),
    Case("media-kind", 4, SLIDE + "    image: niem-yet/thu-tuc.pdf\n", "`pdf:", name="slide"),
    Case("bad-url", 2, "items:\n- qr: dichvucong.gov.vn\n", "https://", name="big code"),
    Case("bad-url", 4, "items:\n- qr:\n  - https://a.vn\n  - b\n", "https://", name="of codes"),
    Case("missing-key", 2, "items:\n- qr: [{name: a}]\n", "`url`", name="code"),
    Case("unknown-key", 2, "items:\n- qr: [{nam: a, url: https://a.vn}]\n", "`name`", name="code"),
    Case("no-value", 2, "items:\n- qr: []\n", "delete", name="codes"),
    Case("codes-many", 2, f"items:\n- qr: [{', '.join(f'https://{n}.vn' for n in range(5))}]\n",
         "second item"),
    Case("listed-twice", 4, "items:\n- qr:\n  - https://a.vn\n  - https://a.vn\n", "delete",
         name="code"),
    Case("not-text", 3, ITEM + "qr: [https://a.vn]\n", "single value", name="codes of a picture"),
    Case("item-kind", 2, "items:\n- imge: a.jpg\n  qr: https://a.vn\n", "did you mean `image`?",
         name="beside a code"),
    Case("bad-choice", 1, "layout: bord\n" + GOOD, "`board`", name="board"),
    Case("bad-flag", 1, "ticker_slides: 1\n" + GOOD, "`true`", name="ticker_slides"),
    Case("bad-flag", 4, GOOD + "ticker:\n- {text: a, urgent: very}\n", "`true`", name="urgent"),
    Case("unknown-key", 4, GOOD + "ticker:\n- {feed: https://a.vn, urgent: true}\n", "possible",
         name="urgent feed"),
]  # fmt: skip

S = "screens: {s: {playlists: [p]}}\n"
LOOKS = [
    screens("bad-choice", 2, S + "theme: son_duong\n", "did you mean `son-duong`?"),
    screens("bad-choice", 2, "screens:\n  s: {theme: blue}\n", "`xanh-che`"),
    screens("bad-number", 2, "screens:\n  s: {ticker_speed: 40}\n", "4 to 30"),
    screens("bad-flag", 2, "screens:\n  s: {lunar: rằm}\n", "`true`"),
    screens("not-mapping", 2, "screens:\n  s: {weather: nắng}\n", "tin/thoi-tiet.txt"),
    screens("weather-kind", 2, "screens:\n  s: {weather: {age: 12h}}\n", "`feed:`"),
    screens("weather-kinds", 4, "screens:\n  s:\n    weather: {file: tin/thong-bao.txt,\n"
            "      feed: https://a.vn}\n", "either"),
    screens("media-missing", 2, "screens:\n  s: {weather: {file: no.txt}}\n", "copy"),
    screens("feed-not-https", 2, "screens:\n  s: {weather: {feed: http://a.vn}}\n", "https"),
    screens("unknown-key", 2, "screens:\n  s: {weather: {feed: https://a.vn, max: 2}}\n", "`age`"),
    screens("not-mapping", 2, S + "centre: Trung tâm\n", "emblem"),
    screens("unknown-key", 2, S + "centre: {nam: a}\n", "`name`"),
    screens("media-missing", 2, S + "centre: {emblem: no.svg}\n", "copy"),
    screens("media-kind", 2, S + "centre: {emblem: niem-yet/thu-tuc.pdf}\n", "`pdf:"),
    screens("not-mapping", 2, S + "centre: {colours: red}\n", "#8c1c1c"),
    screens("bad-colour", 2, S + "centre: {colours: {primary: red}}\n", "#8c1c1c"),
    screens("bad-colour", 2, S + "centre: {colours: {accent: '#fff'}}\n", "six digits"),
    screens("bad-colour", 4, S + "centre:\n  colours:\n    primary: #8c1c1c\n", "in quotes"),
    screens("unknown-key", 1, "them: toi\n" + S, "did you mean `theme`?"),
]  # fmt: skip

REVIEWED = {
    "board-name-long", "caption-long", "colour-dark", "colour-light", "qr-far", "qr-short",
    "qr-unreadable", "no-glyph",
}  # fmt: skip
"""tests/content/test_review.py and test_glyphs.py"""
IN_BOARDS = {
    "board-cells", "board-code-twice", "board-column", "board-column-twice", "board-empty",
    "board-formula", "board-heading", "board-name", "board-quote", "board-rows",
}  # fmt: skip
"""tests/content/test_board.py"""

CASES = [*FILES, *FORMS, *WHEN, *MEDIA, *OTHERS, *BOARDS, *WORDS, *LOOKS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {case.name}"[:60])
def test_is_one_fault_with_its_line_and_a_remedy(case: Case, tmp_path: Path) -> None:
    make(tmp_path, {case.file: case.words, **case.others}, case.media)
    if case.prepare:
        case.prepare(tmp_path)
    faults = load_folder(tmp_path).faults
    assert [(fault.code, fault.line) for fault in faults] == [(case.code, case.line)]
    fault = faults[0]
    file = {"x": case.name}.get(case.file, case.file)
    assert fault.file == ("playlists" if file == "/" else f"playlists/{file}")
    assert fault.severity == ("warning" if case.code in WARNINGS else "error")
    assert case.says in fault.message
    assert not re.search(r"[{}]\w+\}", fault.message.replace("{date", "").replace("{days", ""))
    assert fault.message_vi != fault.message


def test_the_table_has_every_fault_there_is() -> None:
    shown = {case.code for case in CASES}
    behind_a_url = {"folder-remote", "not-fetched"}  # tests/sync/test_mirror.py
    assert shown | behind_a_url | REVIEWED | IN_BOARDS == {*ERRORS, *WARNINGS}


def test_a_link_to_itself_costs_nothing_beside_it(tmp_path: Path) -> None:
    make(tmp_path, {"p.yaml": "items:\n- image: loop/a.jpg\n- image: a.jpg\n"})
    (tmp_path / "media" / "loop").symlink_to("loop")
    loaded = load_folder(tmp_path)
    assert [fault.code for fault in loaded.faults] == ["media-missing"]
    assert len(loaded.content.playlists[0].items) == 1
