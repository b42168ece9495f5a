"""The same million features served by the platform and by pygeoapi."""
