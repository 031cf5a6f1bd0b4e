"""What became of suggestions, by maker and score."""

from dataclasses import replace

from tests.store.making import entity, make, tag
from tui.model import edited
from tui.store.database import Store
from tui.store.maker_stats import Verdicts
from tui.store.row_mapping import Change


def suggest(store: Store, score: float | None, maker: str = "model") -> None:
    make(store, replace(entity(store), status="suggested", origin=f"{maker}: why", score=score))


def test_suggestions_are_counted_by_what_became_of_them(filled: Store) -> None:
    tag(filled)
    for score in (0.95, 0.91, 0.9, 1.0, 0.35, None):
        suggest(filled, score)
    suggest(filled, 0.5, "rules")
    ids = {row.score: row for row in filled.annotations.in_document("a") if row.origin}

    def change(score: float | None, **changes: object) -> None:
        row = filled.annotations.get(ids[score].id)
        filled.history.commit("decide", "a", "me", [Change(row, edited(row, **changes))])

    change(0.95, status="accepted")
    change(0.91, status="accepted")
    change(0.91, attributes={"type": "ORG"})
    change(0.9, status="accepted", note="a note is not a correction")
    change(1.0, status="rejected")
    change(0.35, status="rejected")
    makers = filled.stats().makers
    assert makers.keys() == {"model", "rules"}
    model = makers["model"]
    assert model.total == Verdicts(2, 1, 2, 1, 0.4)
    assert model.by_score == {
        "0.3-0.4": Verdicts(0, 0, 1, 0, 0.0),
        "0.9-1.0": Verdicts(2, 1, 1, 0, 0.5),
        "none": Verdicts(0, 0, 0, 1, None),
    }
    assert makers["rules"].total == Verdicts(waiting=1)


def test_scores_stay_when_a_suggestion_is_accepted(filled: Store) -> None:
    suggest(filled, 0.25)
    (row,) = [one for one in filled.annotations.in_document("a") if one.origin]
    filled.history.commit("accept", "a", "me", [Change(row, edited(row, status="accepted"))])
    assert filled.annotations.get(row.id).score == 0.25


def test_what_was_never_a_suggestion_does_not_count(filled: Store) -> None:
    make(filled, replace(entity(filled), origin="adjudicated: 1 2"))
    assert filled.stats().makers == {}
