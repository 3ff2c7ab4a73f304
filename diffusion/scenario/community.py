"""A community of artisans: everything that a model folder says, read and checked."""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from diffusion.data.adoption import Adoption
from diffusion.data.adoption_data import AdoptionData
from diffusion.scenario.activity import Activity
from diffusion.scenario.artisans import Artisans, Named, Numbered, Roster
from diffusion.scenario.association import Association
from diffusion.scenario.base import Declaration
from diffusion.scenario.calendar import Calendar
from diffusion.scenario.contradictions import refuse_new
from diffusion.scenario.groups import HAMLET, Grouping, chosen, grouped, without_poor
from diffusion.scenario.institutions import Facilitator, Institutions
from diffusion.scenario.market import Innovation, Market, Pottery
from diffusion.scenario.misfits import oddities, tell
from diffusion.scenario.modules import Modules
from diffusion.scenario.observed import Observed
from diffusion.scenario.overrides import by_root, changed, changed_file, changed_programmes
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Price, Programme
from diffusion.scenario.seats import Seats
from diffusion.scenario.tactics import Part
from diffusion.scenario.tie_kinds import ToldTies
from diffusion.scenario.tie_list import TieList
from diffusion.scenario.ties import MEANING, TieFile, Ties
from diffusion.util.arrays import read_only
from diffusion.util.display import Shown
from diffusion.util.identity import identities_of, order_of


class CommunityFile(Declaration):
    """What community.toml says."""

    title: str = Field(description="one line for people")
    calendar: Calendar
    artisans: Artisans
    ties: Ties
    traditional: Pottery
    innovation: Innovation
    market: Market
    association: Association
    institutions: Institutions
    facilitator: Facilitator
    modules: Modules = Modules()
    observed: Observed | None = None
    made_up: bool = Field(
        default=False,
        description="whether people, ties and observations are invented, for teaching",
    )

    @property
    def traditional_income(self) -> int:
        """Net income of a household from traditional pottery at full capacity, rupiah a month."""
        old = self.traditional
        return old.pieces_per_month * (old.price - old.unit_cost)


@dataclass(frozen=True, repr=False)
class Community(Shown):
    """Everything that a model folder says, read and checked.

    Attributes
    ----------
    name : str
        Name of the folder.
    file : CommunityFile
    programmes, parameter_sets : mapping of str to Programme and ParameterSet
    roster : Roster or None
    tie_list : TieList or None
        The listed ties that a simulation takes.
    told : ToldTies or None
        All that were told, by kind and period, where community.toml has kinds or periods.
    adoption : mapping of str to Adoption
        Who was observed to adopt when, by innovation.
    sources : tuple of mapping of str to str
        Rows of sources.csv, which says where each number comes from; none without that file.
    replaced : tuple of mapping of str to str
        Rows of replaced.csv: what was replaced or left out in the tables when it was begun.
    hashes : mapping of str to str
        SHA-256 of every file that was read, by its path inside the folder.
    settings : mapping of str to value
        What was put in place of values in these files, by dotted path.
    """

    name: str
    file: CommunityFile
    programmes: Mapping[str, Programme]
    parameter_sets: Mapping[str, ParameterSet]
    roster: Roster | None = None
    tie_list: TieList | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Mapping[str, str], ...] = ()
    replaced: tuple[Mapping[str, str], ...] = ()
    told: ToldTies | None = None
    adoption: Mapping[str, Adoption] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ties = self.file.ties
        if self.told is not None and self.tie_list is None and isinstance(ties, TieFile):
            made = self.told.tie_list(ties, period=self.first_period, n_artisans=self.n_artisans)
            object.__setattr__(self, "tie_list", made)

    def __hash__(self) -> int:
        return hash((self.name, frozenset(self.hashes.items())))

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of the community."""
        size = f"{self.n_artisans:,} artisans, hamlets: {self.n_hamlets:,}"
        facts = {
            "programmes": ", ".join(self.programmes),
            "parameter sets": ", ".join(self.parameter_sets),
        }
        if isinstance(self.file.ties, TieFile) and self.tie_list is not None:
            facts["ties"] = f"{self.tie_list.n_pairs:,}, {MEANING[self.file.ties.direction]}"
        return f"Community {self.name}: {self.file.title} ({size})", facts

    @property
    def first_period(self) -> int:
        """Period observed, from 0, whose ties a simulation takes (decision 39)."""
        observed = self.file.observed
        return 0 if observed is None else observed.period_in(self.file.calendar.start)

    @cached_property
    def observed(self) -> AdoptionData | None:
        """What was observed: people, ties by kind and period, and who adopted when; or None."""
        if self.file.observed is None:
            return None
        columns = {name: np.array(one.labels, object) for name, one in self.groups.items()}
        if self.roster is not None:
            columns |= {name: one for name, one in self.roster.traits.items() if name != HAMLET}
        ties, told = self.file.ties, self.told
        weighed = told.weighed(ties) if told is not None and isinstance(ties, TieFile) else {}
        return AdoptionData(
            self.labels,
            self.file.observed.periods,
            self.adoption,
            weighed,
            columns,
        )

    @property
    def observed_innovation(self) -> str | None:
        """Name of the innovation observed that is the one simulated: that named, or the first."""
        named = None if self.file.observed is None else self.file.observed.innovation
        return named or next(iter(self.adoption), None)

    @property
    def listed(self) -> tuple[str, ...]:
        """What of it stands in a list, such as a survey, and is not drawn: "people", "ties"."""
        given = {"people": self.roster, "ties": self.tie_list}
        return tuple(what for what, read in given.items() if read is not None)

    @property
    def n_artisans(self) -> int:
        """Number of artisans."""
        return self.file.artisans.number or 0 if self.roster is None else len(self.roster.labels)

    @cached_property
    def labels(self) -> tuple[Hashable, ...]:
        """Name of each artisan: the roster's, or 1 to N when they are drawn."""
        return tuple(self.ego_of) if self.roster is None else self.roster.labels

    @cached_property
    def hamlets(self) -> NDArray[np.int64]:
        """Hamlet of each artisan [N], from 0: the roster's, or equal parts in order of names."""
        if self.roster is not None and "hamlet" in self.roster.columns:
            return read_only(self.roster.traits["hamlet"].astype(np.int64) - 1)
        n_artisans, n_hamlets = self.n_artisans, self.file.artisans.hamlets
        if n_hamlets == 1:
            return np.broadcast_to(np.int64(0), n_artisans)
        parts = np.arange(n_artisans) * n_hamlets // n_artisans
        if self.roster is not None and n_hamlets > 1:
            order = order_of(self.roster.labels, np.zeros(n_artisans, np.int64))
            if order is not None:
                parts[order] = parts.copy()
        return read_only(parts)

    @property
    def identities(self) -> NDArray[np.int64]:
        """Number by which draws know each artisan [N], wherever the roster lists him or her."""
        return np.arange(self.n_artisans) if self.roster is None else self._identities_listed

    @cached_property
    def _identities_listed(self) -> NDArray[np.int64]:
        labels = () if self.roster is None else self.roster.labels
        return read_only(identities_of(labels, place=self.file.artisans.roster or ""))

    @cached_property
    def order(self) -> NDArray[np.int64] | None:
        """Artisans in the order of the rows in which a run keeps them, int64 [N]; None: as listed.

        It goes by hamlets and names, so that the order of a roster makes no history.
        """
        return None if self.roster is None else order_of(self.roster.labels, self.hamlets)

    @cached_property
    def row_of(self) -> NDArray[np.int64]:
        """Row of each artisan in the arrays of a run, int64 [N]."""
        rows = np.arange(self.n_artisans)
        if self.order is not None:
            rows[self.order] = rows.copy()
        return read_only(rows)

    @cached_property
    def ties_in_rows(self) -> TieList:
        """The listed ties of all artisans as a run keeps them, by their rows; none if drawn."""
        listed = TieList() if self.tie_list is None else self.tie_list
        if self.order is not None:
            return listed.moved(self.row_of, n_artisans=self.n_artisans)
        return listed.padded(self.n_artisans)

    def in_rows[Values: NDArray[Any]](self, listed: Values) -> Values:
        """Sort values of the artisans, along the last axis, as a run keeps them."""
        return listed if self.order is None else cast(Values, listed[..., self.order])

    def as_listed[Values: NDArray[Any]](self, rows: Values, *, axis: int = -1) -> Values:
        """Sort values of the artisans, as a run keeps them, as the roster lists them."""
        return rows if self.order is None else cast(Values, np.take(rows, self.row_of, axis))

    @cached_property
    def groups(self) -> Mapping[str, Grouping]:
        """Groups of the artisans, by the heading of the roster's column; hamlets among them."""
        found = {}
        if self.n_hamlets > 1 or (self.roster is not None and HAMLET in self.roster.columns):
            found[HAMLET] = Grouping(HAMLET, self.hamlet_names, self.hamlets)
        if self.roster is not None:
            found |= {name: grouped(name, cells) for name, cells in self.roster.groups.items()}
        return found

    @property
    def hamlet_names(self) -> tuple[str, ...]:
        """Name of each hamlet: the roster's, or "hamlet 1" and so on."""
        if self.roster is not None and self.roster.hamlet_names:
            return self.roster.hamlet_names
        return tuple(f"{HAMLET} {number}" for number in range(1, self.n_hamlets + 1))

    @property
    def shown_groups(self) -> tuple[Grouping, ...]:
        """Groups by which results are divided: hamlets, and the columns that are declared."""
        hamlets = (HAMLET,) if self.n_hamlets > 1 else ()
        names = (*hamlets, *without_poor(self.file.artisans.groups))
        return chosen(self.groups, names, place="community.toml", key="artisans.groups")

    def with_groups(self, names: Sequence[str], *, place: str = "by") -> "Community":
        """Divide results by further columns of the roster, as if community.toml declared them.

        Parameters
        ----------
        names
            Headings of the columns; capitals do not matter. The poor are always shown, so that
            "poor" adds nothing.
        place
            What an error names as the place of these.

        Raises
        ------
        InputError
            If the roster has no such column.
        """
        found = tuple(one.name for one in chosen(self.groups, without_poor(names), place=place))
        artisans = self.file.artisans
        groups = tuple(dict.fromkeys((*artisans.groups, *found)))
        if groups == artisans.groups:
            return self
        artisans = artisans.model_copy(update={"groups": groups})
        return replace(self, file=self.file.model_copy(update={"artisans": artisans}))

    @property
    def poor_is_drawn(self) -> bool:
        """Whether lot decides who is poor: the roster has neither `poor` nor `other_income`."""
        return self.roster is None or not {"poor", "other_income"} & set(self.roster.columns)

    @property
    def n_hamlets(self) -> int:
        """Number of hamlets."""
        return int(self.hamlets.max()) + 1

    @property
    def largest_hamlet(self) -> int:
        """Artisans of the largest hamlet."""
        return int(np.bincount(self.hamlets).max())

    def price(
        self, programme: Programme, part: Part | None = None, *, is_least: bool = False
    ) -> Price:
        """Price of a programme that is held in every hamlet; only seats that can be filled.

        The most that it can cost, whatever its reviews decide, or the least. With `part` only that
        of one kind of work, or of one family.
        """
        days = self.file.facilitator.person_day_price
        return programme.price(days, seats=self.seats, part=part, is_least=is_least)

    def price_range(self, programme: Programme) -> tuple[int, int]:
        """Rupiah that a programme costs at least and at most, as its reviews decide."""
        return self.price(programme, is_least=True).total, self.price(programme).total

    def prices_of_date(self, activity: Activity) -> tuple[int, ...]:
        """Rupiah that one date of an activity costs in each hamlet, with its person-days."""
        whole = activity.cost_fixed + activity.person_days * self.file.facilitator.person_day_price
        return tuple(whole + activity.cost_of_place * n for n in self.seats.filled(activity))

    @cached_property
    def seats(self) -> Seats:
        """Those who can take a place of an activity."""
        return Seats(self.hamlets, self.ego_of)

    def permitted(self, programme: Programme) -> Programme:
        """Put off what waits for a permit, and all that comes with it, if the model has one."""
        if not self.file.modules.permit:
            return programme
        return programme.permitted_from(self.file.institutions.permit_month)

    @property
    def settings_listed(self) -> list[str]:
        """What was put in place of values in the files, each as PATH=VALUE."""
        return [
            f"{path}={json.dumps(value, ensure_ascii=False, default=_plain)}"
            for path, value in self.settings.items()
        ]

    @property
    def settings_written(self) -> str:
        """What was put in place of values in the files, in one line; empty if nothing was."""
        return "; ".join(self.settings_listed)

    @cached_property
    def ego_of(self) -> Mapping[Hashable, int]:
        """Place of each artisan in the list of all, by name."""
        return Numbered(self.n_artisans) if self.roster is None else Named(self.roster.labels)

    def with_file(self, file: CommunityFile) -> "Community":
        """Put what another community.toml says in place of what this one says.

        Ties of several kinds are put together anew, as it says how much each counts.
        """
        is_same = self.told is None or file.ties == self.file.ties
        return replace(self, file=file, tie_list=self.tie_list if is_same else None)

    def with_settings(self, settings: Mapping[str, Any]) -> "Community":
        """Change numbers by their dotted paths; the whole is checked again.

        `community.with_settings({"parameters.decision.alpha": 0.03})` is a new community whose
        every parameter set has that alpha.

        Parameters
        ----------
        settings : mapping of str to value
            By path: `parameters.decision.alpha` in every parameter set,
            `community.artisans.number` in what community.toml says, and
            `programme.activity.training.places` in every programme that has such a place. An
            activity is called by its tactic or its id, a channel by its name, and `*` stands for
            all.

        Returns
        -------
        Community

        Raises
        ------
        InputError
            If there is nothing at a path, or a value is not one that may stand there, or does not
            go together with what is said elsewhere.

        Warns
        -----
        OddWarning
            Of what is odd by these settings, such as listed first adopters whose fit is drawn.
        """
        place = "with_settings"
        sorted_out = by_root(settings, place=place)
        file = changed_file(self.file, sorted_out["community"], place=place)
        parameter_sets = {
            name: changed(one, sorted_out["parameters"], root="parameters", place=place)
            for name, one in self.parameter_sets.items()
        }
        programmes = changed_programmes(
            [*self.programmes.values()], sorted_out["programme"], place=place
        )
        named = dict(zip(self.programmes, programmes, strict=True))
        put = {
            f"{root}.{path}": value
            for root in sorted_out
            for path, value in sorted_out[root].items()
        }
        other = replace(
            self.with_file(file),
            programmes=named,
            parameter_sets=parameter_sets,
            settings={**self.settings, **put},
        )
        refuse_new(other, self)
        known = set(oddities(self))
        tell(odd for odd in oddities(other) if odd not in known)
        return other


def _plain(value: object) -> object:
    """Make a value plain that JSON does not know."""
    return value.tolist() if isinstance(value, np.generic | np.ndarray) else str(value)
