"""Fits a law to who adopted when, and runs the law forward."""
