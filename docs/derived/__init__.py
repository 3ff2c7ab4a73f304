"""Everything in the documentation that is made from the code and the files, not written."""
