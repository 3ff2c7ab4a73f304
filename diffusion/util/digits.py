"""Digits: those of a number are 0 to 9, and those of other scripts are told by name."""

import unicodedata

from diffusion.util.hidden import name_of


def way_out_of(text: str) -> str:
    """Say how to write a text that has digits of another script; else nothing."""
    strange = next((letter for letter in text if _is_strange(letter)), None)
    if strange is None:
        return ""
    plain = "".join(
        str(unicodedata.decimal(letter)) if _is_strange(letter) else letter for letter in text
    )
    return f"write {plain}, with the digits 0 to 9; {name_of(strange)} is none of them"


def with_way_out(written: str, text: str) -> str:
    """Add to a text as it is shown, in brackets, how to write it with the digits 0 to 9."""
    meant = way_out_of(text)
    return f"{written} ({meant})" if meant else written


def _is_strange(letter: str) -> bool:
    return letter.isdecimal() and not letter.isascii()
