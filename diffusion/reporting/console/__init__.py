"""Tables in a terminal, one file a subject."""
