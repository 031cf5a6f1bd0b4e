"""The terminals that pictures are taken in, each as a command for an X server of its own."""

from __future__ import annotations

import math
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
        *("[MainWindow][Toolbar mainToolBar]", "Hidden=true"),
        *("[MainWindow][Toolbar sessionToolbar]", "Hidden=true"),
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


def gnome_terminal(shot: Shot) -> list[str]:
    """GNOME Terminal: VTE, with a window of its own."""
    geometry = f"--geometry={shot.columns}x{shot.rows}"
    settings = shot.write(
        "gnome_terminal",
        "#!/bin/sh",
        "list=org.gnome.Terminal.ProfilesList",
        "id=$(gsettings get $list default | tr -d \\')",
        "profile=org.gnome.Terminal.Legacy.Profile:/org/gnome/terminal/legacy/profiles:/:$id/",
        "gsettings set $profile use-system-font false",
        f"gsettings set $profile font '{FONT} {shot.size}'",
        "gsettings set $profile use-theme-colors false",
        "gsettings set $profile background-color black",
        "gsettings set $profile foreground-color white",
        "gsettings set $profile scrollbar-policy never",
        "gsettings set $profile cursor-blink-mode off",
        f"exec gnome-terminal --wait --hide-menubar {geometry} -- {shlex.quote(str(shot.program))}",
    )
    settings.chmod(0o755)
    return ["dbus-run-session", "--", str(settings)]


def xfce4_terminal(shot: Shot) -> list[str]:
    """Xfce's terminal: VTE."""
    geometry = f"--geometry={shot.columns}x{shot.rows}"
    bare = ["--disable-server", "--hide-menubar", "--hide-scrollbar", "--hide-borders"]
    font = f"--font={FONT} {shot.size}"
    command = ["xfce4-terminal", *bare, geometry, font, "-x", str(shot.program)]
    return ["dbus-run-session", "--", *command]


def tilix(shot: Shot) -> list[str]:
    """Tilix: VTE, in tiles."""
    settings = shot.write(
        "tilix",
        "#!/bin/sh",
        "id=$(gsettings get com.gexperts.Tilix.ProfilesList default | tr -d \\')",
        "profile=com.gexperts.Tilix.Profile:/com/gexperts/Tilix/profiles/$id/",
        "gsettings set $profile use-system-font false",
        f"gsettings set $profile font '{FONT} {shot.size}'",
        "gsettings set $profile use-theme-colors false",
        "gsettings set $profile background-color '#000000'",
        "gsettings set $profile foreground-color '#FFFFFF'",
        "gsettings set $profile show-scrollbar false",
        f"gsettings set $profile default-size-columns {shot.columns}",
        f"gsettings set $profile default-size-rows {shot.rows}",
        "gsettings set com.gexperts.Tilix.Settings terminal-title-style none",
        "gsettings set com.gexperts.Tilix.Settings window-style disable-csd-hide-toolbar",
        "gsettings set com.gexperts.Tilix.Settings warn-vte-config-issue false",
        f"exec tilix --new-process -e {shlex.quote(str(shot.program))}",
    )
    settings.chmod(0o755)
    return ["dbus-run-session", "--", str(settings)]


def pixels(shot: Shot) -> tuple[int, int]:
    """The width and height of so many cells of DejaVu Sans Mono at 96 dots per inch."""
    em = shot.size * 96 / 72
    return shot.columns * math.ceil(em * 0.602), shot.rows * math.ceil(em * 1.25)


def foot(shot: Shot) -> list[str]:
    """foot, in a Wayland compositor that is itself a window."""
    shot.write(
        "foot.ini",
        *("[main]", f"font={FONT}:size={shot.size}", "pad=0x0"),
        *("[colors]", "background=000000", "foreground=ffffff"),
    )
    shot.write(
        "weston.ini",
        *("[core]", "idle-time=0", "shell=kiosk-shell.so"),
        *("[keyboard]", "keymap_layout=us,ara"),
    )
    run = shot.write(
        "foot",
        "#!/bin/sh",
        f"foot -c {shot.folder}/foot.ini {shlex.quote(str(shot.program))}",
        "exec sleep 1000",
    )
    run.chmod(0o755)
    width, height = pixels(shot)
    start = shot.write(
        "weston",
        "#!/bin/sh",
        f"weston --backend=x11-backend.so --socket=wl-shot --config={shot.folder}/weston.ini "
        f"--width={width} --height={height} &",
        "while ! [ -S $XDG_RUNTIME_DIR/wl-shot ]; do sleep 0.1; done",
        f"WAYLAND_DISPLAY=wl-shot exec {run}",
    )
    start.chmod(0o755)
    return [str(start)]


def st(shot: Shot) -> list[str]:
    """st, the terminal of suckless.org."""
    geometry = f"{shot.columns}x{shot.rows}"
    font = f"{FONT}:size={shot.size}"
    return ["st", "-f", font, "-g", geometry, "-e", str(shot.program)]


def urxvt(shot: Shot) -> list[str]:
    """rxvt-unicode."""
    geometry = f"{shot.columns}x{shot.rows}"
    look = ["-bg", "black", "-fg", "white", "+sb"]
    fonts = ["-fn", f"xft:{FONT}:size={shot.size}"]
    return ["urxvt", *fonts, "-geometry", geometry, *look, "-e", str(shot.program)]


def zutty(shot: Shot) -> list[str]:
    """Zutty, which takes its font by the name of a file, in pixels."""
    geometry = f"{shot.columns}x{shot.rows}"
    size = str(shot.size * 4 // 3)
    font = ["-font", FONT.replace(" ", ""), "-fontsize", size]
    return ["zutty", *font, "-geometry", geometry, "-e", str(shot.program)]


def pterm(shot: Shot) -> list[str]:
    """pterm: PuTTY's terminal, with the settings that it needs."""
    shot.write(
        ".putty/sessions/Default%20Settings",
        *("DisableBidi=1", "DisableArabicShaping=1"),
    )
    geometry = f"{shot.columns}x{shot.rows}"
    look = ["-fg", "white", "-bg", "black", "-sb-"]
    font = ["-fn", f"client:{FONT} {shot.size}"]
    return ["pterm", *font, "-geometry", geometry, *look, "-e", str(shot.program)]


def qterminal(shot: Shot) -> list[str]:
    """QTerminal, which takes its size in pixels."""
    width, height = pixels(shot)
    shot.write(
        ".config/qterminal.org/qterminal.ini",
        *("[General]", f"fontFamily={FONT}", f"fontSize={shot.size}", "enabledBidiSupport=true"),
        *("MenuVisible=false", "HideTabBarWithOneTab=true", "ScrollbarPosition=0"),
        *("AskOnExit=false", "TerminalMargin=0", "colorScheme=Linux", "ShowCloseTabButton=false"),
        *("[MainWindow]", f"size=@Size({width + 8} {height + 40})"),
    )
    return ["dbus-run-session", "--", "qterminal", "-e", str(shot.program)]


Terminal = Callable[[Shot], list[str]]


def inside(terminal: Terminal, name: str, *lines: str) -> Terminal:
    """The same terminal, with a script in it that runs `{program}` in something else."""

    def command(shot: Shot) -> list[str]:
        words = {"folder": shlex.quote(str(shot.folder)), "program": shlex.quote(str(shot.program))}
        script = shot.write(name, "#!/bin/bash", *(line.format(**words) for line in lines))
        script.chmod(0o755)
        return terminal(Shot(shot.folder, script, shot.columns, shot.rows, shot.size))

    return command


def in_tmux(terminal: Terminal, *settings: str) -> Terminal:
    """The same terminal with tmux in it."""
    lines = ("set -g status off", "set -g default-terminal tmux-256color", *settings)
    return inside(
        terminal,
        "in_tmux",
        *(f"echo {shlex.quote(line)} >> {{folder}}/tmux.conf" for line in lines),
        "exec tmux -u -S {folder}/tmux -f {folder}/tmux.conf new {program}",
    )


def in_screen(terminal: Terminal) -> Terminal:
    """The same terminal with GNU screen in it, and the variable that misleads it."""
    return inside(
        terminal,
        "in_screen",
        "export SCREENDIR={folder}/screens COLORTERM=truecolor",
        "mkdir -m 700 $SCREENDIR",
        "echo 'startup_message off' > {folder}/screenrc",
        "exec screen -U -c {folder}/screenrc -S shot {program}",
    )


def in_mosh(terminal: Terminal, name: str = "") -> Terminal:
    """The same terminal with mosh in it, to this machine and without SSH.

    `name` is what LC_TERMINAL says of it.
    """
    named = f" LC_TERMINAL={name}" if name else ""
    return inside(
        terminal,
        "in_mosh",
        f"export LC_ALL=C.UTF-8{named}",
        "until [ \"$(stty size)\" != '0 0' ]; do sleep 0.1; done",
        "said=$(mosh-server new -i 127.0.0.1 -p 60001:60999 -- {program} 2>&1 < /dev/null)",
        "set -- $(echo \"$said\" | sed -n 's/\\r//; s/^MOSH CONNECT //p')",
        "MOSH_KEY=$2 exec mosh-client 127.0.0.1 $1",
    )


ALONE: dict[str, Terminal] = {
    "xterm": xterm,
    "vte": vte,
    "gnome-terminal": gnome_terminal,
    "xfce4-terminal": xfce4_terminal,
    "tilix": tilix,
    "konsole": konsole,
    "mlterm": mlterm,
    "kitty": kitty,
    "alacritty": alacritty,
    "foot": foot,
    "st": st,
    "urxvt": urxvt,
    "zutty": zutty,
    "qterminal": qterminal,
    "pterm": pterm,
}

_IN_TMUX = ("xterm", "vte", "konsole", "mlterm", "kitty", "alacritty", "foot", "qterminal")
_IN_SCREEN = ("xterm", "vte", "konsole", "mlterm", "kitty", "alacritty", "foot", "qterminal")
_IN_MOSH = ("xterm", "vte", "konsole", "mlterm", "kitty", "alacritty", "foot", "qterminal")

TERMINALS: dict[str, Terminal] = {
    **ALONE,
    **{f"tmux-{name}": in_tmux(ALONE[name]) for name in _IN_TMUX},
    **{
        f"tmux-passthrough-{name}": in_tmux(ALONE[name], "set -g allow-passthrough on")
        for name in ("konsole", "mlterm")
    },
    **{f"screen-{name}": in_screen(ALONE[name]) for name in _IN_SCREEN},
    **{f"mosh-{name}": in_mosh(ALONE[name]) for name in _IN_MOSH},
    **{f"mosh-named-{name}": in_mosh(ALONE[name], name) for name in _IN_MOSH[2:]},
}
