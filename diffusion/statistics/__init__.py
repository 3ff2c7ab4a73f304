"""Means, intervals and bootstrap samples of many histories; knows arrays only."""
