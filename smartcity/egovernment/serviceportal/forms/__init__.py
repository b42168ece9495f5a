"""The engine's forms as pages: a step's fields drawn, and what was typed read back as the engine's answers."""
