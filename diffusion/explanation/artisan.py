"""One artisan of one history: what happened month by month, whose part it was, what changes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from diffusion.catalogue.arguments import CommunityLike, ProgrammeLike, community_of, programmes_of
from diffusion.comparison.strategies import nothing_done
from diffusion.ensembles.ensemble import prepare
from diffusion.ensembles.options import RunKeywords, RunOptions
from diffusion.ensembles.record_events import record_events
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.explanation.influence import Influence, influence_of
from diffusion.explanation.moves import Event, Story
from diffusion.explanation.stories import end_of, stories_of
from diffusion.explanation.switches import Fates, Off, Switches
from diffusion.kernels.state import CONFIRMED, NEVER, TRIAL, Stage
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.util.money import Sum

if TYPE_CHECKING:
    import pandas as pd


class Change(NamedTuple):
    """Something that would have changed how an artisan fared.

    Attributes
    ----------
    off : Off
        What is switched off.
    began, stage : int
        Record of the first trial, -1 for never, and stage at the end, without it.
    """

    off: Off
    began: int
    stage: int


@dataclass(frozen=True, slots=False, eq=False)
class ArtisanExplained:
    """One artisan of one history.

    Attributes
    ----------
    community : Community
    programme : Programme
    name : str
    row : int
        In the arrays.
    replicate : int
    began, stage : int
        As it was: record of the first trial, -1 for never, and stage at the end.
    story : Story
    influence : Influence
        Of the whole history.
    changes : tuple of Change
        What would have changed it, one thing at a time; the greatest change first.
    n_tried : int
        How many things were switched off.
    """

    community: Community
    programme: Programme
    name: str
    row: int
    replicate: int
    began: int
    stage: int
    story: Story
    influence: Influence
    changes: tuple[Change, ...]
    n_tried: int

    def to_frame(self) -> "pd.DataFrame":
        """List what would have changed it.

        Returns
        -------
        pandas.DataFrame
            kind and name of what is switched off; began and stage without it, and as it was
            (began_as_it_was, stage_as_it_was); began is missing for never.
        """
        import pandas as pd

        def began(record: int) -> int | None:
            return None if record == NEVER else record

        table = pd.DataFrame(
            [
                {
                    "kind": one.off.kind,
                    "name": self.name_of(one.off),
                    "began": began(one.began),
                    "stage": Stage(one.stage).name.lower(),
                    "began_as_it_was": began(self.began),
                    "stage_as_it_was": Stage(self.stage).name.lower(),
                }
                for one in self.changes
            ],
            columns=["kind", "name", "began", "stage", "began_as_it_was", "stage_as_it_was"],
        )
        return table.astype({"began": "Int64", "began_as_it_was": "Int64"})

    def name_of(self, off: Off) -> str:
        """Name what is switched off; an artisan by name and not by row."""
        return str(self.influence.record.labels[int(off.name)]) if off.kind == "tie" else off.name

    def told(self) -> list[Event]:
        """Tell of each change, as a story does."""
        was = self.began, self.stage
        return [event for one in self.changes for event in told_of(one, was)]


def explain_artisan(
    community: CommunityLike,
    programme: ProgrammeLike,
    artisan: str | int,
    *,
    replicate: int = 0,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    place: str = "artisan",
    **options: Unpack[RunKeywords],
) -> ArtisanExplained:
    """Explain what became of one artisan in one history.

    Each activity, each pathway, each of the artisan's ties and the association's loans are
    switched off, one at a time, under the same luck.

    Parameters
    ----------
    community, programme, budget, with_facilitator, **options
        As in `diffusion.simulate`; a single run is lived, whatever `n_runs`.
    artisan
        Name in the roster or the graph; a number from 1 to N where artisans are drawn.
    replicate
        Number of the history.
    place
        What an error names as the place of the artisan.

    Raises
    ------
    InputError
        If there is no such artisan, and as in `diffusion.record_events`.
    """
    known = community_of(community)
    row = row_of(known, artisan, place=place)
    (whole,) = programmes_of(known, [programme], budget=budget, with_facilitator=with_facilitator)
    runs: RunKeywords = {**options, "n_runs": 1, "first_replicate": replicate}
    runs.pop("progress", None)
    record = record_events(known, whole, **runs)
    switches = switches_of(known, whole, RunOptions(**runs))
    was, found = switches.as_it_was, list(_switched(switches, [row]))
    states = switches.states()
    numbers = switches.ensemble.parameters
    story = stories_of(record, states, lends_after_loss=bool(numbers.lends_after_loss))[row]
    story = end_of(story, states[-1], row, float(numbers.misfit_tolerance), last=len(states) - 1)
    return ArtisanExplained(
        community=known,
        programme=whole,
        name=str(record.labels[row]),
        row=row,
        replicate=replicate,
        began=int(was.began[row]),
        stage=int(was.stage[row]),
        story=story,
        influence=influence_of(record),
        changes=changes_of(row, was, [(off, fates) for off, fates, _ in found]),
        n_tried=len(found),
    )


def switches_of(community: Community, programme: Programme, options: RunOptions) -> Switches:
    """Make the switches of one run of a programme, beside doing nothing."""
    own = [one for one in community.programmes.values() if not one.activity]
    nothing = own[0] if own else nothing_done()
    return Switches(prepare(community, (programme, nothing), options))


def row_of(community: Community, artisan: str | int, *, place: str) -> int:
    """Find the row of an artisan by name.

    Raises
    ------
    InputError
        If there is none of that name; with the nearest.
    """
    names = {str(label): at for at, label in enumerate(community.labels)}
    asked = str(artisan).strip()
    by_case = {name.casefold(): at for name, at in names.items()}
    at = names.get(asked, by_case.get(asked.casefold()))
    if at is None:
        expected = f"an artisan, {one_of(list(names), asked)}"
        raise InputError(Problem(place, "", expected, as_written(asked)))
    return int(community.row_of[at])


def changes_in_all(switches: Switches, *, most: int) -> list[tuple[Change, ...]]:
    """Find what would have changed how each artisan fared, by rows; at most so many for each."""
    n_artisans = switches.ensemble.community.n_artisans
    found: list[list[tuple[Off, Fates]]] = [[] for _ in range(n_artisans)]
    for off, fates, concerned in _switched(switches, range(n_artisans)):
        for row in concerned:
            found[row].append((off, fates))
    was = switches.as_it_was
    return [changes_of(row, was, mine)[:most] for row, mine in enumerate(found)]


def _switched(
    switches: Switches, rows: Sequence[int]
) -> Iterator[tuple[Off, Fates, Sequence[int]]]:
    """Switch off one thing after the other; give what, how all fare then, and whom it concerns."""
    for off, fates in switches.for_all():
        yield off, fates, rows
    asked = set(rows)
    for row in rows:
        for alter in switches.alters_of(row):
            if alter in asked and alter < row:
                continue  # the tie has been cut from the other end
            fates = switches.without_tie(row, alter)
            yield Off("tie", str(alter)), fates, [row]
            if alter in asked:
                yield Off("tie", str(row)), fates, [alter]
    if switches.lends:
        for row in rows:
            yield Off("loan"), switches.without_loans(row), [row]


def changes_of(row: int, was: Fates, found: Sequence[tuple[Off, Fates]]) -> tuple[Change, ...]:
    """Keep what changes how one artisan fares; the greatest change first, of equals as listed."""
    before = int(was.began[row]), int(was.stage[row])
    changes = [Change(off, int(now.began[row]), int(now.stage[row])) for off, now in found]
    kept = [one for one in changes if list(told_of(one, before))]
    return tuple(sorted(kept, key=lambda one: _rank(one, before)))


def _rank(change: Change, was: tuple[int, int]) -> tuple[int, int]:
    """Order changes: never or for the first time, then how it ends, then by how many months."""
    began, stage = was
    if (change.began == NEVER) != (began == NEVER):
        return 0, 0
    if uses(change.stage) != uses(stage):
        return 1, 0
    return 2, -abs(change.began - began)


def told_of(change: Change, was: tuple[int, int]) -> Iterator[Event]:
    """Tell a change, by keys of the section [story]; nothing if nothing changes."""
    began, stage = was
    what = f"{change.off.kind}:{change.off.name}"
    if change.began == NEVER != began:
        yield "without_never", {"what": what}
        return
    if began == NEVER != change.began:
        yield "without_begins", {"what": what, "month": change.began}
        return
    if change.began != began:
        key = "without_later" if change.began > began else "without_earlier"
        yield key, {"what": what, "month": change.began, "was": began}
    if uses(stage) and not uses(change.stage):
        yield "without_ends_without", {"what": what}
    if uses(change.stage) and not uses(stage):
        yield "without_ends_with", {"what": what}


def uses(stage: int) -> bool:
    """Whether a stage is that of an adopter."""
    return TRIAL <= stage <= CONFIRMED


def shares_of(found: ArtisanExplained) -> dict[int, list[dict[str, Any]]]:
    """Give the shares in each move of an artisan, by the record; the greatest first."""
    table = found.influence.shares()
    mine = table[table["ego"] == found.name].sort_values("share", ascending=False, kind="stable")
    by_month: dict[int, list[dict[str, Any]]] = {}
    for row in mine.to_dict("records"):
        by_month.setdefault(int(row["month"]), []).append({str(k): v for k, v in row.items()})
    return by_month
