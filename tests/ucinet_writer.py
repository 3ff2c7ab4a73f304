"""Writes the pair of files of UCINET 6, as those who read such files describe them."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike


def write_pair(
    file: Path,
    matrices: ArrayLike,
    *,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    kinds: Sequence[str] = (),
    version: bytes = b"V6404",
    title: bytes = b"",
) -> None:
    """Write FILE.##h and FILE.##d of one matrix or several, with the labels that are given."""
    values = np.asarray(matrices, "<f4")
    shape = values.shape[::-1]  # columns, rows, matrices
    is_wide = version == b"V6404"
    parts = [struct.pack("<B", len(version)), version, struct.pack("<5H", 26, 11, 28, 6, 3)]
    parts += [struct.pack("<BH", 7, len(shape))]
    parts += [struct.pack("<I" if is_wide else "<H", one) for one in shape]
    parts += [struct.pack("<B", len(title)), title]
    labels = (columns, rows, kinds)[: len(shape)]
    parts += [struct.pack("<B", bool(one)) for one in labels]
    for label in (one for of_dimension in labels for one in of_dimension):
        letters = label.encode("utf-16-le" if is_wide else "cp1252")
        parts += [struct.pack("<H", len(letters)), letters]
    file.with_name(f"{file.name}.##h").write_bytes(b"".join(parts))
    file.with_name(f"{file.name}.##d").write_bytes(values.tobytes())
