"""What is measured: one function a group of rows that are measured together."""

from __future__ import annotations

from collections.abc import Callable

from bench.rows import (
    agreement,
    completion,
    corpus,
    engine,
    growth,
    hub,
    keys,
    lists,
    memory,
    starts,
    suggesters,
    suggestions,
    team,
)
from bench.table import Result

Group = Callable[[int], list[Result]]
"""Measures in so many rounds."""

GROUPS: dict[str, Group] = {
    "start": starts.articles,
    "start-10m": starts.large_article,
    "start-index": starts.index,
    "completion": completion.answers,
    "down": keys.down,
    "pagedown": keys.pagedown,
    "jump": keys.jump,
    "one-line": keys.one_line,
    "textarea": keys.text_area,
    "annotations": keys.many_annotations,
    "tag": keys.tag,
    "held": keys.held,
    "memory": memory.peaks,
    "filter": lists.typing,
    "search": lists.search,
    "levels": engine.levels,
    "growth": growth.doubling,
    "add": corpus.add,
    "export": corpus.export,
    "suggesters": suggesters.speed,
    "hub-push": hub.push,
    "hub-pull": hub.first_pull,
    "suggestions": suggestions.quality,
    "agreement": agreement.speed,
    "intervals": agreement.coverage,
    "team": team.million,
}
"""By the names that `python -m bench` takes, in the order of the table."""
