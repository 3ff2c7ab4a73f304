"""Tables in a terminal, folders of results, a report to read in a browser."""
