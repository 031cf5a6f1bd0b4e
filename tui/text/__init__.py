"""The text engine, from stored text to rows of cells: pure functions and values.

Use it through `text.layout`, `text.language` and `text.unicode`, each of which imports only those
after it, and through `text.spans`. Offsets and spans count code points, widths and columns cells.
"""
