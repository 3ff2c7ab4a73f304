"""Reads the file or the files of a survey or a network, or takes what is no file."""

from collections.abc import Mapping
from dataclasses import replace
from os import PathLike

from diffusion.errors import InputError, Problem
from diffusion.importing.network import Network
from diffusion.importing.objects import is_matrix, network_of, tables_of
from diffusion.importing.tables import Sheet, Tables

_OF_PAJEK = (".clu", ".vec")
"""Ends of names of files that belong to a network of Pajek."""


def paths_of(path: object) -> list[str | PathLike[str]]:
    """Names of the files that are read; none for what is no file."""
    if isinstance(path, str | PathLike):
        return [path]
    if isinstance(path, list | tuple) and all(isinstance(one, str | PathLike) for one in path):
        return [*path]
    return []


def _as_table(path: str | PathLike[str]) -> str | None:
    """Let a long list of ties, which alone is read as a network, be a table beside others."""
    from diffusion.importing import formats

    return "csv" if formats.format_of(path).name == "ties" else None


def read_files(path: object, format: str | None, options: Mapping[str, str]) -> Tables | Network:  # noqa: A002
    """Read files, or take what is no file."""
    from diffusion.importing import formats

    paths = paths_of(path)
    if not paths:
        if hasattr(path, "columns") and not is_matrix(path):
            return tables_of(path)
        return network_of(path)
    if len(paths) == 1:
        return formats.read(paths[0], format=format, **options)
    if all(str(one).lower().endswith(_OF_PAJEK) for one in paths[1:]):
        return formats.read(paths[0], format=format or "pajek", beside=paths[1:], **options)
    read = [formats.read(one, format=format or _as_table(one), **options) for one in paths]
    tables = [one for one in read if isinstance(one, Tables)]
    if len(tables) < len(read):
        expected = "tables, where several files are read together"
        at = next(one for one in read if isinstance(one, Network))
        raise InputError(Problem(at.place, "", expected, f"a network, {at.format}"))
    sheets: list[Sheet] = []
    for one in tables:
        taken = {sheet.name for sheet in sheets}
        for sheet in one.sheets:
            name = sheet.name if sheet.name not in taken else f"{one.place} {sheet.name}"
            sheets.append(replace(sheet, name=name))
    return Tables(
        ", ".join(one.place for one in tables),
        ", ".join(dict.fromkeys(one.format for one in tables)),
        tuple(sheets),
        tuple(note for one in tables for note in one.notes),
    )
