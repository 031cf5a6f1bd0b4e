"""The presentation forms of the installed arabic-reshaper, for comparison with ours.

Importing the package takes 50 ms, so only `hashiya doctor`, the tests, and the script that
generates `_joining_data` do it.
"""

from __future__ import annotations

from importlib.metadata import version

from arabic_reshaper import letters, ligatures

from tui.errors import EngineError
from tui.text.unicode._joining_data import FORMS, LAM_ALEFS
from tui.text.unicode.letters import LAM, LIGATING_ALEFS, TATWEEL, ZWJ


def check_forms() -> None:
    """Verify the forms that this package contains against the installed arabic-reshaper.

    Raises EngineError if they differ; the message names the first letter that does.
    """
    for ours, theirs in ((FORMS, installed_forms()), (LAM_ALEFS, installed_ligatures())):
        for letter in sorted(ours.keys() | theirs.keys()):
            if ours.get(letter) != theirs.get(letter):
                release = version("arabic-reshaper")
                raise EngineError(
                    f"arabic-reshaper {release} gives U+{ord(letter):04X} the forms "
                    f"{theirs.get(letter)!a}, Hashiya has {ours.get(letter)!a}: "
                    "install the release that Hashiya asks for"
                )


def installed_forms() -> dict[str, str]:
    """Return the isolated, initial, medial and final form of each letter; itself where one is
    missing."""
    return {
        letter: "".join(form or letter for form in forms)
        for letter, forms in letters.LETTERS_ARABIC.items()
        if letter not in (TATWEEL, ZWJ)
    }


def installed_ligatures() -> dict[str, str]:
    """Return for each alef the isolated and the final form of its ligature with lam."""
    return {
        pair[1]: isolated + final
        for _, (pair, (isolated, _, _, final)) in ligatures.LIGATURES
        if len(pair) == 2 and pair[0] == LAM and pair[1] in LIGATING_ALEFS
    }
