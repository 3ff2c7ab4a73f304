"""What a calibration has found, as files and as tables."""

import io
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from diffusion.calibration import judge
from diffusion.calibration.job import Found, Job
from diffusion.calibration.subset import Region
from diffusion.calibration.waves import Surfaces, Waves
from diffusion.errors import InputError, Problem, reason_of
from diffusion.statistics.weighted import weighted_quantiles
from diffusion.util.atomic import moved_when_whole
from diffusion.util.formats import as_json

if TYPE_CHECKING:
    import pandas as pd


type Reals = NDArray[np.float64]

ENSEMBLE = "ensemble.parquet"
SUMMARY = "calibration.json"
TABLES = ("patterns", "conflicts", "numbers")
"""Tables beside them, as CSV."""

DISTANCE, WEIGHT = "distance", "weight"
ENDS = (0.05, 0.5, 0.95)
"""Ends and middle of the intervals of points."""


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """Everything that is written of a calibration, but the tries."""

    facts: dict[str, Any]
    ensemble: pa.Table
    tables: dict[str, "pd.DataFrame"]


def summarised(
    job: Job,
    *,
    default: Found,
    first: Reals,
    found: Found,
    waves: Waves,
    passes: NDArray[np.bool_],
    n_tried: int,
    dropped: Sequence[int],
    target: Sequence[int],
    ensemble: Reals,
    again: Found,
    weight: Reals,
    n_again: int,
    region: Region | None,
    sets: Sequence[tuple[tuple[int, ...], int]],
    luck: Collection[tuple[int, ...]],
) -> Summary:
    """Make tables of what was found.

    Parameters
    ----------
    job
    default
        What the numbers of the files came to.
    first, found
        The even sample [points, axes], and what it came to.
    waves
        What the waves came to.
    passes : bool [points, patterns]
        Of all points that could be run.
    n_tried
        How many these are.
    dropped, target
        Places of the patterns that no point shows with all others, and of the rest.
    ensemble, again, weight
        Points that show the rest again, what they came to then, and what each counts for.
    n_again
        Points that were tried again.
    region
        Of subset simulation, where it was needed.
    sets
        Smallest sets of patterns to drop, each with its points.
    luck
        Sets of which no point showed the others again with other luck.
    """
    names = [one.name for one in job.file.pattern]
    run = found.is_run
    shows = passes[:, list(target)].all(axis=1)
    in_sample = judge.verdicts(found.at(run), job.file)[:, list(target)] == 0
    facts = {
        "title": job.file.title,
        "model": job.inputs.community.name,
        "patterns": names,
        "n_axes": len(job.space),
        "runs": job.file.runs,
        "runs_again": job.file.effort.again,
        "n_sample": int(run.sum()),
        "n_refused": int((~run).sum()),
        "refused": next((text for text in found.refused if text), ""),
        "n_tried": n_tried,
        "n_all": int(passes.all(axis=1).sum()),
        "dropped": [names[place] for place in dropped],
        "n_shown": int(shows.sum()),
        "n_again": n_again,
        "n_ensemble": len(ensemble),
        "volume": _volume(int(in_sample.all(axis=1).sum()), int(run.sum()), region),
        "left_by_waves": [*waves.left],
        "ruled_out": [*waves.ruled_out],
        "sets_to_drop": [
            {"patterns": [names[p] for p in one], "points": n, "by_luck": one in luck}
            for one, n in sets
        ],
    }
    tables = {
        "patterns": _patterns(job, default, found, waves.surfaces, again, weight),
        "conflicts": _conflicts(job, found),
        "numbers": _numbers(job, first, found, ensemble, weight),
    }
    return Summary(facts, _ensemble(job, ensemble, again, weight, target), tables)


def _volume(n_shown: int, n_points: int, region: Region | None) -> dict[str, Any]:
    """Say how much of the space shows the patterns that are asked for, and how well it is known."""
    if region is not None and not np.isnan(region.volume) and n_shown < 20:
        return {"share": region.volume, "error": region.error, "by": "subset simulation"}
    share = n_shown / n_points if n_points else float("nan")
    if n_shown:
        error = float(np.sqrt(share * (1 - share) / n_points))
        return {"share": share, "error": error, "by": "sample"}
    # With none of n points, what has 3/n of the space would be missed once in twenty times.
    return {"share": 0.0, "error": None, "below": 3 / n_points if n_points else 1.0, "by": "sample"}


def _patterns(
    job: Job, default: Found, found: Found, surfaces: Surfaces, again: Found, weight: Reals
) -> "pd.DataFrame":
    import pandas as pd

    run = found.at(found.is_run)
    judged, own = judge.verdicts(run, job.file), judge.verdicts(default, job.file)[0]
    measured = judge.is_measured(run, job.file)
    rows = []
    for place, one in enumerate(job.file.pattern):
        shares = [float((judged[:, place] == number).mean()) for number in range(4)]
        emulator = surfaces.of_value[place]
        rows.append(
            {
                "pattern": one.name,
                "statement": one.statement,
                "source": one.source,
                "passes_from": one.passes[0],
                "passes_to": one.passes[1],
                "partly_from": one.partly[0],
                "partly_to": one.partly[1],
                **{
                    f"points_{name.replace(' ', '_')}": share
                    for name, share in zip(judge.VERDICTS, shares, strict=True)
                },
                **_three("points", run.value[measured[:, place], place]),
                "default": float(default.value[0, place]),
                "default_verdict": judge.VERDICTS[own[place]],
                **_three("ensemble", again.value[:, place], weight),
                "emulator_r2": np.nan if emulator is None else emulator.r_squared,
            }
        )
    return pd.DataFrame(rows)


def _conflicts(job: Job, found: Found) -> "pd.DataFrame":
    import pandas as pd

    passes = judge.verdicts(found.at(found.is_run), job.file) == 0
    rows = [asdict(one) for one in judge.conflicts(passes, [p.name for p in job.file.pattern])]
    columns = ["one", "other", "share_one", "share_other", "share_both", "lift", "never"]
    return pd.DataFrame(rows, columns=columns)


def _numbers(
    job: Job, first: Reals, found: Found, ensemble: Reals, weight: Reals
) -> "pd.DataFrame":
    import pandas as pd

    correlations = judge.rank_correlations(first, found, job.file)
    settings = [job.space.settings(one) for one in ensemble]
    rows = []
    for place, axis in enumerate(job.space.axes):
        values = np.array([one[axis.path] for one in settings], np.float64)
        ends = _three("ensemble", values, weight)
        is_outside = bool(
            len(values) and not ends["ensemble_low"] <= axis.default <= ends["ensemble_high"]
        )
        rows.append(
            {
                "number": axis.path,
                "low": axis.low,
                "high": axis.high,
                "scale": "log" if axis.is_log else "linear",
                "default": axis.default,
                **ends,
                "default_outside": is_outside,
                **{
                    f"with {one.name}": correlations[place, column]
                    for column, one in enumerate(job.file.pattern)
                },
            }
        )
    return pd.DataFrame(rows)


def _three(name: str, values: Reals, weight: Reals | None = None) -> dict[str, float]:
    """Give the ends and the middle of some values, by their weights; NaN of none."""
    is_there = ~np.isnan(values)
    values = values[is_there]
    found = np.full(3, np.nan)
    if len(values):
        weight = np.ones(len(values)) if weight is None else weight[is_there]
        found = weighted_quantiles(values, weight, ENDS)
    return dict(zip((f"{name}_low", f"{name}_middle", f"{name}_high"), found.tolist(), strict=True))


def _ensemble(
    job: Job, points: Reals, again: Found, weight: Reals, target: Sequence[int]
) -> pa.Table:
    """Table of the ensemble: settings, measures with other luck, distance, weight."""
    settings = [job.space.settings(one) for one in points]
    columns: dict[str, Any] = {}
    fields = []
    for axis in job.space.axes:
        columns[axis.path] = [one[axis.path] for one in settings]
        fields.append((axis.path, pa.int64() if axis.is_whole else pa.float64()))
    for place, one in enumerate(job.file.pattern):
        columns[one.name] = again.value[:, place].tolist()
        fields.append((one.name, pa.float64()))
    off = judge.distances(again, job.file).sum(axis=1) if len(points) else np.zeros(0)
    columns |= {DISTANCE: off.tolist(), WEIGHT: weight.tolist()}
    fields += [(DISTANCE, pa.float64()), (WEIGHT, pa.float64())]
    made: dict[str, Any] = {"patterns": [job.file.pattern[place].name for place in target]}
    made |= {"model": job.inputs.community.name, "parameters": job.file.parameters}
    schema = pa.schema(fields, metadata={"diffusion": json.dumps(made)})
    return pa.table(columns, schema=schema)


def written(folder: Path, summary: Summary) -> None:
    """Write everything but the tries into the folder of a calibration, each file whole.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    sink = io.BytesIO()
    pq.write_table(summary.ensemble, sink, write_page_checksum=True)
    files = {ENSEMBLE: sink.getvalue()}
    for name, table in summary.tables.items():
        files[f"{name}.csv"] = table.to_csv(index=False).encode()
    files[SUMMARY] = (as_json(summary.facts) + "\n").encode()
    try:
        for name, content in files.items():
            with moved_when_whole(folder / f".{name}", folder / name) as draft:
                draft.write_bytes(content)
    except OSError as error:
        expected = "a place that can be written, with room left (what was tried is kept)"
        raise InputError(Problem(str(folder), "", expected, reason_of(error))) from None
