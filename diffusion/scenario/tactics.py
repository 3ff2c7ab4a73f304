"""Kinds of activities, and the rules by which an activity invites."""

from dataclasses import dataclass
from typing import Literal, get_args

type Family = Literal["campaign", "collaboration", "contest", "planning"]

type Work = Literal["community", "outside"]
"""With whom the work is: the community itself, or systems outside it."""

type Part = Work | Family
"""A part of a programme that can be counted, and given a budget of its own."""

PARTS: tuple[Part, ...] = (*get_args(Work.__value__), *get_args(Family.__value__))

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
    "review",
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
    work
        With the community, or with systems outside it: offices, givers, buyers.
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
    work: Work
    role: Role
    acts_on: tuple[str, ...] = ()
    part_of: str | None = None
    is_gate: bool = False

    @property
    def parts(self) -> tuple[Part, Part]:
        """Parts of a programme to which it belongs: its kind of work, and its family."""
        return self.work, self.family


TACTICS: dict[TacticName, Tactic] = {
    "public_meeting": Tactic(1, "campaign", "community", "motivator"),
    "film": Tactic(2, "campaign", "community", "motivator"),
    "dialogue": Tactic(3, "campaign", "community", "motivator"),
    "lobbying": Tactic(4, "campaign", "outside", "broker", ("institutions",)),
    "planning_together": Tactic(5, "collaboration", "community", "facilitator"),
    "training": Tactic(6, "collaboration", "community", "facilitator", ("association",)),
    "visit": Tactic(7, "collaboration", "community", "facilitator"),
    "group_formation": Tactic(
        8,
        "collaboration",
        "community",
        "facilitator",
        ("association", "finance"),
        part_of="association",
        is_gate=True,
    ),
    "mentoring": Tactic(9, "collaboration", "community", "companion", ("association",)),
    "proposal": Tactic(
        10, "collaboration", "outside", "broker", ("association", "finance"), is_gate=True
    ),
    "market_link": Tactic(11, "collaboration", "outside", "broker", ("market",), is_gate=True),
    "ambassadors": Tactic(12, "collaboration", "community", "motivator", ("ambassadors",)),
    "petition": Tactic(13, "contest", "outside", "companion", ("contest",), part_of="contest"),
    "mould_set": Tactic(14, "planning", "community", "broker"),
    "co_optation": Tactic(15, "campaign", "community", "motivator"),
    "review": Tactic(16, "planning", "community", "facilitator"),
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
