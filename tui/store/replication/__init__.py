"""Rows of several databases: merging another database, and keeping in step with a hub.

`rules` decides which of two rows wins; `merge` takes another database's rows; `outbox` collects
what changed here and applies what a hub sends.
"""
