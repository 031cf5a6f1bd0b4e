"""Layers shown side by side: each has a lane in the margin and a line in the sidebar."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple


class Lane(NamedTuple):
    """The annotations of one annotator in a comparison."""

    sign: str
    """The key that chooses it; shown in the margin where a span begins."""
    who: str
    """The annotator's name, or a number if names are hidden."""
    annotations: frozenset[str]
    """The ids of the annotations that are shown in it."""
    summary: str = ""
    """What the annotator has here, for the sidebar."""


class Lanes:
    """The layers that are compared now."""

    def __init__(
        self,
        lanes: tuple[Lane, ...] = (),
        ends: frozenset[str] = frozenset(),
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.lanes = lanes
        self.ends = ends
        """The ids of annotations that the links in question connect."""
        self.names = names
        """Substitutes for annotators' names while these are hidden."""

    @cached_property
    def annotations(self) -> frozenset[str]:
        """The ids of all annotations in the lanes."""
        return frozenset().union(*(lane.annotations for lane in self.lanes))


NO_LANES = Lanes()
"""No layers: nothing is compared."""
