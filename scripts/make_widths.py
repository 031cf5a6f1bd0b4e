"""Writes tui/text/unicode/_widths.py: python -m scripts.make_widths

The widths are rich's, asked for through its public functions, because Textual crops and pads by
them. They are kept in a module of our own because the text engine does not import rich.
"""

from importlib.metadata import version
from itertools import groupby

from rich.cells import cell_len, get_character_cell_size

from scripts.tables import assignment, ranges, write

CHARACTERS = list(map(chr, range(0x110000)))


def widths() -> str:
    """Width and length of each run of code points, such as `195` for 95 of one cell."""
    cells = (get_character_cell_size(char, "latest") for char in CHARACTERS)
    return " ".join(f"{width}{sum(1 for _ in run)}" for width, run in groupby(cells))


def widened() -> list[str]:
    """The characters that take one cell more before VARIATION SELECTOR-16."""
    return [
        char
        for char in CHARACTERS
        if cell_len(char + "\ufe0f", "latest") > get_character_cell_size(char, "latest")
    ]


def main() -> None:
    """Write the module."""
    write(
        "_widths.py",
        f"Cell widths as rich {version('rich')} counts them, made by scripts/make_widths.py.",
        [
            assignment(
                "WIDTH_RUNS",
                widths(),
                "Width (one digit) and length of each run of code points, from U+0000 on.",
            ),
            assignment(
                "WIDENED",
                ranges(widened()),
                "Characters that take one cell more before VARIATION SELECTOR-16.",
            ),
        ],
    )


if __name__ == "__main__":
    main()
