"""Figures and films, all with one set of colours."""
