"""Finds mistakes that only show when the parts of a community are seen together."""

import warnings
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from diffusion.errors import InputError, OddWarning, Problem, as_written, one_of
from diffusion.scenario.groups import HAMLET
from diffusion.scenario.programme import Programme

if TYPE_CHECKING:
    from diffusion.scenario.community import Community


GRAPH = "a graph"
"""What stands for the file of a roster whose people are the nodes of a graph."""

MOST_PAIRS = 5
"""Pairs of names that differ only in capitals of which a person is told."""


def misfits(community: "Community") -> Iterator[Problem]:
    """Find the mistakes that only show when the parts of a community are seen together."""
    file = community.file
    for label in file.artisans.first_adopters:
        if label not in community.ego_of:
            yield Problem(
                "community.toml",
                "artisans.first_adopters",
                _artisan_expected(community.ego_of, label),
                _unknown(community, label),
            )
    try:
        community.shown_groups  # noqa: B018  # for what it raises
    except InputError as error:
        yield from error.problems
    n_drawn = file.artisans.first_adopters_drawn or 0
    if n_drawn > community.n_artisans:
        expected = f"at most {community.n_artisans} artisans, who are all"
        yield Problem("community.toml", "artisans.first_adopters_drawn", expected, str(n_drawn))
    channels, stall = file.market.channels, file.institutions.stall
    if stall not in channels:
        expected = one_of(channels, stall)
        yield Problem("community.toml", "institutions.stall", expected, as_written(stall))
    for programme in community.programmes.values():
        yield from unfitting(community, programme, f"programmes/{programme.name}.toml")


def oddities(community: "Community") -> Iterator[str]:
    """Say what is no mistake among the people, and yet odd: where, and what to do."""
    file = community.file.artisans
    yield from alike(community)
    yield from slips(community)
    tolerances = (one.decision.misfit_tolerance for one in community.parameter_sets.values())
    is_given = community.roster is not None and "value_fit" in community.roster.columns
    if file.first_adopters and not is_given and min(tolerances, default=1.0) < 1:
        way_out = "write first_adopters_drawn in place of the list"
        if file.roster != GRAPH:
            way_out = f"give value_fit in the roster, or {way_out}"
        yield (
            "community.toml: artisans.first_adopters: the value_fit of those who are listed is "
            f"drawn, and they begin as adopters also where it forbids that ({way_out})"
        )


def alike(community: "Community") -> Iterator[str]:
    """Say whose names differ only in capitals."""
    seen: dict[str, str] = {}
    pairs = []
    labels = () if community.roster is None else community.roster.labels
    for label in (one for one in labels if isinstance(one, str)):
        before = seen.setdefault(label.casefold(), label)
        if before != label:
            pairs.append(f"{as_written(before)} and {as_written(label)}")
    for pair in pairs[:MOST_PAIRS]:
        yield (
            f"{community.file.artisans.roster}: {pair} differ only in capitals and are taken for "
            "two people (if they are one, write the name in one way)"
        )


def slips(community: "Community") -> Iterator[str]:
    """Say which rare words of hamlets and groups may be slips of a more usual one."""
    by_column = {} if community.roster is None else community.roster.alike
    pairs = [(column, pair) for column, pairs in by_column.items() for pair in pairs]
    for column, pair in pairs[:MOST_PAIRS]:
        both = "counted as two groups"
        if column == HAMLET:
            both = "taken for two hamlets, and what each hamlet is offered is held and paid in both"
        yield (
            f"{community.file.artisans.roster}: {column}: {as_written(pair.word)} ({pair.n}) and "
            f"{as_written(pair.usual)} ({pair.n_usual}) are {both} (did you mean {pair.usual}? "
            "Then write it in one way)"
        )


def tell(texts: Iterable[str]) -> None:
    """Warn of what `oddities` or `alike` finds, as `OddWarning`."""
    for text in texts:
        warnings.warn(OddWarning(text), stacklevel=3)


def unfitting(community: "Community", programme: Programme, place: str) -> Iterator[Problem]:
    """Find the artisans and channels that a programme names and the community has not."""
    channels = community.file.market.channels
    for number, activity in enumerate(programme.activity, start=1):
        named = {"": activity.channel} | {
            f".rule[{n}]": rule.channel for n, rule in enumerate(activity.rule, start=1)
        }
        for where, channel in named.items():
            if channel is not None and channel not in channels:
                expected, found = one_of(channels, channel), as_written(channel)
                yield Problem(place, f"activity[{number}]{where}.channel", expected, found)
        if isinstance(activity.target, str):
            continue
        for label in activity.target:
            if label not in community.ego_of:
                expected = _artisan_expected(community.ego_of, label)
                found = _unknown(community, label)
                yield Problem(place, f"activity[{number}].target", expected, found)


def _unknown(community: "Community", label: str) -> str:
    """Show a name that nobody has; where artisans are numbered, say what gives them names."""
    if community.roster is not None or label.isdecimal():
        return as_written(label)
    return f"{as_written(label)} (names need a roster, or a graph: with_graph, then with_settings)"


def _artisan_expected(ego_of: Mapping[Hashable, int], label: str) -> str:
    return f"an artisan, {one_of(tuple(map(str, ego_of)), label)}"
