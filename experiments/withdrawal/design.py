"""What is varied, and in which records it is looked at."""

SENIK = "campaign_then_collaboration"
LAST = 75
