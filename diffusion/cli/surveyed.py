"""Reads what was observed in one folder or in several, for commands about villages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.errors import InputError, Problem, one_of

if TYPE_CHECKING:
    from diffusion.data.adoption_data import AdoptionData
    from diffusion.scenario.community import Community


def folder_of(model: str) -> Path:
    """Find the folder of a community that has been read."""
    from diffusion.catalogue.load import library_root

    return Path(model) if Path(model).is_dir() else library_root() / model


@dataclass(frozen=True)
class Surveyed:
    """What was observed, and by which columns.

    Attributes
    ----------
    data : AdoptionData
    by : str
        Column of villages.
    covariates : mapping of str to array
    composites : mapping
    eligible : str or None
    innovations : tuple of str
    origin : mapping
        For provenance.
    """

    data: "AdoptionData"
    by: str
    covariates: Mapping[str, Any]
    composites: Mapping[str, Mapping[str, int]]
    eligible: str | None
    innovations: tuple[str, ...]
    origin: Mapping[str, Any]


def surveyed(
    models: Sequence[str],
    *,
    by: str | None = None,
    innovation: Sequence[str] = (),
    covariates: Sequence[str] = (),
) -> Surveyed:
    """Read one folder with several villages, or several folders with a village each.

    fit.toml and people.csv are read as `diffusion fit` reads them; fit.toml of the first folder
    counts for all.

    Raises
    ------
    InputError
        If nothing was observed, or something is asked that there is not.
    """
    from diffusion.catalogue.load import load
    from diffusion.data.joined import VILLAGE, joined
    from diffusion.fitting.settings import covariates_of, read_settings, with_people
    from diffusion.util.provenance import versions

    communities = [load(model) for model in models]
    names = [one.name for one in communities]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise InputError(Problem("FOLDER", "", "each folder once", f"{twice} more than once"))
    places = {
        one.name: with_people(observed_in(one), folder_of(model))
        for one, model in zip(communities, models, strict=True)
    }
    settings = read_settings(folder_of(models[0]))
    is_one = len(places) == 1
    data = places[names[0]] if is_one else joined(places)
    asked = {"by": by or (settings.by if is_one else VILLAGE)}
    settings = settings.model_copy(
        update=asked | ({"covariates": tuple(covariates)} if covariates else {})
    )
    if settings.by not in data.columns:
        raise InputError(Problem("--by", "", one_of([*data.columns], settings.by), settings.by))
    known = tuple(data.adoption)
    if wrong := [name for name in innovation if name not in known]:
        raise InputError(Problem("--innovation", "", one_of(known, name), name) for name in wrong)
    return Surveyed(
        data, settings.by, covariates_of(data, settings), settings.composites, settings.eligible,
        tuple(innovation) or known,
        {
            "communities": names,
            "files": {one.name: dict(one.hashes) for one in communities},
            "versions": versions(),
        },
    )  # fmt: skip


def observed_in(community: "Community") -> "AdoptionData":
    """Take what was observed in a community.

    Raises
    ------
    InputError
        If nothing was.
    """
    data = community.observed
    if data is None or not data.adoption:
        expected = "[observed] in community.toml, with a file of who adopted when"
        raise InputError(Problem(community.name, "", expected, "none"))
    return data
