"""Reads what a person asks of a command, so that one report has every mistake."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

from diffusion.cli.options import PARAMETERS, RUNS, Mistyped
from diffusion.errors import InputError, Problem

if TYPE_CHECKING:
    from diffusion.scenario.community import Community


class Mistakes:
    """Mistakes in what a person asks, kept until all of it is read.

    Parameters
    ----------
    context
        Of the command; numbers that could not be read are kept first.
    """

    def __init__(self, context: typer.Context) -> None:
        self._problems: list[Problem] = []
        for value in context.params.values():
            values = value if isinstance(value, list | tuple) else [value]
            self._problems += [one.problem for one in values if isinstance(one, Mistyped)]

    def of[Read](self, read: Callable[[], Read]) -> Read | None:
        """Give what is read; None, with the mistakes kept, if it has any."""
        try:
            return read()
        except InputError as error:
            self._problems.extend(error.problems)
            return None

    def refuse(self) -> None:
        """Tell every mistake that was kept.

        Raises
        ------
        InputError
            If there is any.
        """
        if self._problems:
            raise InputError(dict.fromkeys(self._problems))


def community_asked(
    mistakes: Mistakes,
    model: str,
    *,
    programmes: Iterable[str] | None = None,
    parameters: str = PARAMETERS,
    by: Iterable[str] | None = None,
    runs: int = RUNS,
    months: int,
    random_seed: int = 0,
    first_replicate: int = 0,
    also: "Callable[[Community], object] | None" = None,
) -> "Community":
    """Read a community and all that is asked of it: programmes, numbers, groups, luck.

    `also` reads what else is asked of the community.

    Raises
    ------
    InputError
        With the mistakes that were kept before, those in the community's files, and those in what
        is asked of it.
    """
    from diffusion.catalogue.load import load, parameters_of, programme_of
    from diffusion.ensembles.options import RunOptions

    options = RunOptions(
        n_runs=runs, n_months=months, random_seed=random_seed, first_replicate=first_replicate
    )
    community = mistakes.of(lambda: load(model))
    mistakes.of(lambda: options.check(1 if community is None else community.n_artisans))
    if community is None:
        mistakes.refuse()
        raise AssertionError
    known = community
    columns = [_as_grouped(known, name) for name in by or ()]
    for name in programmes or ():
        mistakes.of(lambda name=name: programme_of(known, name))  # type: ignore[misc]
    mistakes.of(lambda: parameters_of(known, parameters))
    grouped = mistakes.of(lambda: known.with_groups(columns, place="--by"))
    if also is not None:
        mistakes.of(lambda: also(grouped or known))
    mistakes.refuse()
    assert grouped is not None
    return grouped


def _as_grouped(community: "Community", name: str) -> str:
    """Call a column as its heading would be understood, such as Dusun for hamlet."""
    from diffusion.readers.headings import column_meant
    from diffusion.scenario.groups import HAMLET

    if name.strip().casefold() in map(str.casefold, community.groups):
        return name
    return column_meant(name, (HAMLET, "poor")) or name
