"""Tests of the whole house: end to end, and the gates that look at every room."""
