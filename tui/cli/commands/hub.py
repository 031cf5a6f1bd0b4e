"""`hashiya hub`: create a hub, add people to it, and show its state."""

from __future__ import annotations

import argparse
import sys
from shlex import quote

from tui.cli.commands.sync import NO_HUB
from tui.cli.environment import given_annotator, login_name, open_config
from tui.cli.output import notify, write_fields, write_line
from tui.errors import UsageError
from tui.hub import administration
from tui.hub.connection import hub_address
from tui.session.messages import plural
from tui.store.listing import title_and_id, title_key


def run(options: argparse.Namespace) -> int:
    """Run the action that was named after `hub`."""
    wants = {
        "init": (0, 1),
        "add": (1, 1),
        "status": (0, 0),
        "documents": (0, 1),
        "blind": (1, 1),
        "forget": (1, 1),
    }
    least, most = wants[options.action]
    if not least <= len(options.words) <= most:
        raise UsageError(f"hub {options.action}: see hashiya hub --help")
    actions = {
        "init": _init,
        "add": _add,
        "status": _status,
        "documents": _documents,
        "blind": _blind,
        "forget": _forget,
    }
    actions[options.action](options)
    return 0


def _address(options: argparse.Namespace) -> str:
    address = hub_address(open_config(options), options.url)
    if not address:
        raise UsageError(NO_HUB)
    return address


def _annotator(options: argparse.Namespace) -> str:
    return given_annotator(options, open_config(options).settings) or login_name()


def _init(options: argparse.Namespace) -> None:
    if options.print_sql:
        given = options.words[0] if options.words else options.url
        login = administration.login_of(given) if given else None
        sys.stdout.write(administration.init_sql(_annotator(options), login))
        return
    address = hub_address(open_config(options), options.words[0] if options.words else options.url)
    if not address:
        raise UsageError(NO_HUB)
    name = _annotator(options)
    made = administration.init(address, name)
    write_line("the hub is ready" if made else "the hub already exists")
    if made:
        write_line(f"you are its curator {name}; next:")
        write_line(f"  export HASHIYA_HUB={quote(address)} HASHIYA_ANNOTATOR={quote(name)}")
        write_line("  hashiya sync")
        write_line("  hashiya hub add NAME")


def _add(options: argparse.Namespace) -> None:
    (name,) = options.words
    login = options.login or name
    is_curator = options.role == "curator"
    shown = options.display_name
    if options.print_sql:
        new = administration.new_password()
        sys.stdout.write(
            administration.add_sql(
                name, login, is_curator=is_curator, password=new, display_name=shown
            )
        )
        notify(f"if the role {login} is new, its password is {new} (which is not in the SQL)")
        return
    address = _address(options)
    password = administration.add(address, name, login, is_curator=is_curator, display_name=shown)
    own = administration.member_address(address, login)
    write_line(f"{name} is {'a curator' if is_curator else 'an annotator'}, who types:")
    if password is None:
        notify(f"the role {login} already existed and keeps its password")
    else:
        escaped = login.replace("\\", "\\\\").replace(":", "\\:")
        line = quote(f"*:*:*:{escaped}:{password}")
        write_line(f"  echo {line} >> ~/.pgpass && chmod 600 ~/.pgpass")
    write_line(f"  export HASHIYA_HUB={quote(own)} HASHIYA_ANNOTATOR={quote(name)}")
    write_line("  hashiya sync")


def _status(options: argparse.Namespace) -> None:
    status = administration.status(_address(options))
    sight = "annotators see only their own layers" if status.blind else "everybody sees all layers"
    notify(f"{status.documents:,} {plural('document', status.documents)}; {sight}")
    for member in status.members:
        role = "curator" if member.is_curator else "annotator"
        synced = member.synced_at or "never"
        conflicts = f"{member.versions:,} conflicts"
        fields = (member.annotator, role, synced, f"{member.rows:,} rows", conflicts)
        write_fields(*fields, *([member.display_name] if member.display_name else []))


def _documents(options: argparse.Namespace) -> None:
    """List the documents on the hub, fetched or not: id, title, number of assigned annotators."""
    wanted = title_key(" ".join(options.words)).split()
    for document in administration.documents(_address(options)):
        key = title_key(title_and_id(document.id, document.title))
        if all(word in key for word in wanted):
            write_fields(document.id, document.title, document.assigned)


def _forget(options: argparse.Namespace) -> None:
    (name,) = options.words
    rows = administration.forget(_address(options), name, options.pseudonym)
    what = "withdrawn" if options.pseudonym is None else f"now under {options.pseudonym}"
    write_line(
        f"{rows:,} {plural('row', rows)} of {name} {what}; each database follows at its next sync"
    )


def _blind(options: argparse.Namespace) -> None:
    (word,) = options.words
    if word not in ("on", "off"):
        raise UsageError("hub blind: on or off")
    administration.set_blind(_address(options), blind=word == "on")
    write_line(f"blind is {word}")
