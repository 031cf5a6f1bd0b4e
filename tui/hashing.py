"""SHA-256 for modules that a start imports but that seldom hash.

`hashlib` sets up OpenSSL when it is imported. That takes 2 ms, and a start that opens a known text
hashes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash


def sha256(data: bytes = b"") -> _Hash:
    """Return the SHA-256 of `data`, to which more can be added."""
    import hashlib

    return hashlib.sha256(data)
