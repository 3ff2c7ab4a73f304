"""The same month as Mesa agents on a networkx graph."""
