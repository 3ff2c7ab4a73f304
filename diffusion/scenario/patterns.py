"""Text that must have a form, and the words for that form."""

FILE_NAME = r"^[^/\\]+$"

YEAR_AND_MONTH = r"^[12][0-9]{3}-(0[1-9]|1[0-2])$"

PATTERNS = {
    FILE_NAME: "the name of a file in the same folder",
    YEAR_AND_MONTH: 'a month as "YYYY-MM"',
}
"""What a person is told that text of each form is."""
