"""What each series of an outcome counts, and in what unit."""

from collections.abc import Mapping
from typing import Any

from diffusion.kernels.records import FLOWS, MONEY
from diffusion.results.series import STAGES
from diffusion.scenario.calendar import Calendar

ARTISANS, RUPIAH, PIECES, SHARE, HAMLETS = "artisans", "rupiah", "pieces", "1", "hamlets"

_LONG_NAMES = {
    "adopters": "artisans on trial or confirmed",
    "cash": "cash of all households",
    "income": "income of all households in the month",
    "fund": "balance of the associations' funds",
    "savings": "members' savings with the associations",
    "loans": "loans owed to the associations",
    "surplus": "interest that the associations have earned",
    "equity": "grants that the associations have received",
    "written_off": "loans written off since the start",
    "lent": "lent since the start",
    "repaid": "repaid since the start",
    "recovered": "lost loans paid back since the start",
    "equipment": "paid from the funds for shared moulds since the start",
    "reimbursed": "of the organisation's work, paid by grants since the start",
    "spent": "cost of the programme's activities since the start",
    "moulds": "paid by households for new moulds since the start",
    "self_reliance_meetings": "mean self-reliance in holding meetings",
    "self_reliance_books": "mean self-reliance in keeping the books",
    "self_reliance_agencies": "mean self-reliance in dealing with agencies",
    "self_reliance_markets": "mean self-reliance in dealing with buyers",
    "commitment_village": "mean commitment of the village",
    "commitment_sub_district": "mean commitment of the sub-district",
    "commitment_regency": "mean commitment of the regency",
    "readiness": "mean readiness of the working team",
    "gini": "Gini coefficient of income",
    "associations": "hamlets that have an association",
    "members": "members of the associations",
    "trained": "artisans who have been trained",
    "meetings": "meetings of the associations since the start",
    "borrowers": "members who owe a loan",
    "in_arrears": "members behind with a loan",
    "barred_by_values": "artisans who know of it and whose values do not bear it",
    "poor_adopters": "adopters whose household is poor",
    "lasting_adopters": "adopters of the last month and each of the five before",
    "ever_adopted": "artisans who ever tried",
    "pieces_planned": "pieces planned in the month",
    "pieces_good": "pieces of good quality in the month",
    "pieces_accepted": "pieces accepted in the month",
    "pieces_local": "pieces sold in the local market in the month",
}

_IN_HAMLETS = ("associations", "channel_open")
_IN_PIECES = ("pieces_", "sold", "ordered")
_MEANS = (
    "self_efficacy", "value_fit", "skill", "cohesion", "administration", "self_reliance",
    "commitment", "credibility", "effort", "presence", "self_reliance_meetings",
    "self_reliance_books", "self_reliance_agencies", "self_reliance_markets",
    "commitment_village", "commitment_sub_district", "commitment_regency", "readiness",
)  # fmt: skip


def long_name_of(name: str) -> str:
    """Say in plain words what a series is."""
    if name in _LONG_NAMES:
        return _LONG_NAMES[name]
    words = name.replace("_", " ")
    if name in FLOWS:
        return f"{words} since the start"
    if name in _MEANS:
        return f"mean {words}"
    if name in STAGES:
        return f"artisans at stage {words}"
    return words


def unit_of(name: str) -> str:
    """Find the unit of a series; "1" for a number without one."""
    if name in MONEY or name in FLOWS:
        return RUPIAH
    if name in _MEANS or name == "gini":
        return SHARE
    if name == "meetings":
        return "meetings"
    if name in _IN_HAMLETS or name.endswith("_open"):
        return HAMLETS
    if name.startswith(_IN_PIECES):
        return PIECES
    return ARTISANS


def month_names(provenance: Mapping[str, Any], n_months: int) -> tuple[str, ...]:
    """Name the month that each state ends, as YYYY-MM; "start" for the first [T + 1].

    Parameters
    ----------
    provenance
        Of an outcome; it has the calendar of the community.
    n_months
        Months simulated, T.
    """
    calendar = Calendar.model_validate(provenance["declared"]["calendar"])
    return ("start", *(calendar.month_name(month) for month in range(n_months)))
