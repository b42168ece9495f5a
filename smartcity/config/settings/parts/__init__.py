"""One file per topic; ``base`` puts them together."""
