"""Reads files that people write, and reports every mistake in them."""
