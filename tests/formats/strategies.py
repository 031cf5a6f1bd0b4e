"""Records as hypothesis makes them: any text that can be stored, any spans, links between them."""

from hypothesis import strategies as st

from tui.choices import ANNOTATION_STATUSES, READING_STATUSES, AnnotationStatus
from tui.model import (
    JSON,
    AnnotatedDocument,
    Annotation,
    Link,
    Progress,
    annotation_order,
    context_of,
    sha256_of,
)

_SAMPLES = "اللهُ “”،؟ \n\r\t\x00\x85\u2028\u200f\u202b\u00a0ab1-_|\\\"'<>&{}[];😀👩‍👧é́"

texts = st.text(
    st.one_of(st.sampled_from(_SAMPLES), st.characters(exclude_categories=["Cs"])), max_size=40
)
names = texts.filter(bool)
stamps = st.sampled_from(["2026-03-01T08:00:00.000000Z", "2025", "yesterday"])
statuses: st.SearchStrategy[AnnotationStatus] = st.sampled_from(ANNOTATION_STATUSES[:3])
json_values: st.SearchStrategy[JSON] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
objects = st.dictionaries(texts, json_values, max_size=3)


@st.composite
def annotations(draw: st.DrawFn, text: str, document_id: str, number: int) -> Annotation:
    """Any annotation of the text; one in eight is an orphan of another text."""
    orphaned = draw(st.integers(0, 7)) == 0
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    exact, (prefix, suffix) = text[start:end], context_of(text, start, end)
    if orphaned:
        exact, prefix, suffix = draw(texts), draw(texts), draw(texts)
    return Annotation(
        id=f"{document_id}:a{number}",
        document_id=document_id,
        text_sha256=sha256_of(text),
        start=start,
        end=end,
        label=draw(names),
        text=exact,
        prefix=prefix,
        suffix=suffix,
        attributes=draw(objects),
        note=draw(texts),
        annotator=draw(names),
        status="orphaned" if orphaned else draw(statuses),
        origin=draw(st.just("") | texts),
        created_at=draw(stamps),
        updated_at=draw(stamps),
    )


@st.composite
def records(draw: st.DrawFn) -> list[AnnotatedDocument]:
    """Up to three documents; their annotations' and links' ids are all different."""
    return [draw(_record(name)) for name in draw(st.lists(names, max_size=3, unique=True))]


@st.composite
def _record(draw: st.DrawFn, name: str) -> AnnotatedDocument:
    text = draw(texts)
    count = draw(st.integers(0, 4)) if text else 0
    made = [draw(annotations(text, name, number)) for number in range(count)]
    ids = st.sampled_from([span.id for span in made]) if made else st.nothing()
    links = [
        Link(
            f"{name}:l{number}", name, draw(names), draw(ids), draw(ids), draw(names),
            draw(statuses), draw(stamps), draw(stamps),
        )
        for number in range(draw(st.integers(0, 2)) if made else 0)
    ]  # fmt: skip
    readers = draw(st.lists(names, max_size=2, unique=True))
    progress = [
        Progress(name, who, draw(st.sampled_from(READING_STATUSES)), draw(st.integers(0, 99)))
        for who in sorted(readers)
    ]
    return AnnotatedDocument(
        id=name,
        title=draw(texts),
        source=draw(names),
        sha256=sha256_of(text),
        text=text,
        meta=draw(objects),
        annotations=tuple(sorted(made, key=annotation_order)),
        links=tuple(links),
        progress=tuple(progress),
    )
