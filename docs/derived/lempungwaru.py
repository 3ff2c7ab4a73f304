"""Makes the folder of Lempungwaru, a place that does not exist: nothing in it was observed.

`python docs/make_docs.py lempungwaru` writes models/lempungwaru anew; a second run changes nothing.
People and ties are drawn by keys. What is called observed there is one simulated history with a
rate of decision that the folder does not tell, with a few people left out as in a real survey.
"""

import csv
import io
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import diffusion
from diffusion.catalogue.scaffold.explain import explained
from diffusion.kernels import draws
from diffusion.scenario.community import Community
from diffusion.scenario.observed import Observed
from diffusion.scenario.ties import TieFile

NAME = "lempungwaru"
TITLE = "Lempungwaru, a made-up place"
HAMLETS = {"Kidul": 24, "Lor": 26, "Wetan": 22}
PROGRAMMES = ("none", "campaign_only", "collaboration_only")
START, N_MONTHS = "2019-01", 36
INFLUENCE = {"advice": 1.0, "kin": 0.5}

SEED, PURPOSE = 19, 190
"""Of the draws of this script, none of which is part of a history."""

HISTORY = 3
"""Replicate of the history that is called observed."""

HIDDEN = {"parameters.decision.alpha": 0.09, "parameters.decision.beta": 0.8}
"""Numbers of that history, other than those of the folder."""

HEAD = """Lempungwaru does not exist: its people, ties, numbers and what is called observed are made
up for teaching, by docs/derived/lempungwaru.py. Do not quote them as facts of any village."""

SOURCE = "made up for teaching, as Lempungwaru is; "


def luck(what: int, one: int, other: int = 0) -> float:
    """Draw a number from 0 up to 1."""
    key = np.uint64(draws.make_key(SEED, 0))
    return draws.draw(np.uint64(draws.subkey(key, PURPOSE, what, other)), one)


def people() -> list[tuple[str, str, str]]:
    """Name each artisan, with hamlet and gender: three of five are women."""
    hamlets = [hamlet for hamlet, n in HAMLETS.items() for _ in range(n)]
    return [
        (f"{hamlet[0]}{1 + place - hamlets.index(hamlet):02d}", hamlet, gender_of(place))
        for place, hamlet in enumerate(hamlets)
    ]


def gender_of(place: int) -> str:
    """Draw whether a potter is a woman."""
    return "f" if luck(0, place) < 0.6 else "m"


def ties() -> Iterator[tuple[str, str, str, str, str, str]]:
    """Tell who is kin to whom, and who asks whom for advice, some only for a time."""
    everybody = people()
    for one, (ego, hamlet, _) in enumerate(everybody):
        for other, (alter, place, _) in enumerate(everybody[:one]):
            if luck(1, one, other) < (0.1 if place == hamlet else 0.01):
                yield ego, alter, "1" if luck(2, one, other) < 0.4 else "0.5", "kin", "", ""
        asked = sorted(
            (luck(3, one, other) * (1 if place == hamlet else 8), other)
            for other, (_, place, _) in enumerate(everybody)
            if other != one
        )
        for nth, (_, other) in enumerate(asked[: 2 + int(3 * luck(4, one))]):
            lot = luck(5, one, nth)
            begins = "2019-07" if lot < 0.08 else ""
            ends = "2020-06" if lot > 0.92 else ""
            strength = ("0.3", "0.6", "1")[int(3 * luck(6, one, nth))]
            yield ego, everybody[other][0], strength, "advice", begins, ends


def months() -> tuple[str, ...]:
    """Name the months observed."""
    year = int(START[:4])
    return tuple(f"{year + month // 12}-{month % 12 + 1:02d}" for month in range(N_MONTHS))


def community_file(pattern: Community) -> Any:
    """Declare the community: Senik's numbers, and people, ties and months of its own."""
    file = pattern.file
    artisans = {"number": None, "roster": "roster.csv", "groups": ("gender",)}
    return file.model_copy(
        update={
            "title": TITLE,
            "made_up": True,
            "calendar": file.calendar.model_copy(update={"start": START}),
            "artisans": file.artisans.model_copy(update=artisans),
            "ties": TieFile(
                generator="file",
                file="ties.csv",
                strength=file.ties.strength,
                direction="both",
                influence=INFLUENCE,
                directions={"advice": "alter_to_ego"},
            ),
            "observed": Observed(
                periods=months(), file="adoption.csv", innovation=file.innovation.name
            ),
        }
    )


def texts(pattern: Community) -> dict[str, str]:
    """Write all but what is called observed."""
    numbers = pattern.parameter_sets["default"].model_copy(update={"title": "Teaching set"})
    declared = {"community.toml": (community_file(pattern), "community")}
    declared["parameters/default.toml"] = (numbers, "parameters/default")
    for name in PROGRAMMES:
        declared[f"programmes/{name}.toml"] = (pattern.programmes[name], "programmes")
    files = {
        name: explained(HEAD, one, file, language="en") for name, (one, file) in declared.items()
    }
    files["roster.csv"] = table(("artisan", "hamlet", "gender"), people())
    files["ties.csv"] = table(("ego", "alter", "strength", "kind", "from", "to"), ties())
    return files


def table(header: Sequence[str], rows: Any) -> str:
    """Write a table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def adoption(folder: Path) -> str:
    """Write what is called observed: one history, of which a survey does not learn everything."""
    made = diffusion.load(folder).with_settings(HIDDEN)
    outcome = diffusion.simulate(
        made, "collaboration_only", n_runs=1, n_months=N_MONTHS, first_replicate=HISTORY,
        keep=["spells"],
    )  # fmt: skip
    told = outcome.to_adoption_data(community=made)
    adopted, periods = told.of_innovation(), told.periods
    rows = []
    for place, label in enumerate(told.labels):
        time, given_up = int(adopted.time[place]), int(adopted.given_up[place])
        when = str(periods[time]) if time >= 0 else ""
        until = str(periods[given_up]) if given_up >= 0 else ""
        state, last, lot = adopted.state[place], "", luck(7, place)
        if lot < 0.03:
            when, until, state = "", "", "not_known"
        elif lot < 0.12 and state == "adopted":
            when, state = "", "undated"
        elif lot > 0.95 and state == "never":
            last = "2020-12"
        rows.append((label, made.file.innovation.name, when, until, last, state))
    return table(("artisan", "innovation", "time", "given_up", "last", "state"), rows)


def leaves(part: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, object]]:
    """Give every number of a TOML table with the path by which sources.csv calls it."""
    for key, value in part.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for place, one in enumerate(value, 1):
                called = {"activity": f"{one.get('tactic')} {one.get('id')}"}.get(key)
                if key == "channel":
                    called = f"channel.{one['name']}"
                yield from leaves(one, f"{path}{called or f'{key}.{place}'}.")
        elif key not in ("id", "target", "hold", "drop"):
            numbers = value if isinstance(value, list) else [value]
            if numbers and all(type(one) in (int, float) for one in numbers):
                yield path + key, value


def sources(pattern: Community, files: Mapping[str, str]) -> str:
    """Write where each number comes from: nowhere."""
    known = {row["parameter"]: row for row in pattern.sources}
    rows: dict[str, tuple[str, ...]] = {}
    for name in (name for name in files if name.endswith(".toml")):
        file = name.removesuffix(".toml")
        for path, value in leaves(tomllib.loads(files[name])):
            place = "programmes" if file.startswith("programmes/") else file
            own = f"{file}: {path}"
            general = [f"{one}: {p}" for p in (path, re.sub(r"^(\w+) \d+\.", r"\1.", path))
                       for one in (file, place)]  # fmt: skip
            row = next((known[one] for one in general if one in known), {})
            what = f"the number of {pattern.file.title.split(',')[0]}" if row else "a round number"
            unit = row.get("unit", "share")
            low, high = row.get("low", ""), row.get("high", "")
            if not (low and high):
                low, high = _half_and_double(value)
            rows[own] = (own, _cell(value), unit, low, high, SOURCE + what, "assumed")
    return table(("parameter", "value", "unit", "low", "high", "source", "flag"), rows.values())


def _half_and_double(value: Any) -> tuple[str, str]:
    """Give half and twice a number; of a share at most 1."""
    if isinstance(value, int):
        return str(value // 2), str(2 * value)
    return str(value / 2), str(min(1.0, 2 * value) if value <= 1 else 2 * value)


def _cell(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def folder_of_lempungwaru() -> dict[str, bytes]:
    """Make all files of the folder, by their names in the repository."""
    pattern = diffusion.load("senik")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / NAME
        files = texts(pattern)
        files["adoption.csv"] = table(
            ("artisan", "innovation", "time", "given_up", "last", "state"),
            [(people()[0][0], pattern.file.innovation.name, "", "", "", "not_known")],
        )
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        files["adoption.csv"] = adoption(folder)
    files["sources.csv"] = sources(pattern, files)
    return {f"models/{NAME}/{name}": text.encode() for name, text in files.items()}
