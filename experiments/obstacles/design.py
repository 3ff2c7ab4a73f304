"""What is varied, and at which month it is looked at."""

PARAMETER_SETS = ("default", "conservative")
AS_WRITTEN = "as written"
LAST = 36
