"""The reader in a browser: a web server that runs one reader for each page.

- `server` answers requests, and checks who may open a page;
- `reader_process` runs the reader of one page, and passes on what it and the page say;
- `assets` are the files that a page loads, xterm.js of textual-serve and its fonts among them.

The reader itself knows nothing of this: `tui.ui.web_driver` is its end of the pipe.
"""
