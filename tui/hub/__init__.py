"""A hub: a PostgreSQL database that keeps several people's databases in step."""
