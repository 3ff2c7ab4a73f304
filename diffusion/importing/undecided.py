"""What a person must say before a file can be taken in, and the line that says it."""

from dataclasses import dataclass

from diffusion.errors import Problem


@dataclass(frozen=True, slots=True)
class Undecided(Problem):
    """Something that the file leaves open.

    Attributes
    ----------
    section, line : str
        What to write into import.toml, and below which heading; empty where no line helps.
    option : str
        The option of the command that answers it too; empty if none does.
    """

    section: str = ""
    line: str = ""
    option: str = ""
