"""Each line of a shipped programme, each module, channel and office changes some outcome.

What is tried is read from the files of models/senik: whatever is added to them is tried too. Each
is taken out by itself and the same luck is lived once more. A difference of one bit in what is
recorded is enough, in one of the programmes; the price is no outcome.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from communities import Wiped
from harness import differing, first_quick
from pydantic import BaseModel

import diffusion
from diffusion.catalogue.load import programme_of
from diffusion.kernels.records import MONEY
from diffusion.kernels.site import OFFICES
from diffusion.results.outcome import Outcome
from diffusion.scenario.activity import Activity
from diffusion.scenario.base import Declaration
from diffusion.scenario.community import Community, CommunityFile
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.review import Rule

SENIK = diffusion.load(Path(__file__).parents[1] / "models" / "senik")
SEQUENCE = "campaign_then_collaboration"
PROGRAMMES = (SEQUENCE, *(name for name in SENIK.programmes if name != SEQUENCE))
N_RUNS = (4, 40, 300)
"""A difference is looked for in few runs; where there is none, in more."""

NO_OUTCOME = {
    "places": "all who are invited come; the other numbers of places are priced or bind",
    "attendance": "left out, all come",
    "minimum_places": "for budgets",
    "latest_month": "for budgets",
    "cost_per_km": "a price",
    "channel": "no link is without one; the whole activity is taken out",
}
"""Keys with a default that are no dose and no flag, and what they are for."""

NOT_LEFT_OUT = {"mould_set_months": 1, "mould_set_share": 0.1}
"""Numbers that a grant for moulds asks for, and what they are tried with."""

PRICE = ("spent", "reimbursed")
"""What the organisation spent, and what grants gave back of it."""

LEFT_OUT = object()

type Way = tuple[str | int, ...]


@dataclass(frozen=True)
class Line:
    """One line of the files: its name, and where it stands in each programme that has it."""

    name: str
    ways: Mapping[str, Way]
    value: Any


def lines(declared: Declaration, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """List what differs from its default, with the default; entries of lists as left out."""
    for name, field in type(declared).model_fields.items():
        said = getattr(declared, name)
        if isinstance(said, Declaration):
            yield from lines(said, (*way, name))
        elif isinstance(said, tuple) and any(isinstance(one, Declaration) for one in said):
            for number, one in enumerate(said):
                yield (*way, name, number), LEFT_OUT
                if not isinstance(one, Rule):  # which says nothing without one of its keys
                    yield from lines(one, (*way, name, number))
        elif not field.is_required() and name not in NO_OUTCOME:
            default = field.get_default(call_default_factory=True)
            if said != default:
                yield (*way, name), default


def changed[D: BaseModel](declared: D, way: Way, value: Any) -> D:
    """Put a value into a declaration, or take out what stands there; the whole is checked again."""
    said = _plain(declared.model_dump())
    *steps, last = way
    place = said
    for step in steps:
        place = place[step]
    if value is LEFT_OUT:
        del place[last]
    else:
        place[last] = value
    if isinstance(declared, Programme):
        _tidy(said["activity"])
    return type(declared).model_validate(said)


def _plain(said: Any) -> Any:
    """Turn every tuple of a dump into a list, which can be changed."""
    if isinstance(said, dict):
        return {name: _plain(value) for name, value in said.items()}
    return [_plain(one) for one in said] if isinstance(said, tuple | list) else said


def _tidy(activities: list[dict[str, Any]]) -> None:
    """Take out what hangs on what was taken out: rules about it, and what nobody calls any more."""
    on_call = {one["id"]: one["on_call"] for one in activities}
    for one in activities:
        one["rule"] = [
            rule for rule in one["rule"] if on_call.get(rule["hold"] or rule["drop"]) is not None
            and (rule["hold"] is None or on_call[rule["hold"]])
        ]  # fmt: skip
    called = {rule["hold"] for one in activities for rule in one["rule"]}
    activities[:] = [one for one in activities if not one["on_call"] or one["id"] in called]


def _named(programme: Programme, way: Way) -> str:
    """Name a line alike in every programme that has it."""
    if way[0] != "activity":
        return ".".join(map(str, way))
    activity: Activity = programme.activity[int(way[1])]
    words = [f"{activity.tactic} {activity.id}"]
    rest = [*way[2:]]
    if rest[:1] == ["session"]:
        words.append(f"session '{activity.session[int(rest[1])].content}'")
        rest = rest[2:]
    return ": ".join([*words, *([".".join(map(str, rest))] if rest else [])])


def lines_of_programmes() -> list[Line]:
    """List activities, sessions, rules, doses, flags and dates of a handover of all programmes."""
    found: dict[str, dict[str, Way]] = {}
    values: dict[str, Any] = {}
    for name in PROGRAMMES:
        programme = SENIK.programmes[name]
        for way, value in lines(programme):
            line = _named(programme, way)
            found.setdefault(line, {})[name] = way
            values[line] = value
    return [Line(name, ways, values[name]) for name, ways in found.items()]


@cache
def usual(programme: str, parameters: str, n_runs: int) -> Outcome:
    """Simulate a programme as it is shipped."""
    return simulate(SENIK, SENIK.programmes[programme], parameters, n_runs)


def simulate(community: Community, programme: Programme, parameters: str, n_runs: int) -> Outcome:
    """Simulate few runs."""
    return diffusion.simulate(
        community,
        programme,
        parameters=parameters,
        n_runs=n_runs,
        keep=("toa", "spells"),
        n_threads=1,
    )


def are_unlike(one: Outcome, other: Outcome) -> bool:
    """Tell whether anything differs by a bit but the price, and what grants pay of it."""
    names = set(differing(one, other))
    money = [name for name in MONEY if name not in PRICE]
    return bool(names - {"money"}) or any(
        not np.array_equal(one.series(name), other.series(name)) for name in money
    )


def acts(
    changed_one: Community,
    parameters: str = "default",
    *,
    beside: Community = SENIK,
    programmes: Mapping[str, Any] | tuple[str, ...] = PROGRAMMES,
) -> bool:
    """Tell whether a change makes a difference to one of the programmes."""
    for n_runs in N_RUNS:
        for name in programmes:
            before = (
                usual(name, parameters, n_runs)
                if beside is SENIK
                else simulate(beside, beside.programmes[name], parameters, n_runs)
            )
            after = simulate(changed_one, changed_one.programmes[name], parameters, n_runs)
            if are_unlike(before, after):
                return True
    return False


def with_programmes(line: Line) -> Community:
    """Take a line out of every programme that has it."""
    others = {
        name: changed(SENIK.programmes[name], way, line.value) for name, way in line.ways.items()
    }
    return replace(SENIK, programmes={**SENIK.programmes, **others})


@pytest.mark.parametrize("line", lines_of_programmes(), ids=lambda line: line.name)
def test_a_line_of_a_programme_acts(line: Line) -> None:
    assert acts(with_programmes(line), programmes=line.ways)


def neutral_numbers() -> dict[str, float]:
    """Numbers that are 0 as shipped and have a range: the middle of it."""
    found = {}
    for row in SENIK.sources:
        path = row["parameter"].replace("parameters/default: ", "parameters.")
        path = path.replace("community: ", "community.")
        if ": " not in path and row["high"] and not row["value"].strip("0."):
            low, high = (float(row[end]) for end in ("low", "high"))
            middle = (low + high) / 2
            found[path] = middle if "." in row["value"] else int(middle)
    return found


@pytest.mark.parametrize("module", first_quick(type(SENIK.file.modules).model_fields, n=8))
def test_a_module_acts(module: str) -> None:
    """It is switched off, or on; one that needs a number that is 0 now, beside that number."""
    key, is_on = f"community.modules.{module}", getattr(SENIK.file.modules, module)
    other = SENIK.with_settings({key: not is_on})
    if not is_on and not acts(other):
        beside = SENIK.with_settings(neutral_numbers())
        assert acts(beside.with_settings({key: True}), beside=beside)
    else:
        assert acts(other)


@pytest.mark.parametrize("channel", [*SENIK.file.market.channels, "exhibition"])
def test_a_channel_acts(channel: str) -> None:
    """It takes no piece."""
    place = channel if channel == "exhibition" else f"channel.{channel}"
    assert acts(SENIK.with_settings({f"community.market.{place}.quota": 0}))


def lines_of_the_community() -> dict[str, tuple[Way, Any]]:
    """List what community.toml says beyond what is asked for; modules and channels apart.

    Without the calendar and the artisans: when the model begins, how many households there are
    and what they are like are traits of the place, and no line of a programme.
    """
    return {
        ".".join(map(str, way)): (way, NOT_LEFT_OUT.get(str(way[-1]), value))
        for way, value in lines(SENIK.file)
        if way[0] not in ("modules", "calendar", "artisans") and value is not LEFT_OUT
    }


@pytest.mark.parametrize("key", lines_of_the_community())
def test_a_line_of_the_community_acts(key: str) -> None:
    file: CommunityFile = changed(SENIK.file, *lines_of_the_community()[key])
    assert acts(replace(SENIK, file=file))


def lines_of_numbers() -> list[tuple[str, Way, Any]]:
    """List the numbers of each set that are not neutral, though they may be."""
    return [
        (name, way, value)
        for name, numbers in SENIK.parameter_sets.items()
        for way, value in lines(numbers)
    ]


@pytest.mark.parametrize(("name", "way", "value"), lines_of_numbers(), ids=str)
def test_a_number_acts(name: str, way: Way, value: Any) -> None:
    numbers: ParameterSet = changed(SENIK.parameter_sets[name], way, value)
    other = replace(SENIK, parameter_sets={**SENIK.parameter_sets, name: numbers})
    assert acts(other, name)


def fates(office: int) -> list[Any]:
    """Stages, cash, skill and flows of few lives without an office; of money and people alone."""
    programme = programme_of(SENIK, SENIK.programmes[SEQUENCE])
    numbers = SENIK.parameter_sets["default"]
    lives = [
        Wiped(office, SENIK, programme, numbers, replicate=luck).whole_records()
        for luck in range(N_RUNS[0])
    ]
    return [
        (record["stage"].tolist(), record["cash"].tolist(), ledger.tolist())
        for records in lives
        for record, _, ledger in records
    ]


@pytest.mark.parametrize("office", range(1, len(OFFICES)), ids=OFFICES[1:])
def test_an_office_acts(office: int) -> None:
    assert fates(office) != fates(len(OFFICES))


def test_what_does_nothing_is_found_out() -> None:
    """A title, the content of a session in words, and an office that there is not do nothing."""
    assert not acts(replace(SENIK, file=changed(SENIK.file, ("title",), "Elsewhere")))
    programme = changed(SENIK.programmes[SEQUENCE], ("title",), "Something")
    training = next(number for number, one in enumerate(programme.activity) if one.session)
    programme = changed(programme, ("activity", training, "session", 0, "content"), "words")
    programme = changed(programme, ("activity", training, "cost_per_place"), 0)
    other = replace(SENIK, programmes={**SENIK.programmes, SEQUENCE: programme})
    assert not acts(other, programmes=(SEQUENCE,))
    assert fates(len(OFFICES)) == fates(len(OFFICES) + 1)
