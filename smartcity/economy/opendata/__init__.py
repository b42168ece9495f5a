"""Open data portal (project 6.13 of the plan): for whom, and what it does."""
