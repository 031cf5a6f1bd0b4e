"""Planning which annotator annotates which document.

The same documents, people and seed always give the same plan. The numbers of documents for each
person differ by at most one, and documents that are added later do not change earlier assignments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tui.errors import UsageError


class Assigned(NamedTuple):
    """One document assigned to one annotator."""

    document_id: str
    annotator: str


class Plan(NamedTuple):
    """How documents are assigned."""

    people: Sequence[str]
    per_document: int = 1
    """People for each document."""
    overlap: int = 100
    """Percent of the documents that get `per_document` people; the others get one."""
    seed: int = 0

    def check(self) -> None:
        """Raise `UsageError` if the plan is impossible."""
        if not self.people:
            raise UsageError("nobody to assign documents to; name them with --to")
        if len(set(self.people)) < len(self.people):
            raise UsageError("--to names somebody twice")
        if not 1 <= self.per_document <= len(self.people):
            raise UsageError(
                f"--per-document {self.per_document}: there are {len(self.people)} people"
            )
        if not 0 <= self.overlap <= 100:
            raise UsageError(f"--overlap {self.overlap}: a percentage is from 0 to 100")


def assign(
    documents: Iterable[str], plan: Plan, existing: Mapping[str, Iterable[str]]
) -> list[Assigned]:
    """Return the assignments to add, in an order that depends only on the seed.

    `existing` holds earlier assignments by document; a document in it keeps its people and gets no
    others. Raises `UsageError` for a plan that cannot be carried out.
    """
    plan.check()
    load = dict.fromkeys(plan.people, 0)
    shared = single = 0
    for people in existing.values():
        known = [name for name in people if name in load]
        for name in known:
            load[name] += 1
        shared += len(known) >= plan.per_document > 1
        single += len(known) == 1 < plan.per_document
    added: list[Assigned] = []
    new = [document for document in documents if not any(existing.get(document, ()))]
    for document in sorted(new, key=lambda id: _rank(plan.seed, id)):
        # Whole numbers, so that a percentage is met exactly wherever it can be.
        several = 100 * (shared + 1) <= plan.overlap * (shared + single + 1)
        count = plan.per_document if several else 1
        shared, single = shared + several, single + (not several)
        chosen = sorted(load, key=lambda name: (load[name], _rank(plan.seed, document, name)))
        for name in sorted(chosen[:count]):
            load[name] += 1
            added.append(Assigned(document, name))
    return added


def _rank(seed: int, *parts: str) -> bytes:
    """Return a sort key that looks random and is the same on every machine."""
    key = "\0".join([str(seed), *parts])
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
