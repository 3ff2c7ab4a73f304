"""The two-state chain: one uses the innovation or does not."""
