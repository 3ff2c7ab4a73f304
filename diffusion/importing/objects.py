"""Takes people and ties from a DataFrame, a graph or a matrix, as from a file."""

from typing import Any

import numpy as np

from diffusion.errors import InputError, Problem
from diffusion.importing.network import Network, Relation
from diffusion.importing.tables import Cell, Column, Sheet, Tables
from diffusion.util.identity import text_of


def tables_of(frame: Any) -> Tables:
    """Take a DataFrame as a table of one sheet."""
    import pandas as pd

    columns = {}
    for name in frame.columns:
        cells = tuple(_cell(value, pd) for value in frame[name].tolist())
        columns[str(name)] = Column(str(name), cells)
    sheet = Sheet("table", columns, tuple(range(1, len(frame) + 1)))
    return Tables("table", "a DataFrame", (sheet,))


def _cell(value: Any, pd: Any) -> Cell:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()  # type: ignore[no-any-return]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float | bool) else str(value)


def is_matrix(frame: Any) -> bool:
    """Tell whether a DataFrame is a matrix of ties: the same labels at the left and on the top."""
    from pandas import RangeIndex

    rows, columns = ([*map(text_of, labels)] for labels in (frame.index, frame.columns))
    of_people = not isinstance(frame.index, RangeIndex) or isinstance(frame.columns, RangeIndex)
    alike = len({*rows}) == len(rows) and sorted(rows) == sorted(columns)
    return bool(rows) and of_people and alike


def network_of(given: Any) -> Network:
    """Take a networkx graph, or a matrix in whose row i stands with what strength i names each j.

    Of a DataFrame the labels are who people are.

    Raises
    ------
    InputError
        If it is neither.
    """
    if hasattr(given, "nodes") and hasattr(given, "edges"):
        return _of_graph(given)
    if hasattr(given, "columns"):
        ids = tuple(map(text_of, given.index))
        place = {text_of(label): number for number, label in enumerate(given.columns)}
        return _of_matrix(given.to_numpy()[:, [place[one] for one in ids]], ids)
    if hasattr(given, "shape") or isinstance(given, list | tuple):
        return _of_matrix(given)
    expected = "a file, a DataFrame, a networkx graph or a matrix"
    raise InputError(Problem("network", "", expected, type(given).__name__))


def _of_graph(graph: Any) -> Network:
    ids = tuple(text_of(node) for node in graph.nodes)
    place = {node: number for number, node in enumerate(graph.nodes)}
    ego, alter, weight = [], [], []
    for one, other, data in graph.edges(data=True):
        ego.append(place[one])
        alter.append(place[other])
        weight.append(data.get("weight", data.get("strength", np.nan)))
    strengths = np.array(weight, np.float64)
    names = dict.fromkeys(name for _, data in graph.nodes(data=True) for name in data)
    columns = {
        str(name): Column(str(name), tuple(data.get(name) for _, data in graph.nodes(data=True)))
        for name in names
    }
    relation = Relation(
        "ties",
        np.array(ego, np.int64),
        np.array(alter, np.int64),
        is_directed=graph.is_directed(),
        weight=None if np.isnan(strengths).all() else strengths,
    )
    return Network("graph", "a graph", ids, ("",) * len(ids), columns, (relation,))


def _of_matrix(given: Any, labels: tuple[str, ...] | None = None) -> Network:
    from scipy.sparse import coo_array, issparse

    is_sparse: bool = issparse(given)
    matrix = coo_array(given if is_sparse else np.asarray(given, np.float64))
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        expected = "a matrix with as many rows as columns"
        found = " x ".join(map(str, matrix.shape))
        raise InputError(Problem("matrix", "", expected, found))
    ego, alter = (np.asarray(one, np.int64) for one in matrix.coords)
    weight = np.asarray(matrix.data, np.float64)
    there = weight != 0
    ego, alter, weight = ego[there], alter[there], weight[there]
    n_people = matrix.shape[0]
    dense = set(zip(ego.tolist(), alter.tolist(), weight.tolist(), strict=True))
    is_symmetric = all((b, a, w) in dense for a, b, w in dense)
    if is_symmetric:
        upper = ego <= alter
        ego, alter, weight = ego[upper], alter[upper], weight[upper]
    relation = Relation(
        "ties",
        ego,
        alter,
        is_directed=not is_symmetric,
        weight=None if (weight == 1).all() else weight,
    )
    ids = labels or tuple(str(number) for number in range(1, n_people + 1))
    return Network("matrix", "a matrix", ids, ("",) * n_people, {}, (relation,))
