"""Reads a survey or a network of other programs as data, with a report of what was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.data.adoption_data import AdoptionData
from diffusion.errors import InputError, Problem, one_of
from diffusion.importing.choices import Choices, TiesOfFile, choices_of, read_choices
from diffusion.importing.columns import is_called
from diffusion.importing.files import paths_of, read_files
from diffusion.importing.gathered import Gathered
from diffusion.importing.network import Network
from diffusion.importing.other_columns import columns_chosen
from diffusion.importing.report import LoadReport
from diffusion.importing.settle import Settled, settled
from diffusion.importing.survey import Understood, understood
from diffusion.importing.tables import Tables
from diffusion.util.display import Shown

if TYPE_CHECKING:
    from diffusion.scenario.community import Community

type Source = str | PathLike[str]
type Chosen = Choices | Mapping[str, Any] | str | PathLike[str] | None

UNSURVEYED = ("keep", "drop")


@dataclass(frozen=True, repr=False)
class Imported(Shown):
    """A survey or a network that was read.

    Attributes
    ----------
    data : AdoptionData
        People, ties by kind, periods, and who adopted when.
    report : LoadReport
        What was read, guessed and left out.
    choices : Choices
        Everything that was chosen or guessed, as import.toml has it.
    """

    data: AdoptionData
    report: LoadReport

    @property
    def choices(self) -> Choices:
        """Everything that was chosen or guessed, as import.toml has it."""
        return self.report.choices

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of it."""
        ties = ", ".join(f"{kind}: {len(one.ego):,}" for kind, one in self.data.ties.items())
        facts = {"ties": ties or "none", "adoption": ", ".join(self.data.adoption) or "none"}
        return f"Imported {self.report.place}: {self.data.n_people:,} people", facts

    def community(self) -> "Community":
        """Make a community of it, with numbers of the model that are assumed.

        It is what `diffusion import` writes, and can be simulated.

        Raises
        ------
        InputError
            If people are of a kind that cannot be simulated.
        """
        from diffusion.importing.folder import community_of

        return community_of(self)


def read_survey(
    path: Source | Sequence[Source] | object,
    choices: Chosen = None,
    *,
    format: str | None = None,  # noqa: A002
    accept_suggestions: bool = False,
    unsurveyed: str | None = None,
) -> Imported:
    """Read a survey: who was asked, whom they name, who adopted when.

    Columns are found by their headings and by what stands in them; `report` tells every guess.

    Parameters
    ----------
    path
        A file of a survey: Excel, ODS, CSV, KoboToolbox, ODK, SurveyCTO, Stata, SPSS, R; several
        files that belong together; or a pandas DataFrame.
    choices : Choices, mapping, path or None
        What import.toml says; a path names such a file.
    format
        Name of the format, where it cannot be seen from the file.
    accept_suggestions
        Whether a name that is surely another, misspelt, is taken for it.
    unsurveyed
        "keep" or "drop" people who are named and were not asked.

    Returns
    -------
    Imported
        With `data`, `report` and `choices`.

    Raises
    ------
    InputError
        With every mistake; and with everything that must be decided, and the line or the option
        that does so.
    """
    return decided(
        look(
            path,
            choices,
            format=format,
            accept_suggestions=accept_suggestions,
            unsurveyed=unsurveyed,
        )
    )


def read_network(
    path: Source | object,
    choices: Chosen = None,
    *,
    format: str | None = None,  # noqa: A002
    direction: str | None = None,
) -> Imported:
    """Read a network: people and ties of one or several kinds.

    Parameters
    ----------
    path
        A file of Pajek, UCINET, GraphML, GEXF, GML, or a table of ties or of a matrix; or a
        networkx graph, a matrix [N, N] (NumPy, SciPy, or a DataFrame with the same labels at the
        left and on the top), or a DataFrame with columns ego and alter.
    choices : Choices, mapping, path or None
        What import.toml says.
    format
        Name of the format, where it cannot be seen from the file.
    direction
        Which way influence goes along a tie, for all kinds: "both", "alter_to_ego",
        "ego_to_alter".

    Returns
    -------
    Imported

    Raises
    ------
    InputError
        With every mistake, and with everything that must be decided.
    """
    return decided(look(path, choices, format=format, direction=direction))


def decided(imported: Imported) -> Imported:
    """Give what was read.

    Raises
    ------
    InputError
        If something must be decided first.
    """
    if imported.report.undecided:
        raise InputError(imported.report.undecided)
    return imported


def look(
    path: Source | Sequence[Source] | object,
    choices: Chosen = None,
    *,
    format: str | None = None,  # noqa: A002
    accept_suggestions: bool = False,
    unsurveyed: str | None = None,
    direction: str | None = None,
) -> Imported:
    """Read a file as far as it can be read; what must be decided stands in the report.

    Parameters are those of `read_survey` and `read_network`.

    Raises
    ------
    InputError
        With every mistake in the file or the choices.
    """
    chosen = _chosen(choices, unsurveyed)
    format = format or chosen.format  # noqa: A001
    gathered = Gathered()
    found = read_files(path, format, chosen.reader)
    if isinstance(found, Tables):
        gathered.notes += found.notes
        chosen = _with_those_of_form(chosen, found)
        read = understood(found, chosen, gathered, accepts_suggestions=accept_suggestions)
    else:
        gathered.notes += found.notes
        chosen = columns_chosen(found, _with_hamlet(found, chosen, gathered), gathered)
        read = Understood(found, chosen, len(found.ids))
    if direction is not None:
        read = replace(read, choices=_directed(read, direction))
    done = settled(read, gathered)
    return _imported(path, format, read, done, gathered)


def _with_hamlet(network: Network, choices: Choices, gathered: Gathered) -> Choices:
    """Find what a network calls the hamlets of its people."""
    names = [n for n, column in network.columns.items() if is_called(column, "hamlet")]
    if choices.people.hamlet is not None or not names:
        return choices
    gathered.note("import_people.hamlet_guessed", column=names[0])
    people = choices.people.model_copy(update={"hamlet": names[0]})
    return choices.model_copy(update={"people": people})


def _imported(
    path: object,
    format: str | None,  # noqa: A002
    read: Understood,
    done: Settled,
    gathered: Gathered,
) -> Imported:
    names = [Path(one).name for one in paths_of(path)]
    choices = done.choices.model_copy(update={"source": tuple(names), "format": format})
    report = LoadReport(
        read.network.place,
        read.network.format,
        tuple(gathered.notes),
        done.people,
        done.ties,
        choices,
        tuple(gathered.undecided),
        done.data,
    )
    return Imported(done.data, report)


def _chosen(choices: Chosen, unsurveyed: str | None) -> Choices:
    """Take choices, or the file in which they stand, with those that options make."""
    is_path = isinstance(choices, str | PathLike)
    known = read_choices(choices) if is_path else choices_of(choices)  # type: ignore[arg-type]
    if unsurveyed is None:
        return known
    if unsurveyed not in UNSURVEYED:
        raise InputError(Problem("--unsurveyed", "", one_of(UNSURVEYED, unsurveyed), unsurveyed))
    return known.model_copy(update={"unsurveyed": unsurveyed})


def _with_those_of_form(chosen: Choices, tables: Tables) -> Choices:
    """Add what is known of a form, where nothing else was chosen."""
    of_form = choices_of(tables.choices)
    keys = [key for key in tables.choices if getattr(chosen, key) == getattr(Choices(), key)]
    return chosen.model_copy(update={key: getattr(of_form, key) for key in keys})


def _directed(read: Understood, direction: str) -> Choices:
    """Let ties of all kinds have a direction."""
    from diffusion.scenario.ties import direction_of

    said = direction_of(direction, place="direction")
    choices = read.choices
    kinds = dict.fromkeys(one.kind for one in read.network.relations)
    known = {one.kind: one for one in choices.ties or ()}
    ties = [
        known.get(kind, TiesOfFile(kind=kind)).model_copy(update={"direction": said})
        for kind in kinds
    ]
    rest = [one for kind, one in known.items() if kind not in kinds]
    return choices.model_copy(update={"ties": (*ties, *rest)})
