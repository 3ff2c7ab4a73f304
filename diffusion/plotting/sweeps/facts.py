"""What the design of a sweep says of its budgets and factors."""

from typing import Literal

from diffusion.sweeps.design import Factor
from diffusion.sweeps.read import Sweep

type Budget = int | Literal["as_written"]


def factors_of(sweep: Sweep, budget: Budget | None) -> tuple[str, ...]:
    """Name what differs: the factors, and the budget if there are several and none is chosen."""
    has_budgets = budget is None and len(sweep.design.budgets) > 1
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


def has_labels(sweep: Sweep, factor: str) -> bool:
    """Tell whether the design gives the levels of a factor words of its own."""
    declared = _declared(sweep, factor)
    return declared is not None and declared.labels is not None


def declared_name(sweep: Sweep, factor: str) -> str | None:
    """Tell what the design calls a factor, if it does."""
    declared = _declared(sweep, factor)
    return None if declared is None else declared.name


def _declared(sweep: Sweep, factor: str) -> Factor | None:
    """Find what the design says of a factor; the budget is declared apart."""
    return next((one for one in sweep.design.factor if one.column == factor), None)
