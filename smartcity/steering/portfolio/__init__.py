"""The master plan's portfolio (chapters 3 to 8): fields of action, projects, measures, partners, boards.

For everyone who wants to know what the city plans digitally, who is responsible, how far it is, and which of it
already runs on this platform. Content comes from the city's folder (``portfolio.toml``, ``partners.toml``,
``boards.toml``) and is read here; there is no workflow yet.
"""
