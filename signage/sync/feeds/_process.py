"""The agent's end of the worker: one process for one feed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import signage
from signage.config import FEEDS
from signage.sync.feeds._message import Answer, shown

if TYPE_CHECKING:
    from signage.sync.feeds._message import Question

__all__ = ["ask"]

_COMMAND = (sys.executable, "-P", "-m", "signage.sync.feeds._worker")
_HERE = str(Path(signage.__file__).parent.parent)
_START = 30.0
"""Seconds in which a worker must have started and ended, on the slowest card, beside its work."""
_SILENT = "{}: did not come within {:g} s; check the address and the network"
_HEAVY = "{}: cannot be read within the limits; check the address"
_ANSWERS = msgspec.json.Decoder(Answer)
"""Made here: threads that are the first to decode a type, at once, end the process."""


def ask(
    question: Question, *, command: tuple[str, ...] = _COMMAND, start: float = _START
) -> Answer:
    """Fetch and read a feed in a process apart; takes seconds, at most a minute. Never raises."""
    name = shown(question.url)
    try:
        done = subprocess.run(
            command, input=msgspec.json.encode(question), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, check=False, start_new_session=True,
            timeout=question.seconds + FEEDS.read + start,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([_HERE, *filter(None, sys.path)])},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Answer(error=_HEAVY.format(name))
    except OSError as error:
        return Answer(error=f"{name}: the process that fetches does not start: {error.strerror}")
    if done.returncode == -signal.SIGALRM:
        return Answer(error=_SILENT.format(name, question.seconds))
    try:
        return _ANSWERS.decode(done.stdout)
    except msgspec.MsgspecError:
        return Answer(error=_HEAVY.format(name))
