"""The work of several people: agreement, adjudication, assignments."""
