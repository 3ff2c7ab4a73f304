"""What the design of a sweep says of its budgets and factors."""

import json
from typing import Literal

from diffusion.sweeps.design import Design, Factor
from diffusion.sweeps.read import Sweep

type Budget = int | Literal["as_written"]


def design_of(sweep: Sweep) -> Design:
    """Read the design that the folder of a sweep holds."""
    return Design.model_validate_json(json.dumps(sweep.origin["design"]))


def factors_of(sweep: Sweep, budget: Budget | None) -> tuple[str, ...]:
    """Name what differs: the factors, and the budget if there are several and none is chosen."""
    has_budgets = budget is None and len(design_of(sweep).budgets) > 1
    return (*sweep.factors, "budget") if has_budgets else sweep.factors


def is_sampled(sweep: Sweep, factor: str) -> bool:
    """Tell whether a factor has a range, or a table, in place of levels."""
    declared = _declared(sweep, factor)
    return declared is not None and declared.levels is None


def is_log(sweep: Sweep, factor: str) -> bool:
    """Tell whether a factor is sampled on a logarithmic scale."""
    declared = _declared(sweep, factor)
    return declared is not None and declared.scale == "log"


def path_of(sweep: Sweep, factor: str) -> str:
    """Tell which setting a factor changes; "" for the budget."""
    declared = _declared(sweep, factor)
    return "" if declared is None else declared.path


def _declared(sweep: Sweep, factor: str) -> Factor | None:
    """Find what the design says of a factor; the budget is declared apart."""
    return next((one for one in design_of(sweep).factor if one.column == factor), None)
