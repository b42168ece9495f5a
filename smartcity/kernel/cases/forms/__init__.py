"""The form engine: what a form asks, when, and whether the answers are sound. Free of Django.

Answers are plain JSON: ``{"dog": {"name": "Bello"}, "uploads": ["<uuid>"]}``.
"""
