"""Communities, numbers and programmes made in memory: Senik's, changed where a test says so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, Literal, get_args, get_origin

import numpy as np
from hypothesis import strategies as st
from pydantic import BaseModel
from two_state_month import live_two_state_month

import diffusion
from diffusion.kernels import draws
from diffusion.kernels.arrays import allocate
from diffusion.kernels.histories import begin_run
from diffusion.kernels.month import step
from diffusion.kernels.records import new_ledger
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, State
from diffusion.results.outcome import Outcome
from diffusion.scenario.activity import Activity, Doses
from diffusion.scenario.artisans import Roster
from diffusion.scenario.community import Community, CommunityFile
from diffusion.scenario.modules import Modules
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import TACTICS, TARGET_RULES
from diffusion.scenario.tie_list import TieList
from diffusion.translate.initial_state import draw_initial_state
from diffusion.translate.networks import ties_that_grow
from diffusion.translate.parameters import parameters_for
from diffusion.translate.programme import plan_of

SENIK = diffusion.load("senik")
NOTHING = SENIK.programmes["none"]

CERTAIN = 100.0
"""The largest weight a file may give. As a rate it is certainty: 1 - exp(-100) is 1.0."""

OPEN_GATES = {
    "decision.efficacy_exponent": 0.0,
    "decision.value_exponent": 0.0,
    "decision.misfit_tolerance": 1.0,
    "decision.cost_exponent": 0.0,
}
"""Numbers with which neither self-efficacy nor value fit nor cost holds anybody back."""

TWO_STATE = OPEN_GATES | {"chain.form": "two_state"}
"""Numbers with which one is unaware or an adopter, and decides by alpha, beta and exposure."""

type Pairs = Sequence[tuple[int, int]]


def community(
    *,
    n_artisans: int = 30,
    ties: Mapping[str, Any] | Pairs | None = None,
    strengths: Sequence[float] | None = None,
    roster: Mapping[str, Sequence[float]] | None = None,
    first_adopters: Sequence[int] = (),
    modules: Mapping[str, bool] | None = None,
    n_hamlets: int = 1,
    **sections: Mapping[str, Any],
) -> Community:
    """Make a community like Senik, but for what is said.

    `ties` is a generator as a file has it, such as ``{"generator": "complete"}``, or a list of
    pairs of rows; left out, there are none. Every tie has strength 1 unless said otherwise.
    `roster` gives columns of a roster, and `first_adopters` are rows. Further sections of the
    file may be changed by name.
    """
    said = SENIK.file.model_dump()
    for section, values in sections.items():
        said[section] |= values
    said["modules"] |= modules or {}
    said["artisans"] |= {
        "hamlets": n_hamlets,
        "number": n_artisans if roster is None else None,
        "roster": None if roster is None else "roster.csv",
        "first_adopters": tuple(str(ego + 1) for ego in first_adopters),
    }
    listed: TieList | None = None
    if ties is None:
        ties = {"generator": "empty"}
    elif not isinstance(ties, Mapping):
        listed = TieList.of_pairs(ties, strengths or [1.0] * len(ties))
        ties = {"generator": "file", "file": "ties.csv"}
    said["ties"] = {"strength": {"values": (1.0,), "shares": (1.0,)}} | dict(ties)
    labels = tuple(str(ego + 1) for ego in range(n_artisans))
    return replace(
        SENIK,
        file=CommunityFile.model_validate(said),
        roster=None if roster is None else Roster(labels, {k: tuple(v) for k, v in roster.items()}),
        tie_list=listed,
    )


def parameters(changes: Mapping[str, Any] | None = None) -> ParameterSet:
    """Make the default numbers, but for those that are named, such as ``"decision.alpha"``."""
    said = SENIK.parameter_sets["default"].model_dump()
    for name, value in (changes or {}).items():
        section, field = name.split(".")
        said[section][field] = value
    return ParameterSet.model_validate(said)


def activity(number: int = 1, **changes: Any) -> Activity:
    """Make a free public meeting in month 0 to which all come, but for what is said."""
    said: dict[str, Any] = {
        "id": number,
        "tactic": "public_meeting",
        "months": (0,),
        "target": "all",
        "participation": 0.0,
        "cost_fixed": 0,
        "cost_per_place": 0,
        "person_days": 0,
    }
    return Activity.model_validate(said | changes)


def programme(*activities: Activity) -> Programme:
    """Make a programme of these activities."""
    return Programme(
        name="made", title="made", withdrawal_month=0, taper=0, activity=tuple(activities)
    )


class Life:
    """One run, lived month by month from Python, so that every artisan can be looked at.

    `state`, `month`, `hamlets`, `ties` and `ledger` are those that the kernels work on.
    """

    def __init__(
        self,
        community: Community,
        programme: Programme = NOTHING,
        numbers: ParameterSet | None = None,
        *,
        n_months: int = 36,
        replicate: int = 0,
    ) -> None:
        numbers = parameters() if numbers is None else numbers
        n_artisans = community.n_artisans
        beginning = draw_initial_state(
            community, numbers, random_seed=1, first_replicate=replicate, n_runs=1
        )
        self.ties = ties_that_grow(community, beginning.ties_of(0))
        self.plan = plan_of(community, programme, numbers, n_months=n_months)
        self.numbers = parameters_for(community, numbers)
        self.run_key = np.uint64(draws.make_key(1, replicate))
        self.state, self.month = allocate(State, n_artisans), allocate(Month, n_artisans)
        self.hamlets = allocate(Site, community.n_hamlets)
        self.ledger = new_ledger()
        self.n_months = n_months
        begin_run(self.state, self.hamlets, self.ledger, beginning.start, beginning.hamlets, 0)

    def live(self, t: int) -> None:
        """Live month `t`."""
        if self.numbers.is_two_state:
            live_two_state_month(
                self.state, self.month, self.hamlets, self.ties, self.numbers, self.run_key, t
            )
            return
        step(
            self.state, self.month, self.hamlets, self.ledger, self.ties, self.plan,
            self.numbers, self.run_key, t,
        )  # fmt: skip

    def records(self) -> list[Any]:
        """Live all months; a copy of the state at each record."""
        return [state for state, _, _ in self.whole_records()]

    def whole_records(self) -> list[tuple[Any, Any, Any]]:
        """Live all months; copies of the state, the hamlets and the ledger at each record."""
        kept: list[tuple[Any, Any, Any]] = []
        for record in range(self.n_months + 1):
            if record:
                self.live(record - 1)
            kept.append((self.state.copy(), self.hamlets.copy(), self.ledger.copy()))
        return kept


class Wiped(Life):
    """A life in which nobody ever holds one office."""

    def __init__(self, office: int, *people: Any, **said: Any) -> None:
        self.office = office
        super().__init__(*people, **said)

    def live(self, t: int) -> None:
        """Live month `t`, and dismiss whoever has the office."""
        super().live(t)
        self.state.office[self.state.office == self.office] = 0


STORY_MONTHS = 9
"""Months of a made-up story."""

MODULES = tuple(Modules.model_fields)
"""Names of the switchable parts of the model."""

shares = st.integers(0, 100).map(lambda hundredths: hundredths / 100)
amounts = st.integers(0, 600_000)


def _changed(usual: BaseModel, now: BaseModel) -> dict[str, Any]:
    """Fields of a declaration that are not as usual, however deep, by their dotted names."""
    found: dict[str, Any] = {}
    for name in type(now).model_fields:
        old, new = getattr(usual, name, None), getattr(now, name)
        if isinstance(new, BaseModel) and isinstance(old, BaseModel):
            found |= {f"{name}.{inner}": value for inner, value in _changed(old, new).items()}
        elif old != new:
            found[name] = new
    return found


class Story:
    """A small community with its numbers and a programme, made up by hypothesis."""

    def __init__(self, community: Community, programme: Programme, numbers: ParameterSet) -> None:
        self.community = community
        self.programme = programme
        self.numbers = numbers

    def __repr__(self) -> str:
        """Show what is not as in Senik: the rest would fill pages."""
        return (
            f"Story({_changed(SENIK.file, self.community.file)}, {self.community.roster}, "
            f"{self.community.tie_list}, {_changed(parameters(), self.numbers)}, "
            f"{[one.model_dump(exclude_defaults=True) for one in self.programme.activity]})"
        )

    def but(
        self, *, community: Community | None = None, programme: Programme | None = None
    ) -> "Story":
        """Tell the same story of another community, or with another programme."""
        return Story(community or self.community, programme or self.programme, self.numbers)

    def simulate(self, programme: Programme | None = None, **changes: Any) -> Outcome:
        """Simulate two runs of it, perhaps with another programme."""
        said = {"n_runs": 2, "n_months": STORY_MONTHS, "keep": ("toa",), "n_threads": 1} | changes
        chosen = self.programme if programme is None else programme
        return diffusion.simulate(self.community, chosen, parameters=self.numbers, **said)

    def life(self, replicate: int = 0) -> Life:
        """Prepare to live it month by month."""
        return Life(
            self.community,
            self.programme,
            self.numbers,
            n_months=STORY_MONTHS,
            replicate=replicate,
        )


@st.composite
def tie_lists(draw: st.DrawFn, n_artisans: int) -> list[tuple[int, int]]:
    """Pairs of rows: any, so that some are tied to nobody; or two halves without a bridge."""
    pairs = list(combinations(range(n_artisans), 2))
    if draw(st.booleans()):
        half = n_artisans // 2
        return [(ego, alter) for ego, alter in pairs if (ego < half) == (alter < half)]
    return [pair for pair in pairs if draw(st.booleans())]


def generators() -> st.SearchStrategy[dict[str, Any]]:
    """Every way to draw ties, as a file has it."""
    even, any_degree = st.sampled_from([2, 4]), st.integers(0, 40).map(lambda tenth: tenth / 10)
    kinds: dict[str, dict[str, Any]] = {
        "watts_strogatz": {"mean_degree": even, "rewiring": shares},
        "ring": {"mean_degree": even},
        "erdos_renyi": {"mean_degree": any_degree},
        "block": {"within": shares, "across": shares},
        "barabasi_albert": {"mean_degree": even},
        "geometric": {"mean_degree": any_degree},
        "complete": {},
        "empty": {},
    }
    strength = st.sampled_from(
        [{"values": (1.0,), "shares": (1.0,)}, SENIK.file.ties.strength.model_dump()]
    )
    return st.one_of(
        st.fixed_dictionaries({"generator": st.just(name), "strength": strength} | fields)
        for name, fields in kinds.items()
    )


def rosters(n_artisans: int) -> st.SearchStrategy[dict[str, list[float]]]:
    """Some columns of a roster."""
    kinds: dict[str, st.SearchStrategy[float]] = {
        "self_efficacy": shares,
        "value_fit": shares,
        "skill": shares,
        "cash": amounts,
        "other_income": amounts,
        "need": amounts,
        "threshold": st.integers(0, 30).map(lambda tenth: tenth / 10),
        "x_km": shares,
        "y_km": shares,
    }
    columns = {
        name: st.lists(kind, min_size=n_artisans, max_size=n_artisans)
        for name, kind in kinds.items()
    }
    return st.fixed_dictionaries({}, optional=columns)


@st.composite
def communities(draw: st.DrawFn, max_artisans: int = 12) -> Community:
    """One to twelve artisans, with any ties, any module and any first adopters."""
    n_artisans = draw(st.integers(1, max_artisans))
    pottery = st.fixed_dictionaries(
        {
            "pieces_per_month": st.integers(1, 1_500),
            "price": st.integers(0, 4_000),
            "unit_cost": st.integers(0, 2_000),
        }
    )
    changed: dict[str, Any] = {"innovation": {}, "traditional": {}}
    if draw(st.booleans()):
        changed = {name: draw(pottery) for name in changed}
    ties = draw(generators() | tie_lists(n_artisans))
    roster = draw(st.none() | rosters(n_artisans))
    first_adopters = [ego for ego in range(n_artisans) if draw(st.integers(0, 3)) == 0]
    for ego in first_adopters if roster is not None and "value_fit" in roster else ():
        roster["value_fit"][ego] = 1.0  # values that forbid it would be refused
    return community(
        n_artisans=n_artisans,
        ties=ties,
        roster=roster,
        first_adopters=first_adopters,
        modules={name: draw(st.booleans()) for name in MODULES},
        calendar={"start": f"2010-{draw(st.integers(1, 12)):02d}"},
        **changed,
    )


def _values(annotation: Any, metadata: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Values that a number of a parameter set may well take."""
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    least = next((m.ge for m in metadata if hasattr(m, "ge")), None)
    most = min((m.le for m in metadata if hasattr(m, "le")), default=1e6)
    if annotation is int:
        return amounts if most > 1_000_000 else st.integers(least or 0, min(int(most), 4))
    # Mostly near the usual numbers, at times as far out as the file may go.
    near = st.integers(1, 100).map(lambda n: (least or 0) + n / 100 * min(4, most - (least or 0)))
    if get_origin(annotation) is tuple:
        return st.lists(near, max_size=3).map(tuple)
    if annotation is not float:
        return st.none() | near
    ends = [float(end) for end in (least, most) if end is not None]
    return near | near | st.sampled_from(ends)


def parameter_sets(**fixed: Any) -> st.SearchStrategy[ParameterSet]:
    """Any numbers: some of the default set changed, among them the forms of response and chain."""
    kinds = {
        f"{section}.{name}": _values(field.annotation, field.metadata)
        for section, kind in ParameterSet.model_fields.items()
        if section != "title"
        for name, field in kind.annotation.model_fields.items()
        if get_origin(field.annotation) is not dict  # by columns that only a roster has
    }
    forms = {
        name: kinds.pop(name)
        for name in (
            "exposure.normalisation",
            "exposure.memory",
            "exposure.response",
            "chain.form",
        )
    }
    return st.fixed_dictionaries(forms, optional=kinds).map(
        lambda changes: parameters(changes | fixed)
    )


@st.composite
def activities(draw: st.DrawFn, number: int, labels: Sequence[str]) -> Activity:
    """Any activity: tactic, dates, target rule or list, places, doses and costs."""
    listed = st.lists(st.sampled_from(labels), unique=True).map(tuple)
    tactic = draw(st.sampled_from(list(TACTICS)))
    places = draw(st.none() | st.integers(0, len(labels) + 1))
    doses = {
        name: draw(shares)
        for name in Doses.model_fields
        if name not in ("subsidy", "contact", "grant") and draw(st.booleans())
    }
    return activity(
        number,
        tactic=tactic,
        channel="foster_buyer" if tactic == "market_link" else None,
        months=tuple(sorted(draw(st.sets(st.integers(0, STORY_MONTHS - 1), min_size=1)))),
        target=draw(st.sampled_from(TARGET_RULES) | listed),
        places=places,
        attendance=draw(st.none() | shares),
        participation=draw(shares),
        cost_fixed=draw(amounts),
        cost_per_place=0 if places is None else draw(amounts),
        person_days=draw(st.integers(0, 5)),
        km=draw(st.sampled_from([0.0, 40.0, 400.0])),
        doses=doses | {"subsidy": draw(amounts), "contact": draw(st.none() | st.just(2.0))},
    )


@st.composite
def programmes(draw: st.DrawFn, labels: Sequence[str]) -> Programme:
    """Up to four activities of any kind."""
    n_activities = draw(st.integers(0, 4))
    return programme(*(draw(activities(row + 1, labels)) for row in range(n_activities)))


@st.composite
def stories(draw: st.DrawFn, numbers: st.SearchStrategy[ParameterSet] | None = None) -> Story:
    """Any small community with any numbers and any programme."""
    made = draw(communities())
    return Story(
        made,
        draw(programmes(made.labels)),
        draw(parameter_sets() if numbers is None else numbers),
    )
