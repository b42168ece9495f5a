"""The city platform: a modular monolith of systems over one kernel (see docs/architecture.md)."""
