"""Settings, addresses and entry points: where the parts are put together."""
