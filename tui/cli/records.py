"""Between the database's rows and the records that formats read and write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tui.annotations.model import Annotation, DocumentInfo, Link, Progress
from tui.annotations.schema import AttributeType, LabelDef, LabelSchema
from tui.annotations.store import Store
from tui.exchange.options import AttributeInfo, LabelInfo
from tui.exchange.record import Record, RecordProgress
from tui.session.records import link_of, span_of


def records(store: Store, documents: Sequence[str] = ()) -> Iterator[Record]:
    """The documents of these ids, or all, with everything that was said of them, by id.

    Raises StoreError for a document that there is not.
    """
    infos: Iterable[DocumentInfo]
    if documents:
        infos = [store.document(id) for id in sorted(set(documents))]
    else:
        infos = store.iter_documents()
    for info in infos:
        yield _record(store, info)


def _record(store: Store, info: DocumentInfo) -> Record:
    return Record(
        id=info.id,
        title=info.title,
        source=info.source,
        sha256=info.text_sha256,
        text=store.text(info.text_sha256),
        meta=info.meta,
        spans=tuple(span_of(row) for row in store.annotations(info.id)),
        links=tuple(link_of(link) for link in store.links(info.id)),
        progress=tuple(
            RecordProgress(one.annotator, one.status, one.offset, one.updated_at)
            for one in store.all_progress(info.id)
        ),
    )


def rows_of(record: Record) -> tuple[list[Annotation], list[Link], list[Progress]]:
    """A record's annotations, links and progress as the database keeps them."""
    annotations = [
        Annotation(
            id=span.id,
            document_id=record.id,
            text_sha256=record.sha256,
            label=span.label,
            start=span.start,
            end=span.end,
            text=span.text,
            prefix=span.prefix,
            suffix=span.suffix,
            attributes=span.attributes,
            note=span.note,
            annotator=span.annotator,
            status=span.status,
            origin=span.origin,
            created_at=span.created_at,
            updated_at=span.updated_at,
            deleted_at=span.deleted_at or None,
        )
        for span in record.spans
    ]
    links = [
        Link(
            id=link.id,
            document_id=record.id,
            type=link.type,
            from_id=link.from_id,
            to_id=link.to_id,
            annotator=link.annotator,
            status=link.status,
            created_at=link.created_at,
            updated_at=link.updated_at,
            deleted_at=link.deleted_at or None,
        )
        for link in record.links
    ]
    progress = [
        Progress(record.id, one.annotator, one.status, one.offset, one.updated_at)
        for one in record.progress
    ]
    return annotations, links, progress


def label_infos(schema: LabelSchema, names: Sequence[str] = ()) -> tuple[LabelInfo, ...]:
    """The schema's labels as configurations of other tools need them."""
    return tuple(_label_info(label) for label in schema if not names or label.name in names)


def _label_info(label: LabelDef) -> LabelInfo:
    from tui.annotations.palette import resolve_colour

    kinds = {AttributeType.CHOICES: "multi-choice"}
    attributes = {
        one.name: AttributeInfo(
            kinds.get(one.type, one.type.value),  # type: ignore[arg-type]  # the same words
            tuple(choice.value for choice in one.choices),
        )
        for one in label.attributes
    }
    links = {one.type: one.targets for one in label.links}
    ink = resolve_colour(label.colour, dark=False).ink
    return LabelInfo(label.name, attributes, links, ink)
