"""The runs of some programmes on one community, checked and ready for the compiled kernels."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from diffusion.catalogue.load import parameters_of
from diffusion.ensembles.finish import finish_runs
from diffusion.ensembles.options import RunOptions
from diffusion.ensembles.partition import in_threads, n_processors, part_size, parts
from diffusion.kernels.arrays import allocate
from diffusion.kernels.events import Events
from diffusion.kernels.histories import run_histories
from diffusion.kernels.inequality import new_ranking
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.plan import Plan
from diffusion.kernels.records import Records, new_ledger, new_records
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, State
from diffusion.results.outcome import Artisans, Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.translate.chain import ChainStart, chain_is_random, draw_chain_start
from diffusion.translate.initial_state import InitialState, draw_initial_state, is_random
from diffusion.translate.networks import ties_that_grow
from diffusion.translate.parameters import parameters_for
from diffusion.translate.programme import plan_of
from diffusion.util.provenance import versions


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Runs that are about to be simulated: all is checked, and translated for the kernels.

    Attributes
    ----------
    community : Community
    programmes : tuple of Programme
    plans : tuple of Plan
        One for each programme.
    options : RunOptions
    parameter_set, parameters : ParameterSet, Parameters
        As declared, and translated.
    n_threads : int
    initial : InitialState, ChainStart or None
        The initial state of all runs, where there are several and nothing of it is drawn.
    keep : collection of str
        What is kept besides counts, by the words of `diffusion.simulate`.
    provenance : dict
    """

    community: Community
    programmes: tuple[Programme, ...]
    plans: tuple[Plan, ...]
    options: RunOptions
    parameter_set: ParameterSet
    parameters: Parameters
    n_threads: int
    initial: InitialState | ChainStart | None
    keep: Collection[str]
    provenance: dict[str, object]

    @property
    def is_lean(self) -> bool:
        """Whether stages alone are recorded: in a two-state chain, if nobody asks for traits."""
        return is_lean(self.parameters, self.keep)

    def in_parts[T](self, work: Callable[[slice], T]) -> Iterator[T]:
        """Hand the runs to threads, part by part; give the results in the order of the runs."""
        n_runs = self.options.n_runs
        size = part_size(
            n_runs,
            n_artisans=self.community.n_artisans,
            n_months=self.options.n_months,
            n_threads=self.n_threads,
            is_two_state=bool(self.parameters.is_two_state),
            is_alike=self.initial is not None,
        )
        return in_threads(work, parts(n_runs, size), n_threads=self.n_threads)

    def simulate_part(self, part: slice, records: Sequence[Records]) -> InitialState | ChainStart:
        """Simulate some of the runs, and write their records: one for each programme.

        Returns the initial state. A single run goes on in its rows, to spare a copy: then only
        what never changes is left in them.
        """
        first, n_runs = self.options.first_replicate + part.start, part.stop - part.start
        if self.initial is not None:
            initial = replace(self.initial, first_replicate=first, n_runs=n_runs)
        else:
            initial = draw(
                self.community,
                self.parameter_set,
                self.options,
                first_replicate=first,
                n_runs=n_runs,
                is_lean=self.is_lean,
            )
        for number, (plan, record) in enumerate(zip(self.plans, records, strict=True), start=1):
            state = None
            is_last = self.options.n_runs == 1 and number == len(self.plans)
            if is_last and isinstance(initial, InitialState):
                state = initial.start[0]  # no other programme starts from it
            run_part(
                self.community,
                initial,
                plan,
                self.parameters,
                random_seed=self.options.random_seed,
                records=record,
                state=state,
            )
        return initial

    def allocate_records(self, n_runs: int) -> Records:
        """Allocate the records of some runs of one programme."""
        keep = self.keep
        return new_records(
            n_runs,
            self.options.n_months,
            self.community.n_artisans,
            n_channels=len(self.community.file.market.channel),
            n_toa=n_runs if "toa" in keep else 0,
            n_spells=n_runs if "spells" in keep else 0,
            n_last=n_runs if "artisans" in keep else 0,
            n_earned=n_runs if "earned" in keep else 0,
            n_kept=0 if self.is_lean else n_kept(self.parameters),
        )

    def outcome(self, number: int, records: Records, artisans: Artisans | None = None) -> Outcome:
        """Show the records of a programme, by its number here; artisans as they are listed."""
        channels, as_listed = self.community.file.market.channels, self.community.as_listed
        programme = self.programmes[number]
        least, most = self.community.price_range(programme)
        if programme.last_month >= self.options.n_months:
            least = 0  # the runs end before it does
        return finish_runs(
            programme,
            channels,
            records._replace(
                toa=as_listed(records.toa),
                first=as_listed(records.first, axis=1),
                gave_up=as_listed(records.gave_up),
                earned=as_listed(records.earned),
            ),
            prices=(least, most),
            provenance=self.provenance_of(number),
            artisans=artisans,
            groups=self.community.groups,
        )

    def provenance_of(self, number: int) -> dict[str, object]:
        """Say what the runs of a programme, by its number here, are made from."""
        return self.provenance | {"programme": self.programmes[number].model_dump(mode="json")}


def is_lean(parameters: Parameters, keep: Collection[str]) -> bool:
    """Tell whether of runs only stages are recorded."""
    return bool(parameters.is_two_state) and not {"traits", "artisans"} & {*keep}


def draw(
    community: Community,
    declared: ParameterSet,
    options: RunOptions,
    *,
    first_replicate: int,
    n_runs: int,
    is_lean: bool,
) -> InitialState | ChainStart:
    """Draw what some runs begin with; of what `is_lean` only what the two-state chain asks for."""
    drawn = draw_chain_start if is_lean else draw_initial_state
    return drawn(
        community,
        declared,
        random_seed=options.random_seed,
        first_replicate=first_replicate,
        n_runs=n_runs,
    )


def prepare(
    community: Community,
    programmes: tuple[Programme, ...],
    options: RunOptions,
    *,
    keep: Collection[str] = (),
) -> Ensemble:
    """Check what is to be simulated, and translate it; `keep` is that of `diffusion.simulate`.

    Raises
    ------
    InputError
        If a name is unknown, a number out of range, or an activity dated after the last month.
    """
    options.check(community.n_artisans)
    declared = parameters_of(community, options.parameters)
    parameters, initial = parameters_for(community, declared), None
    lean = is_lean(parameters, keep)
    is_drawn = chain_is_random if lean else is_random
    if options.n_runs > 1 and not is_drawn(community, declared):
        initial = draw(
            community,
            declared,
            options,
            first_replicate=options.first_replicate,
            n_runs=options.n_runs,
            is_lean=lean,
        )
    return Ensemble(
        community=community,
        programmes=programmes,
        plans=tuple(
            plan_of(community, one, declared, n_months=options.n_months) for one in programmes
        ),
        options=options,
        parameter_set=declared,
        parameters=parameters,
        n_threads=min(options.n_threads or n_processors(), options.n_runs),
        initial=initial,
        keep=keep,
        provenance=_provenance(community, declared, options),
    )


def run_part(
    community: Community,
    initial: InitialState | ChainStart,
    plan: Plan,
    parameters: Parameters,
    *,
    random_seed: int,
    records: Records,
    state: State | None = None,
    events: Events | None = None,
) -> None:
    """Simulate some runs of one programme, and write their records.

    Parameters
    ----------
    community, initial, plan, parameters
    random_seed : int
    records : Records
        Of as many runs as `initial` has.
    state : State [N], optional
        Memory for one community, where there is some already.
    events : Events, optional
        Room for what happens, where it is to be recorded; not of a two-state chain.
    """
    if parameters.is_two_state:
        from diffusion.ensembles.two_state import run_two_state  # kernels that no other run needs

        run_two_state(initial, parameters, random_seed=random_seed, records=records)
        return
    assert isinstance(initial, InitialState)
    n_artisans = community.n_artisans
    run_histories(
        initial.start,
        initial.hamlets,
        ties_that_grow(community, initial.ties, n_runs=initial.n_runs),
        plan,
        parameters,
        random_seed,
        initial.first_replicate,
        allocate(State, n_artisans) if state is None else state,
        allocate(Month, n_artisans),
        allocate(Site, community.n_hamlets),
        new_ledger(),
        new_ranking(n_artisans),
        records,
        events,
    )


def _provenance(
    community: Community, declared: ParameterSet, options: RunOptions
) -> dict[str, object]:
    """Say what all runs are made from, whatever the programme."""
    return {
        "community": community.name,
        "files": dict(community.hashes),
        "settings": community.settings_listed,
        "declared": community.file.model_dump(mode="json"),
        "parameter_set": options.parameter_set,
        "modules_off": list(community.file.modules.off),
        "parameters": declared.model_dump(mode="json"),
        "random_seed": options.random_seed,
        "first_replicate": options.first_replicate,
        "n_runs": options.n_runs,
        "n_months": options.n_months,
        "versions": versions(),
    }


def n_kept(parameters: Parameters) -> int | None:
    """Find how many states are kept of what a two-state chain does not change; None: all."""
    return 1 if parameters.is_two_state else None
