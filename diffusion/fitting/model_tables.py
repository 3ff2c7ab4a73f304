"""The tables of a fit as a model: its people, what they see of each other, and its draws."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from diffusion.fitting.exposures import GROUP_SHARE
from diffusion.fitting.fit import Fit
from diffusion.fitting.terms import persons_of
from diffusion.fitting.villages import Village

type Reals = NDArray[np.float64]


def way_of(fitted: Fit) -> str:
    """Along which way of its ties a person sees others."""
    return "undirected" if fitted.law.exposure == "grouped" else "outgoing"


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    return text.getvalue().encode()


def roster_of(
    fitted: Fit, villages: Sequence[Village], hamlets: Sequence[str], covariates: Sequence[str]
) -> bytes:
    """Write the people, with what they are by under these headings."""
    rows: list[list[object]] = []
    for village, hamlet in zip(villages, hamlets, strict=True):
        persons = persons_of(village, fitted.law, 1).tolist()
        for label, numbers in zip(village.data.labels, persons, strict=True):
            rows.append([label, hamlet, *map(repr, numbers)])
    return _table(["artisan", "hamlet", *covariates], rows)


def ties_of(fitted: Fit, villages: Sequence[Village]) -> bytes:
    """Write whom each person sees, and with which share of the whole.

    Of "grouped" everybody of a village sees everybody, by a part that is the same for all.
    """
    rows: list[list[object]] = []
    for village in villages:
        seen: csr_array = village.looks(way_of(fitted), 0)
        table = seen.toarray()
        if fitted.law.exposure == "grouped":
            table = (1 - GROUP_SHARE) * table + GROUP_SHARE / village.n_people
        np.fill_diagonal(table, 0.0)
        labels = village.data.labels
        for ego, alter in zip(*map(np.ndarray.tolist, table.nonzero()), strict=True):
            rows.append([labels[ego], labels[alter], f"{table[ego, alter]:.12g}"])
    return _table(["ego", "alter", "strength"], rows)


def ensemble_of(points: Mapping[str, Reals]) -> bytes:
    """Write the draws as an ensemble, all of equal weight."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    n_points = len(next(iter(points.values())))
    table = pa.table({**points, "weight": np.full(n_points, 1 / n_points)})
    said = {b"diffusion": json.dumps({"patterns": []}).encode()}
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(said), sink, write_page_checksum=True)
    return sink.getvalue()
