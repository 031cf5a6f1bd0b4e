"""Rows that meet: several people's databases merged into one, or kept in step through a hub.

`rules` says which of two rows wins; `merge` takes another database's rows, `outbox` collects what
changed here and applies what a hub sends.
"""
