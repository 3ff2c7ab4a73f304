"""Whether a ranking of two programmes survives: other numbers, networks, theories."""
