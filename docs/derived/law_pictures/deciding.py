"""Pictures of what one sees, decides and gives up."""

import numpy as np
from matplotlib.figure import Figure

from derived.law_pictures.panel import BLUE, CONSERVATIVE, DEFAULT, GREY, LOOKS, RED, SHARE, panel
from diffusion.kernels import laws


def response() -> Figure:
    """Draw how strongly an artisan answers to the adopters around."""
    exposure = DEFAULT.exposure
    figure, axes = panel(
        "share of ties, by strength, that lead to adopters",
        "response to adopters, 0 (none) to 1 (full)",
    )
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
    figure, axes = panel("self-efficacy, 0 (none) to 1 (full)", "chance of deciding in a month, %")
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
                    1.0,
                    laws.ungated_rate(numbers.alpha, numbers.beta, answer),
                )
            )
            for e in SHARE
        ]
        axes.plot(SHARE, chances, **look, label=f"value fit {value_fit:g}")
    worst = 1.0 - numbers.misfit_tolerance
    axes.plot(SHARE, 0.0 * SHARE, color=GREY, lw=1.2, label=f"value fit below {worst:.1f}: never")
    axes.legend(loc="upper left")
    axes.set_title(
        "three tenths of the ties are adopters; the sacrifice is half the means; no loss is feared",
        fontsize=8,
    )
    return figure


def cost() -> Figure:
    """Draw what is left of the rate of deciding when the cost to begin grows."""
    burdens = np.linspace(0.0, 5.0, 51)
    figure, axes = panel(
        "cost to begin, in multiples of the household's means",
        "rate of deciding, % of that without a cost",
    )
    left = [
        100.0 * laws.decision_rate(1.0, 1.0, 1.0, x, DEFAULT.decision.cost_exponent, 1.0, 1.0, 1.0)
        for x in burdens
    ]
    axes.plot(burdens, left, **LOOKS[0])
    axes.set(ylim=(0, 103), xlim=(0, 5))
    return figure


def giving_up() -> Figure:
    """Draw the monthly chance of giving up against the gain over the usual work."""
    figure, axes = panel(
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
