"""Project 6.1 of the master plan, "Baustellen-Viewer": all roadworks in Duisburg's streets in one register.

The traffic office (Amt 61) keeps it, everybody sees it on a map, and it is given away as open data in the standards of
the field (WZDx 4.2, DATEX II v3, Atom, iCalendar, CSV), early enough to avoid jams.
"""
