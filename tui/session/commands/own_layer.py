"""The adjudicator's own layer: what answers and agreements change in it.

Nothing is written here; `adjudicating` commits the changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tui.errors import StoreError
from tui.model import (
    Annotation,
    DocumentInfo,
    Link,
    annotate,
    annotation_order,
    edited,
    later_than,
    link,
    moved,
)
from tui.session.messages import NOTHING_OPEN
from tui.session.session import Session
from tui.store.row_mapping import Change
from tui.team.decided import ORIGIN, TAKEN_AS, Adopted, Layers, State, sources
from tui.team.layer_comparison import (
    ALL,
    NONE,
    OWN,
    Agreed,
    AgreedLink,
    LinkQuestion,
    Question,
    content,
    fingerprint,
    subject_ids,
)


class OwnLayer:
    """Returns the changes of the adjudicator's own layer in the open document."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def _document(self) -> DocumentInfo:
        """Return the open document. Raises StoreError without one."""
        if self._session.info is None:
            raise StoreError(NOTHING_OPEN.text)
        return self._session.info

    # ----------------------------------------------------------------- answers

    def answer(
        self, state: State, question: Question, choice: str, made: Annotation | None
    ) -> list[Change]:
        """Return the changes that an answer makes.

        The copy of an earlier answer to the question becomes the new one, so that its links stay; a
        further copy is deleted with its links.
        """
        asked = {row.id for row in question.annotations}
        earlier = [one.row for one in state.own if asked & one.originals.keys()]
        wanted = self._copies(question, choice, state.annotators)
        changes: list[Change] = []
        if made is not None:
            earlier = [row for row in earlier if row.id != made.id]
            ids = {*sources(made), *(row.id for row in question.annotations)}
            changes.append(Change(made, edited(made, origin=" ".join([ORIGIN, *sorted(ids)]))))
            ends = {row.id: made.id for row in earlier[:1]}
            changes += self._moved_links(ends)
        for copy in wanted:
            before = earlier.pop(0) if earlier else None
            after = copy if before is None else self._replace_copy(before, copy)
            if before is None or before != after:
                changes.append(Change(before, after))
        return [*self._deletions(earlier, changes), *changes]

    def answer_about_links(self, state: State, question: LinkQuestion, choice: str) -> list[Change]:
        """Return the changes that an answer makes to the links of one type from one annotation."""
        own = [one.row for one in state.own]
        source = own[question.source]
        names = state.annotators if choice == ALL else (choice,)
        targets = {
            question.targets[one.id]: one
            for name in names
            for one in question.options.get(name, ())
        }
        wanted = {own[place].id: own[place] for place in sorted(targets)}
        agreed = {own[place].id for place in question.agreed}
        there = {
            one.to_id: one
            for one in self._own_links()
            if one.type == question.type and one.from_id == source.id
        }
        gone = (
            []
            if choice == OWN
            else [
                Change(one, None) for id, one in there.items() if id not in wanted.keys() | agreed
            ]
        )
        made = [
            Change(None, link(source, row, question.type, self._session.annotator))
            for id, row in wanted.items()
            if id not in there
        ]
        return [*gone, *made]

    def superseded(self, ids: Iterable[str]) -> list[Change]:
        """Return the deletion of earlier answers about any of these rows.

        An answer is valid only until the next one: if a row were changed back to its earlier
        content, the old answer would seem to be about it again.
        """
        session, about = self._session, set(ids)
        return [
            Change(one, None)
            for one in session.store.comments.decisions(self._document().id)
            if one.adjudicator == session.annotator and about & subject_ids(one.subject)
        ]

    # -------------------------------------------------------------- agreements

    def agreements(self, state: State) -> list[Change]:
        """Return the changes that update the layer with all that the others agree on."""
        copies = [self._copy(one.taken, _all_annotations(one)) for one in state.agreed]
        changes = [Change(None, row) for row in copies]
        for before, one in state.stale:
            copy = self._copy(one.taken, _all_annotations(one))
            changes.append(Change(before, self._replace_copy(before, copy)))
        changes += self._deletions((*state.withdrawn, *state.doubled), ())
        over = {id for one in (*state.agreed, *(one for _, one in state.stale)) for id in one.ids}
        over |= {id for row in state.withdrawn for id in sources(row)}
        return changes + self.superseded(over)

    def agreed_links(self, state: State) -> list[Change]:
        """Return the links that all layers agree on, as new ones."""
        return self._new_links(state.own, state.agreed_links)

    def _new_links(self, own: Sequence[Adopted], agreed: Iterable[AgreedLink]) -> list[Change]:
        me = self._session.annotator
        return [
            Change(None, link(own[one.source].row, own[one.target].row, one.type, me))
            for one in agreed
        ]

    def links_agreed_after(
        self, state: State, question: Question, changes: Sequence[Change]
    ) -> list[Change]:
        """Return the links that all agree on after these changes, which are the last answer's."""
        session = self._session
        own = {one.row.id: one for one in state.own}
        annotators = {row.id: row.annotator for row in question.annotations}
        for change in changes:
            row = change.row
            if isinstance(row, Annotation):
                known = own.pop(row.id, None)
                if isinstance(change.after, Annotation):
                    ids = dict(known.originals) if known is not None else {}
                    ids |= {id: annotators.get(id, "") for id in sources(change.after)}
                    own[row.id] = Adopted(change.after, ids)
        adopted = sorted(own.values(), key=lambda one: annotation_order(one.row))
        reading = Layers(session.store, self._document(), session.annotator)
        _, missing = reading.compare_links(state.annotators, adopted)
        return self._new_links(adopted, missing)

    # ------------------------------------------------------------------ copies

    def _copies(
        self, question: Question, choice: str, annotators: Sequence[str]
    ) -> list[Annotation]:
        """Return the annotations to add; equal ones of several layers become one."""
        if choice in (NONE, OWN):
            return []
        names = annotators if choice == ALL else (choice,)
        equal: dict[object, list[Annotation]] = {}
        for name in names:
            own: dict[object, int] = {}
            for row in question.options.get(name, ()):
                # Equal annotations of one layer are several; those of several layers are one.
                said = content(row)
                own[said] = own.get(said, 0) + 1
                equal.setdefault((said, own[said]), []).append(row)
        copies = []
        for rows in equal.values():
            same = [
                row
                for option in question.options.values()
                for row in option
                if content(row) == content(rows[0])
            ]
            # A single answer stands for all versions, so that links of any layer find their end.
            origins = same if len(equal) > 1 else question.annotations
            copies.append(self._copy(rows[0], origins))
        return copies

    def _copy(self, row: Annotation, origins: Iterable[Annotation]) -> Annotation:
        made = self.like(row)
        return replace(made, origin=f"{_origin(origins)} {TAKEN_AS}{fingerprint(made)}")

    def like(self, row: Annotation) -> Annotation:
        """Return a new annotation of the adjudicator with the span and content of a row."""
        session = self._session
        made = annotate(
            self._document(),
            session.open_text.text,
            (row.start, row.end),
            row.label,
            session.annotator,
            attributes=row.attributes,
            note=row.note,
        )
        return replace(made, fragments=row.fragments)

    def _replace_copy(self, before: Annotation, copy: Annotation) -> Annotation:
        """Return the earlier copy with the content of the new one."""
        text = self._session.open_text.text
        place = moved(before, text, (copy.start, copy.end), copy.fragments or ())
        return replace(
            place,
            label=copy.label,
            attributes=copy.attributes,
            note=copy.note,
            origin=copy.origin,
            fragments=copy.fragments,
        )

    def _own_links(self) -> list[Link]:
        session = self._session
        found = session.store.links.in_document(self._document().id)
        return [one for one in found if one.annotator == session.annotator]

    def _moved_links(self, ends: Mapping[str, str]) -> list[Change]:
        """Return changes that let links lead from and to other annotations."""
        changes = []
        for one in self._own_links():
            source, target = ends.get(one.from_id, one.from_id), ends.get(one.to_id, one.to_id)
            if (source, target) != (one.from_id, one.to_id):
                after = replace(
                    one, from_id=source, to_id=target, updated_at=later_than(one.updated_at)
                )
                changes.append(Change(one, after))
        return changes

    def _deletions(self, rows: Sequence[Annotation], changes: Sequence[Change]) -> list[Change]:
        """Return the deletion of rows with their links, except links that `changes` move."""
        ids = {row.id for row in rows}
        kept = {change.row.id for change in changes if isinstance(change.row, Link)}
        links = [
            one
            for one in self._own_links()
            if one.id not in kept and {one.from_id, one.to_id} & ids
        ]
        gone: list[Annotation | Link] = [*links, *rows]
        return [Change(row, None) for row in gone]


def _all_annotations(one: Agreed) -> list[Annotation]:
    return [*one.members.values(), *one.others]


def _origin(annotations: Iterable[Annotation]) -> str:
    return " ".join([ORIGIN, *sorted({row.id for row in annotations})])
