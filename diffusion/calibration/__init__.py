"""Calibration: which numbers show the patterns that a community is known by."""
