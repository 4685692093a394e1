"""Database migrations; they travel with the wheel."""
