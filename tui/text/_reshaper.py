"""The presentation forms that the installed arabic-reshaper knows; importing it takes 50 ms."""

from importlib.metadata import version

ALEFS = "\u0622\u0623\u0625\u0627"
"""The letters that lam makes a ligature with: alef with madda, hamza above, hamza below; alef."""

_LAM = "\u0644"
_NO_LETTERS = "\u0640\u200d"


def installed_forms() -> dict[str, str]:
    """Of each letter its isolated, initial, medial and final form; itself where there is none."""
    from arabic_reshaper.letters import LETTERS_ARABIC  # type: ignore[import-untyped]

    return {
        letter: "".join(form or letter for form in forms)
        for letter, forms in LETTERS_ARABIC.items()
        if letter not in _NO_LETTERS
    }


def installed_ligatures() -> dict[str, str]:
    """Of each alef the isolated and the final form of its ligature with lam."""
    from arabic_reshaper.ligatures import LIGATURES  # type: ignore[import-untyped]

    return {
        letters[1]: isolated + final
        for _, (letters, (isolated, _, _, final)) in LIGATURES
        if len(letters) == 2 and letters[0] == _LAM and letters[1] in ALEFS
    }


def release() -> str:
    """The installed release of arabic-reshaper."""
    return version("arabic-reshaper")
