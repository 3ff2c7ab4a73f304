"""Puts the workshop page together: one file that works where there is no network."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from diffusion.i18n.words import LANGUAGES
from diffusion.page.packing import inline_json, packed, packed_words
from diffusion.page.without_script import without_script
from diffusion.page.words import is_unread, place_of, said, used_words
from diffusion.plotting.page_style import css_variables, page_style

SCRIPTS = (
    "state.js",
    "words.js",
    "elements.js",
    "mark.js",
    "network.js",
    "chart.js",
    "steps.js",
    "setting.js",
    "guess.js",
    "watch.js",
    "whatif.js",
    "story.js",
    "takehome.js",
    "picture.js",
    "start.js",
)
"""Modules of the script in the order in which they are joined; `start.js` begins."""


def build_page(data: Mapping[str, Any]) -> str:
    """Build the page of some simulated histories.

    Parameters
    ----------
    data : mapping
        What `diffusion.page.data.page_data` returns.

    Returns
    -------
    str
        A whole HTML file, which asks nothing of any network; the same for equal data.
    """
    style = _short(css_variables() + _file("style.css"))
    script = "(function () {\n'use strict';\n" + "".join(map(_file, SCRIPTS)) + "})();"
    script = _short(script, _IDLE_IN_SCRIPT)
    return Template(_file("page.html")).substitute(
        policy=_policy(style, script),
        title=escape(said("page.title", LANGUAGES[0], place=place_of(data, LANGUAGES[0]))),
        style=style,
        without_script=without_script(data),
        data=inline_json(packed(data) | {"unread": is_unread()}),
        words=inline_json(packed_words(used_words(data))),
        styles=inline_json(page_style([strategy["name"] for strategy in data["strategies"]])),
        script=script,
    )


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()


_IDLE = re.compile(
    r"""("(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | `(?:[^`\\]|\\.)*`)  # a text stays as it is
    | /\*.*?\*/ | (?<!:)//[^\n]*                                      # a comment
    | (?<=[,;:{=>?&|]) [ ] | [ ] (?=[])}>{=?&|])                       # a space beside a mark
    """,
    re.DOTALL | re.VERBOSE,
)

_IDLE_IN_SCRIPT = re.compile(
    _IDLE.pattern
    + r"""
    | (?: (?<=\bif) | (?<=\bfor) | (?<=\bfunction) ) [ ] (?=[(]) | (?<=[)}]) [ ] (?=\w)
    | [ ] (?=[-+*<][ ][^-+]) | (?<=[ ][-+*<]) [ ] (?![-+])              # 1 + -1 stays as it is
    """,
    re.DOTALL | re.VERBOSE,
)

_END_OF_LINE = re.compile(r"(?<=[{,(])\n|;?\n(?=[})])|(?<=;)\n|;(?=})")
"""New lines, and semicolons at the end of a block, that nothing needs."""


def _short(text: str, idle: re.Pattern[str] = _IDLE) -> str:
    """Leave out comments and idle spaces of a script or a style, so that the file is small."""
    told = idle.sub(lambda found: found[1] or "", text)
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return _END_OF_LINE.sub("", "\n".join(lines)) + "\n"


@cache
def _file(name: str) -> str:
    return files("diffusion.page").joinpath("web", name).read_text(encoding="utf-8")
