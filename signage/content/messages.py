"""Every message of a fault, defined once; `locale/vi.po` holds the same in Vietnamese.

A message says what is wrong and what to write instead; the file and line go before it. Any room
that finds fault with content (a file that does not decode, a playlist that is never on) adds its
message here and makes the fault by `fault`.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from signage.content import _catalogue
from signage.content.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ERRORS", "PHRASES", "WARNINGS", "Phrase", "Wrong", "choices", "fault", "meant"]

ERRORS = {
    # the file as a whole
    "no-playlists": "the folder `playlists/` is missing: make it, with one YAML file a playlist",
    "unreadable": "the file cannot be read ({reason}): check its permissions and the disk",
    "not-a-file": "this is no ordinary file: put a YAML file in its place",
    "file-name": "the name has characters that cannot be shown: rename the file",
    "too-big": "the file is larger than {limit} bytes: split it into several playlists",
    "utf-16": "the file is saved as UTF-16: save it again as UTF-8",
    "not-utf-8": "the bytes here are not UTF-8: save the file again with the encoding UTF-8",
    "control-character": "an invisible control character ({code_point}): delete it and type the "
    "words again",
    "tab": "a tab in the indentation: use spaces instead",
    "too-deep": "more than {limit} brackets or levels within each other: write the list plainly, "
    "as in the example playlist",
    "yaml-colon": "a second `: ` on one line, or a line indented too far: put the value in quotes, "
    'such as "Giờ làm việc: 7:30", or align the line with the one above',
    "yaml-quote": "a quotation mark that is opened here is never closed: close it",
    "yaml-escape": "a backslash within double quotes means something special: use single quotes "
    "or write `/`",
    "yaml-bracket": "a bracket that is opened here is not closed properly: close it, and put "
    "commas between the entries",
    "yaml-start": "a value cannot start with this character: put the value in quotes",
    "yaml-indent": "the line is not aligned with those above it: indent all lines of a list or "
    "group equally",
    "yaml-missing-colon": "a `:` is missing after the key: write `key: value`",
    "yaml-syntax": "the line is not written as YAML: check indentation, colons and quotes here "
    "and on the line above",
    "anchor": "`&{name}` is not allowed (if it is text, put it in quotes): write the value out at "
    "each place",
    "alias": "`*{name}` is not allowed (if it is text, put it in quotes): write the value out here",
    "tag": "`{name}` is not allowed (if it is text, put it in quotes): write the value alone",
    "merge-key": "`<<` is not allowed: write the keys out here",
    "second-document": "a second document starts here: remove the line `---` or put what follows "
    "into a file of its own",
    "duplicate-key": "`{key}` stands twice, first on line {first}: keep one of them",
    "key-not-text": "a key must be a plain word: put it in quotes",
    "empty-yaml": "the file is empty: write at least `{key}:`, or delete the file",
    "same-name": "the name is the same as that of `{other}`: rename one of the two files",
    # forms
    "not-mapping": "`key: value` lines are expected for `{key}`, such as {example}",
    "not-list": "a list is expected for `{key}`: start each entry with `- `",
    "not-text": "a single value is expected for `{key}`, no list and no further keys",
    "no-value": "`{key}` has no value: write one or delete the line",
    "unknown-key": "unknown key `{key}`: {hint}",
    "missing-key": "`{key}` is missing: add it",
    "bad-choice": "`{value}` is not possible for `{key}`: {hint}",
    "bad-number": "`{value}` is not possible for `{key}`: write a whole number from {low} to "
    "{high}",
    "bad-flag": "`{value}` is not possible for `{key}`: write `true` or `false`",
    "bad-duration": "`{value}` is no duration: write seconds as `10`, or `90s`, `2m`, `1m30s`",
    "zero-duration": "a duration of 0 shows nothing: write at least `1s`, or delete the item",
    "long-duration": "`{value}` is longer than {limit} hours: write a shorter duration",
    "bad-language": "`{value}` is no language tag: write one such as `vi`, `en`, `zh-Hans`",
    "long-text": "`{key}` is longer than {limit} characters: shorten it",
    "bad-url": "`{value}` is no web address: write it in full, such as `https://dichvucong.gov.vn`",
    "long-url": "the address has {length} characters, more than {limit}; its QR code could not be "
    "scanned from a distance: use a shorter one",
    "bad-pages": "`{value}` names no pages: write `3`, `1-3` or `1-3,5`, counted from 1",
    "bad-pages-order": "the pages `{value}` run backwards: write `{turned}`",
    # when
    "bad-days": "`{value}` is no day of the week: {hint}",
    "bad-hours": "`{value}` are no hours: write such as `07:30-11:30, 13:30-17:00`, from `00:00` "
    "to `24:00`, in quotes",
    "same-hours": "`{value}` starts and ends at the same time: write `00:00-24:00` for all day",
    "bad-date": "`{value}` is no date: write `2026-02-14` or `2026-02-14 07:30`",
    "bad-day": "`{value}` is no date: write `2026-02-14`",
    "bad-yearly": "`{value}` is no day of the year: with `every: year` write month and day, such "
    "as `02-14`",
    "no-such-date": "the day `{value}` does not exist: {hint}",
    "until-before-from": "`until` ({until}) is before `from` ({since}): swap them or correct one",
    "every-needs-dates": "`every: year` needs `from` and `until`: write month and day, such as "
    "`from: 02-14`",
    "yearly-needs-both": "`every: year` needs both `from` and `until`: add `{key}`",
    "lunar-needs-every": "`lunar` needs `every: year` and days such as `03-10`: add `every: year`",
    "empty-rule": "the rule says nothing: write at least one key, or delete it",
    "emergency-until": "an emergency needs an end: add `until:` to every rule of `when`, at most "
    "24 hours after the start",
    # items and ticker lines
    "item-kind": "the item does not say what it shows: start it with `image:`, `video:`, `slide:`, "
    "`pdf:`, `board:`, `qr:` or `folder:`{hint}",
    "item-kinds": "the item has both `{first}` and `{second}`: write them as two items, each "
    "starting with `- `",
    "slide-empty": "the slide says nothing: write `title:`, `body:`, `list:`, `table:` or `image:`",
    "list-long": "the list has {count} entries, more than {limit}: make a second slide",
    "table-long": "the table has {count} rows with its heading, more than {limit}: make a second "
    "slide, or a `board:`",
    "table-wide": "the table has {count} columns, more than {limit}, too narrow to be read from "
    "afar: leave some out",
    "table-row": "the row has {count} cells and the heading {heading}: give every row as many "
    'cells, an empty one as ""',
    "codes-many": "{count} codes at once, more than {limit}: make a second item",
    "line-kind": "the line does not say what it is: write words (in quotes, if they hold `: `), or "
    "`text:`, `file:` or `feed:`{hint}",
    "feed-not-https": "`{value}`: what nobody signed comes over https only, since anybody on the "
    "way could change it: write `https://`",
    # media
    "path-leaves": "`{path}` leaves the folder `media/`: name a file that lies in it, without `..`",
    "path-absolute": "`{path}` is no path under `media/`: put the file there and write it such as "
    "`quang-ba/tan-trao.jpg`",
    "path-backslash": "`{path}` has backslashes: write `{better}`",
    "path-form": "`{path}` is not written plainly: write `{better}`",
    "long-path": "the path is longer than {limit} characters: give the file a shorter name",
    "link-leaves": "`{path}` is a link to a place outside `media/`: put the file itself there",
    "link-folder": "`{path}` goes through a link to a folder: put the files themselves there",
    "media-missing": "`{path}` is not in `media/`: {hint}",
    "media-hidden": "`{path}` has the name of a hidden or temporary file: rename it",
    "media-twice": "`{path}` is there twice, under names that look the same: delete or rename one",
    "media-name": "`{path}` has a name that is not written in UTF-8: rename the file",
    "media-empty": "`{path}` is empty (0 bytes): copy the file again",
    "media-irregular": "`{path}` is no ordinary file: put the file itself there",
    "media-unreadable": "`{path}` cannot be read ({reason}): check its permissions and the disk",
    "media-is-folder": "`{path}` is a folder: write `folder: {path}`, or name a file in it",
    "media-no-folder": "`{path}` is a file, no folder: write `{key}: {path}`",
    "not-fetched": "`{path}` does not come from its address ({reason}), what came of it before "
    "stays on: put it there, or take it out of the playlist",
    "folder-remote": "`{path}` is a folder, which cannot be listed behind an address: name each of "
    "its files, or publish a signed release",
    "media-unknown": "`{path}` is no picture, no video and no PDF, whatever its name says "
    "({found}): export it again as JPEG, PNG, MP4 or PDF",
    "media-other": "`{path}` is {found}, which a screen does not show: {remedy}",
    "media-kind": "`{path}` is {found}: write `{key}: {path}`",
    "not-a-text": "`{path}` is {found}: name a text file saved as UTF-8",
    "text-too-big": "`{path}` is larger than {limit} bytes: shorten it",
    "text-not-utf-8": "`{path}` is not saved as UTF-8: save it again with the encoding UTF-8",
    "not-subtitles": "`{path}` holds no subtitles: name an SRT or WebVTT file",
    "svg-unsafe": "`{path}` is a drawing with {found}: save it as plain SVG, or as PNG",
    # the file of a board
    "board-form": "`{path}` is {found}: in the spreadsheet, save it as `CSV UTF-8`, or write YAML",
    "board-heading": "no heading that names the columns: write a first row such as {example}",
    "board-quote": "a quotation mark in this row is not closed, or stands within a cell: close it, "
    "or write it twice within quotes",
    "board-cells": "the row has more cells than the heading: put a value with a {mark} in it in "
    "quotes",
    "board-name": "the row has no name of a procedure: write one, or delete the row",
    "board-formula": "`{value}` is the error of a formula: write the value itself",
    "board-column-twice": "the column `{value}` says the same as one before it: keep one of them",
    "board-rows": "more than {limit} procedures: split them into several files",
    # screens, calendar and blocklist
    "unknown-playlist": "there is no playlist `{name}`: {hint}",
    "unknown-group": "there is no group `{name}`: {hint}",
    "bad-id": "`{value}` is no name for a screen or group: use letters, digits, `-`, `_` and `.`",
    "listed-twice": "`{value}` is listed twice: delete one of them",
    "no-word": "`{value}` has neither letter nor digit: write a word, or delete the line",
    "bad-timezone": "there is no time zone `{value}`: {hint}",
    "holiday-twice": "the holiday {value} is listed twice, first on line {first}: delete one",
    "opening-twice": "the day {value} is listed twice, first on line {first}: delete one",
    "date-and-span": "the entry has both `date` and `{key}`: keep `date` for one day, or `from` "
    "and `until` for several",
    "bad-colour": "`{value}` is no colour: write `#` and six digits from 0 to f in quotes, such as "
    '"#8c1c1c"',
    "weather-kinds": "the weather comes from one place: write either `file:` or `feed:`",
    "weather-kind": "it is not said where the weather comes from: write `file:` or `feed:`",
    # what only the whole shows
    "qr-unreadable": "the code of `{value}` is drawn and cannot be read: use another address",
    "no-glyph": "no font on this machine has {letters}: {remedy}",
    "days-twice": "`{value}` gives hours to the same day as the line above: keep one of them",
}

WARNINGS = {
    "wrong-extension": "the file is passed over: rename it to `{better}` if it is a playlist",
    "emergency-long": "an emergency runs at most {limit} hours, and `until` is later than that: "
    "shorten it, or make it `priority: priority`",
    "standby-when": "a playlist on standby is armed by hand, so `when:` means nothing here: delete "
    "it, or delete `standby:`",
    "nothing-to-show": "the playlist shows nothing: add `items:` or `ticker:`",
    "folder-empty": "the folder `{path}` holds no picture, video or PDF: put files into it",
    "folder-other": "`{path}` is {found} and is left out of the folder: {remedy}",
    "qr-short": "the code is shown for {seconds} s, too short to get a phone out: write `duration: "
    "{least}s` or more",
    "qr-far": "the address takes {length} characters in its code, which would be too fine to be "
    "scanned across a lobby: use one of at most {limit}",
    "caption-long": "the caption has {count} characters, more than the {limit} that are read in "
    "passing: shorten it, or make it a `slide:`",
    "board-name-long": "the name has {count} characters, so that fewer cards fit on a page: "
    "shorten it to {limit}",
    "colour-light": "`{value}` is too light for white words: the screens show it darker; choose a "
    "darker one to have it as it is",
    "colour-dark": "`{value}` is too dark to stand out: the screens show it lighter; choose a "
    "lighter one to have it as it is",
    "board-empty": "the file has no procedure that is shown: add rows below the heading",
    "board-column": "the column `{value}` is not shown: {hint}",
    "board-code-twice": "the code `{value}` stands twice, first on line {first}: correct one, or "
    "delete a row",
}

PHRASES = {
    "meant": "did you mean `{word}`?",
    "meant-item": "; did you mean `{word}`?",
    "one-of": "write one of {words}",
    "allowed": "possible here: {words}",
    "copy": "copy the file there or correct the name",
    "make": "make the file `playlists/{name}.yaml` or correct the name",
    "group": "add it under `groups:` or correct the name",
    "days": "write `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, or a span such as `mon-fri`",
    "zone": "write one such as `Asia/Ho_Chi_Minh`",
    "last-day": "the month has {days} days",
    "none": "",
    "example-item": "`image: quang-ba/tan-trao.jpg`",
    "example-line": "`text: Kính chào quý khách`",
    "example-slide": "`title: Giờ làm việc`",
    "example-when": '`{{days: mon-fri, hours: "07:30-11:30"}}`',
    "example-playlist": "`name: Sảnh chính`",
    "example-row": '`{{code: "1.001193", name: Đăng ký khai sinh}}`',
    "example-heading": "`mã,tên,thời hạn,lệ phí,quầy,liên kết,trạng thái`",
    "example-code": "`{{name: Cổng Dịch vụ công, url: https://dichvucong.gov.vn}}`",
    "example-centre": "`{{name: Trung tâm Phục vụ hành chính công, emblem: bieu-trung/logo.svg}}`",
    "example-colours": '`{{primary: "#8c1c1c", accent: "#d9a441"}}`',
    "example-weather": "`{{file: tin/thoi-tiet.txt}}`",
    "fonts-cjk": "install the package `fonts-noto-cjk`",
    "fonts-emoji": "install the package `fonts-noto-color-emoji`, or leave the sign out",
    "fonts-other": "install the packages `fonts-noto-core` and `fonts-noto-extra`, or type it "
    "again",
    "fonts-none": "it belongs to no writing that is common to all machines: type it again, or show "
    "it as a picture",
    "comma": "comma",
    "semicolon": "semicolon",
    "tabulator": "tab",
    "example-defaults": "`{{duration: 10s, fit: contain}}`",
    "example-screens": "`sanh-chinh: {{playlists: [sanh-chinh]}}`",
    "example-blocklist": "`blocklist: [cá cược, nổ hũ]`",
    "example-hours": '`{{mon-fri: "07:30-11:30, 13:30-17:00"}}`',
    "example-season": '`{{from: 04-15, until: 10-15, days: {{mon-fri: "07:00-11:30"}}}}`',
    "example-holiday": "`{{date: 2026-02-17, name: Tết Nguyên đán}}`",
    "example-open": '`{{date: 2026-02-28, hours: "07:30-17:00"}}`',
    "example-kiosk": "`source: /srv/man-hinh`",
    "example-report": "`{{url: https://…/api/man-hinh, token_file: /etc/signage/token}}`",
    "denied": "permission denied",
    "disk": "the disk reports an error",
    "system": "the system says: {error}",
    # what a file was found to be
    "picture": "a picture",
    "video": "a video",
    "pdf": "a PDF",
    "text": "plain text",
    "heic": "a HEIC photo as iPhones take them",
    "to-jpeg": "save it as JPEG",
    "to-mp4": "save it as MP4 (H.264)",
    "to-pdf": "save it as PDF",
    "unpack": "unpack it and name the files in it",
    "other-picture": "a picture of the form {form}",
    "other-video": "a video of the form {form}",
    "sound": "sound without a picture",
    "office": "an office document",
    "archive": "an archive",
    "program": "a program",
    "page": "a web page",
    "unknown": "its content is of no known form",
    "svg-script": "a script",
    "svg-entity": "entities of its own",
    "svg-reference": "a reference to another file or address",
    "svg-broken": "broken XML",
    "svg-too-big": "more than {limit} bytes",
}


class Phrase:
    """A part of a message that is itself a message: put into words once a language is known."""

    def __init__(self, key: str, **params: str | int) -> None:
        self.key = key
        self.params = params

    def english(self) -> str:
        """Give the words in English."""
        return PHRASES[self.key].format(**self.params)

    def vietnamese(self) -> str:
        """Give the words in Vietnamese."""
        return _catalogue.translate(PHRASES[self.key]).format(**self.params)


class Wrong(Exception):  # noqa: N818  (never leaves the room: it becomes a Fault)
    """Something is wrong with a value; `line` 0 is for who knows the line to fill in."""

    def __init__(self, code: str, line: int = 0, /, **params: str | int | Phrase) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.params = params


def fault(file: str, line: int, code: str, **params: str | int | Phrase) -> Fault:
    """Make a fault in both languages.

    Values that came from a file are shortened, and what would break a line or drive a terminal is
    shown as an escape.
    """
    warning = code in WARNINGS
    text = (WARNINGS if warning else ERRORS)[code]
    plain = {key: _shown(value) for key, value in params.items()}
    english = {k: v.english() if isinstance(v, Phrase) else v for k, v in plain.items()}
    vietnamese = {k: v.vietnamese() if isinstance(v, Phrase) else v for k, v in plain.items()}
    return Fault(
        file=file,
        line=max(line, 1),
        code=code,
        severity="warning" if warning else "error",
        message=text.format(**english),
        message_vi=_catalogue.translate(text).format(**vietnamese),
    )


def meant(word: str, known: Iterable[str], otherwise: Phrase) -> Phrase:
    """Suggest the nearest of `known`, or say `otherwise`."""
    near = _nearest(word.lower()[:_LONGEST], tuple(known))
    return Phrase("meant", word=near) if near else otherwise


@lru_cache(maxsize=1000)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Remembered, since a slip is often made a hundred times: it costs 0.1 ms."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return near[0] if near else None


def choices(word: str, known: Iterable[str], *, phrase: str = "one-of") -> Phrase:
    """Suggest the nearest of `known`, or list them all."""
    known = list(known)
    words = ", ".join(f"`{each}`" for each in known)
    return meant(word, known, Phrase(phrase, words=words))


_LONGEST = 120
"""Characters of a quoted value."""


def _shown(value: str | int | Phrase) -> str | int | Phrase:
    if isinstance(value, Phrase):
        value.params = {key: _clean(part) for key, part in value.params.items()}
        return value
    return _clean(value)


def _clean(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in value)
    return text if len(text) <= _LONGEST * 3 else text[:_LONGEST] + "…"
