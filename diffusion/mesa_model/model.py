"""The model as Mesa users know it: an `ArtisanModel` with `Artisan` agents on a networkx graph.

The arrays of `ArtisanModel.state` are the truth. An Artisan owns nothing: reading an attribute
reads its row, setting one writes it. A step calls the very phases that the compiled runs use, so
both faces give the same bits for the same random seed and replicate.
"""

from collections.abc import Hashable, Mapping
from functools import partial
from types import EllipsisType
from typing import Any, ClassVar

import mesa
import networkx as nx
import numpy as np
from mesa.discrete_space import Network

from diffusion.catalogue.arguments import (
    CommunityLike,
    ProgrammeLike,
    community_of,
    programmes_of,
)
from diffusion.catalogue.load import DEFAULT_PARAMETERS, parameters_of
from diffusion.data.ties import Direction
from diffusion.errors import InputError, Problem
from diffusion.kernels import draws
from diffusion.kernels.arrays import allocate
from diffusion.kernels.histories import begin_run
from diffusion.kernels.month import ORDER
from diffusion.kernels.records import new_ledger
from diffusion.kernels.site import Site
from diffusion.kernels.state import CONFIRMED, NEVER, TRIAL, Month, Stage, State
from diffusion.mesa_model.artisan import Artisan
from diffusion.mesa_model.luck import luck_of
from diffusion.mesa_model.network import locked, reconnect, with_other_ties
from diffusion.mesa_model.recording import Recording
from diffusion.results.network import graph_of
from diffusion.results.series import STAGES
from diffusion.scenario.parameters import ParameterSet
from diffusion.translate.initial_state import draw_initial_state
from diffusion.translate.networks import draw_ties, ties_that_grow
from diffusion.translate.parameters import parameters_for
from diffusion.translate.programme import plan_of
from diffusion.util.money import Sum


def _count(model: "ArtisanModel", stages: tuple[int, ...]) -> int:
    return sum(map(model.count, stages))


class ArtisanModel(Recording, mesa.Model):  # type: ignore[misc]  # mesa carries no types
    """A community and a programme as a Mesa model; `step()` is one month.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder.
    programme
        A programme, its name, or the path of its file.
    budget : int or str, optional
        Rupiah to which the programme is scaled, as in `diffusion.simulate`.
    with_facilitator : bool
        Whether the budget pays for the organisation's person-days too.
    budget_of : str, optional
        The one kind of work or family that it pays for; see `diffusion.scale_to_budget`.
    random_seed, replicate : int, optional
        Replicate r of a random seed is run r of `diffusion.simulate`; 1 and 0 if left out.
    rng : int, optional
        Mesa's word for the random seed; takes its place when given. Mesa's `batch_run` gives None
        to each of its iterations: then there must be a replicate or a random seed.
    parameters
        A parameter set, or its name.

    Attributes
    ----------
    community, programme
        As declared.
    state, month, hamlets, ties, parameters, plan, ledger
        The arrays that the kernels work on; see `diffusion.kernels.state`.
    t : int
        Number of the current month, 0 before and during the first step.
    artisans : list of Artisan
        As the roster or the graph lists them; `agents` is Mesa's set of the same. The row of an
        artisan in the arrays is `artisan.ego`.
    artisan_of : dict of Artisan
        The same by their labels.
    history : list of (State, Month)
        Copies of every record so far.
    datacollector : mesa.DataCollector
        Holds records 0 to T; what it collects stands in `model_reporters`, `agent_reporters`.

    Raises
    ------
    InputError
        If a name is unknown, a file wrong, `rng` no whole number, a number out of range, or
        the budget too small.
    """

    # No lambda: a model can be pickled.
    model_reporters: ClassVar[Mapping[str, Any]] = {
        stage.name.lower(): partial(_count, stages=(stage,)) for stage in Stage
    } | {"adopters": partial(_count, stages=(Stage.TRIAL, Stage.CONFIRMED))}
    agent_reporters: ClassVar[Mapping[str, Any]] = {}

    def __init__(
        self,
        community: CommunityLike,
        programme: ProgrammeLike,
        *,
        budget: Sum | None = None,
        with_facilitator: bool = True,
        budget_of: str | None = None,
        random_seed: int | None = None,
        replicate: int | None = None,
        rng: int | EllipsisType | None = ...,
        parameters: str | ParameterSet = DEFAULT_PARAMETERS,
    ) -> None:
        self.random_seed, self.replicate = luck_of(random_seed, replicate, rng)
        super().__init__(rng=self.random_seed)
        self.community = community_of(community)
        (self.programme,) = programmes_of(
            self.community,
            [programme],
            budget=budget,
            with_facilitator=with_facilitator,
            budget_of=budget_of,
        )
        declared = parameters_of(self.community, parameters)
        initial = draw_initial_state(
            self.community,
            declared,
            random_seed=self.random_seed,
            first_replicate=self.replicate,
            n_runs=1,
        )
        self.parameters = parameters_for(self.community, declared)
        self.plan = plan_of(
            self.community, self.programme, declared, n_months=self.programme.last_month + 1
        )
        self.ties = ties_that_grow(self.community, initial.ties_of(0))
        n_artisans = self.community.n_artisans
        self.state, self.month = allocate(State, n_artisans), allocate(Month, n_artisans)
        self.glance = allocate(Month, n_artisans)
        self.hamlets = allocate(Site, self.community.n_hamlets)
        self.ledger = new_ledger()
        self.run_key = np.uint64(draws.make_key(self.random_seed, self.replicate))
        begin_run(self.state, self.hamlets, self.ledger, initial.start, initial.hamlets, 0)
        people = zip(self.community.row_of.tolist(), self.community.labels, strict=True)
        self.artisans = [Artisan(self, ego, label) for ego, label in people]
        self.artisan_of = dict(zip(self.community.labels, self.artisans, strict=True))
        self.artisans_by_row = sorted(self.artisans, key=lambda artisan: artisan.ego)
        self._graph: nx.Graph[Hashable] | None = None
        self._space: Network | None = None
        self.history: list[tuple[State, Month]] = []
        self.datacollector = self._own_collector = self._new_collector()
        self._record()

    def step(self) -> None:
        """Live one month: the phases in their order (ODD 3)."""
        if len(self.history) == 1:
            self._begin_as_it_stands()
        self.see_who_lives_near()
        self.begin_recording_month()
        if self.parameters.is_two_state:
            for substep in range(self.parameters.substeps):
                self.observe_others()
                self.adopt_or_recover(self.t * int(self.parameters.substeps) + substep)
                self.enter_stages()
            self.count_months()
        else:
            for phase in ORDER:
                getattr(self, phase)()
        self.keep_what_happened()
        self._record()

    def let_ties_grow(self) -> None:
        """Let ties have the strength that this month's meetings gave them, from now on."""
        super().let_ties_grow()
        if self.parameters.tie_growth > 0:
            self._graph = None

    def count(self, stage: int) -> int:
        """Artisans in a stage."""
        return int((self.state.stage == stage).sum())

    def set_ties(self, graph: "nx.Graph[Hashable]", *, direction: Direction | None = None) -> None:
        """Put other ties in place of those there are, from the next phase on.

        Ties that come and go are set anew between steps: take `model.graph.copy()`, change it and
        give it back. Where a graph has no strengths, each pair gets the strength that this run
        draws for these two, whenever they are tied.

        Parameters
        ----------
        graph
            Any networkx graph whose nodes are the labels of the artisans; see `with_graph`.
        direction
            What an edge means; see `with_graph`.

        Raises
        ------
        InputError
            If somebody is missing or a stranger, or as in `with_graph`.
        """
        self.community = with_other_ties(self.community, graph, direction)
        drawn = draw_ties(
            self.community,
            {},
            random_seed=self.random_seed,
            first_replicate=self.replicate,
            n_rows=1,
        )
        one = drawn._replace(start=drawn.start[0], total=drawn.total[0], near=self.ties.near)
        self.ties = ties_that_grow(self.community, one)
        self._graph = None
        if self._space is not None:
            reconnect(self._space, nx.convert_node_labels_to_integers(self.graph))

    def deregister_agent(self, agent: Artisan) -> None:
        """Refuse to let somebody go: a run keeps everybody in its rows.

        Raises
        ------
        InputError
            Always; it says what to do instead.
        """
        expected = (
            "that all artisans stay for the whole run (who is not to be there is left out before: "
            "diffusion.with_graph; who is to be alone: model.set_ties; who is to give it up: "
            "artisan.stage = Stage.DISCONTINUED)"
        )
        raise InputError(Problem(f"artisan {agent.label}", "", expected, "a removal"))

    def remove_all_agents(self) -> None:
        """Refuse to let all go; see `deregister_agent`."""
        self.deregister_agent(self.artisans[0])

    @property
    def graph(self) -> "nx.Graph[Hashable]":
        """The ties as a networkx graph, with the artisans as they are now.

        Nodes are labels, with attributes stage (its name), self_efficacy and toa (record of the
        first trial, -1 for never); edges have their strength. Ties are changed by `set_ties`.
        """
        if self._graph is None:
            self._graph = locked(graph_of(self.community, self.ties))
        columns = (self.state.stage, self.state.self_efficacy, self.state.toa)
        as_listed = self.community.as_listed
        rows = zip(*(as_listed(column).tolist() for column in columns), strict=True)
        for node, (stage, efficacy, toa) in zip(self._graph.nodes.values(), rows, strict=True):
            node["stage"], node["self_efficacy"], node["toa"] = STAGES[stage], efficacy, toa
        return self._graph

    @property
    def space(self) -> Network:
        """Mesa's space over the graph: one cell an artisan, made when it is first wanted.

        Mesa's own drawing wants nodes that are numbers, so a cell's coordinate is the artisan's
        place in `artisans`.
        """
        if self._space is None:
            places = np.column_stack([self.state.x_km, self.state.y_km])
            rows = nx.convert_node_labels_to_integers(self.graph)
            layout = dict(enumerate(places[self.community.row_of]))
            self._space = Network(rows, capacity=1, random=self.random, layout=layout)
            for place, artisan in enumerate(self.artisans):
                artisan.cell = self._space[place]
        return self._space

    def _begin_as_it_stands(self) -> None:
        """Take record 0 again, if somebody was changed by hand since it was taken."""
        state: Any = self.state
        taken: Any = self.history[0][0]
        if np.array_equal(state, taken):
            return
        has_begun = (state.stage >= TRIAL) & (state.toa == NEVER)
        state.toa[has_begun] = 0
        state.months_adopted[has_begun & (state.stage <= CONFIRMED)] = 1
        if self.datacollector is self._own_collector:
            self.datacollector = self._own_collector = self._new_collector()
            self.history.clear()
            self._record()
        else:  # somebody's own has its own records
            self.history[0] = (self.state.copy(), self.month.copy())

    def _new_collector(self) -> mesa.DataCollector:
        return mesa.DataCollector(
            model_reporters=dict(self.model_reporters), agent_reporters=dict(self.agent_reporters)
        )

    def _record(self) -> None:
        self.history.append((self.state.copy(), self.month.copy()))
        self.datacollector.collect(self)
