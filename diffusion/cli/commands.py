"""The subcommands. Heavy libraries are imported where they are needed, so that help is quick."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.reporting.terminal import StoppedError, Waiting, note, out, print_json

app = typer.Typer(
    name="diffusion",
    help="Simulate how artisans take up, keep or drop an innovation, and compare programmes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Model = Annotated[
    str, typer.Argument(metavar="MODEL", help="A name that `diffusion models` lists, or a folder.")
]
Programmes = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        "--programme",
        metavar="PROGRAMME",
        help="A programme's name or file; may be repeated. Without it: all of the model.",
    ),
]
ParameterSet = Annotated[
    str, typer.Option("--parameters", metavar="SET", help="Which set of the model's numbers.")
]
Runs = Annotated[int, typer.Option("--runs", metavar="N", help="Simulated histories.")]
Months = Annotated[int, typer.Option("--months", metavar="T", help="Months of each history.")]
Seed = Annotated[
    int, typer.Option("--random-seed", metavar="S", help="The number that starts the draws.")
]
Budget = Annotated[
    int | None,
    typer.Option("--budget", metavar="RP", help="Scale each programme to so many rupiah."),
]
WithoutFacilitator = Annotated[
    bool,
    typer.Option(
        "--budget-without-facilitator",
        help="The budget pays for activities only, not for the organisation's days.",
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="DIR", help="New or empty folder for tables and figures."
    ),
]
Replace = Annotated[bool, typer.Option("--replace", help="Write over earlier results in DIR.")]
Language = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="id|en",
        help="Indonesian or English for what is printed and drawn; errors stay English.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]

# The same numbers as in `diffusion.simulate`, which is too heavy to import for them; a test
# compares them.
RUNS, MONTHS, SEED, PARAMETERS, MOST_RUNS = 200, 36, 1, "default", 2_000

LANGUAGE = "en"

POINTS_FAILED = 3
"""Exit status of a sweep some of whose points could not be run."""


@app.command()
def models(json: AsJson = False) -> None:
    """List the communities that come with the package."""
    from diffusion.catalogue.load import list_communities, load

    titles = {name: load(name).file.title for name in list_communities()}
    if json:
        print_json({"models": [{"name": n, "title": title} for n, title in titles.items()]})
        return
    for name, title in titles.items():
        out.print(f"{name}  {title}")


@app.command()
def check(model: Model, lang: Language = LANGUAGE, json: AsJson = False) -> None:
    """Read a model folder: say what was read, or every problem in it."""
    from diffusion.catalogue.load import load
    from diffusion.i18n.words import words_of
    from diffusion.reporting.console import print_community, resolved

    say = words_of(lang, place="--lang")
    community = load(model)
    with Waiting() as waiting:
        from diffusion.results.network import network_facts

        waiting.begin()
        network = network_facts(community)
    if json:
        print_json(resolved(community) | {"network": asdict(network)})
    else:
        print_community(community, network, say)


@app.command()
def schema(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="community, programme or parameters.")
    ],
    json: AsJson = False,
) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and check."""
    from diffusion.readers.model_folder import SCHEMAS, schema_of

    del json  # a schema is JSON already
    if kind not in SCHEMAS:
        raise InputError(Problem("schema", "", one_of(tuple(SCHEMAS), kind), as_written(kind)))
    print_json(schema_of(kind))


@app.command()
def run(
    model: Model,
    programme: Programmes = None,
    parameters: ParameterSet = PARAMETERS,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    first_replicate: Annotated[
        int, typer.Option("--first-replicate", metavar="R", help="Number of the first history.")
    ] = 0,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=VALUE",
            help="Put a value at a path, as parameters.decision.alpha=0.03; may be repeated.",
        ),
    ] = None,
    budget: Budget = None,
    budget_without_facilitator: WithoutFacilitator = False,
    ledger: Annotated[
        bool,
        typer.Option("--ledger", help="Also the money of the first history, month by month."),
    ] = False,
    output: Folder = None,
    replace: Replace = False,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Simulate programmes one by one, month by month."""
    from diffusion.catalogue.load import load, parameters_of, programme_of
    from diffusion.catalogue.overrides import Inputs, at_budget, read_settings, set_at
    from diffusion.i18n.words import words_of
    from diffusion.reporting.console import print_books, print_outcome
    from diffusion.util.atomic import check_folder

    say = words_of(lang, place="--lang")
    if output is not None:
        check_folder(output, replace=replace)
    community = load(model)
    chosen = [programme_of(community, name) for name in programme or community.programmes]
    inputs = Inputs(community, parameters_of(community, parameters), tuple(chosen))
    inputs = set_at(inputs, read_settings(settings or ()), place="--set")
    community = inputs.community
    if budget is not None:
        inputs = at_budget(inputs, budget, with_facilitator=not budget_without_facilitator)
    with Waiting() as waiting:
        from diffusion.ensembles.simulate import simulate

        outcomes = simulate(
            community,
            inputs.programmes,
            parameters=parameters if not settings else inputs.parameters,
            n_runs=runs,
            n_months=months,
            random_seed=random_seed,
            first_replicate=first_replicate,
            progress=waiting.show,
        )
    if json:
        from diffusion.reporting.export import tell_outcomes

        print_json(tell_outcomes(outcomes, with_books=ledger))
    else:
        for outcome in outcomes:
            print_outcome(community, outcome, parameters, say)
            if ledger:
                print_books(community, outcome, say)
    if output is not None:
        from diffusion.reporting.export import save_outcomes

        save_outcomes(outcomes, output, replace=replace, with_books=ledger)
        note(f"written to {output}")


@app.command()
def compare(
    model: Model,
    programme: Programmes = None,
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget",
            metavar="RP",
            help="Scale each programme to so many rupiah; LOW:HIGH:N for N budgets.",
        ),
    ] = None,
    budget_without_facilitator: WithoutFacilitator = False,
    at_month: Annotated[
        list[int] | None,
        typer.Option("--at-month", metavar="M", help="Compare at this month too; repeatable."),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision",
            metavar="HALF",
            help="Run until differences in adopters are known to plus or minus so many.",
        ),
    ] = None,
    most_runs: Annotated[
        int, typer.Option("--most-runs", metavar="N", help="Cap of the runs for --precision.")
    ] = MOST_RUNS,
    parameters: ParameterSet = PARAMETERS,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    output: Folder = None,
    replace: Replace = False,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Compare programmes: the same community, the same luck and, with a budget, the same rupiah.

    The first -p is the one that the others are compared with; without -p that is
    campaign_then_collaboration.
    """
    from diffusion.catalogue.load import load
    from diffusion.i18n.words import words_of
    from diffusion.reporting.console import print_comparison, print_frontier
    from diffusion.util.atomic import check_folder

    say = words_of(lang, place="--lang")
    if output is not None:
        check_folder(output, replace=replace)
    budgets = _budgets(budget)
    community = load(model)
    chosen: list[Any] | None = list(programme) if programme else None
    with Waiting() as waiting:
        from diffusion.comparison.compare import compare as compare_programmes
        from diffusion.comparison.frontier import frontier as compare_budgets

        options: dict[str, Any] = {
            "with_facilitator": not budget_without_facilitator,
            "parameters": parameters,
            "n_runs": runs,
            "n_months": months,
            "random_seed": random_seed,
            "at_months": at_month or (),
            "precision": precision,
            "most_runs": most_runs,
            "tell": lambda n: note(f"This precision will probably need {n:,} runs."),
            "progress": waiting.show,
        }
        if len(budgets) > 1:
            frontier = compare_budgets(community, chosen, budgets=budgets, **options)
        else:
            at_one = budgets[0] if budgets else None
            comparison = compare_programmes(community, chosen, budget=at_one, **options)
    if json:
        from diffusion.reporting.export import tell_comparison, tell_frontier

        print_json(tell_frontier(frontier) if len(budgets) > 1 else tell_comparison(comparison))
    elif len(budgets) > 1:
        print_frontier(frontier, say)
    else:
        print_comparison(comparison, say)
    if output is not None:
        from diffusion.reporting.export import save_comparison, save_frontier

        if len(budgets) > 1:
            save_frontier(frontier, output, replace=replace, language=lang)
        else:
            save_comparison(comparison, output, replace=replace, language=lang)
        note(f"written to {output}")


def _budgets(text: str | None) -> tuple[int, ...]:
    """Read --budget: one number of rupiah, or LOW:HIGH:N for N budgets evenly spread."""
    if text is None:
        return ()
    expected = "whole rupiah, 0 or more, or LOW:HIGH:N as 5_000_000:14_000_000:4"
    problem = InputError(Problem("--budget", "", expected, text))
    try:
        numbers = [int(part) for part in text.split(":")]
    except ValueError:
        raise problem from None
    if len(numbers) == 1 and numbers[0] >= 0:
        return (numbers[0],)
    if len(numbers) != 3 or not 0 <= numbers[0] < numbers[1] or not 2 <= numbers[2] <= 100:
        raise problem
    low, high, n = numbers
    return tuple(low + (high - low) * step // (n - 1) for step in range(n))


@app.command()
def sweep(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A design: sweep.toml.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help="New folder, or the one of this sweep to go on in.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would take, and run nothing.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="The smaller form that the design names.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", help="Only the first N points.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", help="Without it: as many as processors."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler, tcp://host:port."),
    ] = None,
    verify: Annotated[
        Path | None,
        typer.Option("--verify", metavar="DIR", help="Run a sample of a sweep again and compare."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Run a design of many points; stop it at any time, and the same command goes on.

    Exit status 3 when points could not be run: their messages stand in the table.
    """
    from diffusion.cli.sweeping import print_agreement, print_plan, print_sweep

    if (file is None) == (verify is None):
        found = "neither" if file is None else "both"
        raise InputError(Problem("sweep", "", "a design file, or --verify with a folder", found))
    with Waiting() as waiting:
        from diffusion.sweeps.plan import plan_sweep
        from diffusion.sweeps.run import run_sweep, try_out
        from diffusion.sweeps.store import Store
        from diffusion.sweeps.verify import verify_sweep

        if verify is not None:
            agreement = verify_sweep(verify, progress=waiting.show)
        elif dry_run:
            assert file is not None
            waiting.begin()
            plan = plan_sweep(file, quick=quick, limit=limit)
            estimate = try_out(plan)
        else:
            assert file is not None
            if output is None:
                raise InputError(Problem("sweep", "", "-o with a folder for the results", "none"))
            try:
                results = run_sweep(
                    file,
                    output,
                    workers=workers,
                    scheduler=scheduler,
                    quick=quick,
                    limit=limit,
                    tell=lambda warning: note(f"warning: {warning}"),
                    progress=waiting.show,
                )
            except KeyboardInterrupt:
                kept = len(Store(output).files())
                done = f"{kept} finished parts are" if kept != 1 else "one finished part is"
                raise StoppedError(
                    f"stopped; {done} kept in {output}, and the same command goes on"
                ) from None
    if verify is not None:
        print_agreement(agreement, as_json=json)
        if not agreement.agrees:
            raise typer.Exit(1)
    elif dry_run:
        print_plan(plan, estimate, as_json=json)
    else:
        n_failed = print_sweep(results, as_json=json)
        note(f"written to {output}")
        if n_failed:
            raise typer.Exit(POINTS_FAILED)


@app.command()
def warmup() -> None:
    """Compile the model for this machine now, so that later commands start at once."""
    from diffusion.catalogue.load import load

    with Waiting() as waiting:
        from diffusion.comparison.compare import compare as compare_programmes

        comparison = compare_programmes(load("senik"), n_runs=2, progress=waiting.show)
        comparison.table()
        comparison.differences()
    note("compiled")
