"""The store as its agent has it: taking in, switching, evicting."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from signage import atomic
from signage.errors import DeviceError
from signage.release import reading
from signage.release.manifest import Body
from signage.store import _active, _evict, _headlines, _lock, _parts, _record
from signage.store._disk import megabytes
from signage.store._view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from signage.release.manifest import Feeds
    from signage.store._check import Check
    from signage.store.model import Activation

__all__ = ["Store"]


class Store(View):
    """The kiosk's own copy of the content, under a state folder.

    ```
    objects/ab/ab12…       bodies, named by their SHA-256
    active/now.json        the activation in force
    active/previous.json   the one before it
    active/emergency.json  the emergency in force, an activation of its own
    active/headlines.json  what the feeds of an unsigned source said
    active/cut.json        there while somebody has cut the programme
    parts/ab12…            bodies on their way (scratch)
    trust.json             the newest metadata that were verified
    trust.former.json      those before them
    intake.json            what the agent remembers of its source (a cache)
    running                the boot in which an agent is, or was last, at work
    lock                   one agent at a time
    ```

    Everything here must hold `lock()`; what anyone may do without is in `View`.
    """

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the state as its one agent, and sweep up what a killed one left.

        Raises:
            DeviceError: another agent holds it, or the folder cannot be written.
        """
        with contextlib.ExitStack() as stack:
            with self._disk.ours(f"the state folder {self.state}"):
                for place in (self.state, self.objects, self._records.folder):
                    atomic.folder(place)
                stack.enter_context(_lock.held(self.state / "lock"))
            self._sweep()
            self._records.mend()
            self._marker.arrive()
            stack.callback(self._marker.leave)
            yield

    def checking(self) -> Check:
        """The same as `verify`, to be done a step at a time when there is nothing else to do.

        With its last step the stop that was unclean is forgotten.
        """
        return self._check(self._marker.checked)

    def take(
        self, source: Path, *, within: Path | None = None, stop: Callable[[], bool] | None = None
    ) -> Body:
        """Copy a file in under its hash, and tell what it is. An equal body is kept once.

        `within` is a folder, already resolved, that the opened file must lie in, whatever
        symbolic links were swapped meanwhile. `stop` is asked between chunks.

        Raises:
            ChangedError: the file changed or went while it was read; try again when it is still.
            NotPlainError: it is no regular file, a symbolic link, or lies outside `within`.
            UnreadableError: it is there and the source does not give it.
            DeviceError: our own disk is full or failing; nothing was changed.
            StoppedError: `stop` said so.
        """
        with reading.opened(source, within) as reader:
            return self._keep(reader.chunks(stop), reader.body, reader.size, source.name)

    def put(self, content: bytes, name: str) -> Body:
        """Keep bytes that were made on this device, as `take` keeps a file's.

        `name` is what a message calls them.

        Raises:
            DeviceError: our own disk is full or failing; nothing was changed.
        """
        body = Body(hashlib.sha256(content).hexdigest(), len(content))
        return self._keep([content], lambda: body, body.size, name)

    def part(self, body: Body, name: str, stop: Callable[[], None] = lambda: None) -> _parts.Part:
        """Fetch a body by and by: what is there of it stays, whatever happens. See `Part`.

        `name` is what a message calls it. `stop` is called while what is there is read again (a
        minute for a gigabyte on a card) and may raise. Parts of different bodies may grow side by
        side, from any thread. It does not look whether the body is there already: ask `has`.
        """
        path = self._parts / body.sha256
        return _parts.Part(path, self.path(body.sha256), body, name, disk=self._disk, stop=stop)

    def activate(self, activation: Activation) -> None:
        """Put an activation in force, in one step. What was in force becomes the previous one.

        Raises:
            DeviceError: a body is missing or has a wrong size, or the disk is full or failing;
                what was in force still is.
        """
        self._need(activation)
        with self._disk.ours("activating the content"):
            for sha256 in self._records.replace(activation):
                _active.touch(self.path(sha256))

    def alarm(self, activation: Activation | None) -> None:
        """Put an emergency in force, in one step and beside the rest; None: there is none.

        Raises:
            DeviceError: as for `activate`.
        """
        if activation is not None:
            self._need(activation)
        with self._disk.ours("switching the emergency"):
            self._records.alarm(activation)

    def keep_headlines(self, feeds: Feeds) -> None:
        """Put what was fetched for the ticker in force, beside the rest.

        A record of its own, so that news cost a card a few kilobytes and no release.

        Raises:
            DeviceError: the disk is full or failing; what was in force still is.
        """
        with self._disk.ours("keeping the headlines"):
            _headlines.write(self._headlines, feeds)

    def keep_trust(self, content: bytes) -> None:
        """Keep the metadata that were verified; those kept before stay as the former ones.

        Raises:
            DeviceError: the disk is full or failing; `trust` gives what it gave.
        """
        with self._disk.ours("keeping the verified metadata"):
            _record.keep_two(*self._trust, _record.sealed(content))

    def evict(self, keep: Iterable[str] = ()) -> int:
        """Remove every body that nothing in force, nor the activation before it, names.

        `keep` are hashes to spare as well (taken in, not yet activated). While a record is there
        that cannot be read, nothing is removed, since nobody knows what it names.

        Returns:
            How many were removed.
        """
        spared = self._spared(keep)
        if spared is None:
            return 0
        rest = [each for each in _evict.kept(self.objects) if each.sha256 not in spared]
        return _evict.remove(self.objects, rest)

    def trim(self, keep: Iterable[str] = (), need: int = 0) -> int:
        """As `evict`, but remove only what the budget and the free-space floor ask for.

        The oldest go first. `need` are bytes that are to fit besides.

        Returns:
            How many were removed.
        """
        spared = self._spared(keep)
        if spared is None:
            return 0
        gone = _evict.victims(
            _evict.kept(self.objects), spared, self._limits, free=self.usage()[0], need=need
        )
        return _evict.remove(self.objects, gone)

    def room(self, bodies: Iterable[Body], keep: Iterable[str] = ()) -> None:
        """Make room for these bodies, as far as they are not there yet.

        Raises:
            DeviceError: they do not fit, whatever is evicted; then nothing was.
        """
        wanted = {body.sha256: body for body in bodies}
        missing = [body for body in wanted.values() if not self.has(body)]
        need = sum(
            body.size - _parts.part_size(self._parts / body.sha256, body) for body in missing
        )
        if not missing:
            return
        spared = {*keep, *wanted}
        floor = self._limits.keep_free
        if self._could_free(spared) - need >= floor:
            self.trim(spared, need)
            if self.usage()[0] - need >= floor:
                return
        free, _ = self.usage()
        raise DeviceError(
            f"no room: {megabytes(need)} are still to come of a release of "
            f"{megabytes(sum(body.size for body in wanted.values()))}; {megabytes(free)} are free "
            f"on {self.state}, {megabytes(self._could_free(spared))} at most, of which "
            f"{megabytes(floor)} are kept free; make the release smaller, or give the kiosk a "
            "larger disk"
        )

    def sweep_parts(self, keep: Iterable[str] = ()) -> int:
        """Remove the parts of bodies that nobody wants any more; `keep` are hashes.

        Returns:
            How many were removed.
        """
        return _parts.sweep(self._parts, keep)

    def recall(self) -> bytes:
        """What the agent last remembered, or nothing; the agent must cope with garbage."""
        try:
            return (self.state / "intake.json").read_bytes()
        except OSError:
            return b""

    def remember(self, memory: bytes) -> None:
        """Keep the agent's memory of its source.

        Raises:
            DeviceError: the disk is full or failing.
        """
        with self._disk.ours("remembering what was taken in"):
            atomic.write(self.state / "intake.json", memory)

    # Within

    def _keep(
        self, chunks: Iterable[bytes], tell: Callable[[], Body], size: int, name: str
    ) -> Body:
        """The one way in. `tell` says what it was, once the last of the chunks has come."""
        self._disk.spare(size, name)
        with self._disk.ours(f"taking in {name}"), atomic.unnamed(self.objects) as scratch:
            for chunk in chunks:
                scratch.file.write(chunk)
            body = tell()
            if not self.has(body):
                target = self.path(body.sha256)
                atomic.folder(target.parent)
                scratch.name(target)
        return body

    def _need(self, activation: Activation) -> None:
        for path, body in _active.bodies(activation):
            if not self.has(body):
                raise DeviceError(f"the store lost {path} ({body.sha256[:12]}): check the disk")

    def _spared(self, keep: Iterable[str]) -> Collection[str] | None:
        known = self._records.whole()
        if known is None:
            return None
        named = {body.sha256 for each in known for _, body in _active.bodies(each)}
        return named | set(keep)

    def _could_free(self, keep: Iterable[str]) -> int:
        """Bytes that would be free without everything that may go."""
        free, _ = self.usage()
        spared = self._spared(keep)
        return (
            free if spared is None else _evict.room_after(_evict.kept(self.objects), spared, free)
        )

    def _sweep(self) -> None:
        for place in (self.state, self.objects, self._records.folder):
            for path in place.iterdir():
                if atomic.is_scratch(path):
                    with contextlib.suppress(OSError):
                        path.unlink()
