"""What is varied, and in which records it is looked at."""

SENIK = "sequence_at_once"
ALONE = "collaboration_at_once"
LAST = 75
