"""Reads networks in the language DL of UCINET: matrices, halves of them, and lists of ties."""

from os import PathLike

from diffusion.errors import InputError
from diffusion.importing.network import Network
from diffusion.importing.source import bytes_of, most_announced, text_of
from diffusion.importing.ucinet_header import MATRICES, Scanner, header_of
from diffusion.importing.ucinet_lists import lists_of
from diffusion.importing.ucinet_matrices import lines_of, matrices_of
from diffusion.importing.ucinet_network import network_of

FORMAT = "UCINET DL"
SUFFIXES = (".dl",)


def recognises(path: str | PathLike[str]) -> bool:
    """Tell whether the first word of a file is DL."""
    place, content = bytes_of(path)
    try:
        text, _ = text_of(place, content[:1000])
    except InputError:
        return False
    return text.replace(",", " ").replace("=", " ").split()[:1] in (["dl"], ["DL"], ["Dl"])


def read(path: str | PathLike[str]) -> Network:
    """Read a file in DL.

    People are known by their number, or in a list with embedded labels by their label; elsewhere
    labels are only names. Each matrix is a relation. A row looks at its columns: ties have a
    direction, but for those of a half of a matrix. In a two-mode network columns are numbered
    after the rows.

    Raises
    ------
    InputError
        With the line of each mistake.
    """
    place, content = bytes_of(path)
    text, notes = text_of(place, content)
    scanner = Scanner(place, text)
    header = header_of(scanner, most_announced(len(text)))
    reader = matrices_of if header.form in MATRICES else lists_of
    data = reader(place, header, lines_of(text, scanner.at))
    return network_of(place, FORMAT, header=header, data=data, notes=notes)
