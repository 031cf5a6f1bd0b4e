#!/usr/bin/env python3
"""Takes the pictures of docs/browser: the reader in Chromium, by renderer, scene and size.

    .venv/bin/python -m scripts.page_pictures             all of them
    .venv/bin/python -m scripts.page_pictures dom phone   those

It needs chromium and ImageMagick's `convert`. With tesseract and its Arabic it also says how far
the article reads as it should, where its letters are light.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from scripts.scenes import take_scenes
from scripts.shot_judge import can_judge, error_rate
from scripts.shots import ROOT, SEED
from tests.needs import needs_program
from tests.web.serving import SWITCHES, Server, wait_until

OUT = ROOT / "docs" / "browser"

DARK = "hashiya-dark"

SCALE = 2
"""Pixels of the picture for each CSS pixel."""

ARTICLE = (0.03, 0.09, 0.69, 0.785)
"""The article in a picture of the usual size, as an area of `shot_judge`."""

FRAME = 87
"""CSS pixels of a headless window's height that the page does not get."""


class Scene(NamedTuple):
    """What is shown, and in which window."""

    query: str
    """What is added to the page's address."""
    keys: Callable[[Page], None]
    size: tuple[int, int] = (1000, 560)
    """CSS pixels."""
    theme: str = DARK


def annotate(page: Page) -> None:
    """Tag two entities, a claim, a quote and a cue, and go back up."""
    for key in ("e", "3", "Space", "k", "Space", "w", "e", "Control+Home", "c", "1"):
        page.keyboard.press(key)
    for key in (")", "e", "Space", "Space", "q", "Control+Home"):
        page.keyboard.press(key)


def find(page: Page) -> None:
    """Type Arabic, Latin and digits into the field of find."""
    annotate(page)
    page.keyboard.press("/")
    page.keyboard.insert_text("اليابان RAA 2023")


SCENES = {
    "webgl": Scene("renderer=webgl", annotate),
    "webgl-find": Scene("renderer=webgl", find),
    "canvas": Scene("renderer=canvas", annotate),
    "dom": Scene("renderer=dom", annotate),
    "dom-find": Scene("renderer=dom", find),
    "light": Scene("renderer=webgl", annotate, theme="hashiya-light"),
    "phone": Scene("", annotate, size=(390, 700), theme="hashiya-light"),
}


def take(name: str, out: Path) -> Path:
    """Take one picture, say how far its article reads as it should, and return its path."""
    scene = SCENES[name]
    with tempfile.TemporaryDirectory(prefix="page.") as folder, sync_playwright() as playwright:
        (Path(folder) / "hashiya.toml").write_text(f'theme = "{scene.theme}"\n')
        server = Server(Path(folder))
        try:
            width, height = scene.size
            context = playwright.chromium.launch_persistent_context(
                f"{folder}/profile",
                executable_path=needs_program("chromium"),
                args=[
                    *SWITCHES,
                    f"--force-device-scale-factor={SCALE}",
                    f"--window-size={max(width, 500)},{height + FRAME}",
                ],
                headless=True,
                no_viewport=True,
            )
            page = context.pages[0]
            page.goto(f"{server.address}&{scene.query}")
            if width < 500:  # the least width of a window: leave the rest of the page empty
                page.add_style_tag(content=f"body {{ max-width: {width}px; }}")
            wait_until(lambda: page.evaluate("window.terminal?.buffer?.active.length"), "xterm.js")
            shown = "terminal.buffer.active.getLine(terminal.rows - 1).translateToString()"
            wait_until(lambda: "commands" in page.evaluate(shown), "the reader")
            rows = page.evaluate("terminal.rows")
            scene.keys(page)
            page.wait_for_timeout(1500)
            picture = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height})
            context.close()
        finally:
            server.stop()
    path = out / f"{name}.png"
    command = ["convert", "png:-", "+dither", "-colors", "48", "-strip", f"png8:{path}"]
    subprocess.run(command, input=picture, check=True)
    if scene.theme == DARK and can_judge():
        text = (ROOT / "seeds" / SEED).read_text(encoding="utf-8")
        print(f"{name}: error rate {error_rate(picture, text, rows=rows, area=ARTICLE):.3f}")
    return path


if __name__ == "__main__":
    take_scenes(__doc__, SCENES, OUT, take)
