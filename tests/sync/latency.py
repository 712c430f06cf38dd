"""How long from closing (or renaming) a file to the new activation: run it by hand.

    python tests/sync/latency.py [ROUNDS] [--polled]

Follows a fresh folder with `signage sync` in a process of its own, changes a photo, a line of the
playlist and a clip in turns, and prints median, 95th percentile and largest of each in ms. With
`--polled` the agent takes the folder for a network mount.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
_FORCE = "f.is_remote = w.is_remote = lambda *_: True"
KINDS = ("photo", "playlist", "clip", "rename")
PLAYLIST = "name: {name}\nitems:\n  - image: a.jpg\n  - video: clip.mp4\n"


def main() -> None:
    polled = "--polled" in sys.argv
    rounds = int(next((word for word in sys.argv[1:] if word.isdecimal()), "10"))
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        folder, state = root / "centre", root / "state"
        (folder / "playlists").mkdir(parents=True)
        (folder / "media").mkdir()
        clips = [_clip(root / f"clip-{hue}.mp4", hue) for hue in range(2)]
        _photo(folder / "media" / "a.jpg", 0)
        shutil.copy(clips[0], folder / "media" / "clip.mp4")
        (folder / "playlists" / "p.yaml").write_text(PLAYLIST.format(name="0"))
        code = "from signage.cli import main; main()"
        if polled:
            code = f"import signage.sync._follow as f, signage.sync._watch as w; {_FORCE}; {code}"
        with subprocess.Popen(
            [sys.executable, "-c", code, "sync", str(folder), "--state", str(state)],
            cwd=ROOT,
            stderr=sys.stderr,
        ) as agent:
            try:
                record = state / "active" / "now.json"
                _until(record.exists)
                time.sleep(3)
                taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
                for turn in range(1, rounds + 1):
                    for kind, times in taken.items():
                        before = record.stat().st_ino
                        _change(kind, folder, turn, clips)
                        start = time.monotonic()
                        _until(lambda before=before: record.stat().st_ino != before)
                        times.append(time.monotonic() - start)
                        time.sleep(0.5)
            except TimeoutError:
                agent.kill()
                raise
            agent.terminate()
            start = time.monotonic()
            agent.wait()
            ended = time.monotonic() - start
    for kind, times in taken.items():
        ordered = sorted(time * 1000 for time in times)
        print(
            f"{kind:9} median {statistics.median(ordered):4.0f} ms, "
            f"p95 {ordered[int(len(ordered) * 0.95)]:4.0f}, largest {ordered[-1]:4.0f}"
        )
    print(f"SIGTERM to exit {ended * 1000:.0f} ms, exit code {agent.returncode}")


def _change(kind: str, folder: Path, turn: int, clips: list[Path]) -> None:
    media = folder / "media"
    if kind == "photo":
        _photo(media / "a.jpg", turn)
    elif kind == "playlist":
        (folder / "playlists" / "p.yaml").write_text(PLAYLIST.format(name=turn))
    elif kind == "clip":
        shutil.copy(clips[turn % 2], media / "clip.mp4")
    else:
        _photo(folder / "new.part", turn + 100)
        (folder / "new.part").replace(media / "a.jpg")


def _photo(path: Path, seed: int) -> None:
    image = Image.linear_gradient("L").resize((1920, 1080)).convert("RGB")
    image.paste((40, 90, 60), (seed * 8, 0, seed * 8 + 200, 200))
    with path.open("wb") as file:
        image.save(file, "JPEG", quality=90)
        file.flush()
        os.fsync(file.fileno())


def _clip(path: Path, hue: int) -> Path:
    subprocess.run(
        [
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=1280x720:r=30:d=10",
            "-vf",
            f"hue=h={hue * 90}",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            str(path),
        ],
        check=True,
    )
    return path


def _until(condition: object) -> None:
    end = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        if time.monotonic() > end:
            raise TimeoutError("nothing was activated within 30 s")
        time.sleep(0.005)


if __name__ == "__main__":
    main()
