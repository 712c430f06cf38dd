"""Feeds to headlines: what newspapers and portals say, as plain and honest lines for the ticker.

`Follower` keeps those of an unsigned source up to date beside the agent; `freeze` fetches them once
for a release, so that a reviewer sees them. Fetching and reading happen in a process apart.
"""

from __future__ import annotations

from signage.sync.feeds._feeds import Follower
from signage.sync.feeds._freeze import Frozen, freeze

__all__ = ["Follower", "Frozen", "freeze"]
