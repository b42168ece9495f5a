"""Service portal (project 6.7 of the plan): one place where people and firms settle their business with the city."""
