"""A hub: a PostgreSQL database through which several people's databases are kept in step."""
