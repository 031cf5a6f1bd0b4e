"""The exceptions of Hashiya, as one tree.

::

    HashiyaError                shown to a person: str(error) is one clear line
    ├── UsageError              wrong words on the command line (exit status 2)
    ├── SettingsError           hashiya.toml or the label schema has faults
    ├── CorpusError             a source or a text cannot be read
    │   └── NotText             bytes that are not text, or text in a broken encoding
    ├── StoreError              the database
    │   ├── NotADatabase        a damaged file, or one that is not Hashiya's
    │   ├── NewerDatabase       written by a newer Hashiya
    │   ├── Busy                another program holds the lock for now
    │   ├── CannotWrite         disk full, read-only folder or file
    │   │   ├── Replaced        another file was put in the database's place while it was open
    │   │   └── InUseElsewhere  another machine has the database in a network folder open
    │   ├── ForeignLog          the log next to the database belongs to another file
    │   ├── Unstorable          a value that no database of Hashiya can hold
    │   └── Conflict            a row or a text changed under the command
    ├── SuggesterError          a command or an ML backend failed, hangs, or gave an invalid answer
    ├── ExchangeError           a file that cannot be imported or exported
    ├── WebError                pages cannot be served: a package or a port is missing
    ├── HubError                the hub cannot be reached, or refuses what was asked
    └── EngineError             a library no longer behaves as the text engine requires
"""


def shorten(text: str, length: int) -> str:
    """Return the text in at most `length` code points, a cut one with `…` at its end."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


class HashiyaError(Exception):
    """Base of all errors that are shown to a person; the message is one clear line."""


class UsageError(HashiyaError):
    """The command line was used wrongly."""


class SettingsError(HashiyaError):
    """The settings or the label schema have faults; the message has a line for each."""


class CorpusError(HashiyaError):
    """A source or a text cannot be read."""


class NotText(CorpusError):
    """Bytes are not text, or text in an encoding that is broken or cannot be recognised."""


class StoreError(HashiyaError):
    """The database cannot do what was asked."""


class NotADatabase(StoreError):
    """The file is damaged, or it is not a database of Hashiya."""


class NewerDatabase(StoreError):
    """The database was written by a newer Hashiya."""


class Busy(StoreError):
    """Another program holds the database's lock; the same command may succeed later."""


class CannotWrite(StoreError):
    """The disk is full, or the file or its folder is read-only."""


class Replaced(CannotWrite):
    """The database file was replaced, overwritten or removed while it was open."""


class InUseElsewhere(CannotWrite):
    """Another machine has the database open, which is in a network folder, or took it over."""


class ForeignLog(StoreError):
    """The write-ahead log next to the database was written for another file."""


class Unstorable(StoreError):
    """A value that the database cannot hold, now or later."""


class Conflict(StoreError):
    """A row, or a document's text, is no longer what the command expected."""


class SuggesterError(HashiyaError):
    """An external suggester failed, took too long, or gave an invalid answer.

    The message may contain control characters: it quotes what the suggester wrote.
    """


class ExchangeError(HashiyaError):
    """A file cannot be imported or exported.

    `str()` begins with the file and the line if they are known. Both may contain control
    characters, and so may the message, which quotes the file.
    """

    def __init__(self, message: str, *, file: str = "", line: int | None = None) -> None:
        self.message = message
        self.file = file
        self.line = line
        """1-based number of the line in the file."""
        self.original = ""
        """The line itself if it is not a record; else empty."""
        place = f"{file}:{line}: " if line is not None else f"{file}: " if file else ""
        super().__init__(place + message)


class WebError(HashiyaError):
    """Pages cannot be served: a package is missing, or the address cannot be used."""


class HubError(HashiyaError):
    """The hub cannot be reached, or it refuses what was asked. Nothing local was lost."""


class EngineError(HashiyaError):
    """A library no longer behaves as the text engine requires."""
