"""Says what is wrong with declared values, in the words of the person who wrote them."""

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from diffusion.errors import InputError, Problem, as_written, nearest, one_of
from diffusion.scenario.patterns import PATTERNS, YEAR_AND_MONTH
from diffusion.util.digits import with_way_out


def checked[M: BaseModel](kind: type[M], data: object, *, place: str) -> M:
    """Check plain values as a declaration; an error names `place` as where they stand.

    Raises
    ------
    InputError
        With every mistake.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise InputError(_problems(kind, place, error.errors())) from None


def checked_part[M: BaseModel](
    kind: type[M], data: object, *, place: str, written: Mapping[str, Any]
) -> M | None:
    """Check values of which one file has written a part, and another the rest.

    The other file answers for the rest: where only that is wrong, there is no declaration and no
    error.

    Raises
    ------
    InputError
        With every mistake in what is written here.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        details = [detail for detail in error.errors() if _holds(written, detail["loc"])]
    if details:
        raise InputError(_problems(kind, place, details))
    return None


def _holds(data: Any, location: tuple[int | str, ...]) -> bool:
    """Tell whether there is anything at a location."""
    for step in location:
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return True


def _problems(kind: type[BaseModel], place: str, details: Sequence[ErrorDetails]) -> list[Problem]:
    """Say pydantic's findings in this package's words.

    A misspelt key or section is not missing as well, nor what stands in that section; and a list
    with a wrong entry is not empty as well.
    """
    misspelt = {
        (*detail["loc"][:-1], nearest(_walk(kind, detail["loc"])[1], str(detail["loc"][-1])))
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    return [
        _problem(kind, place, detail)
        for detail in details
        if not (detail["type"] == "missing" and _lies_in(misspelt, detail["loc"]))
        and not (detail["type"] == "too_short" and detail["input"])
    ]


def _lies_in(places: Container[tuple[Any, ...]], location: tuple[int | str, ...]) -> bool:
    """Tell whether a location is one of `places`, or inside one."""
    return any(location[:n] in places for n in range(1, len(location) + 1))


KINDS = {
    "float_type": "a number",
    "finite_number": "a finite number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "string_type": "text in quotes",
    "tuple_type": "a list",
    "too_short": "a list that is not empty",
    "model_type": "a table of keys",
    "model_attributes_type": "a table of keys",
}
"""What was expected, by the kind of pydantic's finding."""

BOUNDS = {
    "greater_than": "a number above",
    "greater_than_equal": "a number of at least",
    "less_than": "a number below",
    "less_than_equal": "a number of at most",
    "multiple_of": "a multiple of",
}
"""The same for numbers out of range; the bound follows."""


def _problem(kind: type[BaseModel], place: str, detail: ErrorDetails) -> Problem:
    """Say one of pydantic's findings in this package's words."""
    location = detail["loc"]
    shown, allowed, annotation = _walk(kind, location)
    found = as_written(detail["input"])
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            expected, found = one_of(allowed, str(location[-1])), "an unknown key"
        case "missing":
            expected, found = _missing(str(location[-1]), shown, annotation)
        case "mistake":
            expected, found = str(context["expected"]), str(context["found"])
        case "literal_error":
            words = re.findall(r"'(\w+)'", str(context["expected"]))
            expected = one_of(words, str(detail["input"]))
        case "union_tag_invalid":
            shown += ".generator"
            words = re.findall(r"'(\w+)'", str(context["expected_tags"]))
            found = as_written(detail["input"]["generator"])
            expected = one_of(words, str(context["tag"]))
        case "union_tag_not_found":
            tags = [name for one in _declarations(annotation) for name in _tags(one)]
            expected, found = one_of(tags, ""), "nothing (add a line with the key generator)"
            shown += ".generator"
        case "string_pattern_mismatch":
            expected = PATTERNS[str(context["pattern"])]
            if context["pattern"] == YEAR_AND_MONTH:
                found = with_way_out(found, str(detail["input"]))
        case bound if bound in BOUNDS:
            expected = f"{BOUNDS[bound]} {_bound(next(iter(context.values())))}"
        case other:
            expected = KINDS.get(other, detail["msg"])
            if other in ("float_type", "int_type", "int_from_float"):
                found += _number_meant(detail["input"])
    return Problem(place, shown, expected, found)


TYPES = {
    "number": "a number",
    "integer": "a whole number",
    "string": "text in quotes",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table of keys",
}
"""What stands at a key, by its type in a JSON Schema."""


def _missing(key: str, shown: str, annotation: Any) -> tuple[str, str]:
    """Say what is expected at a key that is not there, and how to add it."""
    schema = TypeAdapter(annotation).json_schema()
    section = shown.rpartition(".")[0]
    if schema.get("type") == "object" or "oneOf" in schema:
        return "a table of keys", f"nothing (add [{shown}] with its keys)"
    found = f"nothing (add a line {key} = ...)"
    if section:
        found = f"nothing (add a line {key} = ... to {section})"
    return TYPES.get(schema.get("type", ""), "a value"), found


def _number_meant(value: object) -> str:
    """Say how to write a number with a decimal comma or marks between thousands, or in quotes."""
    match value:
        case float() if value.is_integer():
            return " (a point is a decimal point: write all digits without it)"
        case str() if _DECIMAL_COMMA.fullmatch(value):
            return f" (write {value.replace(',', '.')})"
        case str() if _PLAIN.fullmatch(value):
            return f" (write {value}, without quotes)"
        case str() if _IN_THOUSANDS.fullmatch(value):
            return f" (write {re.sub('[^0-9-]', '', value)})"
        case str() if "_" in value and _PLAIN.fullmatch(value.replace("_", "")):
            return " (write the digits without _ between them)"
        case str():
            return with_way_out("", value)
    return ""


_PLAIN = re.compile(r"-?\d{1,3}(?:\.\d{1,2})?|-?\d{4,}", re.ASCII)
_IN_THOUSANDS = re.compile(r"-?\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(?:\d{1,2}|\d{4,})|[+-]?0,\d+", re.ASCII)


def _bound(value: float) -> str:
    """Write a bound as a person does: 0, not 0.0."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def _walk(
    kind: type[BaseModel], location: tuple[int | str, ...]
) -> tuple[str, tuple[str, ...], Any]:
    """Follow a location through the declarations.

    Returns
    -------
    tuple
        As a person writes it, the keys allowed at its end, and what is declared there.
    """
    shown = ""
    here: list[type[BaseModel]] = [kind]
    allowed: tuple[str, ...] = ()
    annotation: Any = None
    for step in location:
        if isinstance(step, int):
            shown += f"[{step + 1}]"
            continue
        tagged = [k for k in here if step in _tags(k)]
        if tagged and len(here) > 1:
            here = tagged
            continue
        allowed = tuple(name for k in here for name in k.model_fields if name != "name")
        annotation = next((_annotation(k, step) for k in here if step in k.model_fields), None)
        shown += f".{step}" if shown else step
        here = _declarations(annotation)
    return shown, allowed, annotation


def _tags(kind: type[BaseModel]) -> tuple[str, ...]:
    """Words that may stand at the key `generator` of a declaration."""
    return get_args(_annotation(kind, "generator"))


def _annotation(kind: type[BaseModel], field: str) -> Any:
    return kind.model_fields[field].annotation if field in kind.model_fields else None


def _declarations(annotation: Any) -> list[type[BaseModel]]:
    """List the declarations that may stand where `annotation` stands."""
    if hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [kind for part in get_args(annotation) for kind in _declarations(part)]
