"""Messages the call centre takes for a citizen: by telephone or from a letter."""
