"""What a command names, turned into a source: a folder, a playlist, a signed release, a URL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from signage.config import NETWORK, SIGNED, NetworkLimits
from signage.errors import UsageError
from signage.store import source_name
from signage.sync._source import FolderSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.config import SourceLimits
    from signage.store import Store
    from signage.sync._agent import Clock, Examiner
    from signage.sync._follow import Origin, Stepper
    from signage.sync._transport import Transport
    from signage.sync._watch import Watch
    from signage.sync._web import WebSource

__all__ = ["FIRST_USE", "FolderOrigin", "SignedOrigin", "UrlOrigin", "WebOrigin", "source_of"]

FIRST_USE = "first-use"
"""As `trust`: the first root that the source shows is believed, and pinned."""
_YAML = (".yaml", ".yml")


def source_of(
    name: str,
    store: Store | None = None,
    *,
    trust: str | None = None,
    sticks: tuple[str, ...] = SIGNED.sticks,
    network: NetworkLimits = NETWORK,
) -> Origin:
    """The source that a command names.

    A name under which a signed release ever came into `store` stays a signed one, whatever lies
    there now. `trust` is the path of the first root, `sha256:` and its fingerprint, or `FIRST_USE`;
    with it, nothing but a signed release will do.

    Raises:
        UsageError: it is none that can be followed, or `trust` is no root.
    """
    if not name:
        raise UsageError("name a central folder, a playlist file, or the URL of a release")
    url = "://" in name
    signed = trust is not None or (store is not None and _known(store, source_name(name)))
    if signed or (not url and Path(name, "metadata").is_dir()):
        return SignedOrigin(name, trust, sticks, network)
    if url and urlsplit(name).path.endswith(_YAML):
        return WebOrigin(name, network)
    if url:
        return UrlOrigin(name, SignedOrigin(name, None, sticks, network), network)
    path = Path(name)
    if path.is_file() and path.suffix not in _YAML:
        raise UsageError(f"{name} is no playlist: name a central folder or a .yaml file")
    return FolderOrigin(path)


class FolderOrigin(FolderSource):
    """A central folder or a playlist file; see `Origin`."""

    def agent(
        self,
        store: Store,
        examiner: Examiner,
        clock: Clock,
        *,
        limits: SourceLimits,
        local: bool,
        stop: Callable[[], bool],
    ) -> Stepper:
        """See `Origin.agent`."""
        from signage.sync._agent import Agent  # noqa: PLC0415  (each kind only where it is needed)

        return Agent(store, self, examiner, clock, limits=limits, local=local, stop=stop)

    def watch(self) -> Watch:
        """See `Origin.watch`."""
        from signage.sync._watch import FolderWatch  # noqa: PLC0415

        return FolderWatch(self)

    def local(self) -> bool:
        """See `Origin.local`."""
        from signage.sync._mounts import is_remote  # noqa: PLC0415

        return not any(is_remote(folder) for folder, _ in self.places())


class SignedOrigin:
    """A signed release, over the network or in a folder; see `Origin`."""

    def __init__(
        self, name: str, trust: str | None, sticks: tuple[str, ...], network: NetworkLimits
    ) -> None:
        from signage.sync._trust import anchor  # noqa: PLC0415

        self.name = source_name(name)
        self._given = name
        self._first_use = trust == FIRST_USE
        self._anchor = None if trust is None or self._first_use else anchor(trust)
        self._sticks = sticks
        self._network = network
        if "://" in name:
            from signage.sync._http import secure  # noqa: PLC0415

            secure(name, signed=True)

    def agent(
        self,
        store: Store,
        examiner: Examiner,
        clock: Clock,
        *,
        limits: SourceLimits,  # noqa: ARG002  (those are a folder's)
        local: bool,  # noqa: ARG002
        stop: Callable[[], bool],
    ) -> Stepper:
        """See `Origin.agent`."""
        from signage.sync._pin import SignedSource  # noqa: PLC0415
        from signage.sync._signed import SignedAgent  # noqa: PLC0415
        from signage.sync._stick import Sticks  # noqa: PLC0415

        source = SignedSource(
            self.name, self.connect, anchor=self._anchor, first_use=self._first_use,
            sticks=Sticks(self._sticks) if self._sticks else None, network=self._network,
        )  # fmt: skip
        return SignedAgent(store, source, examiner, clock, stop=stop)

    def connect(self, stop: Callable[[], bool]) -> Transport:
        """What carries it."""
        if "://" in self._given:
            from signage.sync._http import HttpTransport  # noqa: PLC0415

            return HttpTransport(self._given, limits=self._network, stop=stop)
        from signage.sync._directory import DirectoryTransport  # noqa: PLC0415

        return DirectoryTransport(Path(self._given), limits=self._network)

    def watch(self) -> Watch:
        """See `Origin.watch`: for disks that are plugged in."""
        from signage.sync._stick import MountWatch  # noqa: PLC0415

        return MountWatch()

    def local(self) -> bool:
        """See `Origin.local`."""
        return True


class WebOrigin:
    """A playlist behind a plain URL, which nobody signed; see `Origin`."""

    def __init__(self, name: str, network: NetworkLimits) -> None:
        from signage.sync._mirror import playlist_name  # noqa: PLC0415

        playlist_name(name)
        self.name = source_name(name)
        self._given = name
        self._network = network
        self._source: WebSource | None = None

    def agent(
        self,
        store: Store,
        examiner: Examiner,
        clock: Clock,
        *,
        limits: SourceLimits,
        local: bool,
        stop: Callable[[], bool],
    ) -> Stepper:
        """See `Origin.agent`."""
        from signage.sync._agent import Agent  # noqa: PLC0415
        from signage.sync._web import WebSource  # noqa: PLC0415

        self._source = WebSource(self._given, store.state / "mirror", limits=self._network)
        self._source.stop = stop
        return Agent(store, self._source, examiner, clock, limits=limits, local=local, stop=stop)

    def watch(self) -> Watch:
        """See `Origin.watch`."""
        from signage.sync._web import ClockWatch  # noqa: PLC0415

        return ClockWatch(self._interval)

    def local(self) -> bool:
        """See `Origin.local`: its mirror does."""
        return True

    def _interval(self) -> float:
        return self._network.poll if self._source is None else self._source.interval


class UrlOrigin:
    """A URL of which nobody said what it is; see `Origin`."""

    def __init__(self, name: str, signed: SignedOrigin, network: NetworkLimits) -> None:
        self.name = signed.name
        self._given = name
        self._signed = signed
        self._network = network

    def agent(
        self,
        store: Store,
        examiner: Examiner,
        clock: Clock,
        *,
        limits: SourceLimits,
        local: bool,
        stop: Callable[[], bool],
    ) -> Stepper:
        """See `Origin.agent`."""
        from signage.sync._url import Asking  # noqa: PLC0415

        def signed() -> Stepper:
            return self._signed.agent(store, examiner, clock, limits=limits, local=local, stop=stop)

        def plain() -> Stepper:
            raise UsageError(
                f"{self.name}: has no metadata/, so it is no signed release; a playlist's address "
                "ends in .yaml"
            )

        return Asking(
            store, self.name, clock, self._signed.connect(stop),
            signed=signed, plain=plain, network=self._network,
        )  # fmt: skip

    def watch(self) -> Watch:
        """See `Origin.watch`."""
        return self._signed.watch()

    def local(self) -> bool:
        """See `Origin.local`."""
        return True


def _known(store: Store, name: str) -> bool:
    """Whether a signed release ever came from there."""
    from signage.sync._trust import recall  # noqa: PLC0415

    trust, active = recall(store), store.active()
    return (trust is not None and trust.knows(name)) or (
        active is not None and active.signed and active.source == name
    )
