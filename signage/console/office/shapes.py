"""What every form asks: a playlist, each kind of item, the strip of news, screens, the calendar.

Here and nowhere else a key of the YAML gets its words for people.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from signage.console.office.fields import (
    Choice,
    Days,
    Field,
    Flag,
    Moment,
    Repeat,
    Seconds,
    Several,
    Word,
    Words,
)  # fmt: skip
from signage.console.office.grids import Lines, Names, Seasons, Table

__all__ = [
    "CALENDAR", "CENTRE", "ITEMS", "KINDS", "KIND_NAMES", "LABELS", "LAYOUTS", "PRIORITIES",
    "SCREEN", "SETTINGS", "TICKER", "WHEN",
]  # fmt: skip

LAYOUTS = (
    ("full", _("Full screen")),
    ("banner", _("With a strip of news below")),
    ("sidebar", _("With clock and news at the side")),
    ("board", _("Board: emblem and name above, news below")),
)
PRIORITIES = (
    ("normal", _("Normal")),
    ("priority", _("Priority: takes the place of what is normal")),
    ("emergency", _("Emergency: cuts in at once")),
)
_SKIP = _("Not then")
_ONLY = _("Only then")
_EITHER = (("", _("No matter")), ("only", _ONLY), ("skip", _SKIP))

WHEN = Several(
    key="when",
    label=_("When it is shown"),
    help=_("Without an entry: always. Of several entries, any that holds is enough."),
    one=_("Entry"),
    spare=0,
    fields=(
        Repeat(
            key="every",
            label=_("The days are"),
            options=(
                ("", _("of one year")),
                ("year", _("of every year")),
                ("lunar", _("of every lunar year")),
            ),
        ),
        Moment(key="from", label=_("From"), placeholder="14/02/2026"),
        Moment(key="until", label=_("Until, that day included"), placeholder="22/02/2026"),
        Days(key="days", label=_("Weekdays")),
        Word(key="hours", label=_("Hours"), placeholder="07:30-11:30, 13:30-17:00"),
        Choice(key="working", label=_("Working hours"), options=_EITHER),
        Choice(key="holidays", label=_("Holidays"), options=_EITHER),
    ),
)

_FIT = Choice(
    key="fit",
    label=_("On the screen"),
    options=(
        ("", _("As the playlist says")),
        ("contain", _("All of it is seen")),
        ("cover", _("It covers the screen")),
        ("stretch", _("It is stretched")),
    ),
)
_TRANSITION = Choice(
    key="transition",
    label=_("How it comes"),
    options=(("", _("As the playlist says")), ("fade", _("Softly")), ("cut", _("At once"))),
)

SETTINGS: tuple[Field, ...] = (
    Word(key="name", label=_("Name")),
    Choice(key="layout", label=_("Layout"), options=LAYOUTS, usual="full"),
    Choice(key="priority", label=_("Class"), options=PRIORITIES, usual="normal"),
    WHEN,
    Flag(
        key="standby",
        label=_("On standby"),
        help=_("Never on by itself: a duty officer arms it at the screen, without a network."),
    ),
    Flag(
        key="ticker_slides",
        label=_("The news as slides, too"),
        help=_("For those who cannot follow words that move."),
    ),
    Seconds(key="duration", inside="defaults", label=_("Each item is shown for")),
    replace(_FIT, inside="defaults", options=_FIT.options[1:], usual="contain"),
    replace(_TRANSITION, inside="defaults", options=_TRANSITION.options[1:], usual="fade"),
)

_DURATION = Seconds(
    key="duration", label=_("Shown for"), help=_("For example 15 seconds, or 1 minute 30 seconds.")
)
_CAPTION = Words(key="caption", label=_("Caption"))
_QR = Word(
    key="qr", label=_("Code to scan"), placeholder="https://", kind="url",
    help=_("The address that a phone opens. Shown at least 15 seconds."),
)  # fmt: skip
_RECORDS: tuple[Field, ...] = (
    Word(key="topic", label=_("Topic"), help=_("For the report: du-lich, thu-tuc …"), folded=True),
    Word(key="source", label=_("Source"), folded=True),
    Word(key="licence", label=_("Licence"), folded=True),
    Word(key="sponsor", label=_("Sponsor"), folded=True),
    Word(key="lang", label=_("Language"), placeholder="vi", folded=True),
)
_LATE: tuple[Field, ...] = (replace(WHEN, folded=True), replace(_TRANSITION, folded=True))
_END: tuple[Field, ...] = (*_LATE, *_RECORDS)
_SOUND = Word(
    key="volume", label=_("Loudness, 0 to 100"), placeholder="0", kind="number",
    help=_("0 where nothing is said: the queue system speaks in the same room."),
)  # fmt: skip
_PAN = Flag(key="pan", label=_("Moves slowly over the picture"))
_TITLE = Words(key="title", label=_("Title"))


def _file(key: str, label: object, kind: str) -> Word:
    return Word(key=key, label=label, listed=kind, help=_("Its path in the library."))  # type: ignore[arg-type]


KINDS = ("image", "video", "slide", "pdf", "board", "qr", "folder")
KIND_NAMES = {
    "image": _("Picture"), "video": _("Video"), "slide": _("Slide of words"), "pdf": _("PDF pages"),
    "board": _("Board of procedures"), "qr": _("Big codes"), "folder": _("Whole folder"),
    "?": _("Something else"),
}  # fmt: skip
ITEMS: dict[str, tuple[Field, ...]] = {
    "image": (_file("image", _("Picture"), "image"), _CAPTION, _DURATION, _FIT, _PAN, _QR, *_END),
    "video": (
        _file("video", _("Video"), "video"),
        _CAPTION,
        replace(_DURATION, help=_("Nothing: the whole video.")),
        _SOUND,
        replace(_file("subtitles", _("Subtitles"), "subtitles"), folded=True),
        _FIT,
        _QR,
        *_END,
    ),
    "slide": (
        replace(_TITLE, inside="slide"),
        Words(key="body", label=_("Text"), inside="slide", long=True),
        Lines(key="list", label=_("List, a line each"), inside="slide", folded=True),
        Table(
            key="table", label=_("Table"), inside="slide", folded=True,
            help=_("The first row is the heading. Cells can be pasted from Excel."),
        ),
        replace(
            _file("image", _("Picture beside the words"), "image"), inside="slide", folded=True
        ),
        _DURATION,
        _QR,
        *_END,
    ),
    "pdf": (
        _file("pdf", _("PDF"), "pdf"),
        Word(key="pages", label=_("Pages"), placeholder="1-3", help=_("Nothing: all of them.")),
        replace(_DURATION, label=_("Each page is shown for")),
        _CAPTION,
        _FIT,
        _QR,
        *_END,
    ),
    "board": (
        _file("board", _("List of procedures"), "board"),
        _TITLE,
        replace(_DURATION, label=_("Each page is shown for")),
        *_END,
    ),
    "qr": (
        _TITLE,
        Several(
            key="qr", label=_("Codes"), one=_("Code"), most=4, lone="url",
            fields=(
                Word(key="url", label=_("Address"), placeholder="https://", kind="url"),
                Words(key="name", label=_("Name below the code")),
            ),
        ),
        _DURATION,
        _CAPTION,
        *_END,
    ),
    "folder": (
        _file("folder", _("Folder"), "folder"),
        _DURATION,
        _CAPTION,
        _FIT,
        _PAN,
        _SOUND,
        _QR,
        *_END,
    ),
}  # fmt: skip

TICKER = Several(
    key="ticker",
    label=_("News strip"),
    one=_("Line"),
    most=200,
    lone="text",
    fields=(
        Words(key="text", label=_("Words"), languages=("vi", "en", "zh")),
        _file("file", _("Text file, a headline a line"), "text"),
        Word(
            key="feed", label=_("Address of a news feed (RSS)"), kind="url",
            placeholder="https://baotuyenquang.com.vn/rss/trang-chu.rss",
        ),
        Word(key="max", label=_("Headlines at most"), placeholder="10", kind="number"),
        Seconds(key="age", label=_("None older than"), placeholder="48h"),
        Flag(key="urgent", label=_("Urgent: while it stands, the strip says nothing else")),
    ),
)  # fmt: skip

THEMES = (
    ("son-duong", _("Deep red and gold")),
    ("xanh-che", _("Tea green")),
    ("toi", _("Dark, for bright rooms")),
)
CENTRE: tuple[Field, ...] = (
    Words(key="name", inside="centre", label=_("Name of the centre")),
    replace(_file("emblem", _("Emblem"), "image"), inside="centre"),
    Choice(key="theme", label=_("Theme"), options=THEMES, usual="son-duong"),
    Word(
        key="primary", inside="centre.colours", label=_("Main colour"), placeholder="#8c1c1c",
        help=_("In place of the theme's."),
    ),
    Word(key="accent", inside="centre.colours", label=_("Second colour"), placeholder="#d9a441"),
)  # fmt: skip
WEATHER: tuple[Field, ...] = (
    replace(_file("file", _("Weather: the first line of a text file"), "text"), inside="weather"),
    Word(
        key="feed", inside="weather", label=_("Weather: the newest headline of a feed"),
        placeholder="https://", kind="url",
    ),
    Seconds(key="age", inside="weather", label=_("None older than"), placeholder="12h"),
)  # fmt: skip
SCREEN: tuple[Field, ...] = (
    Word(key="name", label=_("Name")),
    Names(key="playlists", label=_("Playlists")),
    Names(key="groups", label=_("Groups")),
    Word(
        key="on", label=_("Switched on"), placeholder="07:00-17:30",
        help=_("Outside these hours the screen is dark; an emergency lights it. Nothing: always."),
    ),
    Choice(
        key="rotate", label=_("Turned by"), usual="0",
        options=(("0", _("Not turned")), ("90", "90°"), ("180", "180°"), ("270", "270°")),
    ),
    Choice(key="theme", label=_("Theme"), options=(("", _("As the centre")), *THEMES)),
    Word(
        key="ticker_speed", label=_("Speed of the strip"), placeholder="12", kind="number",
        help=_("Characters a second, 4 to 30."),
    ),
    Flag(key="lunar", label=_("The lunar date below the date")),
    Choice(
        key="locale", label=_("Language of clock and date"), usual="vi",
        options=(("vi", _("Vietnamese")), ("en", _("English")), ("zh", _("Chinese"))),
    ),
    *WEATHER,
)  # fmt: skip
CALENDAR: tuple[Field, ...] = (
    Seasons(key="working_hours", label=_("Working hours")),
    Several(
        key="holidays",
        label=_("Holidays"),
        one=_("Holiday"),
        fields=(
            Moment(key="date", label=_("One day"), placeholder="02/09/2026"),
            Moment(key="from", label=_("or from"), placeholder="14/02/2026"),
            Moment(key="until", label=_("until"), placeholder="22/02/2026"),
            Word(key="name", label=_("Name")),
        ),
    ),
    Several(
        key="open",
        label=_("Worked by exception"),
        one=_("Day"),
        fields=(
            Moment(key="date", label=_("Day")),
            Word(key="hours", label=_("Hours"), placeholder="07:30-11:30, 13:30-17:00"),
            Word(key="name", label=_("Name")),
        ),
    ),
    Word(key="timezone", label=_("Time zone"), placeholder="Asia/Ho_Chi_Minh", folded=True),
)

_ALL = (SETTINGS, *ITEMS.values(), (TICKER,), CENTRE, SCREEN, CALENDAR)
LABELS = {each.name: each.label for fields in _ALL for each in fields}
"""Of every field, by its name in a form: for the audit trail."""
