"""One site, a hamlet or another cluster: its association, institutions and market.

H is the number of sites. Money is int64 rupiah.
"""

from typing import Annotated

from diffusion.kernels.arrays import Bools, Bytes, Counts, Ints, Reals, Rows, Table
from diffusion.kernels.state import Stage

MOST_CHANNELS = 8
"""Most market channels of a community; the exhibition comes after them."""

OFFICES = (
    "none",
    "chair",
    "secretary",
    "treasurer",
    "business",
    "marketing",
    "supervision",
)
"""Offices of the association, by their numbers."""

TIERS = VILLAGE, SUB_DISTRICT, REGENCY = (0, 1, 2)
"""Tiers of government, places in `Site.commitment`."""

FUNCTIONS = MEETINGS, BOOKS, AGENCIES, MARKETS = (0, 1, 2, 3)
"""What an association must be able to do, places in `Site.self_reliance`."""

MOST_DECIDED = 16
"""Most activities of one programme about which reviews decide."""

UNDECIDED, CALLED, DROPPED = (0, 1, 2)
"""What a review has decided about an activity, and what has not been answered yet."""

CHAIR, SECRETARY, TREASURER, BUSINESS, MARKETING, SUPERVISION = (1, 2, 3, 4, 5, 6)

OFFICERS = (1, 2, 3, 4, 4, 5, 5, 6, 6)
"""Offices in the order in which they are filled."""


class Site(Table):
    """One site: its association, its institutions and its market; a row for each site [H].

    In the model's words a site is a hamlet. Its artisans are the rows from `first` up to `end`.
    `MOST_CHANNELS` is written C. What takes `sites` does its work for those that it is given:
    all, or some that follow each other.

    Attributes
    ----------
    number : int64
        Row of the site among all.
    first, end : uint32
    formed : int64
        Month in which the association was formed, `NEVER` before.
    n_members, n_meetings : int64
        Members; meetings held so far.
    fund, surplus, equity, written_off, unaccounted : int64
        Rupiah: in the fund; interest earned; grants; losses on loans; lost without a receipt.
    lent, repaid, recovered : int64
        Rupiah lent, principal repaid, and paid back of what was written off, so far.
    equipment : int64
        Rupiah paid from the fund for shared moulds.
    moulds_last_until : int64
        Month from which the shared moulds are worn out; 0 without any.
    promised_grant : int64
        Rupiah of a grant that wait for an association to be founded.
    grant_for_work, reimbursed : int64
        Rupiah of grants that are left for the organisation's work, and that have paid for it.
    cohesion, administration, credibility : float64
        0 to 1: of the association; of the facilitator.
    self_reliance : float64 [4]
        Of the association in each function, 0 to 1.
    commitment : float64 [3]
        Of each tier of government, 0 to 1.
    readiness : float64
        Of the working team that prepares training and visit, 0 to 1.
    effort : float64
        Of the facilitator this month, 0 to 1.
    effort_in : float64 [4]
        The same, in each function.
    presence : float64 [4]
        Level at which each function is filled this month, 0 to 1.
    in_office : float64 [7]
        Members who hold each office, by `OFFICES`.
    competence : float64 [7]
        Their mean competence, 0 to 1; 0 for an office that nobody holds.
    shared_cost : float64
        Part of the entry cost that members share.
    has_reported : bool
        Whether this month's work was reported to the government.
    participation, attendance : float64
        This month: the highest part in an activity; share of the members at the meeting.
    is_meeting_due, is_meeting_held : bool
    n_losses : int64
        Loans written off this month.
    adopting, recent, favourable, success, failure, skill : int64
        Sums over the members, in billionths, as `Month` has them of the ties of each artisan.
    more_strength, more_voice : int64
        Sums over the members of the weight that they have beyond 1, in billionths: adopters by
        influence, others by voice.
    mate_strength : float64
        Strength of the tie of each member to each other, through the association.
    has_voted : bool
        Whether the members' vote binds: half of them favoured the innovation before this month.
    is_told : bool
        Whether anybody in the community speaks of the innovation.
    stage_first : uint32 [9]
        In `Month.by_stage` the artisans in stage s stand from place s up to place s + 1 of this.
    is_open, was_open, is_promised : int8 [C]
        1 where a market channel buys, where it ever did, where it is promised; else 0.
    quota, sold : int64 [C + 1]
        Pieces a month that each channel takes and took; the exhibition is the last.
    planned, good, accepted, sold_locally : int64
        Pieces of this month.
    spent : int64
        Rupiah that the programme has cost here so far.
    decision : int8 [16]
        What reviews have decided about each activity of which they decide.
    n_held : int32 [16]
        Dates on which each of these was held so far.
    """

    number: Ints
    first: Rows
    end: Rows
    formed: Ints
    n_members: Ints
    n_meetings: Ints
    fund: Ints
    surplus: Ints
    equity: Ints
    written_off: Ints
    unaccounted: Ints
    lent: Ints
    repaid: Ints
    recovered: Ints
    equipment: Ints
    moulds_last_until: Ints
    promised_grant: Ints
    grant_for_work: Ints
    reimbursed: Ints
    cohesion: Reals
    administration: Reals
    self_reliance: Annotated[Reals, len(FUNCTIONS)]
    commitment: Annotated[Reals, len(TIERS)]
    readiness: Reals
    credibility: Reals
    effort: Reals
    effort_in: Annotated[Reals, len(FUNCTIONS)]
    presence: Annotated[Reals, len(FUNCTIONS)]
    in_office: Annotated[Reals, len(OFFICES)]
    competence: Annotated[Reals, len(OFFICES)]
    shared_cost: Reals
    has_reported: Bools
    participation: Reals
    attendance: Reals
    is_meeting_due: Bools
    is_meeting_held: Bools
    n_losses: Ints
    adopting: Ints
    favourable: Ints
    success: Ints
    failure: Ints
    recent: Ints
    skill: Ints
    more_strength: Ints
    more_voice: Ints
    mate_strength: Reals
    has_voted: Bools
    is_told: Bools
    stage_first: Annotated[Rows, len(Stage) + 2]
    is_open: Annotated[Bytes, MOST_CHANNELS]
    was_open: Annotated[Bytes, MOST_CHANNELS]
    is_promised: Annotated[Bytes, MOST_CHANNELS]
    quota: Annotated[Ints, MOST_CHANNELS + 1]
    sold: Annotated[Ints, MOST_CHANNELS + 1]
    planned: Ints
    good: Ints
    accepted: Ints
    sold_locally: Ints
    spent: Ints
    decision: Annotated[Bytes, MOST_DECIDED]
    n_held: Annotated[Counts, MOST_DECIDED]
