from __future__ import annotations

from datetime import datetime, timedelta, timezone

from signage.content.model import Image, Rule, Screen, TextLine
from signage.player._plan import Plan, plan
from tests.player._lobby import active, body, playlist

NOON = datetime(2026, 2, 14, 12, tzinfo=timezone(timedelta(hours=7)))
LOBBY = playlist("sanh", Image(path="1.jpg"), ticker=(TextLine(text={"vi": "Chào"}),))
MORNING = Rule(hours=((450, 690),))


def planned(*playlists: object, screen: str = "", **rest: object) -> Plan:
    return plan(
        active(*playlists, **rest),  # type: ignore[arg-type]
        screen, NOON, body, trusted=True, arrivals={},
    )  # fmt: skip


def labels(made: Plan) -> list[str]:
    return [shot.label for shot in made.shots]


def test_nothing_in_the_store() -> None:
    assert plan(None, "", NOON, body, trusted=True, arrivals={}) == Plan()


def test_what_is_on() -> None:
    made = planned(LOBBY)
    assert made.release == "folder-1"
    assert labels(made) == ["1.jpg"]
    assert made.laps == (("Chào",),)
    assert not made.urgent


def test_what_is_off_now_is_neither_shown_nor_told() -> None:
    made = planned(
        LOBBY,
        playlist(
            "sang", Image(path="2.jpg"), when=(MORNING,), ticker=(TextLine(text={"vi": "Sáng"}),)
        ),
    )
    assert labels(made) == ["1.jpg"]
    assert made.laps == (("Chào",),)
    assert made.decision is not None
    assert made.decision.until is not None


def test_an_item_with_rules_of_its_own() -> None:
    made = planned(playlist("a", Image(path="1.jpg", when=(MORNING,)), Image(path="2.jpg")))
    assert labels(made) == ["2.jpg"]


def test_an_emergency_is_urgent_and_alone() -> None:
    flood = playlist(
        "lu", Image(path="lu.jpg"), priority="emergency", when=(Rule(until="2026-02-14"),)
    )
    made = planned(LOBBY, flood)
    assert made.urgent
    assert labels(made) == ["lu.jpg"]
    assert made.laps == ()


def test_only_what_this_screen_plays() -> None:
    screens = (
        Screen(id="a", playlists=("sanh",)),
        Screen(id="b", name="Tầng hai", playlists=("hai",), rotate=90),
    )
    made = planned(LOBBY, playlist("hai", Image(path="2.jpg")), screen="b", screens=screens)
    assert labels(made) == ["2.jpg"]
    assert made.screen == screens[1]
