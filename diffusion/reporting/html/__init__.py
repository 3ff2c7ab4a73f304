"""The report: one page for a browser, a file for each of its sections."""
