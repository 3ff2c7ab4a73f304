"""Does something with a community at each point of an ensemble."""

from collections.abc import Callable, Sequence
from typing import Any

from diffusion.calibration.ensemble import Points
from diffusion.catalogue.overrides import community_with
from diffusion.errors import InputError
from diffusion.scenario.community import Community


def at_points(
    community: Community,
    programmes: Sequence[str],
    parameters: str,
    points: Points,
    *,
    settings: dict[str, Any],
    each: Callable[[Community, Any, str], Any],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Any], list[int]]:
    """Do something with a community at each point; settings of a person's own come last.

    Returns
    -------
    list, list of int
        What came of it, and the numbers of the points at which it could be done.

    Raises
    ------
    InputError
        If it can be done at no point; the first reason.
    """
    done, places, first = [], [], None
    for place, one in enumerate(points.settings):
        if progress is not None:
            progress(place, len(points))
        try:
            here = community_with(
                community, programmes, parameters, {**one, **settings}, place="--ensemble"
            )
            done.append(each(*here))
        except InputError as error:
            first = first or error
            continue
        places.append(place)
    if progress is not None:
        progress(len(points), len(points))
    if first is not None and not done:
        raise first
    return done, places
