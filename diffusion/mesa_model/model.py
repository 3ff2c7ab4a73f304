"""The model as Mesa users know it: an `ArtisanModel` with `Artisan` agents on a networkx graph.

The arrays of `ArtisanModel.state` are the truth. An Artisan owns nothing: reading an attribute
reads its row, setting one writes it. A step calls the very phases that the compiled runs use, so
both faces give the same bits for the same random seed and replicate.
"""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import networkx as nx
import numpy as np
from mesa.discrete_space import FixedAgent, Network

from diffusion.catalogue.load import (
    DEFAULT_PARAMETERS,
    DEFAULT_RANDOM_SEED,
    load,
    parameters_of,
    programme_of,
)
from diffusion.errors import InputError, Problem
from diffusion.kernels import draws, laws
from diffusion.kernels.arrays import allocate
from diffusion.kernels.ensemble import begin_run
from diffusion.kernels.month import ORDER
from diffusion.kernels.phases import (
    activities,
    household,
    learning,
    transitions,
)
from diffusion.kernels.phases import (
    meeting as association,
)
from diffusion.kernels.phases import (
    observe_others as snapshot,
)
from diffusion.kernels.phases import (
    production as market,
)
from diffusion.kernels.phases import (
    settlement as hamlets,
)
from diffusion.kernels.records import new_ledger
from diffusion.kernels.site import Site
from diffusion.kernels.state import CONFIRMED, TRIAL, Month, Stage, State
from diffusion.mesa_model.graph import graph_of
from diffusion.results.outcome import STAGES
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.translate.initial_state import check_luck, draw_initial_state
from diffusion.translate.networks import ties_that_grow
from diffusion.translate.parameters import parameters_for
from diffusion.translate.programme import plan_of

if TYPE_CHECKING:
    import pandas as pd
    from mesa.discrete_space import Cell


class _Row:
    """An attribute of an Artisan that is the artisan's row in one of the model's arrays."""

    def __init__(self, array: str) -> None:
        self.array = array

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, artisan: "Artisan | None", owner: type | None = None) -> Any:
        if artisan is None:
            return self
        return getattr(artisan.model, self.array)[self.name][artisan.ego].item()

    def __set__(self, artisan: "Artisan", value: object) -> None:
        getattr(artisan.model, self.array)[self.name][artisan.ego] = value


class Artisan(FixedAgent):  # type: ignore[misc]  # mesa carries no types
    """One artisan: a view on a row of the model's arrays.

    Attributes
    ----------
    ego : int
        Row in the arrays, 0 to N - 1.
    label : hashable
        Name in the roster or the graph; "1" to "N" when drawn.
    stage : Stage
    self_efficacy, efficacy_base, value_fit, skill, cash, income, ...
        Every field of `diffusion.kernels.state.State`; setting it writes the array.
    heard, exposure, favourable, success, persuasion, mastery, next_stage, ...
        Every field of `diffusion.kernels.state.Month`: what reaches the artisan this month.
    """

    model: "ArtisanModel"

    def __init__(self, model: "ArtisanModel", ego: int) -> None:
        super().__init__(model)
        self.ego = ego

    def __repr__(self) -> str:
        return f"Artisan({self.label!r}, {self.stage.name.lower()})"

    @property
    def label(self) -> Hashable:
        """Name in the roster or the graph."""
        return self.model.community.labels[self.ego]

    @property
    def stage(self) -> Stage:
        """Stage at this moment."""
        return Stage(int(self.model.state.stage[self.ego]))

    @stage.setter
    def stage(self, stage: int) -> None:
        self.model.state.stage[self.ego] = Stage(stage)

    @property
    def next_stage(self) -> Stage:
        """Stage after this month, as far as the phases have written it."""
        return Stage(int(self.model.month.next_stage[self.ego]))

    @next_stage.setter
    def next_stage(self, stage: int) -> None:
        self.model.month.next_stage[self.ego] = Stage(stage)

    @property
    def adopted(self) -> bool:
        """Whether the artisan is on trial or confirmed."""
        return TRIAL <= int(self.model.state.stage[self.ego]) <= CONFIRMED

    @property
    def cell(self) -> "Cell":
        """The artisan's place in the model's space."""
        self.model.space  # noqa: B018  # makes the cells, when they are first wanted
        return self._mesa_cell

    @cell.setter
    def cell(self, cell: "Cell") -> None:
        FixedAgent.cell.fset(self, cell)

    @property
    def neighbors(self) -> list["Artisan"]:
        """The artisans tied to this one, in the order of their rows."""
        ties, artisans = self.model.ties, self.model.artisans
        return [
            artisans[alter]
            for alter in ties.alter[ties.start[self.ego] : ties.start[self.ego + 1]].tolist()
        ]

    def decision_hazard(self) -> float:
        """Chance to decide for the innovation within a month, as things stand now (ODD 7.4).

        It is asked as if the artisan favoured the innovation, whatever the stage.
        """
        model = self.model
        snapshot.observe_others(model.state, model.glance, model.hamlets, model.ties, model.numbers)
        rate = transitions.decision_rate(
            model.state, model.glance, model.hamlets, model.numbers, self.ego
        )
        return float(laws.chance(rate))

    def draw(self, purpose: int, extra: int = 0) -> float:
        """Keyed draw of this artisan in this month, from 0 up to 1.

        Purposes above 1000 are free for models of your own.
        """
        key = np.uint64(draws.subkey(self.model.run_key, purpose, self.model.t, extra))
        return float(draws.draw(key, self.ego))

    def story(self) -> "pd.DataFrame":
        """Tell what happened to this artisan, month by month.

        Returns
        -------
        pandas.DataFrame
            One row for each record from 0 on: record, month (as YYYY-MM; "start" for record 0),
            stage, the fields of State, and those of Month, which say what the month brought.
        """
        import pandas as pd

        calendar = self.model.community.file.calendar
        rows = []
        for record, (state, month) in enumerate(self.model.history):
            row: dict[str, Any] = {
                "record": record,
                "month": calendar.month_name(record - 1) if record else "start",
            }
            row |= {name: getattr(state, name)[self.ego].item() for name in _STATE_FIELDS}
            row |= {name: getattr(month, name)[self.ego].item() for name in _MONTH_FIELDS}
            row["stage"] = STAGES[row["stage"]]
            rows.append(row)
        return pd.DataFrame(rows)


_SCRATCH = ("next_stage", "is_present", "unsold", "order", "lot", "score", "earlier")
_STATE_FIELDS = tuple(State.__annotations__)
_MONTH_FIELDS = tuple(name for name in Month.__annotations__ if name not in _SCRATCH)
for _array, _names in (("state", _STATE_FIELDS), ("month", _MONTH_FIELDS)):
    for _name in _names:
        if not hasattr(Artisan, _name):
            _row = _Row(_array)
            _row.__set_name__(Artisan, _name)
            setattr(Artisan, _name, _row)


class ArtisanModel(mesa.Model):  # type: ignore[misc]  # mesa carries no types
    """A community and a programme as a Mesa model; `step()` is one month.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder.
    programme
        A programme, its name, or the path of its file.
    random_seed, replicate : int
        The luck: replicate r of a random seed is run r of `diffusion.simulate`.
    rng : int, optional
        Mesa's word for the random seed; takes its place when given.
    parameters
        A parameter set, or its name.

    Attributes
    ----------
    community, programme
        As declared.
    state, month, hamlets, ties, numbers, plan, ledger
        The arrays that the kernels work on; see `diffusion.kernels.state`.
    t : int
        Number of the current month, 0 before and during the first step.
    artisans : list of Artisan
        In the order of the rows; `agents` is Mesa's set of the same.
    history : list of (State, Month)
        Copies of every record so far.
    datacollector : mesa.DataCollector
        Holds records 0 to T; what it collects stands in `model_reporters`, `agent_reporters`.

    Raises
    ------
    InputError
        If a name is unknown, a file wrong, `rng` no whole number, or a number out of range.
    """

    model_reporters: ClassVar[Mapping[str, Any]] = {
        stage.name.lower(): (lambda model, stage=stage: model.count(stage)) for stage in Stage
    } | {"adopters": lambda model: model.count(TRIAL) + model.count(CONFIRMED)}
    agent_reporters: ClassVar[Mapping[str, Any]] = {}

    def __init__(
        self,
        community: Community | str | Path,
        programme: Programme | str | Path,
        *,
        random_seed: int = DEFAULT_RANDOM_SEED,
        replicate: int = 0,
        rng: int | None = None,
        parameters: str | ParameterSet = DEFAULT_PARAMETERS,
    ) -> None:
        if rng is not None:
            if not isinstance(rng, int | np.integer) or isinstance(rng, bool):
                raise InputError(Problem("rng", "", "a whole number", repr(rng)))
            random_seed = int(rng)
        check_luck(random_seed, replicate)
        super().__init__(rng=random_seed)
        self.community = community if isinstance(community, Community) else load(community)
        self.programme = programme_of(self.community, programme)
        declared = parameters_of(self.community, parameters)
        initial = draw_initial_state(
            self.community,
            declared,
            random_seed=random_seed,
            first_replicate=replicate,
            n_runs=1,
        )
        self.numbers = parameters_for(self.community, declared)
        self.plan = plan_of(
            self.community, self.programme, declared, n_months=self.programme.last_month + 1
        )
        self.ties = ties_that_grow(self.community, initial.ties_of(0))
        n_artisans = self.community.n_artisans
        self.state, self.month = allocate(State, n_artisans), allocate(Month, n_artisans)
        self.glance = allocate(Month, n_artisans)
        self.hamlets = allocate(Site, self.community.n_hamlets)
        self.ledger = new_ledger()
        self.run_key = np.uint64(draws.make_key(random_seed, replicate))
        begin_run(self.state, self.hamlets, self.ledger, initial.start, initial.hamlets, 0)
        self.artisans = [Artisan(self, ego) for ego in range(n_artisans)]
        self._graph: nx.Graph[Hashable] | None = None
        self._space: Network | None = None
        self.history: list[tuple[State, Month]] = []
        self.datacollector = mesa.DataCollector(
            model_reporters=dict(self.model_reporters), agent_reporters=dict(self.agent_reporters)
        )
        self._record()

    @property
    def t(self) -> int:
        """Number of the current month, 0 before and during the first step."""
        return max(0, int(self.time) - 1)

    def step(self) -> None:
        """Live one month: the phases in their order (ODD 3)."""
        if self.numbers.is_two_state:
            for substep in range(self.numbers.substeps):
                self.observe_others()
                self.adopt_or_recover(self.t * int(self.numbers.substeps) + substep)
                self.enter_stages()
            self.count_months()
        else:
            for phase in ORDER:
                getattr(self, phase)()
        self._record()

    def observe_others(self) -> None:
        """See the others as they were before this month."""
        self.index_by_stage()
        self.scatter_exposure()
        self.gather_exposure()

    def index_by_stage(self) -> None:
        """List the artisans by their stages, and the members."""
        snapshot.index_by_stage(self.state, self.month, self.hamlets)

    def scatter_exposure(self) -> None:
        """Add what each artisan shows to the sums of those who are tied to him or her."""
        snapshot.scatter_exposure(self.state, self.month, self.hamlets, self.ties, self.numbers)

    def gather_exposure(self) -> None:
        """Turn the sums, and what fellow members show, into shares and means."""
        snapshot.gather_exposure(self.state, self.month, self.hamlets, self.ties, self.numbers)

    def reset_month(self) -> None:
        """Empty what activities, meetings and work do to artisans in a month."""
        snapshot.reset_month(self.month, self.hamlets)

    def set_facilitation(self) -> None:
        """Set the facilitator's effort."""
        hamlets.set_facilitation(self.hamlets, self.plan, self.numbers, self.t)

    def hold_activities(self) -> None:
        """Hold the activities dated this month."""
        activities.hold_activities(
            self.state,
            self.month,
            self.hamlets,
            self.ledger,
            self.ties,
            self.plan,
            self.numbers,
            self.run_key,
            self.t,
        )

    def draw_shocks(self) -> None:
        """Draw which households need money at once."""
        household.draw_shocks(self.month, self.hamlets, self.numbers, self.run_key, self.t)

    def meet(self) -> None:
        """Hold the association's monthly meeting: saving, arisan, repayment, loans, newcomers."""
        association.meet(
            self.state, self.month, self.hamlets, self.ties, self.numbers, self.run_key, self.t
        )

    def pay_shocks(self) -> None:
        """Pay the shocks as far as the cash goes."""
        household.pay_shocks(self.state, self.month, self.hamlets, self.ledger, self.numbers)

    def make_and_sell(self) -> None:
        """Take orders, make, fire and sell."""
        market.make_and_sell(
            self.state, self.month, self.hamlets, self.numbers, self.run_key, self.t
        )

    def earn_and_spend(self) -> None:
        """Take in the month's income and consume."""
        household.earn_and_spend(
            self.state, self.month, self.hamlets, self.ledger, self.numbers, self.t
        )

    def learn(self) -> None:
        """Move skill, self-efficacy and felt advantage."""
        learning.learn(self.state, self.month, self.hamlets, self.numbers, self.t)

    def hear(self) -> None:
        """Let the unaware hear of the innovation."""
        transitions.hear(
            self.state, self.month, self.hamlets, self.ties, self.numbers, self.run_key, self.t
        )

    def persuade(self) -> None:
        """Let those who know come to favour it."""
        transitions.persuade(
            self.state, self.month, self.hamlets, self.numbers, self.run_key, self.t
        )

    def decide(self) -> None:
        """Let those who favour it, or have given it up, decide to begin."""
        transitions.decide(self.state, self.month, self.hamlets, self.numbers, self.run_key, self.t)

    def start_trials(self) -> None:
        """Let those who have decided pay and begin."""
        transitions.start_trials(self.state, self.month, self.hamlets, self.ledger, self.numbers)

    def confirm_or_discontinue(self) -> None:
        """Let users give up, and those on trial confirm."""
        transitions.confirm_or_discontinue(
            self.state, self.month, self.hamlets, self.numbers, self.run_key, self.t
        )

    def adopt_or_recover(self, substep: int) -> None:
        """Let artisans of the two-state chain begin, or stop."""
        transitions.adopt_or_recover(
            self.state, self.month, self.hamlets, self.numbers, self.run_key, substep
        )

    def enter_stages(self) -> None:
        """Put each artisan into the stage that is next."""
        transitions.enter_stages(self.state, self.month, self.hamlets, self.t + 1)

    def count_months(self) -> None:
        """Count for each artisan the records in a row as an adopter."""
        transitions.count_months(self.state, self.hamlets)

    def end_month(self) -> None:
        """Move cohesion, administration, self-reliance and channels at the month's end."""
        hamlets.end_month(self.hamlets, self.ledger, self.numbers, self.run_key, self.t)

    def let_ties_grow(self) -> None:
        """Let ties have the strength that this month's meetings gave them, from now on."""
        hamlets.let_ties_grow(self.ties, self.numbers)

    def count(self, stage: int) -> int:
        """Artisans in a stage."""
        return int((self.state.stage == stage).sum())

    @property
    def graph(self) -> "nx.Graph[Hashable]":
        """The ties as a networkx graph, with the artisans as they are now.

        Nodes are labels, with attributes stage (its name), self_efficacy and toa (record of the
        first trial, -1 for never); edges have their strength.
        """
        if self._graph is None:
            self._graph = graph_of(self.community, self.ties)
        columns = (self.state.stage, self.state.self_efficacy, self.state.toa)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for node, (stage, efficacy, toa) in zip(self._graph.nodes.values(), rows, strict=True):
            node["stage"], node["self_efficacy"], node["toa"] = STAGES[stage], efficacy, toa
        return self._graph

    @property
    def space(self) -> Network:
        """Mesa's space over the graph: one cell an artisan, made when it is first wanted.

        Mesa's own drawing wants nodes that are row numbers, so a cell's coordinate is the ego.
        """
        if self._space is None:
            places = np.column_stack([self.state.x_km, self.state.y_km])
            rows = nx.convert_node_labels_to_integers(self.graph)
            layout = dict(enumerate(places))
            self._space = Network(rows, capacity=1, random=self.random, layout=layout)
            for artisan in self.artisans:
                artisan.cell = self._space[artisan.ego]
        return self._space

    def _record(self) -> None:
        self.history.append((self.state.copy(), self.month.copy()))  # type: ignore[attr-defined]
        self.datacollector.collect(self)
