"""What HR looks at by hand: who took an entry of a queue, and with what reason it was closed."""
