"""The same comparison on other networks, with other answers to exposure, by rival theories."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from diffusion.catalogue.overrides import Inputs
from diffusion.robustness.duel import Met
from diffusion.robustness.flip import Try

if TYPE_CHECKING:
    import pandas as pd

OWN = "own"
"""As in the files."""

NETWORKS = (OWN, "block", "geometric", "barabasi_albert")
COMPLETE = "complete"

RESPONSES = ("linear", "hill", "threshold")
"""Answers to exposure, all else as in the files."""

THEORIES = ("threshold_theory", "cascade", "bass", "logit")
"""Rival theories of how people decide."""

_SOCIAL = {
    "parameters.decision.efficacy_exponent": 0.0,
    "parameters.decision.value_exponent": 0.0,
    "parameters.decision.misfit_tolerance": 1.0,
    "parameters.decision.cost_exponent": 0.0,
}
"""One decides by what one hears and sees of others alone: every gate is open."""

_THEORIES: Mapping[str, Mapping[str, Any]] = {
    # Granovetter (1978): one follows once a share of one's own threshold has adopted.
    "threshold_theory": _SOCIAL
    | {
        "parameters.exposure.response": "threshold",
        "parameters.exposure.normalisation": "fraction",
        "parameters.exposure.memory": "stock",
    },
    # Independent cascade: who begins tries each alter once, in the month after.
    "cascade": _SOCIAL
    | {
        "parameters.exposure.response": "linear",
        "parameters.exposure.normalisation": "sum",
        "parameters.exposure.memory": "flow",
    },
    # Bass (1969): own initiative, and imitation of the share of all who have adopted.
    "bass": _SOCIAL
    | {
        "parameters.exposure.response": "linear",
        "parameters.exposure.normalisation": "fraction",
        "parameters.exposure.memory": "stock",
    },
    # A weighted choice: no misfit excludes anybody, a lack of one thing is made up by another.
    # Hill's form is logistic in the log of exposure, and with exponents of 1 the rate is a product
    # of odds: at the small chances of a month that is a logit.
    "logit": {
        "parameters.decision.efficacy_exponent": 1.0,
        "parameters.decision.value_exponent": 1.0,
        "parameters.decision.misfit_tolerance": 1.0,
        "parameters.exposure.response": "hill",
        "parameters.exposure.hill_exponent": 1.0,
    },
}


@dataclass(frozen=True)
class Cell:
    """One variant of the model.

    Attributes
    ----------
    law : str
        One of RESPONSES or THEORIES.
    network : str
        One of NETWORKS, or COMPLETE.
    settings : mapping of str to value
    """

    law: str
    network: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Panel:
    """What the programmes led to in each variant.

    Attributes
    ----------
    cells : tuple of Cell
    met : Met
        A trial for each cell.
    """

    cells: tuple[Cell, ...]
    met: Met

    def agreement(self, side: int) -> dict[str, float]:
        """Count the cells that could be run in which one programme is better.

        Parameters
        ----------
        side
            1: the first programme; -1: the other.

        Returns
        -------
        dict
            n, cells that could be run; more, of those with more in the mean; clearly, clearly
            more; against, clearly less; undecided, neither.
        """
        run = self.met.is_run
        verdict = side * self.met.verdict[run]
        return {
            "n": int(run.sum()),
            "more": int((side * self.met.difference[run] > 0).sum()),
            "clearly": int((verdict > 0).sum()),
            "against": int((verdict < 0).sum()),
            "undecided": int((verdict == 0).sum()),
        }

    def table(self) -> "pd.DataFrame":
        """Give each cell: law, network, both means, difference with its interval, and verdict."""
        import pandas as pd

        met = self.met
        return pd.DataFrame(
            {
                "law": [one.law for one in self.cells],
                "network": [one.network for one in self.cells],
                "first": met.first,
                "other": met.other,
                "difference": met.difference,
                "low": met.low,
                "high": met.high,
                "verdict": np.where(met.is_run, met.verdict.astype(np.float64), np.nan),
                "refused": met.refused,
            }
        )


def cells_of(inputs: Inputs) -> tuple[Cell, ...]:
    """List the variants of a community: networks of as many ties, and laws."""
    networks = {name: _network(inputs, name) for name in (*NETWORKS, COMPLETE)}
    found = []
    for law in (*RESPONSES, *THEORIES):
        own = _THEORIES.get(law, {"parameters.exposure.response": law})
        for name in (COMPLETE,) if law == "bass" else NETWORKS:
            ties = networks[name]
            there = {} if ties is None else {"community.ties": ties}
            found.append(Cell(law, name, {**own, **there}))
    return tuple(found)


def _network(inputs: Inputs, name: str) -> dict[str, Any] | None:
    """Describe ties of another generator, about as many as there are."""
    if name == OWN:
        return None
    file = inputs.community.file
    degree = _mean_degree(inputs)
    strength = file.ties.strength.model_dump(mode="json")
    found: dict[str, Any] = {"generator": name, "strength": strength}
    if name == "block":
        # Two halves; four of five ties stay within.
        half = max(inputs.community.n_artisans / 2, 2)
        found |= {
            "within": min(1.0, 0.8 * degree / (half - 1)), "across": min(1.0, 0.2 * degree / half),
        }  # fmt: skip
    elif name == "geometric":
        found["mean_degree"] = degree
    elif name == "barabasi_albert":
        found["mean_degree"] = max(2, 2 * round(degree / 2))
    return found


def _mean_degree(inputs: Inputs) -> float:
    """Ties of one artisan, on average: as declared, or as listed."""
    community = inputs.community
    if community.tie_list is not None:
        return max(2.0, 2 * len(community.tie_list.pairs) / community.n_artisans)
    return float(getattr(community.file.ties, "mean_degree", 6.0))


def run_panel(inputs: Inputs, attempt: Try) -> Panel:
    """Compare both programmes in every variant; one that does not fit the community is left out."""
    cells = cells_of(inputs)
    return Panel(cells, attempt("panel", [one.settings for one in cells]))
