"""The shell: components, navigation, map and chart components, error pages."""
