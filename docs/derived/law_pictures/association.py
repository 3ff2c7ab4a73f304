"""Pictures of the companion, the association's loans and its buyers."""

import numpy as np
from matplotlib.figure import Figure

from derived.law_pictures.panel import (
    BLUE,
    CONSERVATIVE,
    DEFAULT,
    GREY,
    LOOKS,
    MONTHS,
    PLACE,
    RED,
    SENIK,
    SEQUENCE,
    panel,
)
from diffusion.kernels import laws
from diffusion.scenario.programme import Programme

UNABLE = {"color": GREY, "ls": "-."}


def _effort(t: int, programme: Programme) -> float:
    """Give the effort for meetings in a month, with what a village half committed keeps up."""
    alone = laws.effort(t, programme.withdrawal_month, programme.taper)
    return laws.effort_kept(alone, DEFAULT.withdrawal.village_promise, 0.5)


def companion() -> Figure:
    """Draw the companion's effort, and how well meetings are seen to with and without it."""
    figure, axes = panel("month", "level, 0 (none) to 1 (full)")
    effort = [_effort(t, SEQUENCE) for t in range(25)]
    axes.plot(range(25), effort, **LOOKS[0], label="effort for meetings")
    for self_reliance, look in ((0.6, LOOKS[1]), (0.2, LOOKS[2])):
        level = [laws.presence(self_reliance, f) for f in effort]
        axes.plot(range(25), level, **look, label=f"meetings work, self-reliance {self_reliance:g}")
    axes.set(xlim=(0, 24), ylim=(0, 1.34), xticks=range(0, 25, 4), yticks=np.linspace(0, 1, 6))
    axes.set_title("the village's commitment is one half")
    axes.legend(loc="upper right")
    return figure


def self_reliance() -> Figure:
    """Draw how self-reliance grows with participation, and what takes from it."""
    figure, axes = panel("months", "self-reliance, 0 (none) to 1 (full)")
    planning = SENIK.programmes["social_planning"]
    shared, given = (
        next(a.participation for a in programme.activity if a.tactic == "training")
        for programme in (SEQUENCE, planning)
    )
    for part, programme, competence, name, look in (
        (shared, SEQUENCE, 1.0, "people shape it, able officers", LOOKS[0]),
        (shared, planning, 1.0, "people shape it, companion leaves early", LOOKS[1]),
        (shared, SEQUENCE, 0.0, "people shape it, officers have learnt nothing", UNABLE),
        (given, SEQUENCE, 1.0, "done for the people", LOOKS[2]),
    ):
        levels = [PLACE.association.self_reliance]
        for t in MONTHS[1:]:
            levels.append(
                laws.self_reliance_after(
                    levels[-1],
                    DEFAULT.withdrawal.self_reliance_rate,
                    part,
                    DEFAULT.withdrawal.unsupported_share,
                    _effort(t - 1, programme),
                    laws.weighted(DEFAULT.offices.office_weight, competence),
                )
            )
        axes.plot(MONTHS, levels, **look, label=name)
    axes.set(xlim=(0, 36), ylim=(0, 1.35), xticks=range(0, 37, 6), yticks=np.linspace(0, 1, 6))
    axes.set_title("as if a training came every month; the village's commitment is one half")
    axes.legend(loc="upper left", fontsize=8)
    return figure


def loan() -> Figure:
    """Draw the monthly payment of one loan with interest on what is left, and on the first sum."""
    figure, axes = panel("month after the loan", "payment, thousand rupiah")
    amount = 330_000
    rules = PLACE.association
    instalment = laws.instalment(amount, rules.loan_months)
    left, declining, flat = amount, [], []
    while left > 0:
        principal = min(instalment, left)
        declining.append(principal + laws.interest(left, rules.interest))
        flat.append(principal + laws.interest(amount, rules.interest))
        left -= principal
    months = np.arange(1, len(flat) + 1)
    axes.plot(
        months,
        np.array(flat) / 1000,
        **LOOKS[1],
        marker="s",
        label="interest on the first sum (for comparison)",
    )
    axes.plot(
        months,
        np.array(declining) / 1000,
        **LOOKS[0],
        marker="o",
        label="interest on what is left (in the model)",
    )
    axes.axhline(instalment / 1000, color=GREY, lw=1.2, label="repayment without interest")
    axes.margins(x=0.04)
    axes.set(ylim=(32, 38.5), xticks=months, title=f"a loan of Rp {amount:,}")
    axes.legend(loc="upper right", fontsize=8)
    return figure


def buyer() -> Figure:
    """Draw the chance that a buyer is still there, after so many months."""
    figure, axes = panel("months", "chance that the buyer is still there, %")
    for level, colour, dashes in ((0.8, BLUE, ("-", "--")), (0.2, RED, ("-.", ":"))):
        for numbers, name, style in (
            (DEFAULT, "default", dashes[0]),
            (CONSERVATIVE, "conservative", dashes[1]),
        ):
            lost = laws.chance(numbers.market.closing_rate * (1.0 - level))
            axes.plot(
                MONTHS,
                [100 * (1.0 - lost) ** t for t in MONTHS],
                color=colour,
                ls=style,
                label=f"association at {level:g}, {name} set",
            )
    axes.set(xlim=(0, 36), ylim=(0, 132), xticks=range(0, 37, 6), yticks=range(0, 101, 20))
    axes.legend(loc="upper right", ncols=2, fontsize=8)
    return figure
