"""Puts what a file of UCINET says together: people, relations and notes."""

from collections.abc import Iterable

import numpy as np

from diffusion.importing.network import UNNAMED, Network, Relation
from diffusion.importing.notes import Note
from diffusion.importing.ucinet_header import HALVES, MATRICES, Header
from diffusion.importing.ucinet_matrices import Data, Ties


def network_of(
    place: str, format_name: str, *, header: Header, data: Data, notes: Iterable[Note]
) -> Network:
    """Make a network of a header and its data; labels among the data become those of the header."""
    header.labels |= data.labels
    ids, names = _people(header)
    first_mode = None
    if header.is_two_mode:
        first_mode = np.arange(len(ids)) < len(ids) - _number_of(header, "columns")
    return Network(
        place,
        format_name,
        ids=tuple(ids),
        names=tuple(names),
        relations=tuple(_relations(header, data, len(ids))),
        first_mode=first_mode,
        notes=(*notes, *_notes(header, data)),
    )


def _number_of(header: Header, whose: str) -> int:
    """How many rows or columns there are: as many as there are labels in the data of a list."""
    if header.form not in MATRICES and header.embedded:
        return len(header.labels[whose])
    return header.size(whose) or 0


def _people(header: Header) -> tuple[list[str], list[str]]:
    """Who they are, and what they are called."""
    names: list[str] = []
    for whose in ("rows", "columns") if header.is_two_mode else ("rows",):
        n_all = _number_of(header, whose)
        other = () if header.is_two_mode else header.labels.get("columns", ())
        names += header.labels.get(whose) or other or [""] * n_all
    if header.form not in MATRICES and header.embedded and not header.is_two_mode:
        return names, names
    return [*map(str, range(1, len(names) + 1))], names


def _relations(header: Header, data: Data, n_people: int) -> list[Relation]:
    n_matrices = len(data.ties)
    labels = header.labels.get("matrices", [])
    kinds: list[str] = []
    for n in range(n_matrices):
        label = labels[n] if n < len(labels) else ""
        kind = label or str(n + 1)
        if n_matrices == 1 and (not label or label.isdigit()):
            kind = UNNAMED
        kinds.append(f"{kind} ({n + 1})" if kind in kinds else kind)
    first_column = n_people - _number_of(header, "columns") if header.is_two_mode else 0
    return [
        _relation(header, kind, ties, first_column)
        for kind, ties in zip(kinds, data.ties, strict=True)
        if len(ties.row)
    ]


def _relation(header: Header, kind: str, ties: Ties, first_column: int) -> Relation:
    is_without = bool(np.isnan(ties.value).all())
    return Relation(
        kind,
        ties.row,
        ties.column + first_column,
        is_directed=header.form not in HALVES,
        # Where a list has no value, it is 1.
        weight=None if is_without else np.nan_to_num(ties.value, nan=1.0),
        rows=ties.line,
    )


def _notes(header: Header, data: Data) -> list[Note]:
    counts = {"missing_cells": data.n_missing, "zeros": data.n_zeros}
    notes = [Note(f"ucinet.{name}", {"n": n}, is_odd=True) for name, n in counts.items() if n]
    if header.form == "fullmatrix" and header.is_two_mode and "n" in header.sizes:
        notes.append(Note("ucinet.other_columns", is_odd=True))
    if header.form == "fullmatrix" and not header.is_two_mode and "nr" in header.sizes:
        notes.append(Note("ucinet.square", {"n": header.sizes["nr"]}, is_odd=True))
    if header.form not in MATRICES and header.embedded:
        for whose in ("rows", "columns") if header.is_two_mode else ("rows",):
            n_said, n_found = header.size(whose), _number_of(header, whose)
            if n_said is not None and n_said > n_found:
                filled_in = {"n": n_said - n_found, "said": n_said}
                notes.append(Note("ucinet.without_label", filled_in, is_odd=True))
    return notes
