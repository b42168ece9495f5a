"""Standard formats in and out: each module reads or writes one of them and knows nothing of database or web.

A reader yields an `Item` per roadwork: its value, or the refusals that say why not. Only a wholly unreadable document
raises `Refused`. A writer takes an iterable of `Roadwork` and yields chunks, so that neither side is ever held whole.
"""
