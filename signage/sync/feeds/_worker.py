"""The process that fetches one feed and reads it: niced, limited, and nobody's loss when it dies.

Started as `python -m signage.sync.feeds._worker` with a `Question` as its input; writes an
`Answer`. Apart, since nothing else ends a look-up of a name, and since a hostile feed may take the
parser minutes and a gigabyte. The libraries it takes never come into the agent.
"""

from __future__ import annotations

import signal
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from signage.config import FEEDS
from signage.errors import SourceError
from signage.sync._confined import allow_time, confine
from signage.sync.feeds._message import Answer, Question, shown

__all__ = ["answer", "main"]


def main() -> None:
    """Answer one question."""
    confine(FEEDS.memory)
    question = msgspec.json.decode(sys.stdin.buffer.read(), type=Question)
    sys.stdout.buffer.write(msgspec.json.encode(answer(question)))


def answer(question: Question) -> Answer:
    """Fetch and read. Dies by SIGALRM where fetching takes too long, by SIGXCPU where reading."""
    from signage.sync._transport import TransportError  # noqa: PLC0415
    from signage.sync.feeds._fetch import fetch  # noqa: PLC0415
    from signage.sync.feeds._read import NoFeedError, read  # noqa: PLC0415

    signal.setitimer(signal.ITIMER_REAL, question.seconds)
    try:
        page = fetch(question.url, question.known)
    except TransportError as error:
        return Answer(error=str(error), retry_after=error.retry_after)
    except SourceError as error:
        return Answer(error=str(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if page.content is None:
        return Answer(unchanged=True, known=question.known)
    allow_time(FEEDS.read)
    now = datetime.fromisoformat(question.now)
    # What the server's own clock says is no news from the future, however late ours is.
    now = max(now, page.date) if page.date else now
    try:
        entries, posing = read(
            page.content, question.url,
            now=now, zone=ZoneInfo(question.zone), charset=page.charset,
        )  # fmt: skip
    except NoFeedError as error:
        return Answer(error=f"{shown(question.url)}: {error}; check the address")
    return Answer(entries=entries, posing=posing, known=page.known)


if __name__ == "__main__":
    main()
