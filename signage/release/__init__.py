"""A central folder sealed: manifest, publication, signatures, roles.

The player imports `manifest` at its start, so nothing here is imported before it is asked for:
`from signage.release.publish import publish` brings the signatures with it.
"""

from __future__ import annotations

__all__ = ["manifest"]
