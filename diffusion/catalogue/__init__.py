"""Finds models by name, changes a value at a path, and writes files to start from."""
