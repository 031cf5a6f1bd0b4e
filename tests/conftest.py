"""What all tests share: which of them are slow, and how many examples a property is tried on.

A test is *slow* when it runs the Textual app, starts another process, or goes through a conformance
file, all code points or long texts. Coroutines run the app and get the marker here; all others are
marked by hand, and a test that starts a process without the marker fails.
"""

from __future__ import annotations

import gc
import inspect
import os
import sys
from collections.abc import Generator
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import settings

from tests import new_databases

# No deadline: a busy machine is slow now and then. CI judges every change by the same examples,
# a run at a desk looks at new ones, `make quick` at few and `make soak` at many.
settings.register_profile("quick", deadline=None, max_examples=20)
settings.register_profile("desk", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True)
settings.register_profile("soak", deadline=None, max_examples=2000)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

_MEASURED = tuple(Path(__file__).with_name(name) for name in ("text", "store"))
"""The folders whose quick tests give the coverage of `tui/text` and `tui/store`."""
_PROCESS_EVENTS = frozenset({"subprocess.Popen", "os.posix_spawn", "os.fork", "os.forkpty"})

_quick_test: str | None = None
"""The running test, when it must not start a process."""


@pytest.hookimpl(tryfirst=True)  # before `-m` selects by the markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that run the app as slow, and those that the coverage is measured by."""
    for item in items:
        if inspect.iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.slow)
        if not is_slow(item) and any(folder in item.path.parents for folder in _MEASURED):
            item.add_marker(pytest.mark.measured)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect the tests without the garbage collector, which skips them from then on.

    They are half a million objects that stay: walking them takes a fifth of the time. An app leaves
    thousands behind, so that the usual threshold of 700 takes 5 % of the time of the tests.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 10, 10)
        gc.enable()


def is_slow(item: pytest.Item) -> bool:
    """Whether `make quick` leaves a test out."""
    return any(item.get_closest_marker(name) for name in ("slow", "soak"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Know which test runs, for the check on processes; choose what its databases are like."""
    global _quick_test
    _quick_test = None if is_slow(item) else item.nodeid
    migrates = item.get_closest_marker("migrates") is not None
    synchronous = item.get_closest_marker("synchronous") is not None
    try:
        with (
            nullcontext() if migrates else new_databases.copied(),
            nullcontext() if synchronous else new_databases.unsynchronous(),
        ):
            return (yield)
    finally:
        _quick_test = None


def _refuse_processes(event: str, _: tuple[object, ...]) -> None:
    """Fail a test that starts a process and is not marked slow (an audit hook)."""
    if event in _PROCESS_EVENTS and _quick_test is not None:
        pytest.fail(f"{_quick_test} starts a process: mark it slow")


sys.addaudithook(_refuse_processes)
