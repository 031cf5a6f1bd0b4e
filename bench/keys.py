"""The bytes that a terminal sends for a key."""

from __future__ import annotations

ESC = "\x1b"

_NAMED = {"enter": "\r", "tab": "\t", "space": " ", "escape": ESC, "backspace": "\x7f"}
_LETTERED = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_NUMBERED = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6}
_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}


def encode(key: str) -> bytes:
    """What xterm sends for a key, such as `e`, `pagedown`, `ctrl+end` or `ctrl+q`.

    Raises ValueError for a name that it does not know.
    """
    if key in _NAMED or len(key) == 1:
        return _NAMED.get(key, key).encode()
    *modifiers, name = key.split("+")
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        raise ValueError(f"unknown key {key!r}")
    code = 1 + sum(_MODIFIERS[modifier] for modifier in modifiers)
    if name in _LETTERED:
        return f"{ESC}[{'' if code == 1 else f'1;{code}'}{_LETTERED[name]}".encode()
    if name in _NUMBERED:
        return f"{ESC}[{_NUMBERED[name]}{'' if code == 1 else f';{code}'}~".encode()
    if modifiers == ["ctrl"] and len(name) == 1 and name.isalpha():
        return bytes([ord(name) & 31])
    raise ValueError(f"unknown key {key!r}")
