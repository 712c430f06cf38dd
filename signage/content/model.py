"""What may be shown: frozen, strict models of playlists, screens and the calendar.

The YAML form is DESIGN's "Playlist" and "Screens and calendar"; the loader checks every value and
turns it into these, so a model in hand is valid. They travel as JSON inside a release manifest.

Times of the wall clock stay strings in a canonical form (`2026-02-14`, `2026-02-14T07:30:00`,
`02-14`), because only `signage.schedule` knows the calendar's time zone.
"""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = [
    "Board",
    "Calendar",
    "Centre",
    "Code",
    "Codes",
    "Content",
    "FeedLine",
    "FileLine",
    "Fit",
    "Headline",
    "Holiday",
    "HourRange",
    "Image",
    "Item",
    "ItemBase",
    "Layout",
    "Opening",
    "Pdf",
    "Playlist",
    "Priority",
    "Procedure",
    "Rule",
    "Screen",
    "Slide",
    "Text",
    "TextLine",
    "Theme",
    "TickerLine",
    "Transition",
    "Video",
    "Weather",
    "WorkingHours",
]

Layout = Literal["full", "banner", "sidebar", "board"]
Priority = Literal["normal", "priority", "emergency"]
Fit = Literal["contain", "cover", "stretch"]
Transition = Literal["cut", "fade"]
Rotation = Literal[0, 90, 180, 270]
Theme = Literal["son-duong", "xanh-che", "toi"]
Text = dict[str, str]
"""BCP 47 language tag to words, in the order in which they are shown; a plain string is `vi`."""

HourRange = tuple[int, int]
"""Minutes from midnight, start inclusive, end exclusive. An end at or before the start wraps
midnight and belongs to the day on which it starts; 24:00 is 1440."""


class _Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Strict and frozen: an unknown key is an error, a value never changes."""


class Rule(_Model, frozen=True, kw_only=True):
    """One rule of a `when`: all the keys given must hold. Any rule of a list makes it hold."""

    from_: str | None = msgspec.field(name="from", default=None)
    """A date (from its first instant), a local date and time, or `MM-DD` with `every: year`."""
    until: str | None = None
    """As `from`; a date includes that whole day."""
    days: tuple[int, ...] = ()
    """Weekdays, Monday 0; empty: every day."""
    hours: tuple[HourRange, ...] = ()
    """Any of these; empty: all day."""
    holidays: Literal["skip", "only"] | None = None
    working: Literal["skip", "only"] | None = None
    """The calendar's own working hours with their exceptions."""
    every: Literal["year"] | None = None
    """`from` and `until` are `MM-DD` and recur each year."""
    lunar: bool = False
    """With `every: year`: month and day of the Vietnamese lunar calendar."""


class ItemBase(_Model, frozen=True, kw_only=True):
    """What every item has. `line` is the item's line in its playlist, for faults and records."""

    duration: float | None = None
    """Seconds. The loader fills it in from `defaults` (10 s), but for a video, where None is
    "the whole video" unless the item itself says otherwise."""
    fit: Fit = "contain"
    transition: Transition = "fade"
    caption: Text = {}
    qr: str | None = None
    when: tuple[Rule, ...] = ()
    topic: str | None = None
    lang: str | None = None
    source: str | None = None
    licence: str | None = None
    sponsor: str | None = None
    line: int = 0


class Image(ItemBase, frozen=True, kw_only=True, tag_field="kind", tag="image"):
    """A still picture (JPEG, PNG, WebP, GIF, SVG); `path` is NFC, relative to `media/`."""

    path: str
    pan: bool = False
    """Moves slowly over the picture while it is shown; it then covers its place (`fit: cover`)."""


class Video(ItemBase, frozen=True, kw_only=True, tag_field="kind", tag="video"):
    """A clip; muted unless `volume` (0 to 100) says otherwise, cut after `duration` if given."""

    path: str
    volume: int = 0
    subtitles: str | None = None
    """SRT or WebVTT under `media/`. A bare file name lies beside the video."""


class Slide(ItemBase, frozen=True, kw_only=True, tag_field="kind", tag="slide"):
    r"""Words set by the player, `\n` between lines; what does not fit goes on a next page."""

    title: Text = {}
    body: Text = {}
    entries: tuple[Text, ...] = msgspec.field(name="list", default=())
    table: tuple[tuple[Text, ...], ...] = ()
    """Rows of cells, all of one length; the first is the heading."""
    image: str | None = None
    """A still picture under `media/`, beside the words."""


class Pdf(ItemBase, frozen=True, kw_only=True, tag_field="kind", tag="pdf"):
    """Pages of a PDF, each shown for `duration`."""

    path: str
    pages: tuple[tuple[int, int], ...] = ()
    """Ranges of page numbers from 1, both ends included; empty: all pages."""


class Board(ItemBase, frozen=True, kw_only=True, tag_field="kind", tag="board"):
    """Procedures from a CSV or YAML file under `media/`, as cards, twelve a page at most.

    Each page is shown for `duration`. The rows travel as the file does, by its hash.
    """

    path: str
    title: Text = {}


class Code(_Model, frozen=True, kw_only=True):
    """An address to scan, and what it is called; without a name, its short address names it."""

    url: str
    name: Text = {}


class Codes(ItemBase, frozen=True, kw_only=True, tag_field="kind", tag="qr"):
    """One to four big codes. `qr` of the item itself stays empty."""

    codes: tuple[Code, ...]
    title: Text = {}


Item = Image | Video | Slide | Pdf | Board | Codes
"""`folder:` is no item of its own: the loader replaces it by the files it holds, by name."""


class TextLine(_Model, frozen=True, kw_only=True, tag_field="kind", tag="text"):
    """A headline."""

    text: Text
    urgent: bool = False
    """While there are urgent lines, the strip says these and nothing else."""


class FileLine(_Model, frozen=True, kw_only=True, tag_field="kind", tag="file"):
    """A text file under `media/`, a headline a line."""

    path: str
    urgent: bool = False
    """As of a `TextLine`."""


class FeedLine(_Model, frozen=True, kw_only=True, tag_field="kind", tag="feed"):
    """RSS or Atom headlines, fetched by the agent."""

    url: str
    max: int = 10
    age: float | None = None
    """Seconds; older headlines are not shown. None: any age."""


class Headline(_Model, frozen=True, kw_only=True):
    """What a feed said: plain words, and whose they are. No line of a playlist of its own."""

    text: str
    source: str
    """Who says so, in a few words."""
    at: str | None = None
    """When it was written, ISO 8601 with offset; None where the feed does not say."""
    seen: str
    """When it first came, ISO 8601 with offset: from here its age counts where `at` is None."""


class Procedure(_Model, frozen=True, kw_only=True):
    """A row of a `Board`'s file: words as people read them, empty where the file says nothing."""

    name: str
    code: str = ""
    days: str = ""
    fee: str = ""
    counter: str = ""
    qr: str = ""
    """An address."""


TickerLine = TextLine | FileLine | FeedLine
Weather = FileLine | FeedLine
"""Where a few words on the weather come from: the first line of a file, or a feed's newest."""


class Playlist(_Model, frozen=True, kw_only=True):
    """One file under `playlists/`; `id` is its name without `.yaml`."""

    id: str
    name: str = ""
    layout: Layout = "full"
    priority: Priority = "normal"
    when: tuple[Rule, ...] = ()
    items: tuple[Item, ...] = ()
    ticker: tuple[TickerLine, ...] = ()
    standby: bool = False
    """Never on by itself: a duty person on the spot arms it by name (`signage cut --show`)."""
    ticker_slides: bool = False
    """Its news are shown as slides as well, after its items, for those who cannot follow motion."""


class Screen(_Model, frozen=True, kw_only=True):
    """An entry of `screens.yaml`."""

    id: str
    name: str = ""
    playlists: tuple[str, ...] | None = None
    """Ids, in the order in which they are shown; None: those of its groups, else every one."""
    groups: tuple[str, ...] = ()
    on: tuple[HourRange, ...] = ()
    """Hours in which the screen is lit; empty: always."""
    rotate: Rotation = 0
    locale: str = "vi"
    theme: Theme | None = None
    """None: the centre's (`Content.theme`)."""
    ticker_speed: float | None = None
    """Characters a second that the strip runs; None: `PlayerLimits.ticker_speed`."""
    lunar: bool = False
    """Whether the clock panel has a line with the lunar date."""
    weather: Weather | None = None
    """In the clock panel; None: no such line."""


class Centre(_Model, frozen=True, kw_only=True):
    """Whose screens these are (`centre:` in `screens.yaml`): on the idle screen, in the panel."""

    name: Text = {}
    emblem: str | None = None
    """A still picture under `media/`; None: the neutral mark."""
    primary: str | None = None
    """`#rrggbb`, in place of the theme's main colour."""
    accent: str | None = None
    """`#rrggbb`, in place of the theme's gold."""


class WorkingHours(_Model, frozen=True, kw_only=True):
    """Working hours for a span of the year; without `from` and `until` they always hold."""

    from_: str | None = msgspec.field(name="from", default=None)
    until: str | None = None
    days: dict[int, tuple[HourRange, ...]]
    """Weekday (Monday 0) to ranges; a day that is not there is closed."""


class Holiday(_Model, frozen=True, kw_only=True):
    """Days off, both ends included, as `YYYY-MM-DD`."""

    from_: str = msgspec.field(name="from")
    until: str
    name: str = ""


class Opening(_Model, frozen=True, kw_only=True):
    """A day worked by exception, a weekend or holiday though it be."""

    date: str
    hours: tuple[HourRange, ...]
    name: str = ""


class Calendar(_Model, frozen=True, kw_only=True):
    """`calendar.yaml`; without it: always open, no holidays."""

    timezone: str = "Asia/Ho_Chi_Minh"
    working_hours: tuple[WorkingHours, ...] = ()
    """Later entries win on the days they cover; empty: always open."""
    holidays: tuple[Holiday, ...] = ()
    open: tuple[Opening, ...] = ()


class Content(_Model, frozen=True, kw_only=True):
    """All that a central folder says, valid: playlists by id, screens, groups, the calendar."""

    playlists: tuple[Playlist, ...] = ()
    screens: tuple[Screen, ...] = ()
    has_screens: bool = False
    """Whether there is a `screens.yaml` (without it every screen plays every playlist)."""
    groups: dict[str, tuple[str, ...]] = {}
    """Group name to playlist ids."""
    centre: Centre = Centre()
    theme: Theme = "son-duong"
    """Of screens that name none."""
    calendar: Calendar = Calendar()
    blocked: tuple[str, ...] = ()
    """Words and phrases; a headline of a feed that has one of them is not shown."""
