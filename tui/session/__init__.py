"""A reading session: the open document with its annotations, and the commands on them.

Nothing here imports Textual. `commands` has the commands that write, `saving` puts what they write
into the database; the other modules hold what the reader shows.
"""
