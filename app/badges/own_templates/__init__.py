"""Whole templates of an organisation: which there are, keeping one, what one looks like."""
