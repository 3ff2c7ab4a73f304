"""Names the factors of a sweep in plain words, with their units."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAliasType, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from diffusion.i18n.words import Words, catalogue
from diffusion.plotting.sweeps.facts import declared_name, path_of
from diffusion.results.labels import ARTISANS, HAMLETS, PIECES, RUPIAH
from diffusion.scenario.community import CommunityFile
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.sweeps.read import Sweep

ROOTS: Mapping[str, type[BaseModel]] = {
    "parameters": ParameterSet,
    "community": CommunityFile,
    "programme": Programme,
}
"""What the paths of a design lead into, by their first word."""

_LISTS = ("activity", "channel")
"""What lies in these lists is called by a name, number or *."""

_UNITS = {
    "number": ARTISANS,
    "first_adopters_drawn": ARTISANS,
    "minimum_members": ARTISANS,
    "places": ARTISANS,
    "minimum_places": ARTISANS,
    "hamlets": HAMLETS,
    "household_size": "persons",
    "pieces_per_month": PIECES,
    "person_days": "days",
    "taper": "months",
    "loan_months": "months",
    "interest": "basis_points",
    "spontaneous": "per month",
    "social": "per month",
    "verbal": "per month",
    "closing_rate": "per month",
    "reopening_rate": "per month",
    "exit_hazard": "per month",
    "forgetting": "per month",
    "learning_by_doing": "per month",
    "peer_learning": "per month",
    "buyer_feedback": "per month",
}
"""Units that neither the description of a setting nor its name nor its range tells."""

_SAID = (
    ("rupiah", RUPIAH),
    ("pieces", PIECES),
    ("per month", "per month"),
    ("a month,", "per month"),
    ("rate ", "per month"),
)
"""Units that descriptions of settings name, the first that is found."""


def words(sweep: Sweep, factor: str, say: Words) -> str:
    """Name a factor in plain words: as its design names it, or what its path leads to."""
    if factor == "budget":
        return say("drawn.swept_budget")
    path = path_of(sweep, factor)
    keys = path.split(".")
    given = declared_name(sweep, factor)
    if given not in (None, keys[-1], "_".join(keys[-2:])):
        return factor.replace("_", " ")
    return name_of(path, say)


def name_of(path: str, say: Words) -> str:
    """Name what a path leads to."""
    root, *keys = path.split(".")
    if keys[:1] == ["modules"] and len(keys) == 2:
        return say("drawn.module_on", module=say.name("module", keys[1]))
    place = next((n for n, key in enumerate(keys) if key in _LISTS and len(keys) > n + 2), None)
    if place is None:
        return _called([root, *keys], say)
    who, what = keys[place + 1], _called([keys[place], *keys[place + 2 :]], say)
    if keys[place] == "activity" and who == "*":
        return say("drawn.every_activity", what=what)
    if keys[place] == "activity":
        called = say("drawn.numbered", n=who) if who.isdigit() else say.name("tactic", who)
    else:
        called = who.replace("_", " ")
    return say("drawn.of_activity", activity=called, what=what)


def unit_of_path(path: str) -> str:
    """Tell the unit of what a path leads to, by its key in the catalogue; "" for none."""
    key = path.rsplit(".", maxsplit=1)[-1]
    if key in _UNITS:
        return _UNITS[key]
    if key.endswith("km"):
        return "km"
    if key.endswith("_months"):
        return "months"
    if key.endswith("month"):
        return "month"
    field = _field_at(path)
    if field is None:
        return ""
    said = field.description or ""
    if unit := next((unit for words_of, unit in _SAID if words_of in said), ""):
        return unit
    return "level" if _is_share(field) else ""


def _called(keys: list[str], say: Words) -> str:
    """Name by the last two words of a path, by the last, or in these words themselves."""
    both = "_".join(keys[-2:])
    name = next((one for one in (both, keys[-1]) if f"factor.{one}" in catalogue()), None)
    return ", ".join(keys[-2:]).replace("_", " ") if name is None else say(f"factor.{name}")


def _field_at(path: str) -> FieldInfo | None:
    """Find the declaration of what a path leads to."""
    root, *keys = path.split(".")
    models: list[type[BaseModel]] = [ROOTS[root]] if root in ROOTS else []
    field, is_name = None, False
    for key in keys:
        if is_name:
            is_name = False
            continue
        field = next((m.model_fields[key] for m in models if key in m.model_fields), None)
        if field is None:
            return None
        models, is_name = [*models_in(field.annotation)], key in _LISTS
    return field


def models_in(kind: Any) -> Iterator[type[BaseModel]]:
    """Give the declarations that a type is made of."""
    if isinstance(kind, TypeAliasType):
        kind = kind.__value__
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from models_in(part)


def _is_share(field: FieldInfo) -> bool:
    """Tell whether a setting is a number from 0 to 1."""
    known = [*field.metadata, *(m for part in get_args(field.annotation) for m in _bounds(part))]
    low = {getattr(one, name, None) for one in known for name in ("ge", "gt")} - {None}
    high = {getattr(one, name, None) for one in known for name in ("le", "lt")} - {None}
    return low == {0} and high == {1}


def _bounds(kind: Any) -> Iterator[Any]:
    for part in getattr(kind, "__metadata__", ()):
        yield from getattr(part, "metadata", ())
