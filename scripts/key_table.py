"""The README's list of keys, made from the table of actions.

`python -m scripts.key_table README.md` writes it between its two marks.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from tui.keys.actions import Label
from tui.keys.keymap import Keymap

README_BEGIN = "<!-- keys: made by `python -m scripts.key_table README.md` -->"
README_END = "<!-- /keys -->"


def key_table(keymap: Keymap) -> str:
    """The keys as Markdown tables, one a group, in the table's order."""
    order: dict[str, int] = {}
    for action in keymap.actions:
        order.setdefault(action.group, len(order))
    rows = sorted(
        (action for action in keymap.actions if action.keys), key=lambda a: order[a.group]
    )
    parts = []
    for group, actions in groupby(rows, key=lambda action: action.group):
        lines = [f"**{group}**", "", "| key | does |", "| --- | --- |"]
        for action in actions:
            keys = " ".join(f"`{_escaped(key)}`" for key in action.keys)
            lines.append(f"| {keys} | {action.help} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _escaped(key: str) -> str:
    return key.replace("|", "\\|")


def main(readme: Path) -> None:
    """Write the list into the README, between its marks."""
    from tui.schema import default_schema

    keymap = Keymap(Label(label.name, label.key, label.help) for label in default_schema())
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(README_BEGIN)
    _, _, after = rest.partition(README_END)
    table = key_table(keymap)
    readme.write_text(f"{before}{README_BEGIN}\n\n{table}\n{README_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
