"""Decide which commands and addresses of settings files may be used.

A folder of documents can come from anywhere, and with it a `hashiya.toml`. Its commands and
addresses are used only after a person has agreed to them with `hashiya trust`. The consent is
stored for the folder, the content of the file, and the content of those files in the folder that
its commands name, so that any change needs a new consent. `config.toml` in the user's own
configuration folder is always trusted.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from tui.config import Config, Settings, load
from tui.config.toml import settings_error
from tui.errors import SettingsError
from tui.hashing import sha256

USER_FILE = "config.toml"

_TRUSTED_FILE = "trusted.json"

_PARTS = re.compile(r"[\s=:;,'\"|&<>()]+")

_PIECE = 1 << 20
"""Bytes of a file that are hashed at once."""


def config_folder() -> Path:
    """Return Hashiya's folder in XDG_CONFIG_HOME, else in ~/.config.

    A relative XDG_CONFIG_HOME is ignored, as the XDG Base Directory Specification says.
    """
    given = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    return (given if given.is_absolute() else Path.home() / ".config") / "hashiya"


class NamedSuggester(NamedTuple):
    """A suggester of a settings file that may be used."""

    name: str
    command: tuple[str, ...]
    url: str
    auto: bool
    folder: Path
    """The folder of the settings file, in which the command runs."""


class Permissions(NamedTuple):
    """What the settings files may make the program do."""

    suggesters: Mapping[str, NamedSuggester] = MappingProxyType({})
    hub: str = ""
    refused_suggesters: frozenset[str] = frozenset()
    """The names in a file that is not trusted."""
    refused_hub: bool = False
    """Whether a file that is not trusted names a hub."""
    folder: Path = Path()
    """The folder of the file that is not trusted."""

    @property
    def how_to_trust(self) -> str:
        """The command that shows and allows what was refused."""
        return f"`hashiya trust {self.folder}` shows what it asks for, and allows it"


def needs_trust(settings: Settings) -> bool:
    """Return whether a settings file names a command, an address or a hub."""
    return bool(settings.suggesters or settings.hub)


def allowed(config: Config) -> Permissions:
    """Return what the user's own file and the folder's file, if it is trusted, allow.

    If both define the same name, the folder's counts. Raises SettingsError for faults in the user's
    file.
    """
    user = load(config_folder() / USER_FILE)
    if user.faults:
        raise settings_error(user.faults)
    suggesters, hub = _named_suggesters(user), user.settings.hub
    if config.file is None or not needs_trust(config.settings):
        return Permissions(MappingProxyType(suggesters), hub)
    folder = config.file.path.parent
    if is_trusted(config):
        return Permissions(
            MappingProxyType(suggesters | _named_suggesters(config)), config.settings.hub or hub
        )
    return Permissions(
        MappingProxyType(suggesters),
        hub,
        frozenset(config.settings.suggesters.keys() - suggesters.keys()),
        bool(config.settings.hub),
        folder,
    )


def trusted_hub(config: Config) -> str:
    """Return the address of the hub that a trusted file names; "" if there is none.

    Raises SettingsError if only a file that is not trusted names one.
    """
    found = allowed(config)
    if found.refused_hub and not found.hub:
        raise SettingsError(
            f"{found.folder / 'hashiya.toml'} names a hub and is not trusted: {found.how_to_trust}"
        )
    return found.hub


def _named_suggesters(config: Config) -> dict[str, NamedSuggester]:
    folder = config.file.path.parent.absolute() if config.file else Path()
    return {
        name: NamedSuggester(name, one.command, one.url, one.auto, folder)
        for name, one in config.settings.suggesters.items()
    }


def is_trusted(config: Config) -> bool:
    """Return whether a person agreed to this content of the file, in this folder."""
    if config.file is None:
        return False
    return _consents().get(str(config.file.path.parent.resolve())) == _fingerprint(config)


def trust(config: Config) -> None:
    """Remember that a person agreed to the content of a settings file.

    Raises SettingsError if that cannot be written.
    """
    if config.file is None:
        raise ValueError("there is no file to trust")
    consents = _consents()
    consents[str(config.file.path.parent.resolve())] = _fingerprint(config)
    path = config_folder() / _TRUSTED_FILE
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{_TRUSTED_FILE}.")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(consents, out, ensure_ascii=True, indent=1, sort_keys=True)
        Path(draft).replace(path)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written: {error.strerror}") from error


def _consents() -> dict[str, str]:
    """Return the fingerprints by folder; none if the file cannot be read."""
    try:
        found = json.loads((config_folder() / _TRUSTED_FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _fingerprint(config: Config) -> str:
    """Return the hash of the file and of all files in its folder that its commands name."""
    if config.file is None:
        return ""
    folder = config.file.path.parent.resolve()
    digest = sha256(config.file.text.encode())
    for path in programs_in_folder(config, folder):
        digest.update(f"\n{path.relative_to(folder)}\n".encode(errors="surrogateescape"))
        digest.update(_file_hash(path))
    return digest.hexdigest()


def _named(command: Sequence[str]) -> Iterator[str]:
    """Yield possible file names in a command: its words, parts of them, and modules."""
    for before, word in pairwise(("", *command)):
        yield word
        yield from _PARTS.split(word)  # of --model=m.bin, or of what a shell is given
        if before == "-m":
            module = word.replace(".", "/")
            yield from (f"{module}.py", f"{module}/__init__.py", f"{module}/__main__.py")


def programs_in_folder(config: Config, folder: Path) -> list[Path]:
    """Return the files in the folder that the commands of a settings file name, sorted."""
    words = {word for one in config.settings.suggesters.values() for word in _named(one.command)}
    return sorted({path for word in words if (path := _file_inside(folder, word)) is not None})


def _file_inside(folder: Path, word: str) -> Path | None:
    """Return the file in the folder that a word names; None where it names none."""
    try:
        path = (folder / word).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, RuntimeError):  # too long a name, a circle of symlinks
        return None


def _file_hash(path: Path) -> bytes:
    digest = sha256()
    try:
        with path.open("rb") as source:
            while piece := source.read(_PIECE):
                digest.update(piece)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    return digest.digest()
