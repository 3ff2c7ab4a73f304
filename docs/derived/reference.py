"""Writes the pages of the site's reference from the command, the schemas and the public names."""

from collections.abc import Iterator
from inspect import isclass
from typing import Any

from typer import Typer
from typer.testing import CliRunner

import diffusion
from diffusion.cli import app
from diffusion.readers.model_folder import SCHEMAS, schema_of

FILES = {
    "community": "community.toml",
    "parameters": "parameters/NAME.toml",
    "programme": "programmes/NAME.toml",
}
"""Where each kind of file lies in the folder of a community."""

GROUPS = {
    "Communities and programmes": (
        "load",
        "list_communities",
        "with_graph",
        "Community",
        "Programme",
        "ParameterSet",
        "Stage",
        "InputError",
    ),
    "Simulating": (
        "simulate",
        "summarise",
        "Outcome",
        "EnsembleSummary",
    ),
    "Comparing": ("compare", "scale_to_budget", "Comparison", "budget_frontier", "Frontier"),
    "Designing a study": ("design_study", "StudyDesign"),
    "Sweeps": ("run_sweep", "open_sweep", "Sweep"),
    "The Mesa face": ("ArtisanModel", "Artisan", "run_batch"),
}
"""Public names by what one does with them; a name that stands in no group comes last."""


def commands(typer: Typer, before: str = "") -> Iterator[str]:
    """Give the name of every command, `new community` for one inside a group."""
    for command in typer.registered_commands:
        if not command.hidden:
            assert command.callback is not None
            yield before + (command.name or command.callback.__name__.replace("_", "-"))
    for group in typer.registered_groups:
        assert group.typer_instance is not None
        name = group.name if isinstance(group.name, str) else group.typer_instance.info.name
        yield from commands(group.typer_instance, f"{before}{name} ")


def command_page() -> str:
    """Write what each command says of itself."""
    runner = CliRunner(env={"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"})

    def help_of(words: list[str]) -> str:
        result = runner.invoke(app, [*words, "--help"], prog_name="diffusion")
        if result.exit_code != 0:
            raise RuntimeError(f"diffusion {' '.join(words)} --help: {result.output}")
        text = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
        return f"```text\n{text}\n```\n"

    parts = [
        "# The command\n",
        "What each command says with `--help`. Bad input is answered with one message a mistake "
        "and exit status 1; after Ctrl-C the status is 130, and a sweep with points that could "
        "not be run ends with 3.\n",
        help_of([]),
    ]
    for name in sorted(commands(app)):
        parts += [f"## diffusion {name}\n", help_of(name.split())]
    return "\n".join(parts)


def _kind(facts: dict[str, Any], definitions: dict[str, Any]) -> str:
    """Say in plain words what values a key may have."""
    if "$ref" in facts:
        name = facts["$ref"].rpartition("/")[2]
        if "properties" not in definitions[name]:
            return _kind(definitions[name], definitions)
        return f"table [{name}](#{name.lower()})"
    choices = facts.get("anyOf") or facts.get("oneOf")
    if choices:
        kinds = [choice for choice in choices if choice.get("type") != "null"]
        return " or ".join(_kind(choice, definitions) for choice in kinds)
    if "enum" in facts:
        return "one of " + ", ".join(f'`"{value}"`' for value in facts["enum"])
    if "const" in facts:
        return f'`"{facts["const"]}"`'
    kind = facts.get("type")
    if kind == "array":
        return f"list of {_kind(facts.get('items', {}), definitions)}"
    names = {"integer": "whole number", "number": "number", "boolean": "true or false"}
    return f"{names.get(str(kind), 'text')}{_limits(facts)}"


def _limits(facts: dict[str, Any]) -> str:
    """Say between which values a number must lie."""
    words = {
        "minimum": "from",
        "exclusiveMinimum": "above",
        "maximum": "to",
        "exclusiveMaximum": "below",
        "multipleOf": "multiple of",
    }
    parts = [f"{word} {facts[key]:,}" for key, word in words.items() if key in facts]
    return f", {' '.join(parts)}" if parts else ""


def _rows(schema: dict[str, Any], definitions: dict[str, Any]) -> Iterator[str]:
    """Write a table of the keys of one table of a file."""
    yield "| key | value | needed | meaning |"
    yield "|---|---|---|---|"
    for key, facts in schema["properties"].items():
        needed = "yes" if key in schema.get("required", ()) else "no"
        if isinstance(facts.get("default"), str | int | float):
            needed += f", else `{str(facts['default']).lower()}`"
        meaning = facts.get("description", "")
        if not meaning and "$ref" in facts:
            meaning = definitions[facts["$ref"].rpartition("/")[2]].get("description", "")
        meaning = meaning.replace("|", "\\|").replace("\n", " ")
        yield f"| `{key}` | {_kind(facts, definitions)} | {needed} | {meaning} |"


def files_page() -> str:
    """Write every key of every file of a model folder, from the JSON Schema."""
    parts = [
        "# The files of a community\n",
        "A community is a folder of plain files. Every key is listed here; any other is an error "
        "that names the nearest. `diffusion schema KIND` prints the same as JSON Schema, for an "
        "editor that completes and checks. `roster.csv`, `ties.csv` and `sources.csv` are "
        "described in [From your spreadsheet to a comparison](../howto/spreadsheet.en.md).\n",
    ]
    for kind in SCHEMAS:
        schema = schema_of(kind)
        definitions = schema.get("$defs", {})
        tables = {name: inner for name, inner in definitions.items() if "properties" in inner}
        parts.append(f"## {FILES[kind]}\n")
        parts += [f"{schema.get('description', '')}\n", *_rows(schema, definitions), ""]
        for name, inner in sorted(tables.items()):
            parts.append(f"### {name}\n")
            parts += [f"{inner.get('description', '')}\n", *_rows(inner, definitions), ""]
    return "\n".join(parts) + "\n"


def api_page() -> str:
    """Write the page of the public names, which autodoc fills from their docstrings."""
    listed = {name for names in GROUPS.values() for name in names}
    rest = tuple(
        name for name in diffusion.__all__ if name not in listed and not name.startswith("_")
    )
    parts = ["# Python\n", "Everything here is a name of `import diffusion`.\n"]
    for title, names in (GROUPS | {"More": rest}).items():
        there = [name for name in names if name in diffusion.__all__]
        if there:
            parts.append(f"## {title}\n")
        for name in there:
            is_class = isclass(getattr(diffusion, name))
            parts += [
                f"### {name}\n",
                "```{eval-rst}",
                f".. {'autoclass' if is_class else 'autofunction'}:: diffusion.{name}",
                *(["   :members:"] if is_class else []),
                "```\n",
            ]
    return "\n".join(parts)
