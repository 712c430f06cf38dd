"""The console as a process of its own, and the system's Chromium to look at it.

    python -m tests.console.browser OUT [PAGE …]

saves every page of a full centre as OUT/PAGE-1440.png and OUT/PAGE-390.png, and says what axe-core
finds and which page is wider than its window.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
WIDTHS = (1440, 390)
_START = 180.0
"""Seconds that the console may take to answer."""
_PATIENCE = 120_000
"""Milliseconds for a page on a busy machine."""
SERIOUS = ("serious", "critical")


class Town(NamedTuple):
    """A console that answers, on a centre with something on every page."""

    url: str
    cookies: dict[str, str]
    pages: dict[str, str]
    tokens: list[str]
    data: Path
    pid: int


def free_port() -> int:
    """Give a port at which nothing listens."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """Give this process's, but for the settings of tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SIGNAGE_", "DJANGO_"))}
    return {**kept, **more}


@contextlib.contextmanager
def console(data: Path, port: int) -> Iterator[int]:
    """Run `signage console` on that folder; give its process when it answers."""
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        with said.open("wb") as out, subprocess.Popen(
            [str(Path(sys.executable).with_name("signage")), "console",
             "--data", str(data), "--port", str(port)],
            stdout=out, stderr=subprocess.STDOUT, env=environment(),
        ) as process:  # fmt: skip
            try:
                _answers(f"http://localhost:{port}/dang-nhap/", process, said)
                yield process.pid
            finally:
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()


def _answers(url: str, process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + _START
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  (our own)
                return
        except OSError as error:
            if process.poll() is not None or time.monotonic() > until:
                words = said.read_text(encoding="utf-8")
                raise RuntimeError(f"the console does not answer: {error}\n{words}") from None
            time.sleep(0.1)


@contextlib.contextmanager
def town(folder: Path, *options: str) -> Iterator[Town]:
    """Make a full centre, and run its console."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.console.town", str(folder), *options],
        check=True, stdout=subprocess.PIPE, env=environment(),
    )  # fmt: skip
    told = json.loads(made.stdout)
    port = free_port()
    with console(folder, port) as pid:
        yield Town(f"http://localhost:{port}", data=folder, pid=pid, **told)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's browser, which asks nobody for anything."""
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def signed_in(browser: Browser, town: Town, who: str, width: int) -> BrowserContext:
    """A window in which somebody is signed in. The browser is an English one, as many are."""
    height = 900 if width > 800 else 800
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    if who:
        context.add_cookies([{"name": "session", "value": town.cookies[who], "url": town.url}])
    return context


def judged(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds serious or critical by WCAG 2.2 AA."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    rules = {"type": "tag", "values": tags}
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [each for each in found.response["violations"] if each["impact"] in SERIOUS]


def wide(page: Page) -> list[str]:
    """Whether a page is wider than its window, in a sentence."""
    more = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{more} px wider than the window"] if more > 0 else []


LOOSE = """() => [...document.querySelectorAll("main *")].forEach(e => {
  if (getComputedStyle(e).position == "sticky") e.style.position = "static";
})"""
"""Lets go what sticks to the window's edge: no field lies under it once it is scrolled to."""


def faults(page: Page) -> list[str]:
    """What axe-core says of a page, a sentence each."""
    told = []
    page.evaluate(LOOSE)
    for each in judged(page):
        nodes = "; ".join(node["html"][:160] for node in each["nodes"][:3])
        told.append(f"{each['id']} ({each['impact']}, {len(each['nodes'])}×): {nodes}")
    return told


SMALL = """() => [...document.querySelectorAll(`main a, main button, main summary, main select,
    main input:not([type=hidden]), .top a, .top button`)].filter(e => {
  const box = e.getBoundingClientRect(), style = getComputedStyle(e), label = e.closest("label");
  if (!box.width || style.visibility == "hidden") return false;
  if (e.closest("[hidden], .hidden, .skip")) return false;
  const around = e.parentElement.textContent.trim();
  const within = e.matches("a") && style.display == "inline";
  if (within && around != e.textContent.trim()) return false;
  if (e.matches("[type=checkbox], [type=radio], [type=file]") && label)
    return label.getBoundingClientRect().height < 24;
  return box.height < 24 || box.width < 24;
}).map(e => e.outerHTML.slice(0, 120))"""
"""Targets below the 24 px of WCAG 2.2, but for links within a sentence."""


def look(
    town: Town, out: Path | None = None, only: Sequence[str] = (), *, thorough: bool = True
) -> Iterator[tuple[str, list[str]]]:
    """Judge every page in both widths: its name and width, and what is wrong with it.

    `out` keeps their pictures; what is not `thorough` asks axe-core about the narrow ones alone.
    """
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for who in ("chung", ""):
            with signed_in(browser, town, who, WIDTHS[0]) as context:
                page = context.new_page()
                page.set_default_timeout(_PATIENCE)
                for name, path in town.pages.items():
                    if (name in {"sign-in", "second"}) == bool(who) or (only and name not in only):
                        continue
                    _shape(page, WIDTHS[0])
                    answer = page.goto(town.url + path)
                    wrong = [] if answer and answer.ok else [f"HTTP {answer and answer.status}"]
                    for width in WIDTHS:
                        _shape(page, width)
                        if out is not None:
                            page.screenshot(path=out / f"{name}-{width}.png", full_page=True)
                        asks = thorough or width == WIDTHS[-1]
                        yield f"{name}-{width}", wrong + _patiently(page, asks=asks)


def _shape(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900 if width > 800 else 800})


def _patiently(page: Page, *, asks: bool) -> list[str]:
    """What is wrong; once more where the page loads itself anew meanwhile."""
    for _try in range(3):
        try:
            told = [f"small: {each}" for each in page.evaluate(SMALL)]
            return wide(page) + told + (faults(page) if asks else [])
        except Error as error:
            if "navigation" not in str(error):
                raise
            page.wait_for_load_state("load")
    return ["it never rests"]


if __name__ == "__main__":
    with TemporaryDirectory() as place, town(Path(place) / "data") as there:
        for key, lines in look(there, Path(sys.argv[1]), sys.argv[2:]):
            for line in lines:
                sys.stdout.write(f"{key}: {line}\n")
                sys.stdout.flush()
