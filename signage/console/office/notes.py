"""Notes (comments) of a list whose entries are put anew: each keeps its own, and those above it.

ruamel hangs every comment to what stands before it: the rest of its line, and the lines after it,
which tell of what comes next. Here the two are taken apart, and the lines go with what they are
about.
"""

from __future__ import annotations

from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.tokens import CommentToken

__all__ = ["put", "refill"]


def put(mapping: CommentedMap, key: str, made: Any) -> None:
    """Set a key; a new one stands before the notes and empty lines that follow its mapping."""
    if key in mapping or not mapping:
        mapping[key] = made
        return
    rest = _detach(mapping)
    mapping[key] = made
    _attach(mapping, rest)


def refill(listed: CommentedSeq, entries: list[tuple[int, Any]]) -> None:
    """Put entries into a list: each with the place that it had there, -1 for a new one."""
    above: dict[int, str] = {}
    for number in range(len(listed)):
        above[number + 1] = _detach_entry(listed, number)
    last = above.pop(len(listed), "")
    own = dict(listed.ca.items)
    listed[:] = [value for _, value in entries]
    listed.ca.items.clear()
    for place, (number, _value) in enumerate(entries):
        if number in own:
            listed.ca.items[place] = own[number]
    for place, (number, _value) in enumerate(entries):
        words = above.get(number, "")
        if words and place:
            _attach_entry(listed, place - 1, words)
        elif words and words.strip():
            last = words + last
    if last and entries:
        _attach_entry(listed, len(entries) - 1, last)


def _split(token: Any) -> tuple[str, str]:
    """What stands on the line itself, and the lines after it."""
    own, _break, rest = token.value.partition("\n")
    return own, rest


def _slot(node: Any) -> tuple[Any, Any, int] | None:
    """Where the token hangs that ends a mapping or list: its holder, key and place."""
    if not isinstance(node, (CommentedMap, CommentedSeq)) or not node:
        return None
    mapping = isinstance(node, CommentedMap)
    key = next(reversed(node)) if mapping else len(node) - 1
    inner = node[key]
    if isinstance(inner, (CommentedMap, CommentedSeq)) and not inner.fa.flow_style():
        return _slot(inner) or (node, key, 2 if mapping else 0)
    return node, key, 2 if mapping else 0


def _detach(node: Any) -> str:
    slot = _slot(node)
    if slot is None:
        return ""
    holder, key, place = slot
    held = holder.ca.items.get(key)
    token = held[place] if held and len(held) > place else None
    if not isinstance(token, CommentToken):
        return ""
    own, rest = _split(token)
    if own.strip():
        token.value = f"{own}\n"
    else:
        held[place] = None
    return rest


def _attach(node: Any, rest: str) -> None:
    slot = _slot(node)
    if slot is None or not rest:
        return
    holder, key, place = slot
    held = holder.ca.items.setdefault(key, [None, None, None, None])
    token = held[place]
    if isinstance(token, CommentToken):
        own, more = _split(token)
        token.value = f"{own}\n{more}{rest}"
    else:
        held[place] = CommentToken(f"\n{rest}", _Start(), None)


def _detach_entry(listed: CommentedSeq, number: int) -> str:
    return _detach(_Alone(listed, number))


def _attach_entry(listed: CommentedSeq, number: int, rest: str) -> None:
    _attach(_Alone(listed, number), rest)


class _Start:
    """Where a token stands, as ruamel asks for it: a line of its own at the margin."""

    column = 0
    line = 0


class _Alone(CommentedSeq):
    """A list seen as if one of its entries were the last."""

    def __init__(self, listed: CommentedSeq, number: int) -> None:
        super().__init__(listed[: number + 1])
        setattr(self, "_yaml_comment", listed.ca)  # noqa: B010  (ruamel's own name)
