"""Keys: the table of actions, the key bindings of each pane, and keyboard layouts.

`actions` is the table; it has the default keys. `keymap` applies the settings' changes and looks
actions up by key. `keyboard` maps what other keyboard layouts type to the keys of a US keyboard.
Nothing here depends on Textual.
"""

from tui.keys.actions import ACTIONS, Action, Label, Scope
from tui.keys.keyboard import Keyboard
from tui.keys.keymap import Keymap

__all__ = ["ACTIONS", "Action", "Keyboard", "Keymap", "Label", "Scope"]
