"""Server-sent events: what changes in the database reaches open pages at once."""
