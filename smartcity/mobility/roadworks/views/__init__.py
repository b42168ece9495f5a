"""Pages: the public viewer, subscriptions, standard formats, and the office's workplace."""
