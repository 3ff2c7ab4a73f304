"""Keeps machine code of kernels on disk, and loads it again with llvmlite alone.

A file holds one kernel for one kind of arguments, for this processor: a line that tells what it
returns and which functions of the C library it calls, then the object code. It lies in the folder
of numba's cache, whose name changes with any source of a kernel.
"""

import hashlib
import json
import os
import struct
import sys
import tempfile
from collections.abc import Hashable, Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from diffusion.kernels.calling import RESULTS, Call

_IS_64_BIT = struct.calcsize("P") == 8
"""Only there is an address a word of 64 bits."""

_LEVEL = 3
"""How much the compiler optimises, as numba has it."""

_OWN_PROCESSOR = ("NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES", "NUMBA_ENABLE_AVX", "NUMBA_OPT")
"""Settings by which a person has numba write for another processor, or otherwise."""


_TRIED = "0.68."
"""Versions of numba with which `calling` has been tried, on Linux. Elsewhere numba calls."""


def can_be_kept() -> bool:
    """Tell whether machine code is kept at all, or every kernel is called by way of numba."""
    is_own = not any(name in os.environ for name in _OWN_PROCESSOR)
    is_tried = sys.platform == "linux" and _numba().startswith(_TRIED)
    return _IS_64_BIT and is_own and is_tried


@cache
def _numba() -> str:
    return version("numba")


def kept(name: str, kinds: Hashable) -> Call | None:
    """Load a kernel's machine code; None where there is none that could run here."""
    if not can_be_kept():
        return None
    path = _path(name, kinds)
    try:
        written, _, code = path.read_bytes().partition(b"\n")
        told = json.loads(written)
    except (OSError, ValueError):
        return None
    return _loaded(path.stem, told, code)


def keep(name: str, kinds: Hashable, made: Any, *, improves_loops: bool = True) -> Call | None:
    """Write the machine code of what numba has written, where that needs nothing of numba's.

    Parameters
    ----------
    name
        Of the kernel, with its module.
    kinds
        Of its arguments.
    made
        numba's result for these arguments.
    improves_loops
        Whether loops are unrolled and done in vectors.

    Returns
    -------
    Call or None
        The machine code, ready to be called; None where there can be none.
    """
    path = _path(name, kinds)
    returns = str(made.signature.return_type)
    shared = getattr(made.library, "_get_module_for_linking", None)
    if not can_be_kept() or returns not in RESULTS or shared is None:
        return None
    import llvmlite.binding as llvm

    code = llvm.parse_bitcode(shared().as_bitcode())
    machine = _machine()
    _hide_all_but(code, made.fndesc.llvm_func_name, path.stem)
    _optimise(code, machine, improves_loops)
    needed = [function.name for function in code.functions if function.is_declaration]
    if not all(one.startswith("llvm.") for one in needed):
        return None
    calls = sorted(set(library_calls(needed)) | {"memset", "memcpy"})
    told = {"returns": returns, "calls": calls}
    written = machine.emit_object(code)
    call = _loaded(path.stem, told, written)
    if call is not None:
        _write(path, json.dumps(told).encode() + b"\n" + written)
    return call


def library_calls(intrinsics: Iterable[str]) -> Iterator[str]:
    """Find which functions of the C library LLVM's functions of fractions may become.

    Those that fetch or combine several fractions at once are instructions in themselves.
    """
    for name in intrinsics:
        if "f64" in name and not name.startswith(("llvm.masked.", "llvm.vector.")):
            yield name.split(".")[1]


def _hide_all_but(code: Any, function: str, name: str) -> None:
    """Let one function of some code be seen from outside, by a new name, and no other.

    What numba put around it to be called from Python goes, and with it all that would need
    numba's own functions.
    """
    for one in code.functions:
        if not one.is_declaration:
            one.linkage = "internal"
    kernel = code.get_function(function)
    kernel.linkage = "external"
    kernel.name = name


def _optimise(code: Any, machine: Any, improves_loops: bool) -> None:
    import llvmlite.binding as llvm

    options = llvm.create_pipeline_tuning_options(_LEVEL)
    options.loop_unrolling = options.loop_interleaving = improves_loops
    options.loop_vectorization = improves_loops
    builder = llvm.create_pass_builder(machine, options)
    unused = llvm.create_new_module_pass_manager()
    unused.add_global_dead_code_eliminate_pass()
    for passes in (unused, builder.getModulePassManager(), unused):
        passes.run(code, builder)


def _loaded(name: str, told: dict[str, Any], code: bytes) -> Call | None:
    """Make object code ready to be called; None where a function that it calls is not here."""
    import llvmlite.binding as llvm

    engine = _engine()
    if any(llvm.address_of_symbol(called) is None for called in told["calls"]):
        return None
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return Call(engine.get_function_address(name), told["returns"], name)


def _write(path: Path, written: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
            draft.write(written)
        Path(draft.name).replace(path)
    except OSError:  # a full disk or a closed folder: it will be compiled again
        return


def _path(name: str, kinds: Hashable) -> Path:
    digest = hashlib.sha256(repr(kinds).encode()).hexdigest()[:16]
    return _folder() / f"{name}.{digest}.o"


@cache
def _folder() -> Path:
    """Folder of the machine code for this processor."""
    import llvmlite.binding as llvm

    processor = (
        llvm.get_process_triple(),
        llvm.get_host_cpu_name(),
        _features(),
        version("llvmlite"),
    )
    digest = hashlib.sha256(repr(processor).encode()).hexdigest()[:16]
    return Path(os.environ["NUMBA_CACHE_DIR"]) / f"machine-code-{digest}"


def _features() -> str:
    import llvmlite.binding as llvm

    try:
        return str(llvm.get_host_cpu_features().flatten())
    except RuntimeError:  # it is not known which there are
        return ""


@cache
def _engine() -> Any:
    """Make what holds machine code, for as long as the process lives."""
    import llvmlite.binding as llvm

    machine = _machine()
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)


def _machine() -> Any:
    """Tell the compiler for which processor to write, as numba tells it."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=_features(),
        opt=_LEVEL,
        reloc="static" if target.name.startswith("x86") else "default",
        codemodel="jitdefault",
        jit=True,
    )
