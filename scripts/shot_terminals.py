"""The terminals that pictures are taken in, each as a command for an X server of its own."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FONT = "DejaVu Sans Mono"


@dataclass(frozen=True)
class Shot:
    """One terminal to run a program in."""

    folder: Path
    """Its home, empty at first."""
    program: Path
    columns: int = 120
    rows: int = 32
    size: int = 12
    """Of the font, in points."""

    def write(self, name: str, *lines: str) -> Path:
        """Write a file into the home."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n")
        return path


VTE_WINDOW = """
import sys, gi
gi.require_version("Gtk", "3.0")
gi.require_version("Vte", "2.91")
from gi.repository import Gtk, GLib, Pango, Vte
columns, rows, font, *command = sys.argv[1:]
window, terminal = Gtk.Window(), Vte.Terminal()
window.set_decorated(False)
terminal.set_font(Pango.FontDescription.from_string(font))
terminal.set_size(int(columns), int(rows))
terminal.set_cursor_blink_mode(Vte.CursorBlinkMode.OFF)
terminal.spawn_async(
    Vte.PtyFlags.DEFAULT, None, command, None, GLib.SpawnFlags.DEFAULT, None, None, -1, None, None
)
terminal.connect("child-exited", Gtk.main_quit)
window.add(terminal)
window.show_all()
Gtk.main()
"""


def xterm(shot: Shot) -> list[str]:
    """xterm, white on black."""
    geometry = f"{shot.columns}x{shot.rows}"
    command = [
        "xterm",
        "-fa",
        FONT,
        "-fs",
        str(shot.size),
        "-geometry",
        geometry,
    ]
    return [*command, "-bg", "black", "-fg", "white", "-e", str(shot.program)]


def vte(shot: Shot) -> list[str]:
    """A window that holds nothing but VTE, the widget of GNOME Terminal and its like."""
    window = shot.write("vte_window.py", VTE_WINDOW)
    size = [str(shot.columns), str(shot.rows), f"{FONT} {shot.size}"]
    return ["/usr/bin/python3", str(window), *size, str(shot.program)]


def mlterm(shot: Shot) -> list[str]:
    """mlterm, which takes its font from a file."""
    kinds = ("DEFAULT", "ISO10646_UCS4_1", "ISO10646_UCS4_1_ITALIC")
    shot.write(".mlterm/aafont", *(f"{kind}={FONT}" for kind in kinds))
    look = ["type_engine=xft", "fg_color=white", "bg_color=black", "scrollbar_mode=none"]
    shot.write(".mlterm/main", f"fontsize={shot.size * 4 // 3}", "use_ctl=true", *look)
    return ["mlterm", "-g", f"{shot.columns}x{shot.rows}", "-e", str(shot.program)]


def konsole(shot: Shot) -> list[str]:
    """Konsole, which takes its size from a profile."""
    shot.write(
        ".local/share/konsole/shot.profile",
        *("[Appearance]", f"Font={FONT},{shot.size},-1,5,50,0,0,0,0,0", "ColorScheme=Linux"),
        *("[General]", "Name=shot", "Parent=FALLBACK/"),
        *(f"TerminalColumns={shot.columns}", f"TerminalRows={shot.rows}"),
        *("[Scrolling]", "ScrollBarPosition=2"),
    )
    shot.write(
        ".config/konsolerc",
        *("[Desktop Entry]", "DefaultProfile=shot.profile", "[MainWindow]", "MenuBar=Disabled"),
        *("[KonsoleWindow]", "RememberWindowSize=false"),
    )
    bare = ["--hide-menubar", "--hide-tabbar", "--profile", "shot"]
    return ["dbus-run-session", "--", "konsole", *bare, "-e", str(shot.program)]


def kitty(shot: Shot) -> list[str]:
    """kitty without settings."""
    options = {
        "font_family": FONT,
        "font_size": shot.size,
        "initial_window_width": f"{shot.columns}c",
        "initial_window_height": f"{shot.rows}c",
        "remember_window_size": "no",
        "update_check_interval": 0,
        "cursor_blink_interval": 0,
    }
    given = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
    return ["kitty", "--config", "NONE", *given, str(shot.program)]


def kitty_left_to_right(shot: Shot) -> list[str]:
    """Kitty before 0.40 with the setting that it needs."""
    return ["kitty", "-o", "force_ltr=yes", *kitty(shot)[1:]]


def alacritty(shot: Shot) -> list[str]:
    """alacritty without settings."""
    options = [
        f"font.size={shot.size}",
        f'font.normal.family="{FONT}"',
        f"window.dimensions.columns={shot.columns}",
        f"window.dimensions.lines={shot.rows}",
    ]
    given = [word for option in options for word in ("-o", option)]
    return ["alacritty", "--config-file", "/dev/null", *given, "-e", str(shot.program)]


def in_tmux(terminal: Callable[[Shot], list[str]]) -> Callable[[Shot], list[str]]:
    """The same terminal with tmux in it."""

    def command(shot: Shot) -> list[str]:
        settings = shot.write(
            "tmux.conf", "set -g status off", "set -g default-terminal tmux-256color"
        )
        words = ["tmux", "-u", "-S", str(shot.folder / "tmux"), "-f", str(settings), "new"]
        inner = shot.write(
            "in_tmux", "#!/bin/sh", f"exec {shlex.join([*words, str(shot.program)])}"
        )
        inner.chmod(0o755)
        return terminal(Shot(shot.folder, inner, shot.columns, shot.rows, shot.size))

    return command


TERMINALS: dict[str, Callable[[Shot], list[str]]] = {
    "xterm": xterm,
    "vte": vte,
    "konsole": konsole,
    "mlterm": mlterm,
    "kitty": kitty,
    "ltr-kitty": kitty_left_to_right,
    "alacritty": alacritty,
    "tmux-xterm": in_tmux(xterm),
    "tmux-vte": in_tmux(vte),
}
