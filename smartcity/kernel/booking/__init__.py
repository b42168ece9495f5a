"""Bookable resources (counters, rooms, desks, courses): opening rules, free times, holds, bookings, waiting list.

Free times are computed, never stored. A hold or booking is a row, and the database excludes that two of them overlap.
"""
