"""Many replicates of a Mesa model, of which one that fails does not lose the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diffusion.mesa_model.model import ArtisanModel

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What some replicates of a model gave.

    Attributes
    ----------
    rows : pandas.DataFrame
        One row for each record of each replicate that reached the end: replicate, record, and
        what the model's `model_reporters` collect.
    failures : pandas.DataFrame
        One row for each replicate that did not: replicate, month (from 1 on), error.
    """

    rows: "pd.DataFrame"
    failures: "pd.DataFrame"


def run_batch(
    model: type[ArtisanModel],
    community: Any,
    programme: Any,
    *,
    replicates: Iterable[int],
    n_months: int,
    **options: Any,
) -> Batch:
    """Live some replicates of a model of your own, and keep those that reach the end.

    Parameters
    ----------
    model
        `ArtisanModel` or a subclass.
    community, programme, **options
        As `ArtisanModel` takes them.
    replicates
        Numbers of the runs.
    n_months
        Months of each.

    Raises
    ------
    InputError
        If the model cannot begin: that is no failure of one replicate.
    """
    import pandas as pd

    kept, failures = [], []
    for replicate in replicates:
        lived = model(community, programme, replicate=replicate, **options)
        try:
            for _ in range(n_months):
                lived.step()
        except Exception as error:  # noqa: BLE001  # a model of somebody's own may raise anything
            failed = {"replicate": replicate, "month": int(lived.time)}
            failures.append(failed | {"error": f"{type(error).__name__}: {error}"})
            continue
        rows = lived.datacollector.get_model_vars_dataframe().rename_axis("record").reset_index()
        kept.append(rows.assign(replicate=replicate).set_index("replicate").reset_index())
    return Batch(
        pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(),
        pd.DataFrame(failures, columns=["replicate", "month", "error"]),
    )
