"""What benchmarks share: a platform of their own on a free port, and figures as table and JSON."""
