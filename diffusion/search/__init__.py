"""Looks for the programme that does most for a budget."""
