"""How Sphinx builds the site: `make site` writes it to out/docs; nothing is fetched."""

import sys
from pathlib import Path
from typing import Any

from pygments.lexers.special import TextLexer

import diffusion

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from derived.site import as_read, write_pages  # noqa: E402  # found by the line above

project = "artisan-diffusion"
author = "The artisan-diffusion developers"
copyright = author  # noqa: A001  # Sphinx wants this name
version = release = getattr(diffusion, "__version__", "")

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
exclude_patterns = ["pages", "derived", "examples"]
default_role = "code"  # `name` in a docstring

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

autodoc_typehints = "none"  # the signature in the source; the docstring says shape and unit
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

html_theme = "furo"
html_title = "artisan-diffusion"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"sidebar_hide_name": False}
html_static_path: list[str] = []


def setup(app: Any) -> None:
    """Write the pages that are made from the command and the schema, before Sphinx reads."""
    app.connect("builder-inited", lambda _: write_pages())
    app.add_lexer("csv", TextLexer)  # Pygments knows no tables of commas
    app.connect("source-read", as_read)
