"""Shows a value in at most three lines, and as a small table in a notebook."""

from collections.abc import Mapping
from html import escape
from textwrap import shorten

WIDTH = 120
"""Most letters of a line, and of a cell of the table."""


class Shown:
    """Makes `repr` and a notebook's view of a class from its `shown_as`."""

    __slots__ = ()

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of the value: at most two facts, by their names."""
        return type(self).__name__, {}

    def __repr__(self) -> str:
        title, facts = self.shown_as()
        lines = [title, *(f"{name}: {fact}" for name, fact in facts.items())]
        return "\n".join(shorten(line, WIDTH, placeholder=" ...") for line in lines)

    def _repr_html_(self) -> str:
        """Table that a notebook shows."""
        title, facts = self.shown_as()
        rows = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(shorten(fact, WIDTH, placeholder=' ...'))}"
            "</td></tr>"
            for name, fact in facts.items()
        )
        return f"<table><caption>{escape(title)}</caption>{rows}</table>"
