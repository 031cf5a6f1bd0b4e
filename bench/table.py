"""The table of results: one row a target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Target:
    """What is promised of one thing."""

    what: str
    against: str
    """What it is measured against; empty where the figure stands for itself."""
    most: float | None
    """The largest ratio to it, or figure, that is good enough; None promises nothing."""
    unit: str = "ms"
    least: bool = False
    """Whether more is better: `most` is then the smallest that is good enough."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured, one figure a round on each side, in the target's unit."""

    target: Target
    ours: Sequence[float]
    theirs: Sequence[float]

    @property
    def figure(self) -> float:
        """What is held against the target: the ratio of medians, or our median alone."""
        own = median(self.ours)
        return own / median(self.theirs) if self.target.against else own

    @property
    def spread(self) -> tuple[float, float]:
        """The smallest and the largest figure of single rounds."""
        if not self.target.against:
            return min(self.ours), max(self.ours)
        ratios = [own / other for own, other in zip(self.ours, self.theirs, strict=True)]
        return min(ratios), max(ratios)

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where nothing is promised."""
        most = self.target.most
        if most is None:
            return None
        return self.figure >= most if self.target.least else self.figure <= most


HEAD = ("what", "against", "target", "ours", "theirs", "measured", "of single rounds", "met")
_SIGNS = {True: "yes", False: "**no**", None: ""}


def cells(result: Result) -> tuple[str, ...]:
    """One line of the table."""
    target = result.target
    unit = "×" if target.against else target.unit
    low, high = result.spread
    sign = "≥" if target.least else "≤"
    return (
        target.what,
        target.against,
        f"{sign} {target.most:g} {unit}" if target.most is not None else "",
        f"{shown(median(result.ours))} {target.unit}",
        f"{shown(median(result.theirs))} {target.unit}" if result.theirs else "",
        f"{shown(result.figure)} {unit}",
        f"{shown(low)} to {shown(high)}",
        _SIGNS[result.met],
    )


def shown(figure: float) -> str:
    """A figure with three digits that count."""
    if figure >= 1000:
        return f"{figure:,.0f}"
    return f"{figure:.{1 if figure >= 100 else 2}f}"


def markdown(results: Iterable[Result]) -> str:
    """The table in Markdown."""
    lines = [HEAD, ("---",) * len(HEAD), *(cells(result) for result in results)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
