"""The outcomes of suggestions, by their maker and by score.

A maker is the part of `origin` before the colon. The history shows what a suggestion was before
somebody changed it; an imported one is in it from the first command about it on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.model import Annotation, maker_and_reason
from tui.store.file.sqlite_file import SqliteFile
from tui.store.row_mapping import ANNOTATION_COLUMNS, annotation_of, changes_from_json

TENTHS = 10

NO_SCORE = "none"
"""The key of suggestions without a score."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many suggestions were accepted unchanged, accepted with changes, and rejected."""

    accepted: int = 0
    changed: int = 0
    """Accepted with another span, label or attribute."""
    rejected: int = 0
    waiting: int = 0
    """Suggestions that nobody has accepted or rejected."""
    precision: float | None = None
    """The share of the decided ones that were accepted unchanged; None if none is decided."""


@dataclass(frozen=True, slots=True)
class MakerStats:
    """The outcomes of the suggestions of one maker."""

    total: Verdicts
    by_score: Mapping[str, Verdicts] = field(default_factory=dict)
    """By tenth of the score, such as `0.9-1.0`, lowest first; `none` for those without one."""


def maker_stats(file: SqliteFile) -> dict[str, MakerStats]:
    """Count the suggestions of each maker, without deleted ones."""
    rows = file.stream(
        f"SELECT {ANNOTATION_COLUMNS} FROM annotations "  # noqa: S608 (constants)
        "WHERE origin <> '' AND deleted_at IS NULL AND status <> 'orphaned'"
    )
    suggestions = {row.id: row for row in map(annotation_of, rows)}
    first = _original_states(file, suggestions)
    counted: dict[str, dict[str, Counter[str]]] = {}
    for row in suggestions.values():
        before = first.get(row.id, row)
        if row.status == "accepted" and row.id in first and before.status == "accepted":
            continue  # it was never a suggestion: an adjudicator's own, say
        by_score = counted.setdefault(maker_and_reason(row.origin)[0], {})
        by_score.setdefault(_tenth(row.score), Counter())[_verdict(row, before)] += 1
    return {maker: _maker(by_score) for maker, by_score in sorted(counted.items())}


def _original_states(
    file: SqliteFile, suggestions: Mapping[str, Annotation]
) -> dict[str, Annotation]:
    """Return accepted suggestions in their original state, by id, as far as the history goes."""
    wanted = {id for id, row in suggestions.items() if row.status == "accepted"}
    first: dict[str, Annotation] = {}
    if not wanted:
        return first
    for (words,) in file.stream("SELECT changes FROM history ORDER BY seq"):
        try:
            changes = changes_from_json(words)
        except (ValueError, LookupError, TypeError):
            continue  # `check` reports a damaged entry
        for change in changes:
            row = change.before or change.after
            if isinstance(row, Annotation) and row.id in wanted:
                first.setdefault(row.id, row)
    return first


def _verdict(row: Annotation, before: Annotation) -> str:
    if row.status != "accepted":
        return "rejected" if row.status == "rejected" else "waiting"
    same_text = row.text_sha256 == before.text_sha256
    is_same = (
        row.label == before.label
        and row.attributes == before.attributes
        and row.text == before.text
        and (not same_text or (row.start, row.end) == (before.start, before.end))
    )
    return "accepted" if is_same else "changed"


def _tenth(score: float | None) -> str:
    if score is None:
        return NO_SCORE
    low = min(int(score * TENTHS + 1e-9), TENTHS - 1)
    return f"{low / TENTHS:.1f}-{(low + 1) / TENTHS:.1f}"


def _maker(by_score: Mapping[str, Counter[str]]) -> MakerStats:
    total: Counter[str] = Counter()
    for counts in by_score.values():
        total.update(counts)
    return MakerStats(
        _verdicts(total), {tenth: _verdicts(by_score[tenth]) for tenth in sorted(by_score)}
    )


def _verdicts(counts: Mapping[str, int]) -> Verdicts:
    accepted, changed = counts.get("accepted", 0), counts.get("changed", 0)
    rejected, waiting = counts.get("rejected", 0), counts.get("waiting", 0)
    decided = accepted + changed + rejected
    precision = round(accepted / decided, 4) if decided else None
    return Verdicts(accepted, changed, rejected, waiting, precision)
