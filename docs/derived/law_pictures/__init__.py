"""Draws the pictures of docs/model.md with the model's own laws and the numbers of Senik."""

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from derived.law_pictures.association import buyer, companion, loan, self_reliance
from derived.law_pictures.chain import stages
from derived.law_pictures.deciding import cost, decision, giving_up, response
from derived.law_pictures.learning import acceptance, belief, skill
from derived.law_pictures.panel import STYLE

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
