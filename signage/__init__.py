"""The lobby screen of a one-stop public service centre: content, store, player.

Start with `signage/README.md`, which maps the rooms and says what each may import.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 12):
    # PySide6 6.12 is built for the limited API of Python 3.12, where None, True and False are
    # immortal: on 3.11 each call that returns one of them gives away a reference that it does not
    # own, and after some five thousand calls the interpreter aborts (none_dealloc). So they are
    # made here what 3.12 makes them. CPython's reference count comes first in every object.
    import ctypes

    for _one in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(_one)).value = 1 << 60
