"""What says, beside an export, what it is: so that it can be trusted after months."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.corpus.document import Json
from tui.exchange.usage import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What only the caller knows of an export."""

    version: str
    """Of Hashiya."""
    created_at: str
    schema_sha256: str
    """Of the label schema's file, in hexadecimal; empty for the built-in one."""
    guidelines_sha256: str
    """Of the guidelines, in hexadecimal; empty where there are none."""
    filters: Mapping[str, Json]
    """What was asked for: documents, labels, annotators, statuses, done."""
    options: Mapping[str, Json]
    """How it was written: unit, subword, nested, split …"""


def manifest_bytes(
    manifest: Manifest, format_name: str, file: str, sha256: str, usage: Usage
) -> bytes:
    """The manifest of one file or folder as JSON, with counts by label and link type."""
    value = {
        "hashiya": manifest.version,
        "created_at": manifest.created_at,
        "format": format_name,
        "file": file,
        "sha256": sha256,
        "schema_sha256": manifest.schema_sha256,
        "guidelines_sha256": manifest.guidelines_sha256,
        "filters": dict(manifest.filters),
        "options": dict(manifest.options),
        "documents": usage.documents,
        "annotations": usage.spans.total(),
        "labels": dict(sorted(usage.spans.items())),
        "links": dict(sorted(usage.links.items())),
    }
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def folder_sha256(folder: Path) -> str:
    """The hash of a folder's files: of what `sha256sum` says of them, sorted by path."""
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()
