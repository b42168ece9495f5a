"""Pages: the catalogue, filling in, one's own cases, and the clerks' workplace."""
