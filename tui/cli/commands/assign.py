"""`hashiya assign`: assign documents to annotators."""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

from tui.cli.environment import annotator_name, open_config, open_store
from tui.cli.output import notify, write_fields, write_json
from tui.errors import UsageError
from tui.model import Assignment, stamp_of
from tui.session.messages import plural
from tui.store.database import Store
from tui.team.assignment_plan import Plan, assign


def run(options: argparse.Namespace) -> int:
    """Assign documents, list who has what, or take back what nobody has begun."""
    if bool(options.to) + options.list + (options.take_back is not None) != 1:
        raise UsageError("name people with --to, or use --list or --take-back DAYS")
    with open_store(options, read_only=options.list) as store:
        if options.list:
            _list(store, as_json=options.json)
        elif options.to:
            _assign(store, options)
        else:
            _take_back(store, options.take_back)
    return 0


def _list(store: Store, *, as_json: bool) -> None:
    """Print each assigned document with its annotators."""
    people: dict[str, list[Assignment]] = defaultdict(list)
    for one in store.assignments.all():
        people[one.document_id].append(one)
    for document_id, assigned in people.items():
        names = [one.annotator for one in assigned]
        if as_json:
            write_json({"document_id": document_id, "annotators": names})
        else:
            write_fields(document_id, ", ".join(names))


def _assign(store: Store, options: argparse.Namespace) -> None:
    named = [store.documents.find(name).id for name in options.documents]
    documents = list(dict.fromkeys(named)) or [info.id for info in store.documents.all()]
    existing: dict[str, list[str]] = defaultdict(list)
    for one in store.assignments.all():
        existing[one.document_id].append(one.annotator)
    plan = Plan(options.to, options.per_document, options.overlap, options.seed)
    added = assign(documents, plan, existing)
    config = open_config(options)
    store.assignments.add(added, annotator_name(options, config.settings, store))
    load = Counter(annotator for _, annotator in added)
    for name in options.to:
        write_fields(name, load[name])
    left = len(documents) - len({document_id for document_id, _ in added})
    if left:
        notify(f"{left:,} {plural('document', left)} had been assigned before and did not change")


def _take_back(store: Store, days: int) -> None:
    until = datetime.now(UTC) - timedelta(days=days)
    idle = store.assignments.not_begun(stamp_of(until.timestamp()))
    store.assignments.take_back([(one.document_id, one.annotator) for one in idle])
    for name, count in sorted(Counter(one.annotator for one in idle).items()):
        write_fields(name, count)
