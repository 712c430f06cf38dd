"""A signed release and whom to believe about it: which root is pinned, and by whose word."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from signage.config import NETWORK, SIGNED, NetworkLimits, SignedLimits
from signage.errors import SourceError, TrustError, UsageError
from signage.sync._blame import check_root
from signage.sync._trust import FIRST, Anchor, Trust, recall

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.store import Store
    from signage.sync._stick import Sticks
    from signage.sync._transport import Transport

__all__ = ["SignedSource", "trusted"]

_log = logging.getLogger(__name__)


class SignedSource:
    """A signed release and whom to believe about it. `connect` gets a `stop` of the agent's."""

    def __init__(
        self,
        name: str,
        connect: Callable[[Callable[[], bool]], Transport],
        *,
        anchor: Anchor | None = None,
        first_use: bool = False,
        sticks: Sticks | None = None,
        network: NetworkLimits = NETWORK,
        limits: SignedLimits = SIGNED,
    ) -> None:
        self.name = name
        self.connect = connect
        self.anchor = anchor
        self.first_use = first_use
        self.sticks = sticks
        self.network = network
        self.limits = limits


def trusted(
    store: Store, source: SignedSource, transport: Transport, *, stick: bool = False
) -> Trust:
    """What is trusted: as it was kept, or as the technician says. Nothing is kept here.

    Raises:
        TrustError: another root was pinned, or what was pinned is lost.
        UsageError: nobody ever said which root to trust.
        TransportError: the root could not be fetched.
    """
    known, anchor = recall(store), source.anchor
    if known is not None:
        if anchor is not None:
            anchor.check(known)
        return known
    if anchor is not None and anchor.root is not None:
        try:
            check_root(anchor.root, "--trust")
        except SourceError as error:
            raise UsageError(f"{error}: give the centre's {FIRST}") from error
        return Trust(pinned=anchor.root)
    if anchor is None and any(each and each.signed for each in (store.active(), store.urgent())):
        raise TrustError(
            f"the record of what is trusted ({store.state}) is lost; name the centre's "
            f"{FIRST} with --trust"
        )
    if anchor is None and (stick or not source.first_use):
        raise UsageError(
            f"{source.name} is a signed release, and nobody said whose signatures to "
            f"trust: give the centre's {FIRST} with --trust FILE, or --trust sha256:FINGERPRINT"
        )
    fetched = transport.fetch(f"metadata/{FIRST}", limit=source.limits.root_bytes)
    root = fetched.content if fetched is not None else b""
    check_root(root, f"{transport.name}/metadata/{FIRST}")
    trust = Trust(pinned=root)
    if anchor is not None and not anchor.admits(root):
        raise TrustError(
            f"{transport.name}: its root is sha256:{trust.fingerprint()}, not the one given "
            f"with --trust (sha256:{anchor.fingerprint}): refused"
        )
    if anchor is None:
        _log.warning(
            "%s: its root sha256:%s is trusted from now on, at first sight",
            source.name, trust.fingerprint(),
        )  # fmt: skip
    return trust
