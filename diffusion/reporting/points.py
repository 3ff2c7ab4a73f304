"""Says what stands over an ensemble of points, and what the evidence does not rank."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from diffusion.calibration.over_points import OverPoints
from diffusion.calibration.runs_over import RunsOver
from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import headed
from diffusion.reporting.console.listing import Listing
from diffusion.reporting.terminal import out
from diffusion.results.outcome import CAVEAT
from diffusion.util.atomic import SIGNATURE, whole_folder
from diffusion.util.formats import as_json

_OTHERS = ("lasting_adopters", "adopter_months")
_STEP = 12

SHARES = ("won", "clearly_won", "clearly_lost", "undecided")
"""Columns of shares of the points against the reference, in the order in which they are shown."""


def said_of(
    found: OverPoints, say: Words, *, name: Callable[[str], str] | None = None
) -> Iterator[str]:
    """Say which programmes stand above others in nearly all points, and which are not ranked.

    `name` calls a strategy by its name; left out: as the command spells it.
    """
    name = name or partial(say.spelled, "strategy")
    if len(found.names) == 1:
        yield say("points.one_alone")
    elif not found.ranked:
        yield say("points.no_rank")
    else:

        def told(tiers: list[list[str]]) -> list[str]:
            return list(
                of_tiers(tiers, lambda key, **values: say(f"points.{key}", **values), say, name)
            )

        first = told(found.tiers())
        yield from first
        for measure in _OTHERS:
            said = told(found.tiers(measure))
            if said != first:
                what = say.name("measure", measure)
                yield say("points.of_measure", measure=what, said=" ".join(said))
    if found.n_left_out:
        yield say("points.left_out", n=found.n_left_out)
    yield say(
        _of_kind("caveat", found.points),
        n_equal=say.number(found.points.n_equal, 0),
        n_runs=found.default.n_runs,
        random_seed=found.default.random_seed,
    )
    yield say("text.caveat")


def of_tiers(
    tiers: list[list[str]], write: Callable[..., str], say: Words, name: Callable[[str], str]
) -> Iterator[str]:
    """Say which of the ranked strategies stand above which, and which are not ranked.

    `write` gives the sentences ranks_all, stands and not_ranked; `name` names a strategy.
    """
    listed = [say.listed([name(one) for one in tier]) for tier in tiers]
    if all(len(tier) == 1 for tier in tiers):
        yield write("ranks_all")
    for place in range(1, len(tiers)):
        below = say.listed([name(one) for tier in tiers[place:] for one in tier])
        yield write("stands", above=listed[place - 1], below=below)
    for tier, names in zip(tiers, listed, strict=True):
        if len(tier) > 1:
            yield write("not_ranked", names=names)


def heading(found: OverPoints, say: Words) -> str:
    """Name what a table shows."""
    return say(
        _of_kind("heading", found.points),
        measure=say("points.adopters"),
        n_artisans=found.default.community.n_artisans,
        month=found.default.n_months,
        **_sizes(found.points),
    )


def legend(say: Words, reference: str) -> str:
    """Say what the columns of a table are."""
    return f"{say('points.legend')} {say('points.shares', reference=reference)}"


def _of_kind(name: str, points: Any) -> str:
    """Choose the words of points that show patterns, or of those drawn from a fit."""
    return f"points.{name}" if points.n_patterns else f"points.{name}_drawn"


def _sizes(points: Any) -> dict[str, int]:
    return {
        "n_points": len(points),
        "n_shown": len(points.patterns),
        "n_patterns": points.n_patterns,
    }


def print_points(found: OverPoints, say: Words) -> None:
    """Print a comparison over points: what each comes to, its shares of points, and in words."""
    out.print_indented(heading(found, say))
    keys = ("default", "mean", "of_points", "of_histories")
    table, shares = _headed(say, *keys), _headed(say, "won", "clearly", "fewer", "undecided")
    for row in found.table().to_dict("records"):
        name = say.spelled("strategy", row["strategy"])
        table.add_row(
            name,
            say.formatted(row["default"], ".1f"),
            say.formatted(row["mean"], ".1f"),
            _span(row, "points", ".1f", say),
            _span(row, "histories", ".0f", say),
        )
        if row["strategy"] != found.reference:
            shares.add_row(name, *(say.number(100 * row[key], 0) for key in SHARES))
    out.print(table)
    out.print_indented(say("points.legend"))
    if shares.rows:
        out.print("", shares, sep="\n")
        reference = say.spelled("strategy", found.reference)
        out.print_indented(say("points.shares", reference=reference))
    out.print()
    for line in said_of(found, say):
        out.print_indented(line)


def _headed(say: Words, *keys: str) -> Listing:
    return headed(say, say("column.strategy"), *(say(f"points.{key}") for key in keys))


def _span(row: Any, of: str, form: str, say: Words) -> str:
    low, high = (say.formatted(row[f"{of}_{end}"], form) for end in ("low", "high"))
    return say.span(low, high)


def tell_points(found: OverPoints, say: Words) -> dict[str, Any]:
    """Say a comparison over points as plain values, for JSON."""
    return {
        **_sizes(found.points),
        "patterns": list(found.points.patterns),
        "reference": found.reference,
        "strategies": {
            measure: found.table(measure).to_dict("records") for measure in found.values
        },
        "tiers": found.tiers(),
        "said": list(said_of(found, say)),
        "caveat": CAVEAT,
    }


def save_points(
    found: OverPoints, folder: Path, say: Words, *, replace: bool = False, column: str = "two"
) -> None:
    """Write points.csv, ranks.csv, a figure, a page and summary.txt into a folder."""
    import pandas as pd

    from diffusion.plotting.frame import save_with_captions
    from diffusion.plotting.points import points_figure
    from diffusion.reporting.html.points import write_page

    with whole_folder(folder, replace=replace) as draft:
        tables = [found.table(one).assign(measure=one) for one in found.values]
        pd.concat(tables).to_csv(draft / "points.csv", index=False)
        if found.ranked:
            ranks = [found.ranks(one).assign(measure=one) for one in found.values]
            pd.concat(ranks).to_csv(draft / "ranks.csv", index=False)
        if len(found.names) > 1:
            figure = points_figure(found, say, column=column), say("points.figure")
            save_with_captions({"points": figure}, draft, [say("text.caveat")])
        write_page(found, draft, language=say.language)
        text = "\n".join([heading(found, say), *said_of(found, say), ""])
        (draft / "summary.txt").write_text(text, encoding="utf-8")
        origin = dict(found.default.baseline.provenance) | {"points": _listed(found.points)}
        (draft / SIGNATURE).write_text(as_json(origin) + "\n", encoding="utf-8")


def _listed(points: Any) -> dict[str, Any]:
    return _sizes(points) | {
        "settings": [dict(one) for one in points.settings],
        "weight": points.weight.tolist(),
        "patterns": list(points.patterns),
    }


def print_curves(found: RunsOver, say: Words) -> None:
    """Print each programme, month by month: default, mean, and both bands."""
    keys = ("month", "default", "mean", "of_points", "of_histories")
    for one in found.curves:
        title = say(
            _of_kind("curve", found.points),
            n_artisans=found.n_artisans,
            programme=say.spelled("strategy", one.programme),
            **_sizes(found.points),
        )
        out.print_indented(title)
        table = headed(say, *(say(f"points.{key}") for key in keys))
        last = len(one.mean) - 1
        for month in dict.fromkeys([*range(0, last, _STEP), last]):
            row = {
                f"{of}_{end}": getattr(one, f"{of}_{end}")[month]
                for of in ("points", "histories")
                for end in ("low", "high")
            }
            table.add_row(
                str(month),
                say.formatted(one.default[month], ".1f"),
                say.formatted(one.mean[month], ".1f"),
                _span(row, "points", ".1f", say),
                _span(row, "histories", ".0f", say),
            )
        out.print(table, "")
    out.print_indented(say("points.legend"))
    if found.n_left_out:
        out.print_indented(say("points.left_out", n=found.n_left_out))
    out.print_indented(
        say(
            _of_kind("caveat", found.points),
            n_equal=say.number(found.points.n_equal, 0),
            n_runs=found.n_runs,
            random_seed=found.random_seed,
        )
    )
    out.print(say("text.caveat"))


def tell_curves(found: RunsOver) -> dict[str, Any]:
    """Say curves over points as plain values, for JSON."""
    rows = found.table().to_dict("records")
    return _sizes(found.points) | {"months": rows, "caveat": CAVEAT}


def save_curves(found: RunsOver, folder: Path, *, replace: bool = False) -> None:
    """Write curves.csv, and the points, into a folder."""
    with whole_folder(folder, replace=replace) as draft:
        found.table().to_csv(draft / "curves.csv", index=False)
        origin = {"points": _listed(found.points), "random_seed": found.random_seed}
        (draft / SIGNATURE).write_text(as_json(origin) + "\n", encoding="utf-8")
