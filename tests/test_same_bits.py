"""The same bits on every processor and system, and nothing that could make them differ."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import diffusion
from diffusion.kernels.jit import are_plain
from diffusion.util.provenance import MODEL

PACKAGE = Path(diffusion.__file__).parent
HERE = Path(__file__).parent
HISTORIES = str(HERE / "verification" / "eight_histories.py")


# ------------------------------------------------------------------ other processors
ELSEWHERE = """
import sys
sys.path.insert(0, sys.argv[1])
import conftest, hashlib, test_elementary as own
digest = hashlib.sha256()
for name in own.ONES:
    digest.update(own.compiled(name)(own.many(name, 20_000)).tobytes())
print(digest.hexdigest())
"""
PROCESSORS = {
    "this one": {},
    "oldest": {"NUMBA_CPU_NAME": "generic"},
    "SSE2": {"NUMBA_CPU_FEATURES": "-avx,-avx2,-avx512f,-fma"},
    "none": {"NUMBA_DISABLE_JIT": "1"},
    "AVX": {"NUMBA_CPU_FEATURES": "+avx,-avx2,-avx512f,-fma"},
}


def on(processor: str, *command: str) -> str:
    """Run a command with code for another processor; what it prints."""
    process = subprocess.run(
        [sys.executable, *command],
        env=os.environ | PROCESSORS[processor],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    return process.stdout


@pytest.mark.slow
@pytest.mark.skipif(are_plain(), reason="nothing is compiled")
@pytest.mark.parametrize("processor", ["oldest", "SSE2", "AVX"])
def test_code_for_other_processors_gives_the_same_bits(processor: str) -> None:
    command = ("-c", ELSEWHERE, str(HERE))
    assert on(processor, *command) == on("this one", *command)


def test_eight_histories_have_the_expected_bits() -> None:
    """The hash that a workflow compares on every system; another needs another model version."""
    expected = tomllib.loads((HERE / "files" / "eight_histories.toml").read_text(encoding="utf-8"))
    assert on("this one", HISTORIES).split() == [expected["sha256"]]
    assert expected["model"] == MODEL


@pytest.mark.slow
@pytest.mark.parametrize("processor", ["oldest", "none"])
def test_eight_histories_have_the_same_bits_elsewhere(processor: str) -> None:
    """Compiled for the oldest processor, and as plain Python."""
    on(processor, HISTORIES)


# ------------------------------------------------------------------ refused elsewhere
FROM_MATH = {"sqrt", "floor", "ceil", "isnan", "isfinite", "inf", "nan", "pi", "ldexp"}
"""What IEEE 754, or arithmetic with whole numbers, leaves one answer."""

REFUSED = re.compile(r"a?(sin|cos|tan)h?|arc\w+|exp\w*|log\w*|\w*power|pow|erfc?|l?gamma|cbrt")


def asks_a_library(source: str) -> list[str]:
    """List what a source takes from a C library: functions, and powers other than of constants."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            of, name = node.value.id, node.attr
            if (of == "math" and name not in FROM_MATH) or (of == "np" and REFUSED.fullmatch(name)):
                found.append(f"{of}.{name}")
        if isinstance(node, ast.ImportFrom) and node.module in ("math", "numpy", "cmath"):
            found += [name.name for name in node.names if REFUSED.fullmatch(name.name)]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            number = node.right.operand if isinstance(node.right, ast.UnaryOp) else node.right
            if not (isinstance(node.left, ast.Constant) and isinstance(number, ast.Constant)):
                found.append("**")
    return found


SIMULATES = sorted(
    [
        *(PACKAGE / "kernels").rglob("*.py"),
        *(PACKAGE / "translate").rglob("*.py"),
        *(PACKAGE / "ensembles").rglob("*.py"),
        *(PACKAGE / "mesa_model").rglob("*.py"),
        PACKAGE / "statistics" / "quantiles.py",
    ]
)


def test_nothing_that_simulates_asks_a_library_for_a_function() -> None:
    assert len(SIMULATES) > 80
    found = {path.name: asks_a_library(path.read_text(encoding="utf-8")) for path in SIMULATES}
    assert {name: asked for name, asked in found.items() if asked} == {}


@pytest.mark.parametrize(
    "source",
    [
        "math.exp(x)",
        "np.log1p(x)",
        "x ** 2.0",
        "from math import pow",
        "2.0 ** x",
        "np.power(x, 2)",
    ],
)
def test_the_check_sees_what_it_refuses(source: str) -> None:
    assert asks_a_library(source)
    assert not asks_a_library("math.sqrt(2.0**-30) + np.floor(x)")


@pytest.mark.locked
@pytest.mark.parametrize("room", ["kernels", "translate"])
@pytest.mark.parametrize("source", ["math.exp(1.0)", "np.exp(1.0)", "math.log(2.0)"])
def test_the_linter_refuses_it_too(room: str, source: str) -> None:
    code = (
        f'"""A module."""\n\nimport math\n\nimport numpy as np\n\nprint({source}, np.pi, math.pi)\n'
    )
    process = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--stdin-filename",
         str(PACKAGE / room / "one.py"), "-"],
        input=code, capture_output=True, text=True, check=False, cwd=PACKAGE.parent,
    )  # fmt: skip
    assert process.returncode == 1
    assert process.stdout.count("TID251") == 1
