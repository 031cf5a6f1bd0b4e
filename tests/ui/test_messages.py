"""Each message that a widget posts is handled by something."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest
from textual.message import Message

import tui.ui

CLASSES = {
    value
    for found in pkgutil.walk_packages(tui.ui.__path__, "tui.ui.")
    for value in vars(importlib.import_module(found.name)).values()
    if inspect.isclass(value) and value.__module__.startswith("tui.ui.")
}

MESSAGES = sorted(
    (
        inner
        for owner in CLASSES
        for inner in vars(owner).values()
        if inspect.isclass(inner) and issubclass(inner, Message)
    ),
    key=lambda message: message.__qualname__,
)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.__qualname__)
def test_it_has_a_handler(message: type[Message]) -> None:
    handlers = [owner for owner in CLASSES if message.handler_name in vars(owner)]
    assert handlers, message.handler_name
