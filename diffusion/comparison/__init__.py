"""Strategies side by side: the same community, the same luck, the same rupiah."""
