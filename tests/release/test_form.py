"""A centre newer than its screens: what they can still read, and what they say of the rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from signage.content import model
from signage.content.model import (
    Board,
    Calendar,
    Centre,
    Code,
    Codes,
    Content,
    FeedLine,
    FileLine,
    Image,
    Pdf,
    Playlist,
    Screen,
    Slide,
    TextLine,
    Video,
)
from signage.errors import ContentError
from signage.release import manifest
from signage.release._form import form
from signage.release.manifest import read
from tests.release.trees import Centre as Office

if TYPE_CHECKING:
    from pathlib import Path

VI = {"vi": "a"}
OLD: dict[str, set[str]] = {
    "ItemBase": {"duration", "fit", "transition", "caption", "qr", "when", "topic", "lang",
                 "source", "licence", "sponsor", "line"},
    "Image": {"path"},
    "Video": {"path", "volume", "subtitles"},
    "Slide": {"title", "body"},
    "Pdf": {"path", "pages"},
    "TextLine": {"text"},
    "FileLine": {"path"},
    "FeedLine": {"url", "max", "age"},
    "Playlist": {"id", "name", "layout", "priority", "when", "items", "ticker", "standby"},
    "Screen": {"id", "name", "playlists", "groups", "on", "rotate", "locale"},
    "Content": {"playlists", "screens", "has_screens", "groups", "calendar", "blocked"},
}  # fmt: skip
"""The keys of format 1, as they were published."""


def written(part: Any) -> Any:
    """Every struct of the content, as its kind and the keys that are written of it."""
    if isinstance(part, msgspec.Struct):
        keys = set(msgspec.to_builtins(part)) - {"kind"}
        yield type(part).__name__, keys
        for name in part.__struct_fields__:
            yield from written(getattr(part, name))
    elif isinstance(part, tuple | list):
        for each in part:
            yield from written(each)


def content(*items: Any, ticker: Any = (), screens: Any = (), **more: Any) -> Content:
    playlists = (Playlist(id="p", items=items, ticker=ticker, **more.pop("playlist", {})),)
    return Content(playlists=playlists, screens=screens, **more)


PLAIN = content(
    Image(path="a", fit="cover", caption=VI, qr="https://vi.vn", line=3),
    Video(path="b", volume=9, subtitles="c"),
    Slide(title=VI, body=VI),
    Pdf(path="d", pages=((1, 2),)),
    ticker=(TextLine(text=VI), FileLine(path="t"), FeedLine(url="https://vi.vn", max=8, age=60.0)),
    screens=(Screen(id="s", name="S", playlists=("p",), groups=("g",), rotate=90, locale="en"),),
    has_screens=True, groups={"g": ("p",)}, calendar=Calendar(), blocked=("x",),
    playlist={"layout": "sidebar", "standby": True, "name": "P", "priority": "emergency"},
)  # fmt: skip
NEW = [
    content(Image(path="a", pan=True)),
    content(Slide(entries=(VI,))),
    content(Slide(table=((VI,),))),
    content(Slide(image="a")),
    content(Board(path="a")),
    content(Codes(codes=(Code(url="https://vi.vn"),))),
    content(ticker=(TextLine(text=VI, urgent=True),)),
    content(ticker=(FileLine(path="a", urgent=True),)),
    content(playlist={"layout": "board"}),
    content(playlist={"ticker_slides": True}),
    content(screens=(Screen(id="s", theme="toi"),)),
    content(screens=(Screen(id="s", ticker_speed=9.0),)),
    content(screens=(Screen(id="s", lunar=True),)),
    content(screens=(Screen(id="s", weather=FileLine(path="a")),)),
    content(centre=Centre(name=VI)),
    content(theme="toi"),
]


def test_nothing_new_is_written_in_the_old_form() -> None:
    assert form(PLAIN) == 1
    kinds = set()
    for kind, keys in written(PLAIN):
        if kind in OLD:
            kinds.add(kind)
            own = OLD[kind]
            if issubclass(getattr(model, kind), model.ItemBase):
                own = own | OLD["ItemBase"]
            assert keys <= own, kind
    assert kinds == OLD.keys() - {"ItemBase"}


@pytest.mark.parametrize("new", NEW, ids=repr)
def test_whatever_is_new_is_not(new: Content) -> None:
    assert form(new) == 2


def test_every_field_is_of_one_form_or_the_other() -> None:
    """A field that comes later has to be told of in `_form.py`, and here."""
    told = {(kind, key) for new in NEW for kind, keys in written(new) for key in keys}
    for kind, old in OLD.items():
        names = set(getattr(model, kind).__struct_encode_fields__)
        base = OLD["ItemBase"] if issubclass(getattr(model, kind), model.ItemBase) else set()
        assert {each for each in names - old - base if (kind, each) not in told} == set(), kind


def test_a_screen_that_was_not_updated_goes_on_until_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = Office(tmp_path)
    centre.publish()
    served = centre.tree / "targets"
    (plain,) = served.glob("*.release.json")
    centre.write({"p.yaml": "layout: board\nitems: [image: a.jpg]\n"})
    centre.publish()
    (boards,) = set(served.glob("*.release.json")) - {plain}
    assert read(boards.read_bytes()).format == 2
    monkeypatch.setattr(manifest, "FORMAT", 1)
    assert read(plain.read_bytes()).format == 1
    with pytest.raises(
        ContentError, match=r"newer than this version can read \(format 2, here 1\)"
    ):
        read(boards.read_bytes())


def test_after_an_update_of_the_centre_nothing_old_is_published_anew(tmp_path: Path) -> None:
    """What format 1 says is the same bytes still, so no screen fetches it again."""
    centre = Office(tmp_path)
    centre.publish()
    assert centre.publish().version == 1
    (plain,) = (centre.tree / "targets").glob("*.release.json")
    assert json.loads(plain.read_bytes())["content"] == {
        "playlists": [
            {"id": "p", "name": "Sảnh chính", "items": [
                {"kind": "image", "duration": 10.0, "line": 3, "path": "a.jpg"},
            ]},
        ],
    }  # fmt: skip
