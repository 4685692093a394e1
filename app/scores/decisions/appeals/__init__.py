"""What an employee objects to and replies."""
