"""The licences of all packages that Hashiya needs at run time, with its extras.

    python -m scripts.licences

They are read from what is installed. The exit status is 1 if a licence is unknown, or does not
allow Hashiya to be distributed under MIT together with the package. LGPL does, for a library that
is used unchanged and that users can replace: it is accepted of those in `_LESSER_ACCEPTED`.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = "hashiya"

_ACCEPTED = re.compile(
    r"\b(MIT(-0)?|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public License|Zlib|"
    r"Unlicense|Public Domain|CC0|HPND|0BSD|Unicode)\b",
    re.IGNORECASE,
)

_COPYLEFT = re.compile(r"\b[AL]?GPL|\bGeneral Public License|\bAffero|\bSSPL|\bEUPL", re.IGNORECASE)

_LESSER = re.compile(r"\bLGPL|\bLesser General Public License", re.IGNORECASE)

_LESSER_ACCEPTED = frozenset({"psycopg", "psycopg-binary", "python-bidi"})
"""The driver of the extra `hub`, and what `hashiya doctor` compares the text engine with."""


class Package(NamedTuple):
    """A package with its licence, and the extras that need it."""

    name: str
    version: str
    licence: str
    extras: tuple[str, ...]
    """Empty if Hashiya itself needs it."""

    @property
    def problem(self) -> str:
        """What is wrong with the licence; empty if nothing is."""
        return licence_problem(self.name, self.licence)


def licence_problem(name: str, licence: str) -> str:
    """Return what is wrong with a licence, an SPDX expression or a name; empty if nothing is."""
    choices = re.split(r"\s+OR\s+|;", licence.strip("() "))
    if any(_is_accepted(name, choice) for choice in choices):
        return ""
    return "does not fit MIT" if _COPYLEFT.search(licence) else "unknown licence"


def _is_accepted(name: str, choice: str) -> bool:
    """Whether all parts of an expression without OR are accepted."""
    parts = re.split(r"\s+AND\s+", choice)
    return all(
        (_LESSER.search(part) and name in _LESSER_ACCEPTED)
        or (_ACCEPTED.search(part) and not _COPYLEFT.search(part))
        for part in parts
    )


def packages() -> list[Package]:
    """Return all packages that Hashiya or one of its extras needs here, by name.

    Raises PackageNotFoundError for one that is not installed.
    """
    root = distribution(ROOT)
    extras = ("", *(root.metadata.get_all("Provides-Extra") or ()))
    needed: dict[str, set[str]] = {}
    for extra in extras:
        for name in _closure(root, extra):
            needed.setdefault(name, set()).add(extra)
    found = []
    for name, by in sorted(needed.items()):
        one = distribution(name)
        own = () if "" in by else tuple(sorted(by))
        found.append(Package(name, one.version, licence_of(one), own))
    return found


def _closure(root: Distribution, extra: str) -> set[str]:
    """Return the names of the packages that `root` with this extra needs, at any remove."""
    found: set[str] = set()
    waiting = deque([(root, frozenset({extra}))])
    while waiting:
        one, extras = waiting.popleft()
        for required in _requirements(one, extras):
            name = canonicalize_name(required.name)
            if name not in found or required.extras:
                found.add(name)
                waiting.append((distribution(name), frozenset(required.extras) | {""}))
    return found


def _requirements(of: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for line in of.requires or ():
        required = Requirement(line)
        marker = required.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
            yield required


def licence_of(of: Distribution) -> str:
    """Return a licence: the SPDX expression, else the classifiers, else the first line given."""
    if expression := of.metadata.get_all("License-Expression"):
        return str(expression[0])
    classifiers = of.metadata.get_all("Classifier") or ()
    named = [line.split(" :: ")[-1] for line in classifiers if line.startswith("License :: ")]
    named = [name for name in named if name != "OSI Approved"]
    if named:
        return "; ".join(named)
    lines = "".join(map(str, of.metadata.get_all("License") or ())).strip().splitlines()
    return lines[0] if lines else ""


def main() -> int:
    """Print the table; return the exit status."""
    try:
        found = packages()
    except PackageNotFoundError as error:
        print(f"{error.name} is not installed: `make check` sets up everything", file=sys.stderr)
        return 1
    widths = [max(len(row[column]) for row in found) for column in range(2)]
    for one in found:
        by = f"  [{', '.join(one.extras)}]" if one.extras else ""
        mark = f"  ← {one.problem}" if one.problem else ""
        name, version = one.name.ljust(widths[0]), one.version.ljust(widths[1])
        print(f"{name}  {version}  {one.licence}{by}{mark}")
    wrong = [one for one in found if one.problem]
    print(f"{len(found)} packages, {len(wrong)} with a licence that does not fit")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
