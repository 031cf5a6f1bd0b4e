"""Keys: the table of actions with their keys, the keymap of each pane, and keyboard layouts.

`bindings` is the table; it has the default keys. `keymap` applies the settings' changes and looks
actions up by key. `keyboard` maps what other keyboard layouts type to the keys of a US keyboard.
Nothing here depends on Textual.
"""

from tui.keys.bindings import ACTIONS, Action, Label, Scope
from tui.keys.keyboard import Keyboard
from tui.keys.keymap import Keymap

__all__ = ["ACTIONS", "Action", "Keyboard", "Keymap", "Label", "Scope"]
