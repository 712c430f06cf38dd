"""The process that decodes: niced, limited, and nobody's loss when it dies.

Started as `python -m signage.sync._intake._worker`; reads a `Job` a line, writes a `Verdict` a
line, after it the bytes that the verdict says follow, and ends with its input.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from signage.config import INTAKE, SOURCE
from signage.sync._confined import allow_time, confine
from signage.sync._intake._verdict import GREETING, Job, RefusedError, Verdict

__all__ = ["main", "serve", "work"]


def main() -> None:
    """Serve jobs until the input ends."""
    confine(INTAKE.memory)
    sys.stdout.buffer.write(GREETING)
    sys.stdout.buffer.flush()
    decoder = msgspec.json.Decoder(Job)
    for line in sys.stdin.buffer:
        allow_time(SOURCE.prepare_timeout)
        verdict, content = serve(decoder.decode(line))
        sys.stdout.buffer.write(msgspec.json.encode(verdict) + b"\n")
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def work(job: Job) -> Verdict:
    """Decode one body."""
    return serve(job)[0]


def serve(job: Job) -> tuple[Verdict, bytes]:
    """Decode one body, or scale it: then the bytes are the rendition."""
    path = Path(job.path)
    try:
        if job.task == "render":
            from signage.sync._intake import _rendition  # noqa: PLC0415

            content = _rendition.render(path)
            return Verdict(follows=len(content)), content
        return _work(job, path), b""
    except RefusedError as refused:
        verdict = Verdict(reason=str(refused), lasting=refused.lasting)
    except MemoryError:
        verdict = Verdict(reason="needs too much memory to decode; save it smaller")
    except OSError as error:
        verdict = Verdict(reason=f"cannot be read from the store: {error.strerror}", lasting=False)
    except Exception as error:  # noqa: BLE001  (whatever a hostile file brings about)
        verdict = Verdict(reason=f"cannot be decoded ({type(error).__name__}); save it again")
    return verdict, b""


def _work(job: Job, path: Path) -> Verdict:
    match job.kind:
        case "image":
            from signage.sync._intake import _image  # noqa: PLC0415  (each kind pays for itself)

            return Verdict(media=_image.examine(path))
        case "video":
            from signage.sync._intake import _video  # noqa: PLC0415

            return _video.examine(path)
        case "pdf":
            from signage.sync._intake import _pdf  # noqa: PLC0415

            return Verdict(media=_pdf.examine(path))
        case "text":
            from signage.sync._intake import _text  # noqa: PLC0415

            return Verdict(media=_text.headlines(path))
        case "subtitles":
            from signage.sync._intake import _text  # noqa: PLC0415

            return Verdict(media=_text.subtitles(path))
        case "board":
            from signage.sync._intake import _board  # noqa: PLC0415

            return Verdict(media=_board.procedures(path))


if __name__ == "__main__":
    main()
