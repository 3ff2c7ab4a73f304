"""The command `diffusion measure`: the field's measures of an adoption, observed or simulated."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diffusion.cli.mistakes import Mistakes, community_asked
from diffusion.cli.options import (
    COLUMN,
    COLUMN_OPTION,
    LANG,
    LANGUAGE,
    MONTHS,
    PARAMETERS,
    SEED,
    AsJson,
    Columns,
    Folder,
    Innovation,
    Language,
    Model,
    Months,
    ParameterSet,
    Replace,
    Seed,
    whole_number,
)
from diffusion.errors import InputError, Problem, as_written, check_ranges, one_of
from diffusion.reporting.terminal import Waiting, note, out, print_json

if TYPE_CHECKING:
    from diffusion.data.adoption_data import AdoptionData
    from diffusion.i18n.words import Words
    from diffusion.measures.everything import Measured
    from diffusion.scenario.community import Community

REWIRED = 199
"""The same as in `diffusion.measures.structure_test`, which is too heavy to import for it."""

_MOST_DRAWN = 2_000
"""People whose network is laid out; of more it has no picture that could be read."""


def measure(
    context: typer.Context,
    model: Model,
    programme: Annotated[
        str | None,
        typer.Option(
            "-p",
            "--programme",
            metavar="PROGRAMME",
            help="Measure a simulated history of this programme; without it, what was observed.",
        ),
    ] = None,
    innovation: Innovation = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Only ties of this kind; may be repeated."),
    ] = None,
    direction: Annotated[
        str,
        typer.Option(
            "--direction",
            metavar="WAY",
            help="Look along ties (outgoing), against them (incoming) or both ways (undirected).",
        ),
    ] = "outgoing",
    valued: Annotated[
        bool, typer.Option("--valued", help="Count ties by their strength, not each alike.")
    ] = False,
    users: Annotated[
        str,
        typer.Option(
            "--users",
            metavar="WHO",
            help="Exposure to those who use it in the period (current), or ever did (ever).",
        ),
    ] = "current",
    near: Annotated[
        int,
        typer.Option(
            "--near",
            metavar="K",
            parser=whole_number("--near", stand_in=1),
            help="Periods before and after an adoption that infectiousness and susceptibility "
            "look at.",
        ),
    ] = 1,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="COLUMN",
            help="Divide people, as by hamlet: the time to half; in the test of structure, ties "
            "within groups stay there.",
        ),
    ] = None,
    rewired: Annotated[
        int,
        typer.Option(
            "--rewired",
            metavar="N",
            parser=whole_number("--rewired", stand_in=REWIRED),
            help="Networks with ties drawn anew, for the test of structure; 0 for none.",
        ),
    ] = REWIRED,
    parameters: ParameterSet = PARAMETERS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    replicate: Annotated[
        int,
        typer.Option(
            "--first-replicate",
            metavar="R",
            parser=whole_number("--first-replicate", stand_in=0),
            help="Number of the simulated history.",
        ),
    ] = 0,
    output: Folder = None,
    replace: Replace = False,
    column: Columns = COLUMN,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Measure who adopted when: counts, hazard, thresholds, exposure, categories, influence.

    Without -p what was observed in the community's folder is measured, with it one simulated
    history. -o writes tables of all people and figures.
    """
    from diffusion.i18n.words import words_of
    from diffusion.measures.everything import measure_all
    from diffusion.measures.given import DIRECTIONS, USERS, option
    from diffusion.plotting.column import width_of
    from diffusion.reporting.console.measured import print_measured
    from diffusion.reporting.measured import save_measured, tell_measured
    from diffusion.util.atomic import check_folder

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    if output is not None:
        mistakes.of(lambda: check_folder(output, replace=replace))
    mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
    mistakes.of(lambda: option("--direction", DIRECTIONS, direction))
    mistakes.of(lambda: option("--users", USERS, users))
    mistakes.of(lambda: check_ranges(("--near", near, 1, 1_000), ("--rewired", rewired, 0, 10_000)))
    asked = [programme] if programme is not None else []
    community = community_asked(
        mistakes, model, programmes=asked, parameters=parameters, months=months,
        random_seed=random_seed, first_replicate=replicate, runs=1,
        by=[by] if programme is not None and by is not None else (),
    )  # fmt: skip
    if programme is None:
        data, origin = _observed(community)
        innovation = innovation or community.observed_innovation
    else:
        data, origin = _simulated(
            community, programme, say, parameters=parameters, n_months=months,
            random_seed=random_seed, first_replicate=replicate,
        )  # fmt: skip
    unknown = [one for one in [innovation] if one is not None and one not in data.adoption]
    mistakes.of(lambda: _refuse("--innovation", tuple(data.adoption), unknown))
    kinds = mistakes.of(lambda: _kinds(data, kind or ()))
    column_of_groups = mistakes.of(lambda: _column(data, by))
    mistakes.refuse()
    measured = measure_all(
        data, innovation=innovation, kinds=kinds or (), direction=direction, valued=valued,
        users=users, K=near, by=column_of_groups, n_rewired=rewired, random_seed=random_seed,
    )  # fmt: skip
    if json:
        print_json(tell_measured(measured, origin))
    else:
        print_measured(measured, say)
        if programme is not None:
            out.print(
                say(
                    "measured_line.simulated",
                    programme=say.strategy(programme),
                    random_seed=random_seed,
                )
            )
    if output is not None:
        places = _places(measured)
        save_measured(
            measured, output, places, origin, replace=replace, language=lang, column=column
        )
        note(say("told.written", place=output))


def _observed(community: "Community") -> "tuple[AdoptionData, dict[str, Any]]":
    """Take what was observed of a community, and say where it is from.

    Raises
    ------
    InputError
        If nothing was.
    """
    from diffusion.util.provenance import versions

    observed = community.observed
    if observed is None or not observed.adoption:
        expected = "[observed] in community.toml, or -p PROGRAMME for a simulated history"
        raise InputError(Problem(community.name, "", expected, "neither"))
    origin = {"community": community.name, "files": dict(community.hashes)}
    return observed, origin | {"versions": versions()}


def _simulated(
    community: "Community", programme: str, say: "Words", **options: Any
) -> "tuple[AdoptionData, dict[str, Any]]":
    """Simulate one history; give it as if it had been observed, and say where it is from."""
    with Waiting(say) as waiting:
        from diffusion.ensembles.simulate import simulate

        outcome = simulate(
            community, programme, n_runs=1, keep=("spells",), progress=waiting.show, **options
        )
    return outcome.to_adoption_data(0, community=community), dict(outcome.provenance)


def _column(data: "AdoptionData", name: str | None) -> str | None:
    """Find the column that is meant.

    Raises
    ------
    InputError
        If there is none of this name.
    """
    if name is None or name in data.columns:
        return name
    for known in data.columns:
        if known.casefold() == name.strip().casefold():
            return known
    _refuse("--by", tuple(data.columns), [name])
    return None


def _kinds(data: "AdoptionData", names: Sequence[str]) -> tuple[str, ...]:
    """Check kinds of ties.

    Raises
    ------
    InputError
        If there is none of a name.
    """
    _refuse("--kind", tuple(data.ties), [name for name in names if name not in data.ties])
    return tuple(names)


def _refuse(place: str, known: tuple[str, ...], wrong: Sequence[str]) -> None:
    """Refuse names that are none of those known, if there are any."""
    if wrong:
        raise InputError(
            Problem(place, "", one_of(known, name), as_written(name)) for name in wrong
        )


def _places(measured: "Measured") -> list[tuple[float, float]]:
    """Lay the network out for its picture; nothing for very many people."""
    import numpy as np

    from diffusion.page.layout import layout

    it = measured.it
    if it.n_people > _MOST_DRAWN:
        return []
    whole = it.matrix(*measured.choices["kinds"], valued=False).tocoo()
    pairs = np.unique(np.sort(np.column_stack(whole.coords), axis=1), axis=0)
    return layout(it.n_people, [(int(ego), int(alter)) for ego, alter in pairs])
