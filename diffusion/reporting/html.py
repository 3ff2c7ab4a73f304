"""Writes one page that tells a comparison to people, in Indonesian and English."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from diffusion.comparison.measured import MEASURES
from diffusion.comparison.result import Comparison
from diffusion.i18n.words import LANGUAGES, Words, both, not_yet_read
from diffusion.plotting.style import css_variables
from diffusion.util.atomic import SIGNATURE
from diffusion.util.formats import FEWEST_RUNS

if TYPE_CHECKING:
    import pandas as pd

FILE = "report.html"

FIRST_MEASURES = ("adopters", "lasting_adopters", "adopter_months")
"""Measures whose differences stand first, and of which more is better."""

UNITS = {
    "mean_income": "rupiah",
    "income_change": "rupiah",
    "fund": "rupiah",
    "gini": "level",
    "self_reliance": "level",
    "administration": "level",
    "month_of_half": "months",
    "discontinued_share": "percent",
    "bad_loan_share": "percent",
    "reach_of_poor": "percent",
}
"""Unit of each measure that is not a number of artisans."""

DECIMALS = {"rupiah": 0, "level": 2, "months": 1, "percent": 1, "artisans": 1}

_FIGURES = ("curves", "differences", "reasons", "groups")
_TABLES = ("comparison", "differences", "outcomes", "groups", "reasons", "prices")
_CURVE_COLUMNS = 8

type Write = Callable[[Words, str, float], str]
"""Writes a value of a unit."""

type Cell = tuple[str, str]
"""What a cell of a table shows, and what stands small below it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the page: its name, caption, headings, and rows of as many cells."""

    name: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """What a community says of where its numbers come from.

    Attributes
    ----------
    n_rows : int
        Rows of its table of sources; 0 if it has none.
    counts : mapping of str to Counter
        Rows by kind (community, parameters, programmes) and flag.
    assumed : tuple of mapping of str to str
        The rows of numbers that are assumed.
    """

    n_rows: int
    counts: Mapping[str, Counter[str]]
    assumed: tuple[Mapping[str, str], ...]


def sources_of(comparison: Comparison) -> Sources:
    """Count and list what the community's sources.csv says, if it has one."""
    rows = comparison.community.sources
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        kind = re.split("[/:]", row["parameter"])[0]
        counts.setdefault(kind, Counter())[row["flag"]] += 1
    return Sources(len(rows), counts, tuple(row for row in rows if row["flag"] == "assumed"))


def write_report(comparison: Comparison, folder: Path, *, drawn_in: str = "en") -> None:
    """Write report.html into a folder that already holds the comparison's files.

    Its figures are those of the folder, whose words are in the language `drawn_in`.

    The page needs no other file, no network and no script. Its numbers are those of the folder's
    CSV, Parquet and JSON files, rounded.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = (
        files("diffusion.reporting").joinpath("report.html.jinja").read_text(encoding="utf-8")
    )
    content = _Content(comparison, folder)
    page = environment.from_string(template).render(
        colours=css_variables(),
        languages=LANGUAGES,
        pages=[content.page(say) for say in both()],
        drawn_in=drawn_in,
        figures={name: figure for name in _FIGURES if (figure := _figure(folder, name))},
        sources=sources_of(comparison),
        files=content.provenance["files"],
    )
    (folder / FILE).write_text(page, encoding="utf-8")


class _Content:
    """What the page says of one comparison, read from its folder."""

    def __init__(self, comparison: Comparison, folder: Path) -> None:
        import pandas as pd

        self.comparison = comparison
        self.tables = {name: _read(folder / f"{name}.csv") for name in _TABLES}
        self.curves = pd.read_parquet(folder / "curves.parquet")
        self.provenance = json.loads((folder / SIGNATURE).read_text(encoding="utf-8"))
        self.names = list(dict.fromkeys(self.tables["reasons"]["strategy"]))

    def page(self, say: Words) -> dict[str, Any]:
        """Everything that is said in one language."""
        tables: dict[str, list[Table | None]] = {
            "costs": [self._costs(say)],
            "curves": [self._curve_points(say)],
            "adopters": [self._adopters(say)],
            "differences": [self._differences(say, name) for name in FIRST_MEASURES],
            "outcomes": [self._outcomes(say)],
            "groups": list(self._groups(say)),
            "reasons": [self._reasons(say)],
            "prices": list(self._prices(say)),
            "assumed": [self._counts(say)],
            "further": [self._differences(say, name) for name in self._further()],
        }
        return {
            "say": say,
            "language": say.language,
            "unread": say("language.unread") if say.language == "id" and not_yet_read() else "",
            "title": say("title.report", place=self.comparison.community.file.title),
            "question": self._question(say),
            "answer": list(self._answer(say)),
            "reference": say.strategy(self.comparison.reference),
            "changes": list(self._changes(say)),
            "idle": [say.strategy(name) for name in self.names if name not in self._priced()],
            "texts": self._texts(say),
            "precision": self._precision(say),
            "tables": {
                name: [table for table in parts if table is not None]
                for name, parts in tables.items()
            },
        }

    def _question(self, say: Words) -> str:
        n_strategies = len(self.tables["comparison"])
        n_months = self.provenance["n_months"]
        if self.comparison.budget is None:
            return say("text.question_as_written", n_strategies=n_strategies, n_months=n_months)
        return say(
            "text.question_at_budget",
            budget=say.rupiah(self.comparison.budget),
            n_strategies=n_strategies,
            n_months=n_months,
        )

    def _answer(self, say: Words) -> Iterator[str]:
        """Say which strategies have more adopters at the same rupiah, sentence by sentence."""
        reference = say.strategy(self.comparison.reference)
        summary, table = self.tables["comparison"], self._difference_rows("adopters")
        if table.empty:
            yield say("text.only_one")
        elif self.comparison.budget is None:
            yield say("answer.as_written")
        elif self.provenance["n_runs"] < 2:
            yield say("answer.one_run")
        else:
            yield from self._ranked(say, reference, table.sort_values("mean", ascending=False))
        impossible = [say.strategy(name) for name in summary["strategy"][~summary["is_possible"]]]
        if impossible:
            yield say("answer.impossible", listed=say.listed(impossible))

    def _ranked(self, say: Words, reference: str, table: "pd.DataFrame") -> Iterator[str]:
        summary = self.tables["comparison"].set_index("strategy")
        if not summary.loc[self.comparison.reference, "is_ranked"]:
            yield say("answer.reference_unranked", reference=reference)
            return
        yield say(
            "answer.setting",
            budget=say.rupiah(self.comparison.budget or 0),
            n_months=self.provenance["n_months"],
            n_artisans=self._n_artisans(say),
        )
        ranked = table[table["is_ranked"]]
        is_more, is_fewer = ranked["low"] > 0, ranked["high"] < 0
        for key, rows in {
            "more": ranked[is_more],
            "fewer": ranked[is_fewer],
            "unknown": ranked[~is_more & ~is_fewer],
        }.items():
            listed = [
                say(
                    "answer.one",
                    name=say.strategy(row["strategy"]),
                    mean=say.change(row["mean"]),
                    interval=_interval(say, "artisans", row, _change),
                )
                for row in rows.to_dict("records")
            ]
            if listed:
                yield say(f"answer.{key}", reference=reference, listed=say.listed(listed))
            elif key == "more":
                yield say("answer.no_one_more", reference=reference)
        unranked = [say.strategy(name) for name in table["strategy"][~table["is_ranked"]]]
        if unranked:
            yield say("answer.unranked", listed=say.listed(unranked))

    def _texts(self, say: Words) -> dict[str, str]:
        """Sentences that stand above the tables and below them, by name."""
        n_months, comparison = self.provenance["n_months"], self.comparison
        sources = sources_of(comparison)
        first = self.provenance["first_replicate"]
        said = {
            "adopters": say("text.adopters", n_artisans=self._n_artisans(say), n_months=n_months),
            "outcomes": say("text.outcomes", n_months=n_months),
            "groups": say("text.groups", fewest=FEWEST_RUNS),
            "reasons": say("text.reasons", n_months=n_months),
            "costs": say("text.costs_as_written"),
            "assumed": say("text.no_sources"),
            "modules": say(
                "text.limit_modules",
                modules=", ".join(say.name("module", m) for m in self.provenance["modules_off"])
                or say("say.none"),
            ),
            "made_with": say(
                "text.made_with",
                versions=", ".join(f"{k} {v}" for k, v in self.provenance["versions"].items()),
            ),
            "runs": say(
                "text.runs",
                random_seed=self.provenance["random_seed"],
                n_runs=say.number(self.provenance["n_runs"], 0),
                first=first,
                last=first + self.provenance["n_runs"] - 1,
                n_months=n_months,
                parameters=self.provenance["parameter_set"],
            ),
        }
        if comparison.budget is not None:
            paid = "text.pays_all" if comparison.with_facilitator else "text.pays_activities"
            said["costs"] = say("text.costs", budget=say.rupiah(comparison.budget), paid=say(paid))
        if sources.n_rows:
            numbers = {"n_rows": sources.n_rows, "n_assumed": len(sources.assumed)}
            said["assumed"] = say("text.assumed", **numbers)
        return said

    def _changes(self, say: Words) -> Iterator[tuple[str, str]]:
        """Each strategy with what the budget did to it."""
        for strategy in self.comparison.strategies:
            if strategy.scaled is None or not strategy.programme.activity:
                continue
            parts = []
            for change in strategy.scaled.changes:
                sizes = {
                    "dates": (change.dates_before, change.dates_after),
                    "places": (change.places_before, change.places_after),
                }
                said = [
                    say(f"say.{what}", before=before, after=after)
                    for what, (before, after) in sizes.items()
                    if before != after
                ]
                parts.append(f"{say.name('tactic', change.tactic)} {say.listed(said)}")
            yield say.strategy(strategy.name), "; ".join(parts) or say("text.unchanged")

    def _precision(self, say: Words) -> str | None:
        precision, table = self.comparison.precision, self._difference_rows("adopters")
        if precision is None or table.empty:
            return None
        reached = float((table["high"] - table["mean"]).max())
        is_reached = reached <= precision.asked
        return say(
            "text.precision_reached" if is_reached else "text.precision_missed",
            asked=say.number(precision.asked, 2),
            reached=say.number(reached, 2),
            n_runs=say.number(self.provenance["n_runs"], 0),
        )

    def _costs(self, say: Words) -> Table:
        has_budget = self.comparison.budget is not None
        money = ["price_before", "price", "activities", "facilitator", "person_days", "rest"]
        heads = ["written", "price", "activities", "facilitator", "person_days", "rest"]
        if not has_budget:
            money, heads = money[1:-1], heads[1:-1]
        rows = []
        for row in self.tables["comparison"].to_dict("records"):
            cells = [(say.number(row[column], 0), "") for column in money]
            cost = say.number(row.get("cost_per_lasting"), 0)
            ends = [row.get(f"cost_per_lasting_{end}") for end in ("low", "high")]
            is_known = all(end == end and end is not None for end in ends)
            interval = say.span(*(say.number(end, 0) for end in ends)) if is_known else ""
            ranked = "yes" if row["is_ranked"] else "no"
            state = say(f"say.{ranked}") if row["is_possible"] else say("say.impossible")
            rows.append((_head(say, row["strategy"]), *cells, (cost, interval), (state, "")))
        head = [f"head.{name}" for name in ("strategy", *heads, "for_each", "ranked")]
        return _table(say, "costs", say("title.costs"), head, rows)

    def _curve_points(self, say: Words) -> Table:
        last = int(self.curves["month"].max())
        step = max(1, -(-last // _CURVE_COLUMNS))
        months = sorted({*range(0, last, step), last})
        rows = []
        for name, curve in self.curves.groupby("strategy", sort=False):
            points = curve.set_index("month").loc[months]
            cells = [
                (say.number(mean), say.span(say.number(low, 0), say.number(high, 0)))
                for mean, low, high in zip(
                    points["mean"], points["low"], points["high"], strict=True
                )
            ]
            rows.append((_head(say, str(name)), *cells))
        head = [say("head.strategy"), *(say("say.month", month=month) for month in months)]
        return Table("curves", say("title.curves"), tuple(head), tuple(rows))

    def _adopters(self, say: Words) -> Table:
        table = self.tables["outcomes"].set_index(["strategy", "measure"])
        rows = []
        for name in self.names:
            cells: list[Cell] = []
            for measure in FIRST_MEASURES[:2]:
                row = table.loc[(name, measure)]
                band = say.span(say.number(row["band_low"], 0), say.number(row["band_high"], 0))
                interval = _interval(say, "artisans", row)
                cells += [(say.number(row["mean"]), ""), (interval, ""), (band, "")]
            rows.append((_head(say, name), *cells))
        parts = [say("head.interval"), say("head.band")]
        head = [say("head.strategy")]
        for measure in FIRST_MEASURES[:2]:
            head += [say(f"measure.{measure}"), *parts]
        return Table("adopters", say("title.adopters"), tuple(head), tuple(rows))

    def _difference_rows(self, measure: str) -> "pd.DataFrame":
        table = self.tables["differences"]
        return table if table.empty else table[table["measure"] == measure]

    def _further(self) -> list[str]:
        table = self.tables["differences"]
        measures = [] if table.empty else list(dict.fromkeys(table["measure"]))
        return [measure for measure in measures if measure not in FIRST_MEASURES]

    def _differences(self, say: Words, measure: str) -> Table | None:
        table = self._difference_rows(measure)
        if table.empty:
            return None
        is_first, unit = measure in FIRST_MEASURES, _unit(measure)
        rows = []
        for row in table.to_dict("records"):
            shares = [(say.percent(row[key]), "") for key in ("won", "tied", "lost")]
            is_shown = row["is_ranked"] or not is_first
            rows.append(
                (
                    _head(say, row["strategy"]),
                    (_change(say, unit, row["mean"]), ""),
                    (_interval(say, unit, row, _change), ""),
                    (_interval(say, unit, row, _change, prefix="plain_"), ""),
                    *(shares if is_shown else [("", "")] * 3),
                )
            )
        chances = ("won", "tied", "lost") if is_first else ("higher", "equal", "lower")
        names = ("strategy", "difference", "at_once", "alone", *chances)
        caption = _with_unit(say, measure)
        head = [f"head.{name}" for name in names]
        return _table(say, f"differences-{measure}", caption, head, rows)

    def _outcomes(self, say: Words) -> Table:
        table = self.tables["outcomes"].set_index(["measure", "strategy"])
        rows = []
        for measure in dict.fromkeys(self.tables["outcomes"]["measure"]):
            unit = _unit(measure)
            cells = [
                (_level(say, unit, row["mean"]), _interval(say, unit, row))
                for row in (table.loc[(measure, name)] for name in self.names)
            ]
            rows.append(((_with_unit(say, measure), ""), *cells))
        head = [say("head.measure"), *(say.strategy(name) for name in self.names)]
        return Table("outcomes", say("title.outcomes"), tuple(head), tuple(rows))

    def _groups(self, say: Words) -> Iterator[Table]:
        """One table for each pair of groups."""
        table = self.tables["groups"]
        if table.empty:
            return
        names = ("n_group", "n_others", "share_group", "share_others", "gap", "interval", "runs")
        head = [f"head.{name}" for name in ("strategy", *names)]
        for (_, group, others), part in table.groupby(["trait", "group", "others"], sort=False):
            pair = say("say.against", group=say.group(str(group)), others=say.group(str(others)))
            rows = []
            for row in part.to_dict("records"):
                gap = ((say("say.too_few"), ""), ("", ""))
                if row["n_runs"] >= FEWEST_RUNS:
                    interval = _interval(say, "percent", row, _change)
                    gap = ((_change(say, "percent", row["gap"]), ""), (interval, ""))
                cells = [(say.number(row[column]), "") for column in ("n_group", "n_others")]
                shares = [row[column] for column in ("share_group", "share_others")]
                cells += [(_level(say, "percent", share), "") for share in shares]
                runs = (say.number(row["n_runs"], 0), "")
                rows.append((_head(say, row["strategy"]), *cells, *gap, runs))
            yield _table(say, "groups", pair, head, rows)

    def _reasons(self, say: Words) -> Table:
        table = self.tables["reasons"]
        reasons = list(dict.fromkeys(table["reason"]))
        wide = table.pivot(index="strategy", columns="reason", values="artisans")
        rows = [
            (_head(say, name), *((say.number(wide.loc[name, reason]), "") for reason in reasons))
            for name in self.names
        ]
        head = [say("head.strategy"), *(say.name("reason", reason) for reason in reasons)]
        return Table("reasons", say("title.reasons"), tuple(head), tuple(rows))

    def _prices(self, say: Words) -> Iterator[Table]:
        table = self.tables["prices"]
        columns = {
            "dates": "dates",
            "places": "places",
            "fixed": "fixed",
            "per_place": "per_place",
            "person_days": "days",
            "day_price": "day_price",
            "hamlets": "hamlets",
            "total": "total",
        }
        names = ("tactic", "activity", "months", *columns.values())
        head = [f"head.{name}" for name in names]
        for name in self._priced():
            part = table[table["strategy"] == name]
            rows = [
                (
                    (say.name("tactic", row["tactic"]), ""),
                    (str(row["activity"]), ""),
                    (row["months"], ""),
                    *((say.number(row[column], 0), "") for column in columns),
                )
                for row in part.to_dict("records")
            ]
            blank = [("", "")] * (len(names) - 2)
            rows.append(((say("head.sum"), ""), *blank, (say.number(part["total"].sum(), 0), "")))
            yield _table(say, "prices", say.strategy(name), head, rows)

    def _priced(self) -> list[str]:
        table = self.tables["prices"]
        return [] if table.empty else list(dict.fromkeys(table["strategy"]))

    def _counts(self, say: Words) -> Table | None:
        counts = sources_of(self.comparison).counts
        if not counts:
            return None
        flags = sorted({flag for by_flag in counts.values() for flag in by_flag})
        rows = [
            ((say.name("kind", kind), ""), *((say.number(by_flag[flag], 0), "") for flag in flags))
            for kind, by_flag in counts.items()
        ]
        head = [say("head.kind"), *(say.name("flag", flag) for flag in flags)]
        return Table("sources", say("title.assumed"), tuple(head), tuple(rows))

    def _n_artisans(self, say: Words) -> str:
        return say.number(self.comparison.community.n_artisans, 0)


def _table(
    say: Words, name: str, caption: str, head: list[str], rows: list[tuple[Cell, ...]]
) -> Table:
    return Table(name, caption, tuple(say(key) for key in head), tuple(rows))


def _head(say: Words, strategy: str) -> Cell:
    return say.strategy(strategy), ""


def _asked(measure: str) -> tuple[str, str | None]:
    """Split a measure into its name and the record it is asked at, if not the last."""
    name, _, month = measure.rpartition("_")
    return (name, month) if name in MEASURES and month.isdigit() else (measure, None)


def _unit(measure: str) -> str:
    return UNITS.get(_asked(measure)[0], "artisans")


def _with_unit(say: Words, measure: str) -> str:
    name, month = _asked(measure)
    what = say.name("measure", name)
    if month is not None:
        what = say("say.at_month", measure=what, month=month)
    return say("say.with_unit", what=what, unit=say(f"unit.{_unit(measure)}"))


def _level(say: Words, unit: str, value: float) -> str:
    return say.number(100 * value if unit == "percent" else value, DECIMALS[unit])


def _change(say: Words, unit: str, value: float) -> str:
    return say.change(100 * value if unit == "percent" else value, DECIMALS[unit])


def _interval(
    say: Words, unit: str, row: Mapping[Any, Any], write: Write = _level, *, prefix: str = ""
) -> str:
    """Write an interval of a row; empty where one run or none has the measure."""
    n_runs = row["n_pairs"] if "n_pairs" in row else row["n_runs"]
    if n_runs < 2:
        return ""
    return say.span(*(write(say, unit, row[f"{prefix}{end}"]) for end in ("low", "high")))


def _read(path: Path) -> "pd.DataFrame":
    """Read a table as it was written: only an empty cell has no number."""
    import pandas as pd

    if not path.read_text(encoding="utf-8").strip():
        return pd.DataFrame()
    return pd.read_csv(
        path,
        keep_default_na=False,
        na_values=[""],
        dtype=dict.fromkeys(("strategy", "reference", "measure", "months"), str),
    )


def _figure(folder: Path, name: str) -> str:
    """Take a figure's SVG for use inside a page: no addresses, no scripts, names of its own.

    Its words are said again by the caption and the tables, so that it is hidden from readers
    that speak.
    """
    from markupsafe import Markup

    path = folder / f"{name}.svg"
    if not path.is_file():
        return ""
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    for element in list(root.iter()):
        element.tag = element.tag.rpartition("}")[2]
        for child in list(element):
            if child.tag.rpartition("}")[2] in ("metadata", "script", "style", "foreignObject"):
                element.remove(child)
        written = dict(element.attrib)
        element.attrib.clear()
        for key, value in written.items():
            key = key.rpartition("}")[2]
            if not key.startswith("on"):
                element.attrib[key] = _renamed(key, value, name)
    width = root.attrib["viewBox"].split()[2]
    sizes = {key: value for key, value in root.attrib.items() if key not in ("width", "height")}
    root.attrib = sizes | {
        "style": f"min-width: {float(width):.0f}px",  # narrower, its words could not be read
        "aria-hidden": "true",
        "focusable": "false",
    }
    return Markup(ET.tostring(root, encoding="unicode"))


def _renamed(key: str, value: str, figure: str) -> str:
    """Put a figure's name before the names inside it, so that two figures share none."""
    if key == "id":
        return f"{figure}-{value}"
    if key == "href":
        return value.replace("#", f"#{figure}-", 1) if value.startswith("#") else ""
    return value.replace("url(#", f"url(#{figure}-")
