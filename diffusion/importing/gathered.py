"""Keeps what is noticed while a file is read, and what a person must still say."""

from dataclasses import dataclass, field

from diffusion.errors import InputError
from diffusion.importing.notes import Note
from diffusion.importing.undecided import Undecided


@dataclass
class Gathered:
    """Notes and questions, in the order in which they came up."""

    notes: list[Note] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)

    def note(self, name: str, /, *, odd: bool = False, **filled_in: object) -> None:
        """Keep something to be told; `odd` where a person should look."""
        self.notes.append(Note(name, filled_in, odd))

    def ask(
        self,
        place: str,
        key: str,
        expected: str,
        found: str,
        *,
        section: str = "",
        line: str = "",
        option: str = "",
    ) -> None:
        """Keep a question, and what would answer it."""
        ways = [f"add {option}" if option else "", _written(section, line)]
        way = ", or ".join(one for one in ways if one)
        said = f"{found} ({way})" if way else found
        asked = Undecided(place, key, expected, said, section, line, option)
        if asked not in self.undecided:
            self.undecided.append(asked)

    def refuse(self) -> None:
        """Stop where nothing can be read before a question is answered.

        Raises
        ------
        InputError
            With all that is asked, if anything is.
        """
        if self.undecided:
            raise InputError(self.undecided)


def _written(section: str, line: str) -> str:
    if not line:
        return ""
    where = f" below [{section}]" if section else ""
    return f"write {line}{where} in import.toml"
