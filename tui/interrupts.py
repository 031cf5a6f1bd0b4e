"""Ctrl+C while the program starts or ends: it is over in one line, without a traceback.

An exception could not do that: while modules are imported, Python prints and drops those that are
raised in its callbacks. During a command's own work Ctrl+C is `KeyboardInterrupt`, as usual.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

INTERRUPTED = 130
"""The exit status after Ctrl+C, as shells have it: 128 and the signal's number."""


def end_at_once() -> None:
    """From now on end the process at once on Ctrl+C, unless the caller had it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def raise_exception() -> None:
    """From now on raise `KeyboardInterrupt` on Ctrl+C, if `end_at_once` was called before."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(_number: int, _frame: FrameType | None) -> None:
    try:
        os.write(2, b"hashiya: interrupted\n")
    finally:
        os._exit(INTERRUPTED)
