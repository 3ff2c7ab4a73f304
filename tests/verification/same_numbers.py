"""Checks that two versions of the package write the same numbers, to the last bit.

    python tests/verification/same_numbers.py save DIR [--command DIFFUSION]
    python tests/verification/same_numbers.py compare DIR OTHER

`save` runs a fixed list of commands and keeps all that they write. `compare` reads two such
folders: every number in every table, and every line of print, must be equal. Columns that have
got another name are listed in `RENAMED`.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

RENAMED: dict[str, str] = {"ever_tried": "ever_adopted"}
"""Column of a table, or key of a JSON file: the name before, and the name since."""

RENAMED_WORDS = RENAMED | {"group": "association"}
"""The same for what is named in a cell or a list: outcomes and modules."""

RENAMED_PLACES = {
    "community: paguyuban.": "community: association.",
    "community: modules.group": "community: modules.association",
    "parameters/default: group.": "parameters/default: association.",
}
"""The same for the beginning of a place in the table of sources."""

NAMING = {"measure": RENAMED_WORDS, "parameter": RENAMED_PLACES}
"""Columns whose cells are names."""

LEFT_OUT = {
    "versions", "version", "files", "declared", "parameters", "programme", "hashes", "inputs",
    "design_file",
}  # fmt: skip
"""Keys of JSON files that tell of the program and its input, not of the results."""

MODULES = """
group finance market withdrawal institutions contest exhibition shocks readoption ambassadors
season proximity advantage lapse leakage vote heterogeneity dynamic_ties travel buyer_feedback
village_promise coordination permit resources_known
"""

ON = 10
"""So many modules, the first, are on in Senik's own file."""

VARIANTS = {
    "threshold": ["parameters.exposure.response=threshold"],
    "hill": ["parameters.exposure.response=hill"],
    "flow": ["parameters.exposure.memory=flow"],
    "sum": ["parameters.exposure.normalisation=sum"],
    "two_state": [
        "parameters.chain.form=two_state",
        "parameters.decision.alpha=0.01",
        "parameters.chain.exit_hazard=0.02",
    ],
    "two_state_substeps": ["parameters.chain.form=two_state", "parameters.chain.substeps=4"],
    "hamlets": ["community.artisans.hamlets=3", "community.artisans.number=90"],
    "large": ["community.artisans.number=2000"],
    "rewired": ["community.ties.rewiring=0.5", "community.ties.mean_degree=4"],
}


def commands() -> dict[str, list[str]]:
    """Arguments of every command that is run, by the name of its folder."""
    run, compare = ["run", "senik", "--runs", "25"], ["compare", "senik", "--runs", "60"]
    listed = {
        "compare": compare,
        "compare_budget": [*compare, "--budget", "8_000_000"],
        "compare_budgets": [*compare, "--budget", "4_000_000:10_000_000:3"],
        "compare_month": [*compare, "--at-month", "12", "--parameters", "conservative"],
        "compare_precision": [
            "compare",
            "senik",
            "-p",
            "campaign_only",
            "-p",
            "collaboration_only",
            "--precision",
            "0.6",
        ],
        "compare_indonesian": [
            *compare,
            "--lang",
            "id",
            "--budget-without-facilitator",
            "--budget",
            "5_000_000",
        ],
        "run": [*run, "--ledger"],
        "run_seed": [*run, "--random-seed", "77", "--first-replicate", "13", "--months", "60"],
        "run_budget": [*run, "--budget", "6_000_000"],
    }
    for number, module in enumerate(MODULES.split()):
        value = "false" if number < ON else "true"
        listed[f"module_{module}"] = [*run, "--set", f"community.modules.{module}={value}"]
    for name, settings in VARIANTS.items():
        listed[f"set_{name}"] = [*run, *(word for said in settings for word in ("--set", said))]
    return listed


def save(folder: Path, command: str) -> None:
    """Run all commands; keep what they print and write under `folder`.

    Raises
    ------
    SystemExit
        If a command fails.
    """
    folder.mkdir(parents=True)
    for name, arguments in commands().items():
        said = subprocess.run(
            [command, *arguments, "-o", str(folder / name)], capture_output=True, text=True
        )
        if said.returncode:
            sys.exit(f"{name}: {said.stderr}")
        printed = said.stdout.replace(str(folder), "DIR")
        (folder / f"{name}.txt").write_text(printed, encoding="utf-8")
        print(name, flush=True)
    for design in sorted(Path("experiments").glob("*/sweep.toml")):
        name = f"sweep_{design.parent.name}"
        arguments = ["sweep", str(design), "--quick", "-o", str(folder / name)]
        subprocess.run([command, *arguments], check=True, capture_output=True)
        print(name, flush=True)


def differences(before: Path, since: Path) -> Iterator[str]:
    """Tell each file that is missing, and each table or print that is not the same."""
    for path in sorted(before.rglob("*")):
        name = path.relative_to(before)
        if path.is_dir() or path.suffix not in (".csv", ".parquet", ".json", ".txt"):
            continue
        if "parts" in name.parts:
            continue
        other = since / name
        if not other.exists():
            yield f"{name}: missing"
        elif path.suffix == ".json":
            if _results(json.loads(path.read_text())) != _results(json.loads(other.read_text())):
                yield f"{name}: not the same"
        elif path.suffix == ".txt":
            if not _is_same_print(path.read_text(), other.read_text()):
                yield f"{name}: another text"
        else:
            yield from (f"{name}: {said}" for said in _table_differences(path, other))


def _table_differences(before: Path, since: Path) -> Iterator[str]:
    one, other = _table(before).rename(columns=RENAMED), _table(since)
    if list(one.columns) != list(other.columns):
        yield f"other columns: {set(one.columns) ^ set(other.columns)}"
    for column in one.columns.intersection(other.columns):
        if column in NAMING:
            one[column] = [_since(cell, NAMING[column]) for cell in one[column]]
        if not one[column].equals(other[column]):
            yield f"column {column} is not the same"


def _is_same_print(before: str, since: str) -> bool:
    """Compare letter by letter; where a renamed module is told, a paragraph is wrapped anew."""
    if (told := "are off: group,") in before:
        before = before.replace(told, f"are off: {RENAMED_WORDS['group']},")
        return before.split() == since.split()
    return before == since


def _since(name: str, renamed: dict[str, str]) -> str:
    """Give the name since; a place keeps what follows its beginning."""
    for before, since in renamed.items():
        if name == before or (before.endswith(".") and name.startswith(before)):
            return since + name.removeprefix(before)
    return name


def _table(path: Path) -> pd.DataFrame:
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    # As text, so that not a digit is lost.
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _results(said: Any) -> Any:
    if isinstance(said, dict):
        return {RENAMED.get(k, k): _results(v) for k, v in said.items() if k not in LEFT_OUT}
    if isinstance(said, list):
        return [_results(one) for one in said]
    return RENAMED_WORDS.get(said, said) if isinstance(said, str) else said


def main() -> None:
    """Read the command line, and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("save", "compare"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("other", type=Path, nargs="?")
    parser.add_argument("--command", default="diffusion")
    said = parser.parse_args()
    if said.what == "save":
        save(said.folder.resolve(), said.command)
        return
    found = list(differences(said.folder, said.other))
    print("\n".join(found) or "all the same")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
