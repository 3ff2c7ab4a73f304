"""Finds a community by name or folder, reads it, and checks that its files fit together."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from diffusion.errors import InputError, Problem, as_written, nearest, one_of
from diffusion.i18n.words import meant, names_of
from diffusion.readers.model_folder import Folder, read_programme
from diffusion.readers.people import People
from diffusion.readers.tables import Table
from diffusion.scenario.community import Community
from diffusion.scenario.contradictions import in_community, in_programme
from diffusion.scenario.misfits import misfits, oddities, tell, unfitting
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme

DEFAULT_PARAMETERS = "default"
"""Name of the parameter set that is used unless another is named."""

DEFAULT_RANDOM_SEED = 1
"""Number that starts the draws unless another is given."""

SOURCES = "sources.csv"
"""The file of a model folder that says where each number comes from; it may be left out."""

SOURCE_COLUMNS = ("parameter", "value", "unit", "low", "high", "source", "flag")
"""What it says of each number. Between `low` and `high` lies what is thought possible."""

RANGE = "range"
"""One column in place of the two, "LOW to HIGH", as version 0.1.0 had it; it is still read."""

SOURCE_FLAGS = ("field", "found", "computed", "assumed")
"""Where a number may come from: the field report, a publication, other numbers, or nowhere."""

REPLACED = "replaced.csv"
"""The file that says what was replaced or left out in the tables; it may be left out itself."""

REPLACED_COLUMNS = ("found", "written", "rows_left_out", "what")
"""What it says of each change. What it is about is a name in the ties, a heading or a line; a file
of version 0.1.0 tells of names alone, without the last column."""


@cache
def library_root() -> Path:
    """Find the folder of the communities that come with the package.

    Inside an installed wheel it lies beside the code; in a checkout, beside the package.
    """
    package = Path(str(files("diffusion")))
    if (package / "models").is_dir():
        return package / "models"
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "models").is_dir():
        return checkout / "models"
    return package / "models"


def list_communities() -> tuple[str, ...]:
    """Names of the communities that come with the package."""
    root = library_root()
    return tuple(sorted(path.parent.name for path in root.glob("*/community.toml")))


def load(model: str | Path) -> Community:
    """Read a community.

    Parameters
    ----------
    model
        A name that `list_communities` lists, or the path of a folder with a community.toml.

    Raises
    ------
    InputError
        With every mistake in the folder's files.

    Warns
    -----
    OddWarning
        Of names that differ only in capitals, and of first adopters whose fit is drawn.
    """
    path = _folder(model)
    folder = Folder(path)
    file = folder.community_file()
    programmes = folder.programmes()
    parameter_sets = folder.parameter_sets()
    sources = _optional(folder, SOURCES, SOURCE_COLUMNS)
    replaced = _optional(folder, REPLACED, REPLACED_COLUMNS)
    people = People() if file is None else folder.people(file)
    community: Community | None = None
    if file is not None and (people.roster is not None or file.artisans.roster is None):
        community = Community(path.name, file, programmes, parameter_sets, people.roster)
        community = replace(community, told=people.told, tie_list=people.tie_list)
        folder.problems.extend((*misfits(community), *in_community(community)))
        community = replace(community, adoption=folder.adoption(community))
    if folder.problems or community is None:
        raise InputError(folder.problems)
    tell(oddities(community))
    return replace(community, sources=sources, replaced=replaced, hashes=folder.hashes)


def programme_of(community: Community, programme: str | Path | Programme) -> Programme:
    """Find a programme by its name in the community's folder, by its file, or as it is.

    The name may be written as it is printed in either language, such as "kolaborasi saja".

    Raises
    ------
    InputError
        If there is none of this name, or if its file has mistakes or does not fit the community.
    """
    if isinstance(programme, Programme):
        found = programme
    elif str(programme) in community.programmes:
        found = community.programmes[str(programme)]
    elif str(programme).endswith(".toml") or isinstance(programme, Path):
        found = read_programme(Path(programme))
    elif name := meant("strategy", community.programmes, programme):
        found = community.programmes[name]
    else:
        known = _programmes(tuple(community.programmes), programme)
        raise InputError(
            Problem("programme", "", f"{known}, or a file ending in .toml", as_written(programme))
        )
    wrong = [*unfitting(community, found, f"programme {found.name}")]
    if not any(found is one for one in (programme, *community.programmes.values())):
        wrong += in_programme(community, found, f"programme {found.name}")
    if wrong:
        raise InputError(wrong)
    return community.permitted(found)


def _programmes(names: tuple[str, ...], written: str) -> str:
    """List the programmes, and the one whose name is nearest, also as it is printed."""
    printed = names_of("strategy", names)
    near = nearest([*printed], written.casefold())
    if nearest(names, written) or near is None:
        return one_of(names, written)
    return f"one of {', '.join(names)} (did you mean {printed[near]}, {as_written(near)}?)"


def parameters_of(community: Community, parameters: str | ParameterSet) -> ParameterSet:
    """Find a parameter set by its name in the community's folder, or take it as it is.

    Raises
    ------
    InputError
        If there is none of this name.
    """
    if isinstance(parameters, ParameterSet):
        return parameters
    if parameters not in community.parameter_sets:
        known = one_of(tuple(community.parameter_sets), str(parameters))
        known += ", or a set of your own that you add as a file to the folder parameters"
        raise InputError(Problem("parameters", "", known, as_written(parameters)))
    return community.parameter_sets[parameters]


def _folder(model: str | Path) -> Path:
    name = str(model)
    if isinstance(model, str) and name in list_communities():
        return library_root() / name
    path = Path(model)
    if (path / "community.toml").is_file():
        return path.resolve()
    if path.is_dir():
        expected = "a folder with a community.toml (diffusion new community writes one)"
        raise InputError(Problem(path.resolve().name or name, "", expected, "none in it"))
    known, found = one_of(list_communities(), name), as_written(name)
    beside = sorted(one.parent.name for one in path.parent.glob("*/community.toml"))
    if near := nearest(beside, path.name):
        found += f" (did you mean {path.parent / near}?)"
    raise InputError(Problem("model", "", f"{known}, or the path of a model folder", found))


def _optional(folder: Folder, name: str, columns: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
    """Read a table that tells of others, if there is one; none, with the mistakes noted, if bad."""
    table = folder.table(name, with_prose=True) if (folder.path / name).exists() else None
    if table is None:
        return ()
    if columns == SOURCE_COLUMNS:
        table = _with_ends(table)
    if columns == REPLACED_COLUMNS and tuple(table.header) == columns[:-1]:
        rows = [(line, [*row, "name"]) for line, row in table.rows]
        table = replace(table, header=[*columns], rows=rows)
    if tuple(table.with_headings(columns).header) != columns:
        found = as_written(table.separator.join(table.header)) if table.header else "nothing"
        folder.complain(name, "header", ",".join(columns), found)
        return ()
    problems = [*table.uneven_rows()]
    for line, row in table.rows if "flag" in columns else ():
        if row[-1] not in SOURCE_FLAGS and not problems:
            expected = one_of(SOURCE_FLAGS, row[-1])
            problems.append(Problem(name, f"line {line}, flag", expected, as_written(row[-1])))
    folder.problems.extend(problems)
    cells = ([*map(table.plain, row)] for _, row in table.rows)
    return tuple(dict(zip(columns, row, strict=False)) for row in cells)


def _with_ends(table: Table) -> Table:
    """Say a range that stands in one column in two; leave any other table as it is."""
    if RANGE not in table.header:
        return table
    place = table.header.index(RANGE)

    def divided(cells: list[str]) -> list[str]:
        low, _, high = cells[place].partition(" to ")
        return [*cells[:place], low, high, *cells[place + 1 :]]

    rows = [(line, divided(cells) if len(cells) > place else cells) for line, cells in table.rows]
    header = [*table.header[:place], "low", "high", *table.header[place + 1 :]]
    return replace(table, header=header, rows=rows)
