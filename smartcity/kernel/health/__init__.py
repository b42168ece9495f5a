"""Is the platform alive, is it ready, and what do its operators measure."""
