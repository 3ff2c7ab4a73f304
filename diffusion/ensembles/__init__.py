"""Runs many histories side by side, each with its own key of draws."""
