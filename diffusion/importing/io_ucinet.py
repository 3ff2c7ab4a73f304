"""Reads the pair of binary files of UCINET: a header (.##h), and the numbers (.##d)."""

import struct
from os import PathLike
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem
from diffusion.importing.network import Network
from diffusion.importing.source import bytes_of
from diffusion.importing.ucinet_header import Header
from diffusion.importing.ucinet_matrices import Data, Ties
from diffusion.importing.ucinet_network import network_of

FORMAT = "UCINET"
SUFFIXES = (".##h", ".##d")

_SIZE_OF_DIMENSION = {b"V6404": 4, b"DATE:": 2}
"""How a header begins, and in how many bytes it writes a number of rows."""

_NO_VALUE = 1e37
"""Above this, a number means that there is no value."""


def read(path: str | PathLike[str]) -> Network:
    """Read a matrix, or several, of UCINET 6; the other file of the pair stands beside it.

    A header begins with V6404, or with DATE: in older versions: the day it was written, how many
    columns, rows and matrices there are, and their labels. The numbers are floats of 4 bytes, row
    by row. A row looks at its columns; a matrix with other labels for its columns, or another
    number of them, is a two-mode network. Numbers above 1e37 are no values.

    Raises
    ------
    InputError
        If a file of the pair is missing, or they do not fit together.
    """
    header_file, data_file = _pair(path)
    place, content = bytes_of(header_file)
    header = _Reader(place, content).header()
    data_place, numbers = bytes_of(data_file)
    n_rows, n_columns = header.size("rows") or 0, header.size("columns") or 0
    n_matrices = header.size("matrices") or 0
    n_bytes = 4 * n_rows * n_columns * n_matrices
    if len(numbers) != n_bytes:
        shape = f"{n_rows:,} rows, {n_columns:,} columns and {n_matrices:,} matrices"
        expected = f"{n_bytes:,} bytes, for the {shape} of {place}"
        raise InputError(Problem(data_place, "", expected, f"{len(numbers):,} bytes"))
    data = Data()
    for whole in np.frombuffer(numbers, "<f4").reshape(n_matrices, n_rows, n_columns):
        is_missing = np.isnan(whole) | (np.abs(whole) > _NO_VALUE)
        data.n_missing += int(is_missing.sum())
        row, column = np.nonzero((whole != 0) & ~is_missing)
        data.ties.append(Ties(row, column, _as_decimals(whole[row, column]), row + 1))
    return network_of(place, FORMAT, header=header, data=data, notes=())


def _as_decimals(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give floats of 4 bytes as the numbers that they stand for: 0.1 and not 0.10000000149."""
    different, which = np.unique(values, return_inverse=True)
    return np.array([float(str(one)) for one in different], np.float64)[which]


def _pair(path: str | PathLike[str]) -> tuple[Path, Path]:
    """Find the header and the numbers that belong together, whichever is named."""
    file = Path(path)
    if file.suffix.lower() not in SUFFIXES:
        return file, file.with_name(f"{file.name}.##d")
    other = {"h": "d", "d": "h", "H": "D", "D": "H"}[file.name[-1]]
    beside = file.with_name(file.name[:-1] + other)
    if file.exists() and not beside.exists():
        expected = f"{beside.name} beside it, as UCINET writes both"
        raise InputError(Problem(file.name, "", expected, "no such file"))
    return (file, beside) if other in "dD" else (beside, file)


class _Reader:
    """Goes through the bytes of a header."""

    def __init__(self, place: str, content: bytes) -> None:
        self.place = place
        self.content = content
        self.at = 0

    def header(self) -> Header:
        """Read sizes and labels.

        Raises
        ------
        InputError
            If it is no header of UCINET 6, or ends too early.
        """
        version = self._take(self._number(1))
        size = _SIZE_OF_DIMENSION.get(version)
        if size is None:
            expected = "a header of UCINET 6, which begins with V6404 or DATE:"
            raise InputError(Problem(self.place, "", expected, "another beginning"))
        self._take(4 * 2 + 2 + 1)  # day, what labels are, how numbers were kept before
        n_dimensions = self._number(2)
        if n_dimensions not in (2, 3):
            found = f"{n_dimensions:,} dimensions"
            raise InputError(Problem(self.place, "", "a matrix, or several", found))
        shape = [self._number(size) for _ in range(n_dimensions)]
        self._take(self._number(1))  # the title
        has_labels = [self._number(1) for _ in shape]
        header = Header()
        if 0 in shape:
            found = " x ".join(map(str, shape))
            raise InputError(Problem(self.place, "", "rows and columns", found))
        if shape[0] == shape[1]:
            header.sizes["n"] = shape[0]
        else:
            header.sizes |= {"nc": shape[0], "nr": shape[1]}
        header.sizes["nm"] = shape[2] if n_dimensions == 3 else 1
        for whose, n_all, has in zip(
            ("columns", "rows", "matrices"), shape, has_labels, strict=False
        ):
            if has:
                header.labels[whose] = [self._label(version) for _ in range(n_all)]
        return header

    def _take(self, n_bytes: int) -> bytes:
        taken = self.content[self.at : self.at + n_bytes]
        if len(taken) < n_bytes:
            found = f"its end after {len(self.content):,} bytes"
            raise InputError(Problem(self.place, "", "a whole header of UCINET", found))
        self.at += n_bytes
        return taken

    def _number(self, n_bytes: int) -> int:
        form = {1: "<B", 2: "<H", 4: "<I"}[n_bytes]
        number: int = struct.unpack(form, self._take(n_bytes))[0]
        return number

    def _label(self, version: bytes) -> str:
        """Read a label; each letter is of two bytes, in older versions of one."""
        letters = self._take(self._number(2))
        is_wide = len(letters) % 2 == 0 and (version == b"V6404" or not any(letters[1::2]))
        text = letters.decode("utf-16-le" if is_wide else "cp1252", errors="replace")
        return text.replace("\0", "").strip()
