"""Kinds of activities, and the rules by which an activity invites."""

from dataclasses import dataclass
from typing import Literal, get_args

type Family = Literal["campaign", "collaboration", "contest", "planning"]

type Role = Literal["motivator", "facilitator", "broker", "companion"]

ROLES: tuple[Role, ...] = get_args(Role.__value__)

type TacticName = Literal[
    "public_meeting",
    "film",
    "dialogue",
    "lobbying",
    "planning_together",
    "training",
    "visit",
    "group_formation",
    "mentoring",
    "proposal",
    "market_link",
    "ambassadors",
    "petition",
    "mould_set",
    "co_optation",
]


@dataclass(frozen=True, slots=True)
class Tactic:
    """What is true of every activity of one kind.

    Attributes
    ----------
    number
        Number of the tactic in the formal model.
    family
        Campaign, collaboration, contest or planning.
    role
        What the facilitator is in it; reported, without an effect of its own.
    acts_on
        Modules without which the activity does less than its file says.
    part_of
        Module without which nothing is left of it but its cost.
    is_gate
        Whether it opens something once and is never made larger or smaller by a budget.
    """

    number: int
    family: Family
    role: Role
    acts_on: tuple[str, ...] = ()
    part_of: str | None = None
    is_gate: bool = False


TACTICS: dict[TacticName, Tactic] = {
    "public_meeting": Tactic(1, "campaign", "motivator"),
    "film": Tactic(2, "campaign", "motivator"),
    "dialogue": Tactic(3, "campaign", "motivator"),
    "lobbying": Tactic(4, "campaign", "broker", ("institutions",)),
    "planning_together": Tactic(5, "collaboration", "facilitator"),
    "training": Tactic(6, "collaboration", "facilitator", ("association",)),
    "visit": Tactic(7, "collaboration", "facilitator"),
    "group_formation": Tactic(
        8,
        "collaboration",
        "facilitator",
        ("association", "finance"),
        part_of="association",
        is_gate=True,
    ),
    "mentoring": Tactic(9, "collaboration", "companion", ("association",)),
    "proposal": Tactic(10, "collaboration", "broker", ("association", "finance"), is_gate=True),
    "market_link": Tactic(11, "collaboration", "broker", ("market",), is_gate=True),
    "ambassadors": Tactic(12, "collaboration", "motivator", ("ambassadors",)),
    "petition": Tactic(13, "contest", "companion", ("contest",), part_of="contest"),
    "mould_set": Tactic(14, "planning", "broker"),
    "co_optation": Tactic(15, "campaign", "motivator"),
}

type TargetRule = Literal[
    "none",
    "all",
    "random",
    "volunteers",
    "poorest",
    "highest_degree",
    "highest_eigenvector",
    "friend_cluster",
    "members",
    "members_or_all",
    "officers",
    "trained",
    "adopters",
    "joiners",
]

TARGET_RULES: tuple[str, ...] = get_args(TargetRule.__value__)

MOST_OFFICERS = 9
"""Most artisans of one association with an office."""
