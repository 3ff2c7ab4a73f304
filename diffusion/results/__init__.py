"""What the runs of a programme leave, and what can be asked of it."""
