"""How long what belongs to an ended case is kept, and what stops that clock."""
