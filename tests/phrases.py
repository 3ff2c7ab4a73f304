"""Finds in the code every phrase that a message may say, with a sample for what is filled in."""

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SAYS = {"expected", "found", "message"}
"""Arguments and names that hold what a message says."""

LISTS = {"one_of", "nearest"}
"""Functions that look for what was found, and do not say it."""

ONE_OF = "one of a, b (did you mean b?)"
"""A sample of what `one_of` says."""

FILLED = "7"
"""A sample of any other value that is filled in."""

MOST_FORMS = 64
"""Alternatives of one expression that are looked at; none has more."""


type Known = dict[str, list[ast.expr]]
"""What each name may stand for."""


class Phrase(NamedTuple):
    """A phrase as the code says it, and where."""

    text: str
    file: str
    line: int


def phrases(root: Path) -> list[Phrase]:
    """List every phrase that is passed, assigned or raised as what was expected or found."""
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in root.rglob("*.py")}
    places = _places(trees.values())
    constants = {
        name: values
        for tree in trees.values()
        for name, values in _assigned(tree.body).items()
        if name.isupper() and not name.startswith("_")
    }
    return sorted(
        {
            Phrase(text, file.relative_to(root).as_posix(), line)
            for file, tree in trees.items()
            for text, line in _of_module(tree, places, constants)
            if any(letter.isalpha() for letter in text)
        }
    )


def _places(trees: object) -> dict[str, dict[int, str]]:
    """Where a call of each function says something: positions of its arguments.

    `Problem` and every function or class of which a parameter or field is called like `SAYS`.
    """
    places: dict[str, dict[int, str]] = {}
    for tree in trees:  # type: ignore[attr-defined]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                named = (*node.args.args, *node.args.kwonlyargs)
                names = [one.arg for one in named if one.arg not in ("self", "cls")]
            elif isinstance(node, ast.ClassDef):
                names = [
                    line.target.id
                    for line in node.body
                    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
                ]
            else:
                continue
            if SAYS & set(names) and node.name not in LISTS:
                places[node.name] = {n: name for n, name in enumerate(names) if name in SAYS}
    return places | {name: {0: "message"} for name in ("StoppedError", "RenamedWarning", "tell")}


def _of_module(
    tree: ast.Module, places: dict[str, dict[int, str]], constants: Known
) -> Iterator[tuple[str, int]]:
    yield from _within(tree.body, constants | _assigned(tree.body), places)


def _within(
    body: list[ast.stmt], known: Known, places: dict[str, dict[int, str]]
) -> Iterator[tuple[str, int]]:
    """Go through a body; a function inside knows its own names first."""
    for node in _own(body):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner = known | _assigned(node.body)
            if isinstance(node, ast.FunctionDef):
                for argument in (*node.args.args, *node.args.kwonlyargs):
                    inner.setdefault(argument.arg, [])
            yield from _within(node.body, inner, places)
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr):
            warned = [text for text in _texts(node.value, known) if ": " in text]
            yield from ((text, node.lineno) for text in warned)
        elif isinstance(node, ast.Call):
            for said in _arguments(node, places):
                for text in _texts(said, known):
                    yield text, said.lineno


def _own(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Every node of a body but those inside its functions and classes."""
    waiting: list[ast.AST] = [*body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))


def _assigned(body: list[ast.stmt]) -> Known:
    """Every expression that each name gets, or that a call of a function gives."""
    found: Known = {}
    for node in _own(body):
        if isinstance(node, ast.FunctionDef):
            inside = _assigned(node.body)
            returned = (one.value for one in _own(node.body) if isinstance(one, ast.Return))
            found[f"{node.name}()"] = [
                plain for value in returned if value for plain in _plain(value, inside)
            ]
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _assign(found, target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            _assign(found, node.target, node.value)
    return found


def _plain(value: ast.expr, inside: Known) -> list[ast.expr]:
    """What a function returns; where that is a name of its own, what the name stands for."""
    return inside.get(value.id, [value]) if isinstance(value, ast.Name) else [value]


def _assign(found: Known, target: ast.expr, value: ast.expr) -> None:
    if isinstance(target, ast.Name):
        found.setdefault(target.id, []).append(value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its in zip(target.elts, value.elts, strict=True):
            _assign(found, one, its)


def _arguments(call: ast.Call, places: dict[str, dict[int, str]]) -> Iterator[ast.expr]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    said = places.get(name, {})
    yield from (argument for n, argument in enumerate(call.args) if n in said)
    yield from (word.value for word in call.keywords if word.arg in SAYS and name in places)


def _texts(said: ast.expr, known: Known) -> set[str]:
    """What an expression may say; nothing where it is a value alone."""
    texts = {text for text in _forms(said, known, 0) if text is not None}
    return {text for text in texts if text != ONE_OF}


def _forms(said: ast.expr, known: Known, depth: int) -> list[str | None]:
    """What an expression may say; None where it is a value that a person wrote."""
    if depth > 12:
        return [None]
    deeper = depth + 1
    match said:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            pieces = [[_filled(p) for p in _forms(part, known, deeper)] for part in parts]
            return ["".join(chosen) for chosen in itertools.product(*pieces)][:MOST_FORMS]
        case ast.FormattedValue(value=value):
            return _forms(value, known, deeper)
        case ast.IfExp(body=one, orelse=other):
            return _forms(one, known, deeper) + _forms(other, known, deeper)
        case ast.BoolOp(values=values):
            return [form for value in values for form in _forms(value, known, deeper)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            both = itertools.product(_forms(left, known, deeper), _forms(right, known, deeper))
            return [_filled(one) + _filled(other) for one, other in both]
        case ast.Name(id=name):
            values = known.get(name, [])
            return [form for v in values for form in _forms(v, known, deeper)] or [None]
        case ast.Call(func=ast.Name(id="one_of")):
            return [ONE_OF]
        case ast.Call(func=ast.Name(id=name)) if known.get(f"{name}()"):
            return [form for v in known[f"{name}()"] for form in _forms(v, known, deeper)]
        case ast.Call(func=ast.Name(id="next"), args=[ast.GeneratorExp(elt=one), *other]):
            return [form for v in (one, *other) for form in _forms(v, known, deeper)]
    return [None]


def _filled(form: str | None) -> str:
    return FILLED if form is None else form
