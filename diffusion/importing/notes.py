"""What a reader noticed: a sentence by its name, and what is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """Something to be told in the load report.

    Attributes
    ----------
    name : str
        Of the sentence, in a section of `i18n/importing.toml`, such as `ties.self_ties`.
    filled_in : mapping of str to value
        What its words in braces stand for; whole numbers, text, lists of text.
    is_odd : bool
        Whether a person should look: a guess, or something left out.
    """

    name: str
    filled_in: Mapping[str, object] = field(default_factory=dict)
    is_odd: bool = False
