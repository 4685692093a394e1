"""A case under its right category: the verb, its clock, and the first promise for the figures."""
