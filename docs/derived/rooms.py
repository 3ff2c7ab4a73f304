"""Draws the rooms of the package above each other, from the layers that pyproject.toml states."""

import ast
import re
import tomllib
from html import escape
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "diffusion"
WIDTH, HEIGHT, GAP, LEFT = 720, 26, 4, 150
"""Of a drawing: its width, the height of a row, the space between rows, and the names' width."""


def layers(pyproject: str) -> list[list[str]]:
    """Give the rooms of each layer, the highest first."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    (found,) = (
        one for one in contracts if one["type"] == "layers" and one["containers"] == ["diffusion"]
    )
    return [re.split(r"\s*[|:]\s*", layer.strip(" ()")) for layer in found["layers"]]


def question(room: str) -> str:
    """Give the one line with which a room, or a module, opens."""
    folder = PACKAGE / room
    path = folder / "__init__.py" if folder.is_dir() else PACKAGE / f"{room}.py"
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0].replace("`", "")


def drawing(pyproject: str) -> str:
    """Draw one row for each room, rooms of one layer beside a common bar; imports run downwards."""
    parts: list[str] = []
    y = GAP
    for layer in layers(pyproject):
        tall = len(layer) * HEIGHT
        parts.append(
            f'<rect x="1" y="{y}" width="{WIDTH - 2}" height="{tall}" rx="3" '
            'fill="#f3f6f9" stroke="#0072B2"/>'
        )
        for n, room in enumerate(layer):
            base = y + n * HEIGHT + 17
            parts.append(f'<text x="10" y="{base}" font-weight="bold">{escape(room)}</text>')
            parts.append(f'<text x="{LEFT}" y="{base}">{escape(question(room))}</text>')
        y += tall + GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" '
            f'width="{WIDTH}" height="{y}" font-family="sans-serif" font-size="13" '
            'fill="#1b1b1b" role="img">',
            "<title>The rooms of the package; each imports only from rooms below it</title>",
            *parts,
            "</svg>\n",
        ]
    )
