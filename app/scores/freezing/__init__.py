"""What is left of an answer's weight once the hashes it rested on are erased."""
