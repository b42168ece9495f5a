"""Harvesting: other catalogues' descriptions (DCAT, CKAN) become entries of this one. Free of Django."""
