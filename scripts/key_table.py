"""The pages of keys, made from the table of actions: English, and by translations."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from scripts.translations import Translation
from tui.keys.bindings import Action

_ENGLISH = {"key": "key", "does": "does", "id": "id", "palette": "Commands without a key"}


def key_table(actions: Iterable[Action], translation: Translation | None = None) -> str:
    """Return the keys as Markdown tables, one a group, then the commands that have no key.

    The groups are in the order of the table of actions. The id is what `[keys]` in the settings
    calls an action.
    """
    words = translation or Translation(page=_ENGLISH)
    order: dict[str, int] = {}
    actions = list(actions)
    for action in actions:
        order.setdefault(action.group, len(order))
    bound = sorted((one for one in actions if one.keys), key=lambda one: order[one.group])
    page = words.page
    parts = []
    for group, rows in groupby(bound, key=lambda action: action.group):
        lines = [f"## {words.groups.get(group, group)}", ""]
        lines += [f"| {page['key']} | {page['does']} | {page['id']} |", "| --- | --- | --- |"]
        for action in rows:
            keys = " ".join(_key(key, rtl=translation is not None) for key in action.keys)
            lines.append(f"| {keys} | {words.help(action) or action.help} | `{action.id}` |")
        parts.append("\n".join(lines))
    lines = [f"## {page['palette']}", ""]
    if "palette_intro" in page:
        lines += [page["palette_intro"], ""]
    lines += [f"| {page['does']} | {page['id']} |", "| --- | --- |"]
    lines += [
        f"| {words.help(action) or action.help} | `{action.id}` |"
        for action in actions
        if not action.keys
    ]
    return "\n\n".join([*parts, "\n".join(lines)]) + "\n"


def translated_page(actions: Iterable[Action], translation: Translation) -> str:
    """Return the whole page of keys in a language that is written from right to left."""
    actions = list(actions)
    missing, page = len(translation.untranslated(actions)), translation.page
    count = page["untranslated"].format(missing=missing, total=len(actions))
    return (
        f"---\nlang: {translation.code}\ndir: rtl\n---\n"
        f'<div dir="rtl" lang="{translation.code}" markdown>\n\n'
        f"# {page['title']}\n\n{page['intro']}\n\n{key_table(actions, translation)}\n"
        f"{count}\n\n</div>\n"
    )


def _key(key: str, *, rtl: bool) -> str:
    """Return a key as code; a bracket in right-to-left text would be mirrored."""
    if rtl and len(key) == 1 and not key.isalnum():
        return f'<code dir="ltr">&#{ord(key)};</code>'
    # A table's cell cannot have the sign itself, and not all readers take a backslash before it.
    return "<code>&#124;</code>" if key == "|" else f"`{key}`"
