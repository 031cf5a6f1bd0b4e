"""A reading session: the open document with its annotations, and the commands on them.

Nothing here depends on a screen, so a session can be driven and tested without one.
"""
