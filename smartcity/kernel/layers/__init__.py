"""Map layers declared once by every system: from one declaration come the map, OGC APIs, tiles and downloads."""
