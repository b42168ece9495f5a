"""The authorisation matrix: every route × method × role × {own, foreign, none}."""
