"""Datasets declared once by every system: a plain public list now, the base of DCAT and the portal later."""
