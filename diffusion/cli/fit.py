"""The command `diffusion fit`: a law fitted to who adopted when, with what statistics say."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diffusion.cli.mistakes import Mistakes
from diffusion.cli.options import (
    COLUMN,
    COLUMN_OPTION,
    LANG,
    LANGUAGE,
    SEED,
    AsJson,
    Columns,
    Covariates,
    Folder,
    Innovation,
    Language,
    Model,
    Replace,
    Seed,
    whole_number,
)
from diffusion.cli.surveyed import folder_of, observed_in
from diffusion.cli.typed import asked as asked_in
from diffusion.cli.typed import quoted
from diffusion.errors import check_ranges
from diffusion.reporting.terminal import note, print_json

if TYPE_CHECKING:
    from diffusion.fitting.law import Law
    from diffusion.fitting.settings import FitSettings
    from diffusion.fitting.villages import Village
    from diffusion.fitting.whole import Whole
    from diffusion.i18n.words import Words
    from diffusion.scenario.community import Community

N_RESAMPLES, N_SHUFFLED, N_POINTS = 199, 99, 100
"""The same as in `diffusion.fitting`, which is too heavy to import for it."""


def fit(
    context: typer.Context,
    model: Model,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="COLUMN", help="Column that names the village; hamlet."),
    ] = None,
    innovation: Innovation = None,
    law: Annotated[
        str | None,
        typer.Option(
            "--law",
            metavar="LAW",
            help="The model's own form (gates), or logit, cloglog, composites.",
        ),
    ] = None,
    exposure: Annotated[
        str | None,
        typer.Option(
            "--exposure",
            metavar="NAME",
            help="What a person sees: share, alters, undirected, equivalent, recent, hill, "
            "grouped or none.",
        ),
    ] = None,
    time: Annotated[
        str | None,
        typer.Option(
            "--time",
            metavar="TIME",
            help="A number for each period (periods), a line in its logarithm (log), none, or a "
            "file of the folder with columns period and amount.",
        ),
    ] = None,
    covariate: Covariates = None,
    one_village: Annotated[
        bool, typer.Option("--one-village", help="Leave out effects of villages.")
    ] = False,
    resampled: Annotated[
        int,
        typer.Option(
            "--resampled",
            metavar="N",
            parser=whole_number("--resampled", stand_in=N_RESAMPLES),
            help="Times that villages are drawn anew, for an interval; 0 for none.",
        ),
    ] = N_RESAMPLES,
    shuffled: Annotated[
        int,
        typer.Option(
            "--shuffled",
            metavar="N",
            parser=whole_number("--shuffled", stand_in=N_SHUFFLED),
            help="Networks shuffled within villages, for the network test; 0 for none.",
        ),
    ] = N_SHUFFLED,
    known_to: Annotated[
        int,
        typer.Option(
            "--known-to",
            metavar="K",
            parser=whole_number("--known-to", stand_in=1),
            help="With -o: periods after which the fit, as a model, goes on by itself.",
        ),
    ] = 1,
    points: Annotated[
        int,
        typer.Option(
            "--points",
            metavar="M",
            parser=whole_number("--points", stand_in=N_POINTS),
            help="With -o: draws of the numbers, for --ensemble of run and compare.",
        ),
    ] = N_POINTS,
    random_seed: Seed = SEED,
    output: Folder = None,
    replace: Replace = False,
    column: Columns = COLUMN,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Fit a law to who adopted when; show the effect of exposure as controls are added.

    In the community's folder fit.toml may say the same as the options, and name composites;
    people.csv may have more columns of people, and influence.csv what came from outside.
    """
    from diffusion.fitting.whole import fit_all
    from diffusion.i18n.words import words_of
    from diffusion.plotting.column import width_of
    from diffusion.reporting.console.fitted import print_fitted
    from diffusion.util.atomic import check_folder

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    if output is not None:
        mistakes.of(lambda: check_folder(output, replace=replace))
    mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
    mistakes.of(
        lambda: check_ranges(
            ("--resampled", resampled, 0, 10_000),
            ("--shuffled", shuffled, 0, 10_000),
            ("--points", points, 1, 100_000),
        )
    )
    asked = {"by": by, "law": law, "exposure": exposure, "time": time}
    asked_for: dict[str, Any] = {name: said for name, said in asked.items() if said is not None}
    if covariate:
        asked_for["covariates"] = tuple(covariate)
    read = mistakes.of(lambda: _read(model, asked_for, innovation, is_one=one_village))
    if read is not None:
        n_periods = read[2][0].n_periods
        mistakes.of(lambda: check_ranges(("--known-to", known_to, 1, n_periods)))
    mistakes.refuse()
    assert read is not None
    community, settings, villages, chosen = read
    whole = fit_all(
        villages, chosen, n_resamples=resampled, n_shuffled=shuffled, random_seed=random_seed,
        choices=settings.model_dump() | {"random_seed": random_seed},
    )  # fmt: skip
    if json:
        print_json(whole.told())
    else:
        print_fitted(whole, say)
    if output is not None:
        saved = {"replace": replace, "language": lang, "column": column}
        model_asked = {"known_to": known_to, "n_points": points, "random_seed": random_seed}
        _save(whole, community, villages, output, say, saved=saved, model=model_asked)


def _read(
    model: str, asked: dict[str, Any], innovation: str | None, *, is_one: bool
) -> "tuple[Community, FitSettings, tuple[Village, ...], Law]":
    """Read a community, and how it is to be fitted; options count before fit.toml.

    Raises
    ------
    InputError
        If nothing was observed, or something is asked that there is not.
    """
    from diffusion.catalogue.load import load
    from diffusion.fitting.law import EXPOSURES, LAWS, TIMES, Law
    from diffusion.fitting.settings import (
        SERIES,
        covariates_of,
        read_influence,
        read_settings,
        with_people,
    )
    from diffusion.fitting.villages import villages_of
    from diffusion.measures.given import option

    known = {"law": LAWS, "exposure": EXPOSURES}
    if not str(asked.get("time", "")).endswith(SERIES):
        known["time"] = TIMES
    for name, allowed in known.items():
        if name in asked:
            option(f"--{name}", allowed, asked[name])
    community = load(model)
    data, folder = observed_in(community), folder_of(model)
    settings = read_settings(folder).model_copy(update=asked)
    data, is_series = with_people(data, folder), settings.time.endswith(SERIES)
    option("--by", tuple(data.columns), settings.by)
    villages = villages_of(
        data,
        settings.by,
        innovations=innovation or community.observed_innovation,
        covariates=covariates_of(data, settings),
        eligible=settings.eligible,
        influence=read_influence(
            data, folder, settings.by, time=settings.time if is_series else None
        ),
    )
    default = "grouped" if settings.law == "gates" else "alters"
    time = "none" if is_series else settings.time
    law = Law(settings.law, settings.exposure or default, time, settings.composites, not is_one)
    return community, settings, villages, law


def _save(
    whole: "Whole",
    community: "Community",
    villages: "tuple[Village, ...]",
    output: Path,
    say: "Words",
    *,
    saved: dict[str, Any],
    model: dict[str, Any],
) -> None:
    """Write what was found, and the fit as a community to run, or say why it is none."""
    from diffusion.fitting.as_model import model_files, why_not
    from diffusion.reporting.fitted import MODEL, save_fitted
    from diffusion.util.provenance import versions

    why, files = why_not(whole.fit, villages), None
    if why is None:
        files = model_files(
            whole.fit, villages, title=community.file.title, language=say.language, **model
        )
    origin = {"community": community.name, "files": dict(community.hashes)}
    save_fitted(whole, output, origin | {"versions": versions()}, model=files, **saved)
    note(say("told.written", place=output))
    if why is not None:
        note(say("fit_line.no_model", why=say(f"fit_no_model.{why.word}")))
        return
    place, k = quoted(output / MODEL), model["known_to"]
    note(say("fit_line.as_model", place=output / MODEL, k=k))
    later = max(1, villages[0].n_periods - k)
    line = f"diffusion run {place} -p none --ensemble {place} --months {later}"
    note(f"  {line}{asked_in(say)}", soft_wrap=True)
