"""Puts what was measured into tables, for a terminal and for a page.

Run by itself it makes the page anew from the file that a bench has written.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import targets
from contestants import SAME


@dataclass(frozen=True)
class Table:
    """A heading, a sentence, the names of the columns, and rows of words."""

    title: str
    said: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


METHOD = (
    "Processor time, the fastest of up to five repetitions, each contestant in a process of its "
    "own, one thread where it can be told so. A ratio above 1 means dearer. What a contestant "
    "does once for a community (reading ties, making a graph) is under `load` and not in the "
    "time of a run; peak memory is of the whole process, Python and libraries included."
)

_HEADINGS = {
    "village": "A village of {n:,}: {degree} ties each, {months} months, the curve of every run",
    "cascade": "Independent cascade in a community of {n:,}, {degree} ties each",
    "threshold": "Relative threshold in a community of {n:,}, {degree} ties each",
}
_SAID = {
    "village": "The law: chance 1 - exp(-gate (alpha + beta exposure)) each month, the gate from "
    "self-efficacy, value fit and the burden of the cost. Those with "
    "a star run the nearest that they have, most of which is less. {first} begin.",
    "cascade": "Each new adopter tries each tie once, at 0.1. {first} begin.",
    "threshold": "All adopt the month after 18 in 100 of their alters have; {first} begin, in "
    "clusters of ten.",
}


def main() -> None:
    """Make the page of a `bench.json` anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measured", type=Path, help="bench.json")
    parser.add_argument("page", type=Path, help="Markdown file to write")
    arguments = parser.parse_args()
    results = json.loads(arguments.measured.read_text(encoding="utf-8"))
    arguments.page.write_text(as_markdown(results, tables_of(results)), encoding="utf-8")


def tables_of(results: dict[str, Any]) -> list[Table]:
    """Make the tables of everything that was measured."""
    tables = [] if "targets" not in results else [_target_table(results["targets"])]
    tables += [_job_table(job) for job in results["jobs"]]
    if "growth" in results:
        tables.extend(
            _growth_table(what, [row for row in results["growth"] if row["what"] == what])
            for what in ("artisans", "months", "runs")
        )
    if "month" in results:
        rows = [(name, f"{figure:,.1f}") for name, figure in results["month"].items()]
        said = "Senik, 30 artisans, campaign then collaboration, 36 months; ns per artisan-month."
        tables.append(
            Table("A month of the whole model, phase by phase", said, ("part", "figure"), rows)
        )
    if "start" in results:
        rows = [(name, f"{figure:.2f}") for name, figure in results["start"].items()]
        said = "Processor seconds of a whole process. Cold: no kernel has been compiled yet."
        tables.append(Table("Starting", said, ("command", "seconds"), rows))
    return tables


def _target_table(results: dict[str, Any]) -> Table:
    said = (
        "Each does the job once in every turn, one right after the other. Medians of processor "
        "seconds; ratios of this build within a turn, their median and middle half: below 1 this "
        "build is faster. All read the model folder of 0.1.0."
    )
    if results["is_small"]:
        said += " A small form of each job, to see that it works: nothing is judged."
    columns = ("job", "median", "ratio", "peak MiB", "must reach", "reached")
    return Table("This build and 0.1.0, by turns", said, columns, list(targets.lines_of(results)))


def _job_table(job: dict[str, Any]) -> Table:
    steps = job["n_artisans"] * job["n_months"]
    columns = (
        "", "time of a run", "ns per artisan-month", "to this package", "to its kernel",
        "to the floor", "load", "peak MiB", "adopters at the end", "what it ran",
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for row in job["rows"]:
        name = row["name"] + (" *" if job["kind"] == "village" and row["ran"] != SAME else "")
        if "best" not in row:
            why = row.get("refused") or f"{row['missing']} is not installed"
            rows.append((name, *[""] * 8, f"not done: {why}"))
            continue
        seconds = row["seconds_a_run"]
        end, error = row["mean_curve"][-1], row["error_curve"][-1]
        rows.append(
            (
                name,
                _time(seconds),
                _three(seconds / steps * 1e9),
                _three(row["to_package"]),
                _three(row["to_kernel"]),
                _three(row["to_floor"]),
                _time(row["load_seconds"]),
                f"{row['peak_mib']:,.0f}",
                _mean(end, error),
                row["ran"],
            )
        )
    words = {
        "n": job["n_artisans"],
        "degree": job["mean_degree"],
        "months": job["n_months"],
        "first": f"{job['n_first_adopters']:,}",
    }
    kind = job["kind"]
    return Table(_HEADINGS[kind].format(**words), _SAID[kind].format(**words), columns, rows)


def _growth_table(what: str, measured: Sequence[dict[str, Any]]) -> Table:
    columns = (
        "model", "artisans", "months", "runs", "time of a run", "ns per artisan-month", "peak MiB",
    )  # fmt: skip
    said = "This package through `simulate`, on one thread; drawing artisans and ties is counted."
    rows: list[tuple[str, ...]] = []
    for row in measured:
        known = (row["model"], f"{row['n_artisans']:,}", str(row["n_months"]))
        if "ns" in row:
            cost = (
                f"{row['runs']:,}", _time(row["seconds_a_run"]), _three(row["ns"]),
                f"{row['peak_mib']:,.0f}",
            )  # fmt: skip
        else:
            cost = ("", "not done", "", "")
            said += f" Not done: {row.get('refused') or row['missing']}."
        rows.append((*known, *cost))
    return Table(f"Growth with {what}", said, columns, rows)


def _mean(value: float, error: float) -> str:
    """Write a mean with its standard error, which is 0 for a single run."""
    if not error:
        return f"{value:,.0f}"
    return f"{value:,.0f} ± {error:,.0f}" if error >= 10 else f"{value:,.2f} ± {error:.2f}"


def _three(value: float | None) -> str:
    """Write a number with three figures."""
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 1:
        return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return f"{value:.3f}" if value >= 0.1 else f"{value:.2g}"


def _time(seconds: float) -> str:
    for unit, name in ((1, "s"), (1e-3, "ms"), (1e-6, "us")):
        if seconds >= unit:
            return f"{_three(seconds / unit)} {name}"
    return f"{seconds * 1e9:.0f} ns"


def heading(results: dict[str, Any]) -> str:
    """Say on what it was measured."""
    made = results["made"]
    versions = sorted(
        {row["version"] for job in results["jobs"] for row in job["rows"] if row.get("version")}
    )
    at = f", version control {made['commit']}" if made["commit"] else ""
    if made.get("load"):
        at += f", at a load of {made['load']:.1f}"
    return (
        f"Measured on {made['date']}{at}: {made['processor']}, {made['n_processors']} processors, "
        f"{made['system']}, Python {made['python']}" + "".join(f", {one}" for one in versions) + "."
    )


def as_text(results: dict[str, Any], tables: Sequence[Table]) -> str:
    """Write the tables for a terminal."""
    parts = [heading(results), METHOD.replace("`", "")]
    for table in tables:
        lines = [table.columns, *table.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(table.columns))]
        body = [
            "  ".join(
                cell.ljust(width) if column in (0, len(widths) - 1) else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        parts.append("\n".join([table.title, table.said.replace("`", ""), "", *body]))
    if results["left_out"]:
        parts.append("\n".join(results["left_out"]))
    return "\n\n".join(parts) + "\n"


def as_markdown(results: dict[str, Any], tables: Sequence[Table]) -> str:
    """Write the tables as a page."""
    parts = ["# Last figures", "Written by `make bench`; no number here is typed by hand."]
    parts += [heading(results), METHOD]
    for table in tables:
        rule = ["---", *["---:"] * (len(table.columns) - 2), "---"]
        body = [_line(line) for line in (table.columns, rule, *table.rows)]
        parts.append("\n\n".join([f"## {table.title}", table.said, "\n".join(body)]))
    if results["left_out"]:
        parts.append("\n".join(f"- {line}" for line in results["left_out"]))
    return "\n\n".join(parts) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
