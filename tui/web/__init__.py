"""The reader in a browser: a web server that runs one reader for each page.

- `server` answers requests, and checks who may open a page;
- `reader_process` runs the reader of one page, and passes on what it and the page say;
- `assets` has the files that a page loads, including the fonts and textual-serve's xterm.js.

The reader does not depend on any of this: `tui.ui.web_driver` connects it to the pipes.
"""
