"""Who is measured, on which jobs, and which model each of them really runs."""

from collections.abc import Mapping
from dataclasses import dataclass

SAME = "the same model"
CASCADE = "independent cascade"
THRESHOLD = "relative threshold"


@dataclass(frozen=True)
class Contestant:
    """One row of a table.

    Attributes
    ----------
    name : str
    module : str
        Module of the folder `peers`.
    runs : mapping of str to str
        Which model it runs, by kind of job; other jobs are not for it.
    needs : str or None
        What `make bench-peers` installs for it; None: it runs in this package's own Python.
    is_slow : bool
        Left out of a quick run.
    """

    name: str
    module: str
    runs: Mapping[str, str]
    needs: str | None = None
    is_slow: bool = False


_ALL_THREE = {"village": SAME, "cascade": CASCADE, "threshold": THRESHOLD}

THIS_PACKAGE = Contestant("this package, simulate", "this_package", _ALL_THREE)
THIS_KERNEL = Contestant("this package, kernel alone", "this_kernel", _ALL_THREE)
FLOOR = Contestant("C floor", "c_floor", _ALL_THREE)
WHOLE_MODEL = Contestant("this package, whole model", "full_model", {})

CONTESTANTS = (
    THIS_PACKAGE,
    THIS_KERNEL,
    Contestant("Mesa agents", "mesa_agents", {"village": SAME}, is_slow=True),
    Contestant("NumPy by hand", "numpy_by_hand", _ALL_THREE),
    Contestant("JAX by hand", "jax_by_hand", {"village": SAME}, needs="jax"),
    Contestant(
        "epiworldpy",
        "epiworld_models",
        {
            "village": "ModelDiffNet: logistic in exposure, no covariates, others begin each time",
            "cascade": "ModelSIR, infectious for a month; others begin each time",
        },
        needs="epiworldpy",
    ),
    Contestant(
        "NDlib",
        "ndlib_models",
        {
            "village": "Profile-Threshold: one chance beyond a threshold, the same every month",
            "cascade": "IndependentCascades",
            "threshold": "Threshold",
        },
        needs="ndlib",
        is_slow=True,
    ),
    Contestant(
        "EoN",
        "eon_discrete",
        {
            "village": "basic_discrete_SIR: independent cascade at 0.5, over in a few months",
            "cascade": "basic_discrete_SIR, infectious for a month",
        },
        needs="EoN",
        is_slow=True,
    ),
    Contestant(
        "CyNetDiff",
        "cynetdiff_models",
        {
            "village": "independent cascade at 0.5, over in a few months",
            "cascade": CASCADE,
            "threshold": "linear threshold, thresholds set by a private method",
        },
        needs="cynetdiff",
    ),
    FLOOR,
)

LARGEST = {("NDlib", "threshold"): 100_000}
"""Largest community that is asked for, where a larger one would take most of an hour."""


def is_too_large(contestant: Contestant, kind: str, n_artisans: int) -> bool:
    """Tell whether a contestant is spared a job, because it would take most of an hour."""
    return n_artisans > LARGEST.get((contestant.name, kind), n_artisans)
