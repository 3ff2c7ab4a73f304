"""An ensemble of points, read from its file, and applied to a community."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.plan import found_at
from diffusion.calibration.result import DISTANCE, ENSEMBLE, WEIGHT
from diffusion.catalogue.arguments import CommunityLike
from diffusion.errors import InputError, Problem, reason_of
from diffusion.scenario.overrides import ROOTS
from diffusion.statistics.weighted import weighted_quantiles

type Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Points:
    """Sets of numbers that show patterns.

    Attributes
    ----------
    settings : tuple of mapping of str to value
        Of each point, by dotted path.
    weight : float64 [points]
        What each counts for; they add up to 1.
    patterns : tuple of str
        Those that every point shows.
    n_patterns : int
        Of how many.
    """

    settings: tuple[Mapping[str, Any], ...]
    weight: Reals
    patterns: tuple[str, ...]
    n_patterns: int

    def __len__(self) -> int:
        return len(self.settings)

    @property
    def n_equal(self) -> float:
        """How many points of equal weight would know as much (Kish)."""
        return float(1 / (self.weight**2).sum())

    def at(self, places: list[int]) -> "Points":
        """Take some of the points."""
        weight = self.weight[places]
        settings = tuple(self.settings[place] for place in places)
        return Points(settings, weight / weight.sum(), self.patterns, self.n_patterns)


def read_ensemble(community: CommunityLike, path: str | Path) -> Points:
    """Read an ensemble from the folder of a calibration, or from a file of it.

    Parameters
    ----------
    community
        In whose folder a file is sought too, by its name.
    path
        A folder with ensemble.parquet; a Parquet file; or a CSV file with the same columns.

    Raises
    ------
    InputError
        If there is none, it cannot be read, or holds no point.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = Path(path)
    file = file / ENSEMBLE if file.is_dir() else found_at(community, file)
    expected = "the folder of a calibration, or a file of an ensemble"
    made: dict[str, Any] = {}
    try:
        if file.suffix == ".csv":
            frame = pd.read_csv(file)
        else:
            table = pq.read_table(file, page_checksum_verification=True)
            frame = table.to_pandas()
            made = json.loads((table.schema.metadata or {}).get(b"diffusion", b"{}"))
    except FileNotFoundError:
        found = "none (diffusion calibrate MODEL PATTERNS.toml -o DIR makes one)"
        raise InputError(Problem(str(path), "", expected, found)) from None
    except OSError as error:
        raise InputError(Problem(str(path), "", expected, reason_of(error))) from None
    except (pa.ArrowException, ValueError):
        raise InputError(Problem(str(path), "", expected, "a damaged one")) from None
    paths = [str(name) for name in frame.columns if str(name).partition(".")[0] in ROOTS]
    if not paths or WEIGHT not in frame.columns:
        found = "columns of something else"
        raise InputError(Problem(str(path), "", expected, found))
    if frame.empty:
        raise InputError(Problem(str(path), "", "an ensemble of one point or more", "an empty one"))
    values = {name: frame[name].tolist() for name in paths}
    weight = frame[WEIGHT].to_numpy(np.float64)
    patterns = [name for name in frame.columns if name not in (*paths, DISTANCE, WEIGHT)]
    return Points(
        tuple({name: values[name][row] for name in paths} for row in range(len(frame))),
        weight / weight.sum(),
        tuple(made.get("patterns", patterns)),
        len(patterns),
    )


def ends_of(values: Reals, weight: Reals, shares: tuple[float, ...] = (0.05, 0.95)) -> Reals:
    """Find values that so much of the weight lies below [shares], along the first axis.

    Parameters
    ----------
    values : float64 [points] or [points, ...]
    weight : float64 [points]
    """
    flat = values.reshape(len(values), -1)
    found = np.empty((len(shares), flat.shape[1]))
    for column in range(flat.shape[1]):
        found[:, column] = weighted_quantiles(flat[:, column], weight, shares)
    return found.reshape(len(shares), *values.shape[1:])
