"""What makes a desk quick: saved views, many cases at once, canned answers, blackened words."""
