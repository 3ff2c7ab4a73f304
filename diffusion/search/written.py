"""Writes a space as a file that a person can change."""

from pathlib import Path

from diffusion.errors import as_written
from diffusion.search.pieces import Option
from diffusion.search.space import Space
from diffusion.search.space_file import Piece, SpaceFile
from diffusion.util.atomic import whole_file
from diffusion.util.formats import rupiah


def space_text(space: Space, file: SpaceFile) -> str:
    """Write a space as TOML, with the tactic and the price of each activity beside it."""
    lines = [
        f"title = {as_written(file.title)}",
        f"like = {as_written(file.like)}  # its withdrawal, handover and latest month",
        "",
        "# Each activity that may be held: dates from 0 (left out) to so many, the first of them",
        "# in these months (from 0), so many months from one to the next. Take out what shall not",
        "# be thought of, and narrow the bounds to what is possible.",
    ]
    for piece, option in zip(file.activity, space.options, strict=True):
        lines += ["", *_piece_lines(piece, option)]
    return "\n".join(lines) + "\n"


def _piece_lines(piece: Piece, option: Option) -> list[str]:
    activity = option.activity
    price = rupiah(activity.cost_fixed + activity.person_days * option.day_price)
    seat = f", and {rupiah(activity.cost_of_place)} a place" if activity.cost_of_place else ""
    lines = ["[[activity]]", f"# {activity.tactic}: {price} a date in each hamlet{seat}"]
    for key in Piece.model_fields:
        value = getattr(piece, key)
        if value is not None and value != ():
            text = _list(value) if isinstance(value, tuple) else as_written(value)
            lines.append(f"{key} = {text}")
    return lines


def _list(values: tuple[object, ...]) -> str:
    return f"[{', '.join(as_written(one) for one in values)}]"


def write_space_file(space: Space, file: SpaceFile, path: Path) -> None:
    """Write a space to a new file.

    Raises
    ------
    InputError
        If there is a file already, or it cannot be written.
    """
    with whole_file(path) as draft:
        draft.write_text(space_text(space, file), encoding="utf-8")
