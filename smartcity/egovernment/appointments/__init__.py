"""Appointments (project 6.6 of the plan): people book a time at an office of the city and come when it is theirs."""
