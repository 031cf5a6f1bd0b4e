"""What the scripts that write tables for tui/text share."""

from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = 88


def ranges(characters: Iterable[str]) -> str:
    """A set of characters as tui.text.unicode.letters reads it, in as few spans as there can be."""
    items: list[str] = []
    first = last = -2
    for code in sorted(set(map(ord, characters))):
        if code == last + 1:
            items[-1] = f"{first:X}-{code:X}"
        else:
            first = code
            items.append(f"{code:X}")
        last = code
    return " ".join(items)


def assignment(name: str, words: str, meaning: str) -> str:
    """`name = "…"` with its docstring, in lines that are not too long and break at spaces."""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > LINE:
            lines.append("")
        lines[-1] += word + " "
    lines[-1] = lines[-1].rstrip()
    text = f'"{lines[0]}"' if len(lines) == 1 else "(\n" + "".join(map(_literal, lines)) + ")"
    return f'{name} = {text}\n"""{meaning}"""\n'


def _literal(line: str) -> str:
    return f'    "{line}"\n'


def write(name: str, head: str, parts: Iterable[str]) -> None:
    """The module `tui/text/unicode/<name>` from its docstring and its assignments."""
    target = ROOT / "tui/text/unicode" / name
    target.write_text(f'"""{head}"""\n\n' + "\n".join(parts), encoding="utf-8")
    print(target)
