"""Fits a law to who adopted when, runs the law forward, and designs studies."""
