"""Says in plain words who was read from the tables of artisans and ties, and what was changed."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from math import isnan

from diffusion.i18n.words import Words
from diffusion.readers.numbers import value_of
from diffusion.readers.rosters import NUMBERS
from diffusion.reporting.changes import Line, changes_read
from diffusion.reporting.terminal import out
from diffusion.scenario.community import Community
from diffusion.scenario.groups import HAMLET, NOT_KNOWN, Grouping, without_poor
from diffusion.scenario.ties import TieFile


def print_people(community: Community, say: Words) -> None:
    """Say who was read: people, hamlets, groups and ties."""
    tell = people_read, ties_read, changes_read, observed_read
    for label, text in chain(*(one(community, say) for one in tell)):
        print_read(say, label, text)


def print_read(say: Words, label: str, text: str) -> None:
    """Print one fact of what was read."""
    out.print(f"{say(f'read.{label}'):<12} {text}")


def people_read(community: Community, say: Words) -> Iterator[Line]:
    """Tell who the artisans are."""
    roster, file = community.roster, community.file.artisans.roster
    if roster is None:
        yield "artisans", say("read.artisans_drawn", n=community.n_artisans)
    else:
        columns = (say.spelled("roster_column", name) for name in roster.columns)
        given = ", ".join(columns) or say("read.only_names")
        yield (
            "artisans",
            say("read.artisans_listed", n=community.n_artisans, file=file, given=given),
        )
        if n_names := sum(map(_is_name, roster.labels)):
            yield "names", say("read.real_names", n=n_names, file=file)
        if traits := "; ".join(_traits(community, say)):
            yield "traits", traits
    hamlets = community.groups.get(HAMLET)
    told = "" if hamlets is None else f": {_sizes(hamlets, say)}"
    yield "hamlets", f"{community.n_hamlets}{told}"
    if roster is None:
        return
    yield "poor", _poor(community, say)
    shown = [one for one in community.shown_groups if one.name != HAMLET]
    if shown:
        yield "groups", "; ".join(f"{one.name}: {_sizes(one, say)}" for one in shown)
    others = [name for name in roster.groups if name not in {one.name for one in shown}]
    if others:
        told = "; ".join(_different(name, {*roster.groups[name]} - {""}, say) for name in others)
        yield "others", say("read.not_shown", columns=told)
    if roster.respelt:
        told = ", ".join(
            say("read.read_as", found=found, written=written, column=column)
            for column, words in roster.respelt.items()
            for found, written in words.items()
        )
        yield "respelt", told
    if roster.sums:
        yield "sums", "; ".join(_sums(name, sums, say) for name, sums in roster.sums.items())


def _is_name(label: object) -> bool:
    """Whether a label looks like somebody's name: a word of three letters or more, and no digit."""
    text = str(label)
    return re.search(r"[^\W\d_]{3,}", text) is not None and not re.search(r"\d", text)


def _poor(community: Community, say: Words) -> str:
    """Tell who is poor, and that the poor are shown also if nobody asks for it."""
    roster, artisans = community.roster, community.file.artisans
    if roster is not None and "poor" in roster.columns:
        n_poor = int(sum(roster.columns["poor"]))
        told = say("read.poor_listed", n_poor=n_poor, n=community.n_artisans, file=artisans.roster)
    else:
        word = "read.poor_drawn" if community.poor_is_drawn else "read.poor_by_income"
        told = say(word, file=artisans.roster)
    is_asked = without_poor(artisans.groups) != [*artisans.groups]
    return say("read.poor_always", told=told) if is_asked else told


def ties_read(community: Community, say: Words) -> Iterator[Line]:
    """Tell which ties there are, what a row of their table means, and what was changed."""
    ties, listed = community.file.ties, community.tie_list
    if not isinstance(ties, TieFile) or listed is None:
        drawn = ties.model_dump(exclude={"strength", "generator"})
        told = [ties.generator, *(f"{key} {value}" for key, value in drawn.items())]
        yield "ties", ", ".join(told)
        return
    n_self, n_merged = listed.n_self, listed.n_merged
    n = listed.n_pairs
    word = "read.ties_listed" if n_self or n_merged else "read.all_ties_listed"
    yield "ties", say(word, n=n, file=ties.file, n_self=n_self, n_merged=n_merged)
    is_long = listed.named_in == ("alter",)
    columns = ", ".join(listed.named_in)
    word = "knows" if is_long else "names"
    if not ties.influence:
        yield "row_means", say(f"read.{word}_{ties.direction}", columns=columns)
    yield from _kinds_read(community, ties, say)
    if listed.unread:
        yield "unread", ", ".join(listed.unread)


def _kinds_read(community: Community, ties: TieFile, say: Words) -> Iterator[Line]:
    """Tell which kinds of ties there are, and of which period a simulation takes them."""
    told, observed = community.told, community.file.observed
    if told is None:
        return
    if ties.influence:
        yield (
            "kinds",
            "; ".join(
                say(
                    f"read.kind_{one.direction}",
                    kind=kind,
                    n=len(one.ego),
                    influence=say.formatted(one.influence, "g"),
                )
                for kind, one in told.weighed(ties).items()
            ),
        )
    if told.has_periods and observed is not None:
        n_there = sum(
            int(one.in_period(community.first_period).sum()) for one in told.kinds.values()
        )
        yield (
            "come_and_go",
            say(
                "read.ties_of_period",
                n=n_there,
                n_all=sum(len(one.ego) for one in told.kinds.values()),
                period=observed.periods[community.first_period],
            ),
        )


def observed_read(community: Community, say: Words) -> Iterator[Line]:
    """Tell what was observed of the adoption."""
    data, observed = community.observed, community.file.observed
    if data is None or observed is None or not data.adoption:
        return
    simulated = community.observed_innovation
    for name, adopted in data.adoption.items():
        states = adopted.state
        counts = "; ".join(
            say(f"read.state_{state}", n=states.count(state))
            for state in ("adopted", "given_up", "never", "undated", "not_known")
            if state in states
        )
        word = "read.observed_simulated" if name == simulated else "read.observed_other"
        first, last = observed.periods[0], observed.periods[-1]
        yield "observed", say(word, innovation=name, counts=counts, first=first, last=last)
    if observed.are_months:
        at = observed.records(community.file.calendar.start)
        yield (
            "observed_months",
            say(
                "read.first_is",
                first=observed.periods[0],
                n=at[0],
                start=community.file.calendar.start,
            ),
        )


def _traits(community: Community, say: Words) -> Iterator[str]:
    """Tell from where to where the numbers of each column go."""
    roster, scales = community.roster, community.file.artisans.scale.given
    for name, column in {} if roster is None else roster.columns.items():
        if name in (HAMLET, "poor"):
            continue
        ends = (min(column), max(column), sum(column) / len(column))
        if NUMBERS[name].is_whole:
            low, high, mean = map(say.rupiah, ends)
        else:
            low, high, mean = (say.formatted(number, ",.4g") for number in ends)
        spelled = say.spelled("roster_column", name)
        trait = say("read.trait", name=spelled, low=low, high=high, mean=mean)
        if name in scales:
            low, high = (f"{end:g}" for end in scales[name])
            trait = say("read.on_scale", trait=trait, low=low, high=high)
        yield trait


def _sums(name: str, sums: Sequence[tuple[str, int]], say: Words) -> str:
    """Tell how many sums of a column were read that are not digits alone, with one of each look."""
    looks: dict[str, tuple[str, int]] = {}
    for cell, value in sums:
        looks.setdefault(re.sub("[0-9]+", "0", cell).casefold(), (cell, value))
    shown = ", ".join(f"{cell} = {say.rupiah(value)}" for cell, value in looks.values())
    return say("read.sums_of", n=len(sums), column=name, examples=shown)


def _different(name: str, cells: set[str], say: Words) -> str:
    """Tell how many different words, or numbers, a column has that divides no results."""
    values = [value_of(cell, has_decimal_commas=True) for cell in cells]
    if not cells or any(map(isnan, values)):
        return say("read.words", name=name, n=len(cells))
    return say("read.numbers", name=name, n=len(cells), traits=", ".join(NUMBERS))


def _sizes(grouping: Grouping, say: Words) -> str:
    """Tell how many artisans are in each group."""
    known = say("read.not_known")
    return ", ".join(
        f"{known if name == NOT_KNOWN else name} {n}" for name, n in grouping.sizes.items()
    )
