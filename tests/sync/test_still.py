from __future__ import annotations

from signage.sync._still import Stillness

A = (1, 1, 10, 100, 100)
B = (1, 1, 20, 200, 200)


def test_complete_after_it_was_still() -> None:
    still = Stillness(0.6)
    still.observe("a", A, 0.0)
    still.observe("a", A, 0.5)
    assert not still.complete("a")
    still.observe("a", A, 0.6)
    assert still.complete("a")
    still.observe("a", B, 0.7)
    assert not still.complete("a")


def test_complete_when_its_writer_closed_it() -> None:
    still = Stillness(0.6)
    still.closed("a")  # nobody has looked at it yet
    assert not still.complete("a")
    still.observe("a", A, 0.0)
    still.closed("a")
    assert still.complete("a")
    still.moved("a", 1.0)
    assert not still.complete("a")


def test_complete_when_known_from_before() -> None:
    still = Stillness(0.6)
    still.observe("a", A, 0.0, known=True)
    assert still.complete("a")


def test_doubt_ends_and_a_close_ends_it_at_once() -> None:
    still = Stillness(0.6)
    still.observe("a", A, 0.0)
    assert still.doubtful("a", 0.0, 5.0) == 0.0  # at first sight there is none
    still.observe("a", B, 1.0)
    assert still.doubtful("a", 2.0, 5.0) == 4.0
    assert still.doubtful("a", 7.0, 5.0) == 0.0
    still.closed("a")
    assert still.doubtful("a", 2.0, 5.0) == 0.0


def test_forgets() -> None:
    still = Stillness(0.0)
    still.observe("a", A, 0.0, known=True)
    still.forget(set())
    assert not still.complete("a")
