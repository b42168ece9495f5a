"""Stored files: checked by content on the way in, never active on the way out."""
