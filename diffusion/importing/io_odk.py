"""Reads exports of ODK Central and of Briefcase: a CSV file of the form, and one for each group."""

from os import PathLike

from diffusion.errors import InputError
from diffusion.importing.keyed_tables import KEY, PARENT_KEY, headings_in, read_joined
from diffusion.importing.tables import Tables

FORMAT = "ODK Central"
SUFFIXES = (".zip", ".csv")

_ITS_OWN = ({KEY, "SubmitterID"}, {KEY, PARENT_KEY}, {KEY, "meta-instanceID"}, {KEY, "instanceID"})
"""Headings of tables of ODK: all of one set show that a table is of it."""


def recognises(path: str | PathLike[str]) -> bool:
    """Tell whether tables have the keys that ODK gives."""
    try:
        return any(own <= names for names in headings_in(path) for own in _ITS_OWN)
    except InputError:
        return False


def read(path: str | PathLike[str]) -> Tables:
    """Read an export: packed, unpacked in a folder, or the CSV file of the form.

    Raises
    ------
    InputError
        If it is none, or the table of a repeated group is not there.
    """
    return read_joined(path, FORMAT, mark="-")
