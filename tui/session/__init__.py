"""A reading session: the open document with its annotations, and the commands on them.

Nothing here depends on a screen, so a session can be driven and tested without one.

- `session`: the `Session`, through which every change goes
- `open_text`: the text with caret, selection and search
- `annotation_index`, `annotation_list`: its annotations by place, and as lines of the sidebar
- `tagging`, `tag_everywhere`, `linking`, `suggesting`, `changed_text`: commands
- `results`, `messages`: what a command changed, and what the status line says about it
- `saving`, `rescue`: writing commands, and a file for those that could not be written
- `collection`, `review`, `todo`: lists of documents, of annotations, of what is left to do
"""
