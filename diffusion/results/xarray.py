"""Outcomes as xarray data sets: named axes, units and names in plain words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.results.labels import ARTISANS, RUPIAH, long_name_of, month_names, unit_of
from diffusion.results.outcome import CAVEAT, Outcome
from diffusion.results.series import STAGES

if TYPE_CHECKING:
    import xarray as xr

type Variable = tuple[tuple[str, ...], NDArray[Any], dict[str, str]]
"""Dims, values and attributes of a variable, as xarray takes them."""

BY_CHANNEL = ("sold", "ordered", "open")
"""Series that every market channel has: `sold_` and `ordered_` before its name, `_open` after."""


def dataset_of(outcome: Outcome) -> "xr.Dataset":
    """Show an outcome as a data set.

    The axis `t` is the index of the state, 0 to T: t = 0 is the initial state, and t = n the end
    of month n - 1, which `month` names, as YYYY-MM ("start" at 0).

    Parameters
    ----------
    outcome
        Of R runs, T months and N artisans.

    Returns
    -------
    xarray.Dataset
        (replicate, t): `adopters` and every series of the outcome but those of stages and
        channels, under the same name. (replicate, t, stage): `artisans_in_stage`.
        (replicate, t, channel): `sold`, `ordered` and `channel_open`. (replicate):
        `lasting_adopters`, `ever_adopted`. What was kept of artisans: (replicate, artisan)
        `toa`, `discontinued_months`, `earned`, `is_poor`, `n_ties`, `last_stage`, `is_member`,
        `is_trained`; (replicate, artisan, stage) `first_t`; (artisan) `hamlet`, from 0. Each has
        `units` and `long_name`. The groups of the artisans are coordinates: `group_gender` for the
        column gender.
    """
    import xarray as xr

    variables = _monthly(outcome) | _by_stage_and_channel(outcome) | _of_artisans(outcome)
    return xr.Dataset(
        variables,
        coords=_coordinates(outcome, has_artisans="artisan" in _dims(variables)),
        attrs={"programme": outcome.programme, "note": CAVEAT},
    )


def dataset_of_many(outcomes: Sequence[Outcome], names: Sequence[str]) -> "xr.Dataset":
    """Put outcomes of equally many runs, months and artisans along an axis `programme`.

    Parameters
    ----------
    outcomes, names
        At least one; `names` are the coordinates of the axis.

    Returns
    -------
    xarray.Dataset
        Variables of `dataset_of`, with `programme` as the first dim.
    """
    import pandas as pd
    import xarray as xr

    together = xr.concat(
        [dataset_of(outcome) for outcome in outcomes],
        dim=pd.Index(list(names), name="programme"),
        data_vars="all",
        coords="minimal",
        compat="override",
        join="exact",
        combine_attrs="override",
    )
    del together.attrs["programme"]
    together["programme"].attrs["long_name"] = "programme"
    return together


def _coordinates(outcome: Outcome, *, has_artisans: bool) -> dict[str, Any]:
    first = int(outcome.provenance.get("first_replicate", 0))
    coordinates: dict[str, Any] = {
        "replicate": (
            "replicate",
            first + np.arange(outcome.n_runs),
            {"long_name": "number of the run under its random seed"},
        ),
        "t": (
            "t",
            np.arange(outcome.n_months + 1),
            {"long_name": "index of the state: 0 is the start, n the end of month n - 1"},
        ),
        "stage": ("stage", list(STAGES), {"long_name": "stage of adoption"}),
        "channel": ("channel", list(outcome.channels), {"long_name": "market channel"}),
    }
    if has_artisans:
        egos = np.arange(outcome.n_artisans)
        coordinates["artisan"] = ("artisan", egos, {"long_name": "row of the roster, from 0"})
        for name, grouping in outcome.groups.items():
            words = np.array(grouping.labels)
            coordinates[f"group_{name}"] = ("artisan", words, {"long_name": f"group by {name}"})
    if "declared" in outcome.provenance:
        ended = list(month_names(outcome.provenance, outcome.n_months))
        coordinates["month"] = ("t", ended, {"long_name": "calendar month that the state ends"})
    return coordinates


def _monthly(outcome: Outcome) -> dict[str, Variable]:
    apart = {*STAGES, *(_of_channel(kind, one) for kind in BY_CHANNEL for one in outcome.channels)}
    values = {"adopters": outcome.adopters}
    values |= {name: outcome.series(name) for name in outcome.names if name not in apart}
    return {name: _variable(name, ("replicate", "t"), array) for name, array in values.items()}


def _by_stage_and_channel(outcome: Outcome) -> dict[str, Variable]:
    dims = ("replicate", "t", "channel")
    found: dict[str, Variable] = {
        "artisans_in_stage": (
            ("replicate", "t", "stage"),
            outcome.stages,
            {"units": ARTISANS, "long_name": "artisans in each stage"},
        )
    }
    empty = np.empty((outcome.n_runs, outcome.n_months + 1, 0), np.int64)
    for kind, name in (("sold", "sold"), ("ordered", "ordered"), ("open", "channel_open")):
        if not {*outcome.names}.issuperset(_of_channel(kind, one) for one in outcome.channels):
            continue
        columns = [outcome.series(_of_channel(kind, channel)) for channel in outcome.channels]
        found[name] = _variable(name, dims, np.stack(columns, axis=2) if columns else empty)
    return found


def _of_artisans(outcome: Outcome) -> dict[str, Variable]:
    each = ("replicate", "artisan")
    found = {
        "lasting_adopters": _variable("lasting_adopters", ("replicate",), outcome.lasting),
        "ever_adopted": _variable("ever_adopted", ("replicate",), outcome.tried),
    }

    def keep(name: str, dims: tuple[str, ...], values: NDArray[Any] | None, said: str) -> None:
        if values is not None:
            found[name] = dims, values, {"units": "1", "long_name": said}

    keep("toa", each, outcome.toa, "t of the first trial, -1 for never")
    keep("first_t", (*each, "stage"), outcome.first, "first t in each stage, -1 for never")
    keep("discontinued_months", each, outcome.discontinued_months, "states in which given up")
    if outcome.earned is not None:
        said = {"units": RUPIAH, "long_name": "earned by pottery since the start"}
        found["earned"] = each, outcome.earned, said
    if (artisans := outcome.artisans) is not None:
        keep("is_poor", each, artisans.is_poor, "whether the household is poor at the start")
        keep("n_ties", each, artisans.n_ties, "ties at the start")
        keep("last_stage", each, artisans.last_stage, "number of the stage at the end")
        keep("is_member", each, artisans.is_member, "whether a member at the end")
        keep("is_trained", each, artisans.is_trained, "whether trained by the end")
        keep("hamlet", ("artisan",), artisans.hamlet, "hamlet, from 0")
    return found


def _variable(name: str, dims: tuple[str, ...], values: NDArray[Any]) -> Variable:
    return dims, values, {"units": unit_of(name), "long_name": long_name_of(name)}


def _of_channel(kind: str, channel: str) -> str:
    return f"{channel}_open" if kind == "open" else f"{kind}_{channel}"


def _dims(variables: dict[str, Variable]) -> set[str]:
    return {dim for dims, _, _ in variables.values() for dim in dims}
