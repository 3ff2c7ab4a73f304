"""Files of other programs and of surveys, read as a community and what was observed of it."""
