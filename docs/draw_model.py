"""Draws the pictures of docs/model.md with the model's own laws and the numbers of Senik.

Run it with `python docs/draw_model.py`; it writes docs/figures/model_*.svg.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

import diffusion
from diffusion.kernels import laws

SENIK = diffusion.load("senik")
PLACE = SENIK.file
DEFAULT, CONSERVATIVE = (SENIK.parameter_sets[name] for name in ("default", "conservative"))
SEQUENCE = SENIK.programmes["campaign_then_collaboration"]
USUAL_PROFIT = PLACE.traditional.pieces_per_month * (
    PLACE.traditional.price - PLACE.traditional.unit_cost
)

# Okabe and Ito's colours, from dark to light, each with its own dash: they differ in grey too.
BLUE, RED, ORANGE, GREY = "#0072B2", "#D55E00", "#E69F00", "#777777"
LOOKS: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "ls": "-"},
    {"color": RED, "ls": "--"},
    {"color": ORANGE, "ls": ":"},
)
STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.titlesize": 9,
    "lines.linewidth": 2,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#E5E5E5",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "svg.hashsalt": "artisan-diffusion",
    "svg.fonttype": "none",
}
SHARE = np.linspace(0.0, 1.0, 51)
MONTHS = range(37)


def stages() -> Figure:
    """Draw the seven stages and the moves between them."""
    figure = Figure(figsize=(7.2, 3.3))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 7.2), ylim=(0, 3.3))
    axes.axis("off")
    top, low = 2.45, 0.75
    _box(axes, 0.75, top, "unaware", "has not heard", "#EEEEEE")
    _box(axes, 2.65, top, "knows", "has heard", "#EEEEEE")
    _box(axes, 4.55, top, "persuaded", "likes the idea", "#CFE3F1")
    _box(axes, 6.45, top, "decided", "gathers the money", "#CFE3F1")
    _box(axes, 6.45, low, "trial", "makes some", "#9CCBB8")
    _box(axes, 4.0, low, "confirmed", "has made it a habit", "#9CCBB8")
    _box(axes, 1.35, low, "discontinued", "has given up", "#F6D7B8")
    for start in (0.75, 2.65, 4.55):
        _arrow(axes, (start + 0.66, top), (start + 1.24, top))
    _arrow(axes, (6.45, top - 0.32), (6.45, low + 0.32))
    _arrow(axes, (5.79, low), (4.66, low))
    _arrow(axes, (3.34, low), (2.01, low))
    _arrow(axes, (6.3, low - 0.32), (1.5, low - 0.32), bend=-0.12)
    _arrow(axes, (1.5, low + 0.32), (6.1, top - 0.32), bend=0.0, dashed=True)
    axes.text(3.0, 1.72, "some decide again", fontsize=8, ha="center", color="#333333")
    return figure


def _box(axes: Axes, x: float, y: float, name: str, meaning: str, colour: str) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (x - 0.6, y - 0.26), 1.2, 0.52, boxstyle="round,pad=0.05", fc=colour, ec="#333333"
        )
    )
    axes.text(x, y + 0.09, name, ha="center", va="center", weight="bold", fontsize=9.5)
    axes.text(x, y - 0.14, meaning, ha="center", va="center", fontsize=7.5)


def _arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    bend: float = 0.0,
    dashed: bool = False,
) -> None:
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            mutation_scale=12,
            color="#333333",
            lw=1.2,
            ls="--" if dashed else "-",
            shrinkA=0,
            shrinkB=0,
            connectionstyle=f"arc3,rad={bend}",
        )
    )


def response() -> Figure:
    """Draw how strongly an artisan answers to the adopters around."""
    exposure = DEFAULT.exposure
    figure, axes = _panel("share of the ties that leads to adopters", "answer, from none to full")
    answers = [
        laws.response(x, laws.HILL, exposure.hill_exponent, exposure.hill_midpoint, 0.0)
        for x in SHARE
    ]
    axes.plot(SHARE, answers, **LOOKS[0], label="in the model: slow at first, then fast")
    axes.plot(SHARE, SHARE, color=GREY, lw=1.2, ls="--", label="for comparison: in proportion")
    axes.legend(loc="lower right")
    return figure


def decision() -> Figure:
    """Draw the monthly chance of deciding against self-efficacy, for three value fits."""
    figure, axes = _panel("self-efficacy, from none to full", "chance of deciding in a month, %")
    numbers = DEFAULT.decision
    answer = laws.response(
        0.3, laws.HILL, DEFAULT.exposure.hill_exponent, DEFAULT.exposure.hill_midpoint, 0.0
    )
    for value_fit, look in zip((0.9, 0.65, 0.45), LOOKS, strict=True):
        gate = laws.value_gate(value_fit, numbers.misfit_tolerance, numbers.value_exponent)
        chances = [
            100.0
            * laws.chance(
                laws.decision_rate(
                    e,
                    numbers.efficacy_exponent,
                    gate,
                    0.5,
                    numbers.cost_exponent,
                    1.0,
                    numbers.alpha,
                    numbers.beta * answer,
                )
            )
            for e in SHARE
        ]
        axes.plot(SHARE, chances, **look, label=f"value fit {value_fit:g}")
    worst = 1.0 - numbers.misfit_tolerance
    axes.plot(SHARE, 0.0 * SHARE, color=GREY, lw=1.2, label=f"value fit below {worst:.1f}: never")
    axes.legend(loc="upper left")
    axes.set_title("three tenths of the ties are adopters; the sacrifice is half the means")
    return figure


def cost() -> Figure:
    """Draw what is left of the wish to begin when the sacrifice grows."""
    burdens = np.linspace(0.0, 5.0, 51)
    figure, axes = _panel("sacrifice, in multiples of the household's means", "wish left, %")
    left = [
        100.0 * laws.decision_rate(1.0, 1.0, 1.0, x, DEFAULT.decision.cost_exponent, 1.0, 1.0, 0.0)
        for x in burdens
    ]
    axes.plot(burdens, left, **LOOKS[0])
    axes.set(ylim=(0, 103), xlim=(0, 5))
    return figure


def giving_up() -> Figure:
    """Draw the monthly chance of giving up against the gain over the usual work."""
    figure, axes = _panel(
        "gain over the usual pottery profit, %", "chance of giving up in a month, %"
    )
    gains = np.linspace(-0.5, 0.5, 51)
    for numbers, name, colour, dashes in (
        (CONSERVATIVE, "conservative", RED, (":", "-.")),
        (DEFAULT, "default", BLUE, ("--", "-")),
    ):
        keeping = numbers.persistence
        for factor, stage, style in (
            (keeping.trial_factor, "on trial", dashes[0]),
            (1.0, "confirmed", dashes[1]),
        ):
            chances = [
                100.0
                * laws.chance(
                    factor
                    * laws.discontinuance_rate(
                        keeping.discontinuance_rate,
                        keeping.discontinuance_efficacy,
                        0.5,
                        keeping.discontinuance_advantage,
                        gain,
                        keeping.discontinuance_exposure,
                        0.3,
                    )
                )
                for gain in gains
            ]
            axes.plot(100 * gains, chances, color=colour, ls=style, label=f"{name}, {stage}")
    axes.axvline(0.0, color=GREY, lw=0.8)
    axes.set_ylim(bottom=0.0)
    axes.legend(loc="upper right")
    axes.set_title("self-efficacy one half; three tenths of the ties are adopters")
    return figure


def belief() -> Figure:
    """Draw what one training, one film and one talk at home leave in the belief in oneself."""
    figure, axes = _panel(
        "months; the activity is in the first", "self-efficacy, from none to full"
    )
    start = PLACE.artisans.self_efficacy.mean
    doses = {activity.tactic: activity.doses for activity in SEQUENCE.activity}
    film = doses["film"]
    numbers = DEFAULT.efficacy
    inputs = (
        ("practice that succeeds (training)", doses["training"].mastery, 0.0, 0.0),
        ("a model seen (film)", 0.0, film.vicarious * film.similarity, 0.0),
        ("words (talk at home)", 0.0, 0.0, doses["dialogue"].persuasion),
    )
    for (name, mastery, models, words), look in zip(inputs, LOOKS, strict=True):
        level = base = start
        levels = [start]
        for month in range(12):
            is_now = 1.0 if month == 0 else 0.0
            practised = numbers.mastery_weight * mastery * is_now
            seen = numbers.vicarious_weight * models * is_now
            told = numbers.persuasion_weight * words * PLACE.facilitator.credibility * is_now
            base = laws.efficacy_base(
                base,
                laws.chance(practised),
                0.0,
                laws.chance(seen),
                numbers.mastery_lasting,
                numbers.vicarious_lasting,
            )
            raised = laws.chance(practised + seen + told)
            level = laws.self_efficacy(level, raised, 0.0, base, numbers.decay)
            levels.append(level)
        axes.plot(range(13), levels, **look, label=name)
    axes.axhline(start, color=GREY, lw=1.2, label="nothing happens")
    axes.set(xlim=(0, 12), ylim=(0.4, 0.65))
    axes.legend(loc="upper right")
    return figure


def acceptance() -> Figure:
    """Draw the share of pieces that a buyer of agreed quality takes, against skill."""
    figure, axes = _panel("skill, from none to full", "pieces that meet the standard, %")
    for numbers, name, look in (
        (DEFAULT, "default", LOOKS[0]),
        (CONSERVATIVE, "conservative", LOOKS[1]),
    ):
        making = numbers.production
        shares = [
            100 * laws.acceptance(skill, making.quality_standard, making.quality_spread)
            for skill in SHARE
        ]
        axes.plot(SHARE, shares, **look, label=f"{name} set")
    axes.legend(loc="lower right")
    return figure


def skill() -> Figure:
    """Draw how skill grows with practice and fades without it."""
    figure, axes = _panel("months after the training", "skill")
    start = PLACE.artisans.skill.low + PLACE.artisans.skill.width / 2
    training = next(a for a in SEQUENCE.activity if a.tactic == "training")
    learnt = laws.towards_one(start, training.doses.skill)
    for share, name, look in (
        (DEFAULT.production.confirmed_share, "works as much as one who is confirmed", LOOKS[0]),
        (DEFAULT.production.trial_share, "works as much as one on trial", LOOKS[1]),
        (0.0, "does not use it", LOOKS[2]),
    ):
        levels = [learnt]
        for _ in MONTHS[1:]:
            levels.append(
                laws.skill_after(
                    levels[-1],
                    share,
                    DEFAULT.skill.learning_by_doing,
                    0.0,
                    0.0,
                    DEFAULT.skill.forgetting,
                    DEFAULT.skill.lasting_skill,
                )
            )
        axes.plot(MONTHS, levels, **look, label=name)
    standards = (DEFAULT.production.quality_standard, CONSERVATIVE.production.quality_standard)
    for standard, name in zip(standards, ("default", "conservative"), strict=True):
        axes.axhline(standard, color=GREY, lw=0.9)
        axes.text(35.7, standard + 0.008, f"standard, {name} set", fontsize=8, ha="right")
    axes.set(xlim=(0, 36), ylim=(0.3, 1.09), xticks=range(0, 37, 6))
    axes.legend(loc="upper left")
    return figure


def companion() -> Figure:
    """Draw the companion's effort, and how well the association works with and without it."""
    figure, axes = _panel("month", "level, from none to full")
    effort = [laws.effort(t, SEQUENCE.withdrawal_month, SEQUENCE.taper) for t in range(25)]
    axes.plot(range(25), effort, **LOOKS[0], label="companion's effort")
    for self_reliance, look in ((0.6, LOOKS[1]), (0.2, LOOKS[2])):
        level = [laws.presence(self_reliance, f) for f in effort]
        axes.plot(
            range(25), level, **look, label=f"association works, self-reliance {self_reliance:g}"
        )
    axes.set(xlim=(0, 24), ylim=(0, 1.34), xticks=range(0, 25, 4), yticks=np.linspace(0, 1, 6))
    axes.legend(loc="upper right")
    return figure


def self_reliance() -> Figure:
    """Draw how self-reliance grows with participation, and what an early leave takes."""
    figure, axes = _panel("months", "self-reliance, from none to full")
    planning = SENIK.programmes["social_planning"]
    shared, given = (
        next(a.participation for a in programme.activity if a.tactic == "training")
        for programme in (SEQUENCE, planning)
    )
    for part, programme, name, look in (
        (shared, SEQUENCE, "people shape it", LOOKS[0]),
        (shared, planning, "people shape it, companion leaves early", LOOKS[1]),
        (given, SEQUENCE, "done for the people", LOOKS[2]),
    ):
        levels = [PLACE.paguyuban.self_reliance]
        for t in MONTHS[1:]:
            levels.append(
                laws.self_reliance_after(
                    levels[-1],
                    DEFAULT.withdrawal.self_reliance_rate,
                    part,
                    DEFAULT.withdrawal.unsupported_share,
                    laws.effort(t - 1, programme.withdrawal_month, programme.taper),
                )
            )
        axes.plot(MONTHS, levels, **look, label=name)
    axes.set(xlim=(0, 36), ylim=(0, 1.09), xticks=range(0, 37, 6))
    axes.set_title("as if one such activity were held every month")
    axes.legend(loc="upper left")
    return figure


def loan() -> Figure:
    """Draw the monthly payment of one loan with interest on what is left, and on the first sum."""
    figure, axes = _panel("month after the loan", "payment, thousand rupiah")
    amount = 330_000
    rules = PLACE.paguyuban
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
    figure, axes = _panel("months", "chance that the buyer is still there, %")
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


def _panel(x_label: str, y_label: str) -> tuple[Figure, Axes]:
    """Make a picture with one panel whose axes say what they show."""
    figure = Figure(figsize=(5.6, 3.4), layout="constrained")
    axes = figure.subplots()
    axes.set(xlabel=x_label, ylabel=y_label)
    axes.margins(x=0)
    return figure, axes


PICTURES: dict[str, Callable[[], Figure]] = {
    "stages": stages,
    "response": response,
    "decision": decision,
    "cost": cost,
    "giving_up": giving_up,
    "belief": belief,
    "acceptance": acceptance,
    "skill": skill,
    "companion": companion,
    "self_reliance": self_reliance,
    "loan": loan,
    "buyer": buyer,
}


def draw_all(folder: Path, ending: str = "svg") -> None:
    """Draw every picture into `folder`; the same code gives the same bytes."""
    nothing = {"Software": None} if ending == "png" else {"Date": None, "Creator": None}
    with mpl.rc_context(STYLE):
        for name, draw in PICTURES.items():
            draw().savefig(folder / f"model_{name}.{ending}", dpi=110, metadata=nothing)


if __name__ == "__main__":
    draw_all(Path(__file__).parent / "figures")
