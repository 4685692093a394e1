"""The public numbers of the score a city may choose: within limits, with a reason, in versions."""
