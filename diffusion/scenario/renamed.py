"""Names that people's files had before, and what they are called since."""

import warnings
from collections.abc import Mapping
from typing import Any

from diffusion.errors import RenamedWarning

RENAMED = {
    "community.paguyuban": "community.association",
    "community.modules.group": "community.modules.association",
    "parameters.group": "parameters.association",
    "outcomes.ever_tried": "outcomes.ever_adopted",
}
"""Dotted path of version 0.1.0, and the path since. Files and settings with the old one are read,
and a warning says the new one."""


def new_path(path: str, *, place: str, root: str = "") -> str:
    """Give the path that is meant by one of a person's settings; warn if it has an old name.

    Parameters
    ----------
    path
        Dotted.
    place
        What the warning names as the place of the path: a file, or an option.
    root
        Where the path begins, with a dot at the end, if it does not say so itself.
    """
    whole = f"{root}{path}"
    for old, new in RENAMED.items():
        if whole.startswith(old) and (whole == old or whole[len(old)] == "."):
            found = f"{new}{whole.removeprefix(old)}".removeprefix(root)
            _warn(place, {path: found})
            return found
    return path


def with_new_keys(data: Mapping[str, Any], *, root: str, place: str) -> dict[str, Any]:
    """Give the content of a file its new keys; warn of those that it has under an old name.

    Where the new key is there as well, the old one stays, and is no key that anybody knows.

    Parameters
    ----------
    data
        Tables in tables.
    root
        What kind of file it is, as paths call it: community or parameters.
    place
        The file.
    """
    whole: dict[str, Any] = dict(data)
    found: dict[str, str] = {}
    for old, new in RENAMED.items():
        kind, *steps = old.split(".")
        if kind == root and _rename(whole, steps, new.rsplit(".", maxsplit=1)[-1]):
            found[".".join(steps)] = new.partition(".")[2]
    if found:
        _warn(place, found)
    return whole


def _rename(table: dict[str, Any], steps: list[str], name: str) -> bool:
    """Give the last step of a path another name, at its place; tell whether it was there."""
    step, *rest = steps
    inner = table.get(step)
    if rest:
        if not isinstance(inner, dict):
            return False
        table[step] = dict(inner)
        return _rename(table[step], rest, name)
    if step not in table or name in table:
        return False
    items = [(name if key == step else key, value) for key, value in table.items()]
    table.clear()
    table.update(items)
    return True


def _warn(place: str, names: Mapping[str, str]) -> None:
    told = ", ".join(f"{old} is called {new} now" for old, new in names.items())
    warnings.warn(RenamedWarning(f"{place}: {told}"), stacklevel=3)
