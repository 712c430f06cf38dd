from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.config import PLAYER
from signage.player.commands import Idle, Load, Loop, Show, Unload
from tests.player._world import Item, Manner, World, clip, still, world

GOOD = Manner()
BROKEN = Manner(fails=True)
SILENT = Manner(opens=None)
FROZEN = Manner(stalls=1.5, length=20)


class TestTheLoop:
    def test_items_follow_each_other_for_ever(self) -> None:
        lobby = world({}, still("a"), still("b", 5), clip("c"))
        lobby.run(60)
        assert lobby.seen[:7] == ["-", "a", "b", "c", "a", "b", "c"]
        assert lobby.spans()[1:4] == [("a", 10), ("b", 5), ("c", 4)]

    def test_the_next_one_is_ready_before_the_front_goes(self) -> None:
        lobby = world({"b": Manner(opens=3)}, still("a"), still("b"))
        lobby.run(30)
        assert lobby.spans()[1] == ("a", 10)

    def test_the_front_waits_for_one_that_opens_slowly(self) -> None:
        lobby = world({"b": Manner(opens=8)}, still("a", 2), still("b"))
        lobby.run(30)
        assert lobby.spans()[1] == ("a", 8.5)  # it was opened when the transition to a was over

    def test_a_clip_is_cut_at_its_duration(self) -> None:
        lobby = world({"a": Manner(length=30)}, clip("a", 6), still("b"))
        lobby.run(30)
        assert lobby.spans()[1] == ("a", 6)

    def test_what_ends_at_once_stays_a_second(self) -> None:
        lobby = world({"a": Manner(length=0.1)}, clip("a"), still("b", 0.01))
        lobby.run(30)
        assert {span for _, span in lobby.spans()[1:]} == {1.0}

    def test_what_is_ready_within_the_call_to_load(self) -> None:
        lobby = World(manner=Manner(opens=0))
        lobby.play(still("a"), still("b"))
        lobby.run(35)
        assert lobby.seen == ["-", "a", "b", "a", "b"]

    def test_how_it_comes_on_is_the_coming_items_choice(self) -> None:
        lobby = world({}, replace(still("a"), transition="fade"), still("b"))
        lobby.run(15)
        assert lobby.commands(Show) == [Show(0, "fade"), Show(1, "cut")]

    def test_a_transition_that_never_ends_holds_nothing_up(self) -> None:
        lobby = World(tells_shown=False)
        lobby.play(still("a"), clip("b"), still("c"))
        lobby.run(60)
        assert lobby.spans()[2:5] == [("b", 4), ("c", 10), ("a", 10)]


class TestAlone:
    def test_a_picture_is_opened_once(self) -> None:
        lobby = world({}, still("a"))
        lobby.run(3600)
        assert lobby.seen == ["-", "a"]
        assert lobby.loads("a") == [100.0]
        assert lobby.ticks < 5

    def test_a_clip_loops_within_itself(self) -> None:
        lobby = world({}, clip("a"))
        lobby.run(600)
        assert lobby.seen == ["-", "a"]
        assert [command.loop for command in lobby.commands(Load) if isinstance(command, Load)] == [
            True
        ]

    def test_a_clip_with_a_duration_is_opened_anew_each_time(self) -> None:
        lobby = world({}, clip("a", 3))
        lobby.run(10)
        assert lobby.spans()[1:] == [("a", 3), ("a", 3), ("a", 3)]

    def test_a_second_item_lets_the_clip_end_at_its_end(self) -> None:
        lobby = world({}, clip("a"))
        lobby.run(9)  # a second into its third round
        lobby.play(clip("a"), still("b"))
        assert lobby.commands(Loop) == [Loop(0, loop=False)]
        lobby.run(10)
        assert lobby.spans() == [("-", 0.05), ("a", 12)]

    def test_what_stays_as_the_only_one_begins_to_loop(self) -> None:
        lobby = world({}, clip("a"), still("b"))
        lobby.run(1)
        lobby.play(clip("a"))
        lobby.run(60)
        assert lobby.seen == ["-", "a"]

    def test_a_clip_that_ended_as_it_became_the_only_one_plays_again(self) -> None:
        lobby = world({"a": Manner(length=0.5)}, clip("a"), still("b"))
        lobby.run(0.8)  # it ended; its second is not over
        lobby.play(clip("a"))
        lobby.run(20)
        assert lobby.seen == ["-", "a", "a"]
        assert [command.loop for command in lobby.commands(Load) if isinstance(command, Load)] == [
            False, False, True,
        ]  # fmt: skip

    def test_beside_one_that_fails_a_picture_stays_and_a_clip_plays_again(self) -> None:
        lobby = world({"x": BROKEN}, still("a"), still("x"))
        lobby.run(60)
        assert lobby.seen == ["-", "a"]
        lobby = world({"x": BROKEN}, clip("a"), still("x"))
        lobby.run(17)
        assert lobby.spans()[1:] == [("a", 4)] * 4


class TestFailures:
    def test_one_that_fails_costs_only_itself(self) -> None:
        lobby = world({"b": BROKEN}, still("a"), still("b"), still("c"))
        lobby.run(60)
        assert lobby.seen == ["-", "a", "c", "a", "c", "a", "c"]

    def test_its_pauses_grow_to_ten_minutes(self) -> None:
        lobby = world({"x": BROKEN}, still("x"))
        lobby.run(4000)
        loads = lobby.loads("x")
        pauses = [round(b - a, 2) for a, b in itertools.pairwise(loads)]
        assert pauses[:9] == [5.05, 10.05, 20.05, 40.05, 80.05, 160.05, 320.05, 600.05, 600.05]
        assert lobby.seen == ["-"]
        assert lobby.director.skipped["x"].reason == "it is broken"

    def test_it_comes_back_when_it_plays_again(self) -> None:
        lobby = world({"x": BROKEN}, still("a"), still("x"))
        lobby.run(100)
        lobby.behave("x", GOOD)
        lobby.run(100)
        assert "x" in lobby.seen
        assert not lobby.director.skipped

    @pytest.mark.parametrize("item", [still("x"), clip("x")])
    def test_one_that_plays_again_alone_counts_as_sound(self, item: Item) -> None:
        lobby = world({"x": BROKEN}, item)
        lobby.run(30)
        lobby.behave("x", GOOD)
        lobby.run(150)
        assert lobby.seen == ["-", "x"]
        assert not lobby.director.skipped

    def test_no_first_frame_within_ten_seconds(self) -> None:
        lobby = world({"x": SILENT}, still("a", 5), still("x"), still("b"))
        lobby.run(40)
        assert lobby.seen[:3] == ["-", "a", "b"]
        assert lobby.spans()[1] == ("a", 10.55)
        assert lobby.director.skipped["x"].reason == "no first frame within 10 s"

    def test_no_new_frame_for_three_seconds(self) -> None:
        lobby = world({"x": FROZEN}, still("a"), clip("x"))
        lobby.run(20)
        assert lobby.spans()[2] == ("x", 4)  # its last sign of life came after a second
        assert lobby.director.skipped["x"].reason == "no new frame for 3 s"

    def test_one_that_stalls_each_time_it_is_shown_is_tried_ever_less(self) -> None:
        lobby = world({"x": FROZEN}, still("a", 5), clip("x"))
        lobby.run(1200)
        loads = lobby.loads("x")
        assert loads[-1] - loads[-2] > 300

    def test_stalling_behind_a_transition_that_never_ends(self) -> None:
        lobby = World({"x": replace(FROZEN, stalls=0)}, tells_shown=False)
        lobby.play(still("a"), clip("x"))
        lobby.run(60)
        assert ("x", 3.05) in lobby.spans()

    def test_a_deadline_that_passes_while_something_else_happens(self) -> None:
        lobby = world({"x": replace(FROZEN, stalls=0)}, still("a"), clip("x"))
        lobby.run(10.2)
        assert lobby.seen[-1] == "x"
        lobby.now += 30  # the GUI thread was held up, and this came before the timer
        lobby.play(still("a"), clip("x"))
        lobby.run(1)
        assert lobby.seen[-1] == "a"

    def test_ending_before_it_was_shown(self) -> None:
        lobby = world({"x": Manner(ends_unseen=True)}, still("a"), clip("x"), still("b"))
        lobby.run(25)
        assert lobby.seen == ["-", "a", "b", "a"]

    def test_breaking_while_it_is_on(self) -> None:
        lobby = world({"x": Manner(breaks=2, length=20)}, still("a"), clip("x"), still("b"))
        lobby.run(25)
        assert lobby.spans()[2] == ("x", 2)

    def test_all_failing_shows_the_idle_screen_and_recovers(self) -> None:
        lobby = world({}, still("a"), still("b"))
        lobby.run(15)
        lobby.behave("a", BROKEN)
        lobby.behave("b", replace(BROKEN, opens=0.2))
        lobby.play(still("a", version=1), still("b", version=1))
        lobby.run(300)
        assert lobby.seen[-1] == "-"
        lobby.behave("b", GOOD)
        lobby.run(600)
        assert lobby.seen[-1] == "b"

    def test_what_was_mended_under_the_same_name_waits_for_no_pause(self) -> None:
        lobby = world({"x": BROKEN}, still("x"))
        lobby.run(1300)
        lobby.behave("x", GOOD)
        lobby.play(still("x", version=1))
        lobby.run(1)
        assert lobby.seen == ["-", "x"]

    def test_a_thousand_broken_ones_are_opened_once_a_round(self) -> None:
        many = [still(f"x{number}") for number in range(1000)]
        lobby = World(manner=replace(BROKEN, opens=0.001))
        lobby.play(*many)
        lobby.run(4)
        assert len(lobby.commands(Load)) == 1000


class TestChanges:
    def test_a_new_programme_waits_for_the_items_end(self) -> None:
        lobby = world({}, still("a"), still("b"))
        lobby.run(3)
        lobby.play(still("c"), still("d"))
        lobby.run(30)
        assert lobby.seen == ["-", "a", "c", "d", "c"]
        assert lobby.spans()[1] == ("a", 10)

    def test_two_in_a_row(self) -> None:
        lobby = world({}, still("a"), still("b"))
        lobby.run(3)
        lobby.play(still("c"))
        lobby.play(still("d"))
        lobby.run(60)
        assert lobby.seen == ["-", "a", "d"]

    def test_an_item_added_behind_the_front_comes_next(self) -> None:
        lobby = world({}, still("a"), still("b"))
        lobby.run(3)
        lobby.play(still("a"), still("new"), still("b"))
        lobby.run(25)
        assert lobby.seen == ["-", "a", "new", "b"]

    def test_after_an_item_that_was_taken_out_comes_the_one_behind_it(self) -> None:
        lobby = world({}, still("a"), still("b"), still("c"))
        lobby.run(13)  # b is on
        lobby.play(still("a"), still("c"))
        lobby.run(10)
        assert lobby.seen == ["-", "a", "b", "c"]

    def test_an_edit_of_the_item_on_screen_comes_with_its_next_turn(self) -> None:
        lobby = world({}, still("a"))
        lobby.run(3)
        lobby.play(still("a", version=1))
        lobby.run(30)
        assert lobby.spans() == [("-", 0.05), ("a", 10)]
        assert lobby.sights[-1].item == still("a", version=1)

    def test_the_same_programme_again_changes_nothing(self) -> None:
        lobby = world({}, still("a"), still("b"))
        lobby.run(5)
        before = list(lobby.done)
        lobby.play(still("a"), still("b"))
        assert lobby.done == before

    def test_an_empty_one_is_idle_at_the_items_end(self) -> None:
        lobby = world({}, still("a"), still("b"))
        lobby.run(3)
        lobby.play()
        lobby.run(20)
        assert lobby.spans() == [("-", 0.05), ("a", 10)]
        assert lobby.seen[-1] == "-"
        assert lobby.slots == [None, None, None]

    def test_an_empty_one_lets_a_looping_clip_end_first(self) -> None:
        lobby = world({}, clip("a"))
        lobby.run(9)
        lobby.play()
        lobby.run(10)
        assert lobby.spans()[1] == ("a", 12)
        assert lobby.seen[-1] == "-"

    def test_what_was_taken_out_goes_at_its_end_though_nothing_new_plays(self) -> None:
        lobby = world({"x": BROKEN}, still("a"))
        lobby.run(3)
        lobby.play(still("x"))
        lobby.run(30)
        assert lobby.seen == ["-", "a", "-"]

    def test_nothing_and_then_something(self) -> None:
        lobby = world({})
        lobby.run(100)
        assert lobby.commands(Idle) == [Idle()]
        lobby.play(still("a"))
        lobby.run(1)
        assert lobby.seen == ["-", "a"]


class TestCuttingIn:
    def test_at_once_and_back_to_what_was_interrupted(self) -> None:
        lobby = world({}, still("a"), still("b"), still("c"))
        lobby.run(13)  # b is on, for 3 s
        lobby.play(still("flood"), cut_in=True)
        lobby.run(27)
        lobby.play(still("a"), still("b"), still("c"))
        lobby.run(20)
        assert lobby.seen == ["-", "a", "b", "flood", "b", "c"]
        assert lobby.spans()[2] == ("b", 3.0)
        assert lobby.spans()[4] == ("b", 10)  # from its start

    def test_it_waits_for_no_shortest_time(self) -> None:
        lobby = World()
        lobby.play(still("a"))
        lobby.run(0.6)
        lobby.play(still("flood"), cut_in=True)
        lobby.run(0.2)
        assert lobby.seen == ["-", "a", "flood"]

    def test_the_front_stays_until_the_warning_is_ready(self) -> None:
        lobby = world({"flood": Manner(opens=4)}, still("a", 100))
        lobby.run(10)
        lobby.play(still("flood"), cut_in=True)
        lobby.run(10)
        assert lobby.spans()[1] == ("a", 13.95)

    def test_where_the_interrupted_one_is_gone_the_next_one_follows(self) -> None:
        lobby = world({}, still("a"), still("b"), still("c"))
        lobby.run(13)
        lobby.play(still("flood"), cut_in=True)
        lobby.run(30)
        lobby.play(still("a"), still("c"))
        lobby.run(5)
        assert lobby.seen == ["-", "a", "b", "flood", "c"]

    def test_a_second_warning_does_not_forget_what_was_interrupted(self) -> None:
        lobby = world({}, still("a"), still("b"), still("c"))
        lobby.run(13)
        lobby.play(still("flood"), cut_in=True)
        lobby.run(3)
        lobby.play(still("fire"), cut_in=True)
        lobby.run(30)
        lobby.play(still("a"), still("b"), still("c"))
        lobby.run(5)
        assert lobby.seen == ["-", "a", "b", "flood", "fire", "b"]

    def test_its_end_hands_back_at_once(self) -> None:
        lobby = world({}, still("a"))
        lobby.run(3)
        lobby.play(still("flood", 20), still("fire"), cut_in=True)
        lobby.run(12)
        lobby.play(still("a"))
        lobby.run(30)
        assert lobby.seen == ["-", "a", "flood", "a"]
        assert lobby.spans()[2] == ("flood", 11.95)  # what it interrupted was kept ready

    def test_withdrawn_before_it_was_ready_it_interrupts_nothing(self) -> None:
        lobby = world({"flood": Manner(opens=5)}, still("a"), still("b"))
        lobby.run(3)
        lobby.play(still("flood"), cut_in=True)
        lobby.run(1)
        lobby.play(still("a"), still("b"))
        lobby.run(12)
        assert lobby.seen == ["-", "a", "b"]
        assert lobby.spans()[1] == ("a", 10)

    def test_one_that_cannot_be_shown_waits_for_the_items_end(self) -> None:
        lobby = world({"flood": BROKEN}, still("a"))
        lobby.run(3)
        lobby.play(still("flood"), cut_in=True)
        lobby.run(20)
        assert lobby.spans() == [("-", 0.05), ("a", 10)]

    def test_during_a_transition(self) -> None:
        lobby = world({}, still("a"), still("b"))
        lobby.run(10.2)  # b is coming on
        lobby.play(still("flood"), cut_in=True)
        lobby.run(1)
        assert lobby.seen == ["-", "a", "b", "flood"]

    def test_more_of_a_warning_that_is_on(self) -> None:
        lobby = world({}, still("a"))
        lobby.run(3)
        lobby.play(still("flood"), cut_in=True)
        lobby.run(3)
        lobby.play(still("flood"), still("road"), cut_in=True)
        lobby.run(20)
        assert lobby.spans()[2] == ("flood", 10)

    def test_an_empty_one_clears_the_screen_at_once(self) -> None:
        lobby = world({}, still("a"))
        lobby.run(3)
        lobby.play(cut_in=True)
        assert lobby.seen == ["-", "a", "-"]


class TestKeptReady:
    """What may cut in is open beforehand, in a slot of its own."""

    def test_cutting_in_is_a_swap_and_so_is_handing_back(self) -> None:
        lobby = world({"flood": Manner(opens=4), "b": Manner(opens=2)}, still("a"), clip("b"))
        lobby.keep(still("flood"))
        lobby.run(11)  # b is on, for a second
        before = len(lobby.done)
        lobby.play(still("flood"), still("road"), cut_in=True)
        assert lobby.done[before:] == [(lobby.now, Unload(0)), (lobby.now, Show(2, "cut"))]
        lobby.run(20)
        lobby.play(still("a"), clip("b"))
        assert lobby.sights[-1].at == lobby.now
        assert lobby.seen == ["-", "a", "b", "flood", "road", "b"]

    def test_a_fade_is_cut_short(self) -> None:
        lobby = world({}, still("a"), replace(still("b"), transition="fade"))
        flood = replace(still("flood"), transition="fade")
        lobby.keep(flood)
        lobby.run(10.3)  # b is coming on
        lobby.play(flood, cut_in=True)
        assert lobby.sights[-1].at == lobby.now
        assert lobby.commands(Show)[-1] == Show(2, "cut")
        lobby.run(10)
        assert sum(slot is not None for slot in lobby.slots) == 2  # flood, and b kept ready

    def test_without_it_a_fade_holds_nothing_up_either(self) -> None:
        lobby = world({}, still("a"), replace(still("b"), transition="fade"))
        lobby.run(10.3)
        lobby.play(still("flood"), cut_in=True)
        lobby.run(0.1)
        assert lobby.seen[-1] == "flood"

    def test_what_is_kept_makes_room_for_another_that_cuts_in(self) -> None:
        lobby = world({}, still("a"), replace(still("b"), transition="fade"))
        lobby.keep(still("flood"))
        lobby.run(10.3)
        lobby.play(still("fire"), cut_in=True)
        lobby.run(0.1)
        assert lobby.seen[-1] == "fire"

    def test_nothing_to_keep_uses_no_slot(self) -> None:
        lobby = world({}, still("a"), still("b"))
        lobby.run(5)
        assert lobby.slots[2] is None
        lobby.keep(still("flood"))
        lobby.run(1)
        assert lobby.slots[2] is not None
        lobby.keep(None)
        assert lobby.slots[2] is None

    def test_it_waits_until_the_programme_itself_is_ready(self) -> None:
        lobby = World({"a": Manner(opens=3)})
        lobby.keep(None)
        lobby.play(still("a"), still("b"))
        lobby.keep(still("flood"))
        lobby.run(2)
        assert not lobby.loads("flood")
        lobby.run(3)
        assert lobby.loads("flood")

    def test_one_that_cannot_be_opened_is_told_and_tried_again(self) -> None:
        lobby = world({"flood": BROKEN}, still("a"), still("b"))
        lobby.keep(still("flood"))
        lobby.run(60)
        assert lobby.director.skipped["flood"].reason == "it is broken"
        assert 2 <= len(lobby.loads("flood")) <= 5
        assert lobby.seen[:6] == ["-", "a", "b", "a", "b", "a"]
        lobby.behave("flood", GOOD)
        lobby.run(60)
        assert not lobby.director.skipped

    def test_one_that_never_opens_is_given_up(self) -> None:
        lobby = world({"flood": SILENT}, still("a"))
        lobby.keep(still("flood"))
        lobby.run(12)
        assert lobby.director.skipped["flood"].reason == "no first frame within 10 s"

    def test_an_edit_of_it_is_opened_anew(self) -> None:
        lobby = world({}, still("a"))
        lobby.keep(still("flood"))
        lobby.run(1)
        lobby.keep(still("flood", version=1))
        lobby.run(1)
        lobby.play(still("flood", version=1), cut_in=True)
        assert lobby.sights[-1].item == still("flood", version=1)

    def test_from_the_idle_screen_and_back(self) -> None:
        lobby = world({})
        lobby.keep(clip("flood"))
        lobby.run(5)
        lobby.play(clip("flood"), cut_in=True)
        assert lobby.seen == ["-", "flood"]
        lobby.run(9)
        assert lobby.commands(Loop) == [Loop(0, loop=True)]  # it was opened as one of many
        lobby.play()
        assert lobby.seen == ["-", "flood", "-"]

    def test_the_emblem_at_once_and_back_at_once(self) -> None:
        b = replace(clip("b"), transition="fade")
        lobby = world({}, still("a"), b)
        lobby.run(12)
        lobby.play(cut_in=True)
        assert lobby.seen[-1] == "-"
        lobby.run(60)
        lobby.play(still("a"), b)
        assert lobby.done[-1] == (lobby.now, Show(0, "cut"))
        assert lobby.seen == ["-", "a", "b", "-", "b"]
        assert lobby.sights[-1].at == lobby.now

    def test_the_emblem_during_a_fade(self) -> None:
        lobby = world({}, still("a"), replace(still("b"), transition="fade"))
        lobby.run(10.3)
        lobby.play(cut_in=True)
        assert lobby.seen[-1] == "-"
        lobby.run(5)
        assert [slot.item.key if slot else None for slot in lobby.slots] == ["b", None, None]


class TestPages:
    @settings(max_examples=40)
    @given(
        pages=st.lists(st.integers(1, 9), min_size=2, max_size=6),
        durations=st.lists(st.sampled_from([0.2, 1, 7, 10]), min_size=6, max_size=6),
    )
    def test_each_page_has_the_duration_neither_less_nor_more(
        self, pages: list[int], durations: list[float]
    ) -> None:
        items = [still(key, durations[at]) for at, key in enumerate(KEYS[: len(pages)])]
        lobby = world(
            {
                item.key: Manner(opens=0, pages=count)
                for item, count in zip(items, pages, strict=True)
            },
            *items,
        )
        lobby.run(9 * sum(durations) + 60)
        wanted = {
            item.key: max(1, item.duration * count)
            for item, count in zip(items, pages, strict=True)
            if item.duration
        }
        assert len(lobby.spans()) > len(items)
        for key, seconds in lobby.spans()[1:]:
            assert seconds == pytest.approx(wanted[key])

    def test_a_clip_is_as_long_as_it_is(self) -> None:
        lobby = world({"a": Manner(length=4, pages=3), "b": Manner(pages=3)}, clip("a"), clip("b"))
        lobby.run(20)
        assert {seconds for _, seconds in lobby.spans()[1:]} == {4.0}

    def test_another_number_on_a_display_that_changed_counts_from_the_start(self) -> None:
        lobby = world({"a": Manner(pages=4)}, still("a"), still("b"))
        lobby.run(15)
        lobby.turn_out(2)
        lobby.run(10)
        assert lobby.spans()[1:] == [("a", 20.0)]

    def test_what_cuts_in_waits_for_no_page(self) -> None:
        lobby = world({"a": Manner(pages=9)}, still("a"), still("b"))
        lobby.run(5)
        lobby.play(still("u"), cut_in=True)
        lobby.run(1)
        assert lobby.seen[-1] == "u"


class TestOldNews:
    @pytest.mark.parametrize("event", ["ready", "shown", "ended"])
    def test_an_event_of_a_closed_opening_means_nothing(self, event: str) -> None:
        lobby = world({}, still("a"), still("b"), still("c"))
        lobby.run(13)
        assert getattr(lobby.director, event)(1, lobby.now) == []
        assert lobby.director.failed(1, "late", lobby.now) == []
        assert lobby.director.progress(1, 5.0, lobby.now) == []
        assert not lobby.director.skipped

    def test_the_end_of_a_clip_that_was_cut_does_not_end_the_next(self) -> None:
        lobby = world({}, clip("a", 3), clip("b"), still("c"))
        lobby.run(3.5)
        assert lobby.seen[-1] == "b"
        lobby.director.ended(1, lobby.now)
        lobby.run(10)
        assert lobby.spans()[2] == ("b", 4)


KEYS = "abcdef"
MANNERS = st.builds(
    Manner,
    opens=st.sampled_from([0, 0.01, 0.05, 0.3, 2, 9, None]),
    fails=st.booleans(),
    length=st.sampled_from([0.04, 0.5, 1, 4, 40]),
    stalls=st.sampled_from([None, None, 0, 1.5]),
    ends_unseen=st.sampled_from([False, False, True]),
    breaks=st.sampled_from([None, None, 0, 0.2, 3]),
    pages=st.sampled_from([1, 1, 2, 5]),
)
ITEMS = st.builds(
    Item,
    key=st.sampled_from(KEYS),
    moving=st.booleans(),
    duration=st.sampled_from([0.1, 1, 5, 10]),
    transition=st.sampled_from(["cut", "fade"]),
    version=st.integers(0, 1),
).flatmap(
    lambda item: (
        st.sampled_from([item, replace(item, duration=None)]) if item.moving else st.just(item)
    )
)
PROGRAMMES = st.lists(ITEMS, max_size=6, unique_by=lambda item: item.key)
STEPS = st.tuples(
    st.sampled_from([0, 0.01, 0.2, 0.9, 3, 11, 47]),
    st.one_of(
        st.tuples(st.just("play"), PROGRAMMES, st.booleans()),
        st.tuples(st.just("behave"), st.sampled_from(KEYS), MANNERS),
        st.tuples(st.just("keep"), st.one_of(st.none(), ITEMS), st.none()),
    ),
)


class TestWhateverHappens:
    @settings(max_examples=150)
    @given(
        manners=st.dictionaries(st.sampled_from(KEYS), MANNERS),
        programme=PROGRAMMES,
        steps=st.lists(STEPS, max_size=12),
        tells_shown=st.booleans(),
    )
    def test_the_scene_is_never_misused_and_all_that_plays_is_shown(
        self,
        manners: dict[str, Manner],
        programme: list[Item],
        steps: list[tuple[float, tuple[str, list[Item] | str | Item | None, bool | Manner | None]]],
        tells_shown: bool,
    ) -> None:
        lobby = World(dict(manners), tells_shown=tells_shown)
        lobby.play(*programme)
        for seconds, (what, first, second) in steps:
            lobby.run(seconds)
            if isinstance(first, list):
                lobby.play(*first, cut_in=bool(second))
            elif what == "keep":
                lobby.keep(first if isinstance(first, Item) else None)
            elif isinstance(first, str) and isinstance(second, Manner):
                lobby.behave(first, second)
        lobby.run(60)
        assert lobby.busiest() <= 60
        # Then all are mended, and within the longest pause each has its turn.
        lobby.manners.clear()
        lobby.run(PLAYER.penalty_most + 100)
        healed = len(lobby.sights)
        lobby.run(150)
        if not lobby.programme:
            assert lobby.seen[-1] == "-"
            return
        playable = {item.key for item in lobby.programme}
        assert not lobby.director.skipped.keys() & playable - {lobby.seen[-1]}
        if len(lobby.programme) > 1:
            assert set(lobby.seen[healed:]) == playable
        else:
            assert lobby.seen[-1] == lobby.programme[0].key
        beside = lobby.cut or lobby.kept is not None
        assert sum(slot is not None for slot in lobby.slots) <= 2 + beside
        assert len(lobby.commands(Unload)) <= len(lobby.commands(Load))
