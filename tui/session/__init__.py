"""An open reading session: the document, the caret, the selection and the commands.

It knows no terminal: everything here can be driven and tested without a screen.
"""
