"""Names that the run and the figure of the three models share."""

LOCALITY, PLANNING, ACTION = "locality_development", "social_planning", "social_action"
MODELS = (LOCALITY, PLANNING, ACTION)
NO_WINNER = "no clear winner"
SETS = ("default", "conservative")
START = ("first_cohesion", "first_commitment", "value_fit", "cash")
OUTCOMES = {
    "adopters": "adopters, month 75",
    "self_reliance": "self-reliance, month 75",
    "income": "income, months 64 to 75",
}
STARTS = {
    "as written": {},
    "weak": {
        "community.association.cohesion": 0.1,
        "community.institutions.commitment": 0.1,
        "community.artisans.value_fit.mean": 0.5,
        "community.artisans.cash.median": 100_000,
    },
    "strong": {
        "community.association.cohesion": 0.6,
        "community.institutions.commitment": 0.6,
        "community.artisans.value_fit.mean": 0.75,
        "community.artisans.cash.median": 400_000,
    },
}
