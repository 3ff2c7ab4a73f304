"""What was observed, or simulated, of who adopted when, and of who knows whom."""
