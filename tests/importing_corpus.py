"""What tests of readers share: a network in a few words, and the corpus of files of a format."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from diffusion.importing.network import Network, Relation
from diffusion.importing.tables import Cell, Missing

FILES = Path(__file__).parent / "files" / "importing"


def valid(format_name: str) -> dict[str, dict[str, object]]:
    """List the expected reading of each valid file of a format, as `told` says it."""
    return tomllib.loads((FILES / format_name / "readings.toml").read_text(encoding="utf-8"))


def broken(format_name: str) -> list[tuple[str, list[str]]]:
    """List the broken files of a format, with the lines of the message for each."""
    text = (FILES / format_name / "broken" / "messages.toml").read_text(encoding="utf-8")
    return [(name, lines) for name, lines in tomllib.loads(text).items()]


def told(network: Network) -> dict[str, object]:
    """Say a network in a few words: people, ties and columns as text, notes by their names."""
    said: dict[str, object] = {
        "people": [
            f"{one}{mark} {name}".rstrip()
            for one, name, mark in zip(network.ids, network.names, _marks(network), strict=True)
        ],
        "ties": [tie for relation in network.relations for tie in _ties(network, relation)],
        "notes": [note.name for note in network.notes],
    }
    columns = {name: [*map(_cell, column.cells)] for name, column in network.columns.items()}
    return said | ({"columns": columns} if columns else {})


def _cell(cell: Cell) -> Cell:
    """Say a missing value with its reason, and an empty cell as no text."""
    return f"missing {cell.reason}" if isinstance(cell, Missing) else "" if cell is None else cell


def _marks(network: Network) -> Iterator[str]:
    """Mark who is no person in a two-mode network with #, who is only named with ?."""
    for n in range(len(network.ids)):
        is_event = network.first_mode is not None and not network.first_mode[n]
        is_unsurveyed = network.surveyed is not None and not network.surveyed[n]
        yield "#" * is_event + "?" * is_unsurveyed


def _ties(network: Network, relation: Relation) -> Iterator[str]:
    arrow = ">" if relation.is_directed else "-"
    for n, (ego, alter) in enumerate(zip(relation.ego, relation.alter, strict=True)):
        said = f"{relation.kind}: {network.ids[ego]}{arrow}{network.ids[alter]}"
        if relation.weight is not None:
            said += f" {relation.weight[n]:g}"
        if relation.begins is not None and relation.ends is not None:
            times = (relation.begins[n], relation.ends[n])
            said += f" [{'..'.join('' if np.isnan(one) else f'{one:g}' for one in times)}]"
        yield said
