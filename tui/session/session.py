"""One annotator's session with one database: the open document and the commands on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from tui import anchoring
from tui.choices import ReadingStatus
from tui.errors import Conflict, StoreError
from tui.model import Annotation, Comment, DocumentInfo, Link
from tui.schema import LabelSchema
from tui.session import saving
from tui.session.annotation_index import AnnotationIndex, shown_to
from tui.session.lanes import NO_LANES, Lanes
from tui.session.messages import NOTHING_OPEN, StatusMessage, plural
from tui.session.open_text import OpenText, Search, direction_of
from tui.session.outline import Outline
from tui.session.results import ChangeListener, CommitResult
from tui.session.saving.saver import Flushed, PendingWrite, Saver
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.text.layout import LayoutOptions
from tui.text.spans import Span


class Session:
    """The open document with its annotations, and the commands that change them.

    All changes go through `commit`: one command, one transaction, one step of undo.
    """

    def __init__(self, store: Store, schema: LabelSchema, annotator: str) -> None:
        self.store = store
        self.schema = schema
        self.annotator = annotator
        self.saver = Saver(store)
        self.info: DocumentInfo | None = None
        self.status: ReadingStatus = "unread"
        self.open_text = OpenText("", LayoutOptions(width=72))
        self.outline = Outline(None, "")
        self.search = Search("")
        self.annotations = AnnotationIndex()
        self.show_others = False
        self.layer = ""
        """Another annotator whose annotations are shown next to one's own; empty for none."""
        self._counted: tuple[AnnotationIndex | None, Counter[str]] = (None, Counter())
        """The index for which one's own annotations were counted, and the counts by label."""
        self.lanes = NO_LANES
        """The layers that are compared during adjudication."""
        self.strip_article = False
        """Whether the article counts as a clitic when a key moves the start of a span."""
        self.snap_to_words = False
        """Whether a selection is widened to whole words when it is tagged."""
        self.suggestions_tried: set[str] = set()
        """The ids of the documents for which suggestions were searched."""
        self.suggest_with: Sequence[str] = ("rules", "names")
        """The built-in suggesters to use."""
        self.least_sure_first = False
        """Whether suggestions are visited in the order of their scores, not of the text."""
        self.pinned: str | None = None
        """The id of the annotation just tagged, jumped to or chosen, until the caret moves."""
        self.offered_speaker_of: str | None = None
        """The id of the quote for which the last rejection offered the next likely speaker."""
        self._before_selecting: str | None = None
        """The id of the annotation that was current before the selection began."""
        self.form_left_at: dict[str, str] = {}
        """The attribute at which the form of each label was left."""
        self.last_tag: Annotation | None = None
        self.made = 0
        """How many annotations were made since the session began."""
        self.listener: ChangeListener | None = None
        """The object that shows the annotations; it is notified of every change and reload."""
        self._data_version = store.data_version()
        self._told_of_rescue = False
        self.saver.shown = self._shown_rows

    def _shown_rows(self) -> Sequence[Annotation | Link | Comment]:
        if self.info is not None:
            self.saver.work.add((), (self.info, self.open_text.text))
        return self.annotations.all_rows()

    def switch_annotator(self, annotator: str) -> None:
        """Continue as another annotator, in the same document."""
        self.leave()
        self.annotator = annotator
        self.reload()

    # --------------------------------------------------------------- documents

    def open(self, document_id: str, options: LayoutOptions) -> None:
        """Open a document where this annotator left it. Raises StoreError."""
        self.leave()
        info = self.store.documents.get(document_id)
        direction = direction_of(self.store, document_id, self.annotator, options.direction)
        options = options._replace(direction=direction)
        progress = self.store.progress.get(document_id, self.annotator)
        text, status = self.store.documents.text(info.text_sha256), self._status_of(document_id)
        # Everything is read before anything is replaced: after an error the old document stays.
        if self.info is not None and self.info.id != document_id:
            self.saver.work.compress()
        self.info, self.status = info, status
        self.open_text = OpenText(text, options, progress.offset)
        self.outline = Outline(info, text)
        self.search = Search(text)
        self.pinned = None
        self.load_annotations()

    def leave(self) -> None:
        """Save the caret of the open document; if that fails, only the caret is lost."""
        if self.info is None or self.saver.queued_count:
            return  # commands are written in their order, and a status may be among those that wait
        document_id = self.info.id
        with suppress(StoreError):
            self.saver.writing(
                lambda: self.store.progress.save(document_id, self.annotator, self.open_text.caret)
            )
            self.status = self._status_of(self.info.id)

    def _status_of(self, document_id: str) -> ReadingStatus:
        waiting = self.saver.queued_status(document_id, self.annotator)
        return waiting or self.store.progress.get(document_id, self.annotator).status

    def reload(self) -> None:
        """Read the open document again: another program or an undo may have changed its text."""
        if self.info is not None:
            info, status = self.store.documents.get(self.info.id), self._status_of(self.info.id)
            if info.text_sha256 != self.info.text_sha256:
                text = self.store.documents.text(info.text_sha256)
                caret = anchoring.map_offset(self.open_text.text, text, self.open_text.caret)
                self.open_text = OpenText(text, self.open_text.options, caret)
                self.search = Search(text)
                self.pinned = None
            self.info, self.status = info, status
            self.outline = Outline(info, self.open_text.text)
        self.load_annotations()

    # ------------------------------------------------------------- annotations

    @property
    def has_misplaced(self) -> bool:
        """Whether the source has a new text, or an annotation belongs to an earlier text.

        The latter happens if an undo restores an annotation of a text that was replaced since.
        """
        info = self.info
        return info is not None and (
            info.changed
            or any(
                row.text_sha256 != info.text_sha256 and row.status != "orphaned"
                for row in self.annotations.items
            )
        )

    def load_annotations(self) -> None:
        """Read the open document's annotations from the database, then add unsaved rows."""
        self.annotations = self.saver.writing(self._read_annotations)
        self._reloaded()

    def _read_annotations(self) -> AnnotationIndex:
        if self.info is None:
            return AnnotationIndex()
        rows = self.store.annotations.in_document(self.info.id)
        if self.lanes.lanes:
            compared = self.lanes.annotations
            rows = [row for row in rows if self.mine(row) or row.id in compared]
        elif not self.show_others:
            rows = shown_to(self.annotator, rows, layer=self.layer)
        saved = AnnotationIndex(
            rows,
            self.store.links.in_document(self.info.id),
            self.store.comments.in_document(self.info.id),
        )
        # What was shown may be only there, if these rows are those of another file.
        self.store.require_unchanged()
        unsaved = self.saver.queued_rows(self.info.id)
        return saved.with_rows(unsaved) if unsaved else saved

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of accepted annotations by label; one's own while layers are compared."""
        if not (self.layer or self.lanes.lanes):
            return self.annotations.counts
        counted, own = self._counted
        if counted is not self.annotations:
            rows = (row for row in self.annotations.items if self.mine(row))
            own = Counter(row.label for row in rows if row.status == "accepted")
            self._counted = self.annotations, own
        return own

    def show_lanes(self, lanes: Lanes) -> None:
        """Show these layers next to each other, or with `NO_LANES` what was shown before."""
        self.lanes = lanes
        self.load_annotations()

    def name_of(self, annotator: str) -> str:
        """Return the annotator's name, or its number while names are hidden."""
        return self.lanes.names.get(annotator, annotator)

    def _reloaded(self) -> None:
        if self.listener is not None:
            self.listener.annotations_reloaded()

    def sync_external_changes(self) -> bool:
        """Read what other programs wrote since the last call; return False if there was nothing."""
        current = self.saver.writing(self.store.data_version)
        if current == self._data_version:
            return False
        self.reload()
        self._data_version = current
        return True

    @property
    def current(self) -> Annotation | None:
        """The annotation that commands act on: the pinned one, else the shortest at the caret."""
        return self.pinned_annotation or next(iter(self.annotations.at(self.open_text.caret)), None)

    @property
    def pinned_annotation(self) -> Annotation | None:
        """The annotation just tagged, jumped to or chosen; None after the caret has moved."""
        return self.annotations.in_text(self.pinned) if self.pinned is not None else None

    def pin(self, annotation: Annotation, *, go: bool = True) -> None:
        """Make an annotation the current one; with `go` the caret moves to its start."""
        if go:
            self.open_text.go_to(annotation.start)
        self.pinned = annotation.id

    def unpin(self) -> None:
        """Unpin the annotation, because the caret has moved."""
        if self.pinned is not None:
            self._before_selecting = self.pinned
        elif self.open_text.selection is None and self.current is not None:
            self._before_selecting = self.current.id
        self.pinned = None

    @property
    def to_extend(self) -> Annotation | None:
        """The annotation that a selection is added to: the current one before selecting."""
        id = self.pinned or self._before_selecting
        return self.annotations.in_text(id) if id is not None else None

    def cycle_overlap(self) -> StatusMessage:
        """Pin the next of the annotations that overlap at the caret."""
        here = self.annotations.at(self.open_text.caret)
        if not here:
            return StatusMessage("no annotation here")
        ids = [row.id for row in here]
        current = self.current
        place = ids.index(current.id) if current and current.id in ids else -1
        chosen = here[(place + 1) % len(here)]
        self.pinned = chosen.id
        return StatusMessage(f"{chosen.label} {ids.index(chosen.id) + 1} of {len(here)} here")

    # ----------------------------------------------------------------- changes

    def commit(self, kind: str, changes: Iterable[Change]) -> CommitResult:
        """Write one command and pass its changes on.

        If the database cannot be written now, the result says why, and the write is tried again
        later. Raises Conflict, after reading the document again, if a row is no longer what its
        change has as `before`, and StoreError without an open document.
        """
        if self.info is None:
            raise StoreError(NOTHING_OPEN.text)
        here = self.info, self.open_text.text
        caret = self.open_text.caret
        command = PendingWrite(kind, self.info.id, self.annotator, tuple(changes), here, caret)
        try:
            saved = self.saver.save(command)
        except Conflict:
            self.reload()
            raise
        if saved and self.status == "unread":
            self.status = "reading"
        result = CommitResult(self.info.id, command.changes, "" if saved else self.saver.reason)
        self.publish(result)
        return result

    def commit_to(
        self, document: DocumentInfo, text: str, kind: str, changes: Iterable[Change]
    ) -> CommitResult:
        """Write one command to a document that need not be open any more, as `commit` does.

        Raises Conflict if a row or the text is no longer as it was.
        """
        if self.info is not None and self.info.id == document.id:
            return self.commit(kind, changes)
        here = document, text
        command = PendingWrite(kind, document.id, self.annotator, tuple(changes), here)
        saved = self.saver.save(command)
        return CommitResult(document.id, command.changes, "" if saved else self.saver.reason)

    def publish(self, result: CommitResult) -> None:
        """Pass the changes of a command on to the index and to the listener."""
        self.annotations = self.annotations.with_changes(result)
        if self.listener is not None:
            self.listener.annotations_changed(result)

    def flush(self) -> Flushed:
        """Write the queued commands, oldest first; show again what was saved or refused."""
        flushed = self.saver.flush()
        if flushed.refused:
            self.reload()
        elif flushed.saved:
            self._reloaded()
        return flushed

    def retry(self) -> StatusMessage | None:
        """Try to write what is not saved yet; None if there was nothing or it still fails."""
        if not self.saver.queued_count:
            return None
        flushed = self.flush()
        if flushed.refused:
            return flushed.refusal()
        if flushed.saved and not flushed.reason:
            return StatusMessage(f"saved now: {flushed.saved} {plural('command', flushed.saved)}")
        return None

    def finish(self) -> str:
        """End the session: save the caret, and write unsaved commands to a file.

        Return what to print after the reader has closed; empty if everything is saved in the
        database. Raises StoreError if the file cannot be written.
        """
        if self.saver.queued_count:
            self.saver.flush()
        self.leave()
        with suppress(StoreError):  # there may be no document whose caret was saved
            self.saver.writing(self.store.data_version)
        if self.saver.unsaved or self.saver.is_cut_off or self.saver.rescued is not None:
            return saving.farewell.write(self.store, self.saver)
        return ""

    def rescue_news(self) -> StatusMessage | None:
        """Return the message that the database was replaced and where the work continues, once."""
        if self.saver.rescued is None or self._told_of_rescue:
            return None
        self._told_of_rescue = True
        return saving.farewell.rescue_news(self.saver.original, self.saver.rescued)

    # ------------------------------------------------------------------- facts

    def text_of(self, span: Span) -> str:
        """Return the text of a span of the open document."""
        return self.open_text.text[span.start : span.end]

    def mine(self, annotation: Annotation) -> bool:
        """Whether this annotator made it."""
        return annotation.annotator == self.annotator

    def may_change(self, annotation: Annotation) -> bool:
        """Whether this annotator may change it: it is their own, or a suggestion."""
        return self.mine(annotation) or annotation.status == "suggested"
