"""Praise on paper: offered by HR, accepted by the employee, printed as often as needed."""
