"""What a terminal sends for the keys that have no character of their own."""

TYPED = {
    "space": " ",
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
}


def typed(key: str) -> str:
    """Return what a terminal sends for a key, which is named or written as its character."""
    return TYPED.get(key, key)
