"""The strategies that are compared, and where."""

from pathlib import Path

from diffusion.plotting.frame import ENGLISH

HERE = Path(__file__).parent
PARAMETER_SETS = ("default", "conservative")
BUDGET = 8_000_000
MONTHS = 75
REFERENCE = "campaign_then_collaboration"
# Programme of each strategy: a name of the model, or a file beside this one.
STRATEGIES: dict[str, str | Path] = {
    REFERENCE: REFERENCE,
    "collaboration_then_campaign": "collaboration_then_campaign",
    "interleaved": HERE / "interleaved.toml",
    "collaboration_only": "collaboration_only",
    "collaboration_more_places": HERE / "collaboration_more_places.toml",
    "collaboration_longer_mentoring": HERE / "collaboration_longer_mentoring.toml",
    "campaign_only": "campaign_only",
    "none": "none",
}
OUTCOMES = {
    "adopters_36": "adopters at month 36",
    "adopters_75": "adopters at month 75",
    "adopter_months_36": "adopter-months to month 36",
    "adopter_months_75": "adopter-months to month 75",
    "ever_adopted": "artisans who ever tried",
    "discontinued_share": "share of those who tried who had given up",
}


def spoken(name: str) -> str:
    """Name of a strategy or factor as people say it."""
    return ENGLISH.strategy(name)
