"""Has plain Python look at every index of every kernel: import it before `diffusion.kernels`.

Compiled kernels reach an item without asking whether its index is below 0. In plain Python such
an index would count from the end and might do no harm, so here it is an error.
"""

import ast
import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any

os.environ["NUMBA_DISABLE_JIT"] = "1"

n_looked_at = 0
"""How many indices have been looked at so far."""


def checked(place: Any) -> Any:
    """Return what stands in brackets.

    Raises
    ------
    IndexError
        If it is an index below 0.
    """
    global n_looked_at  # a count for the whole process
    for index in place if isinstance(place, tuple) else (place,):
        n_looked_at += 1
        if index < 0:
            raise IndexError(f"an index of {index}, below 0")
    return place


class _Looking(ast.NodeTransformer):
    """Puts `checked` into the brackets of all that is done, and leaves declarations alone."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.body = [self.visit(statement) for statement in node.body]
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        self.generic_visit(node)
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if not any(isinstance(part, ast.Slice) for part in parts):
            node.slice = ast.Call(ast.Name("checked", ast.Load()), [node.slice], [])
        return node


class _Loader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = _Looking().visit(ast.parse(self.get_data(path)))
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["checked"] = checked
        super().exec_module(module)


class _Finder(importlib.abc.MetaPathFinder):
    OTHERS = tuple(f"diffusion.kernels.{name}" for name in ("jit", "arrays", "parameters"))
    """Modules of the package in which no kernel is written."""

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,  # noqa: ARG002  # as the import system calls it
    ) -> ModuleSpec | None:
        if not name.startswith("diffusion.kernels.") or name in self.OTHERS:
            return None
        found = PathFinder.find_spec(name, path)
        if found is None:
            return None
        found.loader = _Loader(name, str(found.origin))
        return found


sys.meta_path.insert(0, _Finder())
