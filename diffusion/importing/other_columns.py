"""Says what the columns are that tell neither who somebody is nor whom he or she names."""

from diffusion.errors import InputError, Problem, as_written
from diffusion.importing.adoptions import adoption_chosen, periods_chosen
from diffusion.importing.choices import Choices
from diffusion.importing.columns import is_group, is_meta, trait_of
from diffusion.importing.gathered import Gathered
from diffusion.importing.network import Network


def columns_chosen(network: Network, choices: Choices, gathered: Gathered) -> Choices:
    """Say what the other columns are: times of adoption, traits of the model, groups."""
    ties = {name for one in choices.ties or () for name in one.alter}
    people = choices.people
    own = {*people.id, *filter(None, (people.name, people.hamlet))} | ties
    free = [n for n, c in network.columns.items() if n not in own and not is_meta(c)]
    adoption = adoption_chosen(network.columns, free, choices, gathered)
    used = {
        getattr(one, field)
        for one in adoption
        for field in ("time", "given_up", "adopted", "in_use")
    }
    choices = choices.model_copy(
        update={"adoption": adoption, "periods": periods_chosen(network.columns, choices, gathered)}
    )
    free = [name for name in free if name not in used and name != choices.periods.asked]
    traits = dict(people.traits)
    for name in free:
        trait = trait_of(network.columns[name])
        if trait is not None and trait not in traits and name not in traits.values():
            traits[trait] = name
            if trait != name:
                gathered.note("import_columns.trait", column=name, trait=trait)
    free = [name for name in free if name not in traits.values()]
    groups = people.groups
    if groups is None:
        groups = tuple(name for name in free if is_group(network.columns[name]))
        if groups:
            gathered.note("import_columns.groups", columns=[*groups])
    missing = [name for name in (*groups, *traits.values()) if name not in network.columns]
    if missing:
        expected = "a column of the file"
        raise InputError(
            Problem(network.place, "people", expected, as_written(name)) for name in missing
        )
    if unused := [name for name in free if name not in groups]:
        gathered.note("import_columns.unused", columns=unused)
    people = people.model_copy(update={"traits": traits, "groups": groups})
    return choices.model_copy(update={"people": people})
