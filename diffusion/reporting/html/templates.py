"""The templates of the pages, which share their style and their tables."""

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


def template_of(name: str) -> "Template":
    """Find a template by the name of its file; every name in it is escaped when it is filled in."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_text_of),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _text_of(name: str) -> str:
    return files("diffusion.reporting").joinpath(name).read_text(encoding="utf-8")
