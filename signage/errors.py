"""Errors by who must act, each family with the exit code of the command line.

A message says what, where and what to do; it is shown to people as it stands.
"""

from __future__ import annotations

__all__ = ["ContentError", "DeviceError", "SignageError", "SourceError", "TrustError", "UsageError"]


class SignageError(Exception):
    """The root of every error this project raises on purpose."""

    exit_code = 1


class UsageError(SignageError):
    """The command was called wrongly, or with a wrong passphrase."""

    exit_code = 2


class ContentError(SignageError):
    """The content is wrong, or newer than this version can read: the officer must act."""

    exit_code = 3


class SourceError(SignageError):
    """No bytes came that could be ours: the network or the share must be mended."""

    exit_code = 4


class DeviceError(SignageError):
    """This device is wrong (disk, display, fonts, state in use): the technician must act."""

    exit_code = 5


class TrustError(SignageError):
    """Bytes came and are not trusted (signature, hash, version, expiry, scope)."""

    exit_code = 6
