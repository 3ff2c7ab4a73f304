"""A community of artisans: who they are, who knows whom, and what pottery brings."""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from diffusion.scenario.base import Count, Declaration, Probability, Rupiah, Share, mistake
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import LAST_MONTH, Label, Price, Programme

MOST_ARTISANS = 10_000_000
"""Largest community that is read. The whole model is meant for 10 to 5,000 artisans; the larger
ones are for the two-state chain. How many months they may live, `simulation` says."""

MOST_HOUSEHOLD_RUPIAH = 10_000_000_000
"""Most money of one household that is read or drawn; ten billion rupiah."""

MOST_CHANNELS = 8
"""Most market channels of a community: as many as the kernels' arrays hold; a test compares."""

YEAR_AND_MONTH = r"^[12]\d{3}-(0[1-9]|1[0-2])$"
FILE_NAME = r"^[^/\\]+$"

FileName = Annotated[str, Field(pattern=FILE_NAME)]
"""A file in the same folder."""


# With these bounds, and that of `simulation` on artisans times months, no sum over all artisans
# and months leaves what an int64 holds.
HouseholdRupiah = Annotated[int, Field(ge=0, le=MOST_HOUSEHOLD_RUPIAH)]
"""What one household has, or earns in a month."""

PieceRupiah = Annotated[int, Field(ge=0, le=1_000_000)]
"""Price or cost of one piece."""


class Calendar(Declaration):
    """When month 0 is, and which months are wet."""

    start: str = Field(pattern=YEAR_AND_MONTH, description="month 0, as YYYY-MM")
    rainy_months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(
        default=(), strict=False, description="calendar months 1 to 12"
    )

    @property
    def first_month(self) -> int:
        """Calendar month of month 0, 1 to 12."""
        return int(self.start.split("-")[1])

    def month_name(self, month: int) -> str:
        """Calendar month of month number `month`, as YYYY-MM."""
        year, passed = int(self.start.split("-")[0]), self.first_month - 1 + month
        return f"{year + passed // 12}-{passed % 12 + 1:02d}"


class BetaTrait(Declaration):
    """A trait between 0 and 1, drawn from a beta distribution."""

    mean: Annotated[float, Field(gt=0, lt=1)]
    concentration: Annotated[float, Field(gt=0, le=10_000)]


class UniformTrait(Declaration):
    """A trait drawn evenly from `low` to `low + width`."""

    low: Share
    width: Share

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.low + self.width > 1:
            raise mistake(expected="low + width at most 1", found=f"{self.low} + {self.width}")
        return self


class LognormalMoney(Declaration):
    """Money drawn from a log-normal distribution, rounded down to whole thousands."""

    median: HouseholdRupiah = Field(description="rupiah")
    spread: Annotated[float, Field(ge=0, le=5)] = Field(description="standard deviation of the log")


class Artisans(Declaration):
    """How many artisans there are, and how what the roster leaves out is drawn (ODD 5)."""

    number: Annotated[int, Field(ge=1, le=MOST_ARTISANS)] | None = Field(
        default=None, description="number of artisans; left out when a roster is named"
    )
    roster: FileName | None = Field(default=None, description="file in the same folder")
    hamlets: Annotated[int, Field(ge=1, le=MOST_ARTISANS)] = Field(
        default=1, description="hamlets of equal size; a roster may say more with a column"
    )
    first_adopters: tuple[Label, ...] = Field(
        default=(), strict=False, description="who tries the innovation already in month 0"
    )
    household_size: Annotated[float, Field(gt=0, le=100)] = Field(description="persons")
    poverty_line: Rupiah = Field(description="rupiah for each person and month")
    self_efficacy: BetaTrait
    value_fit: BetaTrait
    skill: UniformTrait
    cash: LognormalMoney
    other_income: LognormalMoney
    need_share: Share = Field(description="habitual consumption, share of income at the start")
    extent_km: Annotated[float, Field(gt=0, le=1_000)] = Field(description="side of the hamlet, km")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.number is None) == (self.roster is None):
            found = "neither" if self.number is None else "both"
            raise mistake(expected="either a number of artisans or a roster", found=found)
        if self.number is not None and self.hamlets > self.number:
            raise mistake(
                expected=f"at most {self.number} hamlets, one artisan in each",
                found=str(self.hamlets),
            )
        return self


class Strength(Declaration):
    """Strengths that a drawn tie may have, and how often each is drawn."""

    values: tuple[Annotated[float, Field(gt=0, le=1)], ...] = Field(strict=False, min_length=1)
    shares: tuple[Share, ...] = Field(strict=False, min_length=1)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if len(self.values) != len(self.shares) or abs(sum(self.shares) - 1) > 1e-9:
            raise mistake(
                expected="one share for each value, together 1",
                found=f"values {[*self.values]}, shares {[*self.shares]}",
            )
        return self


class _Ties(Declaration):
    strength: Strength


class _WithDegree(_Ties):
    mean_degree: Annotated[float, Field(ge=0, le=MOST_ARTISANS)] = Field(
        description="ties of one artisan, on average"
    )


class _EvenDegree(_Ties):
    mean_degree: Annotated[int, Field(ge=2, le=MOST_ARTISANS, multiple_of=2)] = Field(
        description="ties of one artisan, an even number"
    )


class WattsStrogatz(_EvenDegree):
    """Neighbours on a ring, some ties rewired."""

    generator: Literal["watts_strogatz"]
    rewiring: Probability


class Ring(_EvenDegree):
    """Neighbours on a ring."""

    generator: Literal["ring"]


class ErdosRenyi(_WithDegree):
    """Each pair tied with the same chance."""

    generator: Literal["erdos_renyi"]


class Block(_Ties):
    """Two neighbourhoods, denser within than across."""

    generator: Literal["block"]
    within: Probability
    across: Probability


class BarabasiAlbert(_EvenDegree):
    """Newcomers tie themselves to those who already have many ties."""

    generator: Literal["barabasi_albert"]


class Geometric(_WithDegree):
    """Those who live near each other are tied."""

    generator: Literal["geometric"]


class Complete(_Ties):
    """All are tied to all."""

    generator: Literal["complete"]


class Empty(_Ties):
    """Nobody is tied to anybody."""

    generator: Literal["empty"]


class TieFile(_Ties):
    """Ties as listed in a file; `strength` is used where the file has no such column."""

    generator: Literal["file"]
    file: FileName = Field(description="file in the same folder: ego, alter and perhaps strength")


type Ties = (
    WattsStrogatz
    | Ring
    | ErdosRenyi
    | Block
    | BarabasiAlbert
    | Geometric
    | Complete
    | Empty
    | TieFile
)


class Pottery(Declaration):
    """What one household makes of one kind of pottery at full capacity."""

    pieces_per_month: Annotated[int, Field(ge=1, le=10_000)]
    price: PieceRupiah = Field(description="rupiah for a piece")
    unit_cost: PieceRupiah = Field(description="rupiah for a piece")


class Innovation(Pottery):
    """The new kind of pottery; without the market module its price holds for every good piece."""

    name: str


class Channel(Declaration):
    """A buyer of accepted pieces (ODD 7.11)."""

    name: str
    open_chance: Probability = Field(description="chance that a broker opens it")
    price: PieceRupiah = Field(description="rupiah for a piece")
    quota: Count | None = Field(
        default=None, description="pieces a month; left out: foster_quota of the parameter set"
    )


class Exhibition(Declaration):
    """The yearly exhibition of the regency, a channel of one month (ODD 7.11)."""

    month: Annotated[int, Field(ge=1, le=12)] = Field(description="calendar month")
    quota: Count = Field(description="pieces")
    price_factor: Annotated[float, Field(ge=0, le=100)] = Field(
        description="its price, as a multiple of the innovation's"
    )


class Market(Declaration):
    """Where the new pottery is sold (ODD 7.7 and 7.11)."""

    local_price: PieceRupiah = Field(description="rupiah for a piece")
    local_limit: Count = Field(description="pieces a month that one hamlet's surroundings take")
    channel: tuple[Channel, ...] = Field(strict=False, max_length=MOST_CHANNELS)
    exhibition: Exhibition

    @model_validator(mode="after")
    def _check(self) -> Self:
        names = [channel.name for channel in self.channel]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise mistake(expected="each channel once", found=f"{twice} more than once")
        return self

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the channels, in their order."""
        return tuple(channel.name for channel in self.channel)


class Paguyuban(Declaration):
    """The artisans' association: its rules, and what it would begin with (ODD 7.8 to 7.10)."""

    cohesion: Share = Field(description="at the start")
    administration: Share = Field(description="quality of administration at the start")
    self_reliance: Share = Field(description="at the start")
    minimum_members: Annotated[int, Field(ge=1, le=MOST_ARTISANS)] = Field(
        description="fewest who found it"
    )
    saving: HouseholdRupiah = Field(description="compulsory, rupiah at each meeting")
    arisan: HouseholdRupiah = Field(description="into the pot, rupiah at each meeting")
    cash_to_pay: HouseholdRupiah = Field(
        description="rupiah in hand without which one pays neither"
    )
    interest: Annotated[int, Field(ge=0, le=10_000)] = Field(
        description="of a loan, hundredths of a per cent a month"
    )
    interest_on: Literal["declining", "flat"] = Field(
        description="on what is still owed, or on the loan as it was"
    )
    loan_months: Annotated[int, Field(ge=1, le=1_000)] = Field(description="instalments")
    loan_cap: HouseholdRupiah = Field(description="largest loan, rupiah")
    loan_unit: Annotated[int, Field(ge=1, le=MOST_HOUSEHOLD_RUPIAH)] = Field(
        description="rupiah to whose multiples loans are rounded up"
    )
    write_off_months: Annotated[int, Field(ge=1, le=1_000)] = Field(
        description="instalments missed in a row at which a loan is lost"
    )
    grant_share: Share = Field(description="part of a grant that enters the box")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.cash_to_pay < self.saving + self.arisan:
            raise mistake(
                expected=f"cash_to_pay of at least saving + arisan, {self.saving + self.arisan:,}",
                found=f"{self.cash_to_pay:,}",
            )
        return self


class Institutions(Declaration):
    """The offices and leaders around the community (ODD 7.12)."""

    commitment: Share = Field(description="at the start")
    permit_month: Annotated[int, Field(ge=0, le=LAST_MONTH)] = Field(
        description="module permit: no activity before this month"
    )
    concession: Rupiah = Field(description="what a petition may win for the box, rupiah")
    stall: str = Field(description="channel that a petition may win where there is no box")


class Facilitator(Declaration):
    """The outside worker who accompanies the community."""

    credibility: Share = Field(description="at the start")
    person_day_price: Rupiah = Field(description="rupiah for one day of work")


class Modules(Declaration):
    """Which switchable parts of the model are on (ODD 8)."""

    group: bool = True
    finance: bool = True
    market: bool = True
    withdrawal: bool = True
    institutions: bool = True
    contest: bool = True
    exhibition: bool = True
    shocks: bool = True
    readoption: bool = True
    ambassadors: bool = True
    season: bool = False
    proximity: bool = False
    advantage: bool = False
    lapse: bool = False
    leakage: bool = False
    vote: bool = False
    heterogeneity: bool = False
    dynamic_ties: bool = False
    travel: bool = False
    buyer_feedback: bool = False
    village_promise: bool = False
    coordination: bool = False
    permit: bool = False
    resources_known: bool = False

    @property
    def on(self) -> tuple[str, ...]:
        """Names of the modules that are on."""
        return tuple(name for name, is_on in self.model_dump().items() if is_on)

    @property
    def off(self) -> tuple[str, ...]:
        """Names of the modules that are off."""
        return tuple(name for name, is_on in self.model_dump().items() if not is_on)


class CommunityFile(Declaration):
    """What community.toml says."""

    title: str = Field(description="one line for people")
    calendar: Calendar
    artisans: Artisans
    ties: Ties = Field(discriminator="generator")
    traditional: Pottery
    innovation: Innovation
    market: Market
    paguyuban: Paguyuban
    institutions: Institutions
    facilitator: Facilitator
    modules: Modules = Modules()

    @property
    def traditional_income(self) -> int:
        """Net income of a household from traditional pottery at full capacity, rupiah a month."""
        old = self.traditional
        return old.pieces_per_month * (old.price - old.unit_cost)


@dataclass(frozen=True)
class Roster:
    """The artisans of a roster file, one row each.

    Attributes
    ----------
    labels : tuple of hashable
        Name of each artisan, text where a file gives it; artisan `ego` is `labels[ego]`.
    columns : mapping of str to tuple
        Traits that the file gives, each of one value an artisan; the others are drawn.
    """

    labels: tuple[Hashable, ...]
    columns: Mapping[str, tuple[float, ...]]

    @cached_property
    def traits(self) -> Mapping[str, NDArray[Any]]:
        """The columns as arrays [N], made once and only read."""
        return {name: _only_read(np.array(column)) for name, column in self.columns.items()}


@dataclass(frozen=True)
class TieList:
    """The ties of a tie file, each pair once.

    Attributes
    ----------
    pairs : tuple of (int, int)
        Rows of the two artisans, the lower first, in ascending order.
    strengths : tuple of float or None
        Strength of each tie, 0 to 1; None: drawn.
    n_self, n_merged : int
        Rows of the file dropped as ties to oneself, and as repeating an earlier pair.
    """

    pairs: tuple[tuple[int, int], ...]
    strengths: tuple[float, ...] | None
    n_self: int = 0
    n_merged: int = 0

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """The pairs as an array [pairs, 2], made once and only read."""
        # Far faster than `np.array`, where there are millions.
        flat = np.fromiter(chain.from_iterable(self.pairs), np.int64, 2 * len(self.pairs))
        return _only_read(flat.reshape(-1, 2))

    @cached_property
    def given_strengths(self) -> NDArray[np.float64]:
        """The strengths as an array [pairs], made once and only read; [0] where they are drawn."""
        return _only_read(np.array(self.strengths or (), np.float64))


def _only_read(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array


class Numbered(Mapping[Hashable, int]):
    """Rows of artisans who are called "1" to "N", with no list of them, which may be long."""

    _WHOLE = re.compile("[1-9][0-9]{0,8}")

    def __init__(self, n_artisans: int) -> None:
        self._n_artisans = n_artisans

    def __getitem__(self, label: Hashable) -> int:
        is_whole = isinstance(label, str) and self._WHOLE.fullmatch(label)
        if is_whole and int(str(label)) <= self._n_artisans:
            return int(str(label)) - 1
        raise KeyError(label)

    def __iter__(self) -> Iterator[Hashable]:
        return map(str, range(1, self._n_artisans + 1))

    def __len__(self) -> int:
        return self._n_artisans


@dataclass(frozen=True)
class Community:
    """Everything that a model folder says, read and checked.

    Attributes
    ----------
    name : str
        Name of the folder.
    file : CommunityFile
    programmes, parameter_sets : mapping of str to Programme and ParameterSet
    roster : Roster or None
    tie_list : TieList or None
    sources : tuple of mapping of str to str
        Rows of sources.csv, which says where each number comes from; none without that file.
    hashes : mapping of str to str
        SHA-256 of every file that was read, by its path inside the folder.
    """

    name: str
    file: CommunityFile
    programmes: Mapping[str, Programme]
    parameter_sets: Mapping[str, ParameterSet]
    roster: Roster | None = None
    tie_list: TieList | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Mapping[str, str], ...] = ()

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
        """Hamlet of each artisan [N], from 0, ascending: the roster's, or equal parts."""
        if self.roster is not None and "hamlet" in self.roster.columns:
            return _only_read(self.roster.traits["hamlet"].astype(np.int64) - 1)
        n_artisans, n_hamlets = self.n_artisans, self.file.artisans.hamlets
        return _only_read(np.arange(n_artisans) * n_hamlets // n_artisans)

    @property
    def n_hamlets(self) -> int:
        """Number of hamlets."""
        return int(self.hamlets[-1]) + 1

    @property
    def largest_hamlet(self) -> int:
        """Artisans of the largest hamlet."""
        return int(np.bincount(self.hamlets).max())

    def price(self, programme: Programme) -> Price:
        """Price of a programme that is held in every hamlet."""
        days = self.file.facilitator.person_day_price
        return programme.price(days, n_hamlets=self.n_hamlets)

    @cached_property
    def ego_of(self) -> Mapping[Hashable, int]:
        """Row of each artisan, by name."""
        if self.roster is None:
            return Numbered(self.n_artisans)
        return {label: ego for ego, label in enumerate(self.roster.labels)}
