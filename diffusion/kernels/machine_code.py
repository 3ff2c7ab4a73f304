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
from collections.abc import Hashable
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
    import llvmlite.binding as llvm

    engine = _engine()
    if any(llvm.address_of_symbol(called) is None for called in told["calls"]):
        return None
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return Call(engine.get_function_address(path.stem), told["returns"], path.stem)


def keep(name: str, kinds: Hashable, made: Any) -> None:
    """Write the machine code of what numba has compiled, where that needs nothing of numba's.

    Parameters
    ----------
    name
        Of the kernel, with its module.
    kinds
        Of its arguments.
    made
        numba's result for these arguments.
    """
    path = _path(name, kinds)
    returns = str(made.signature.return_type)
    shared = getattr(made.library, "_get_module_for_linking", None)
    if not can_be_kept() or returns not in RESULTS or shared is None or path.exists():
        return
    import llvmlite.binding as llvm

    # Only the kernel itself is seen from outside: what numba put around it to be called from
    # Python goes, and with it all that would need numba's own functions.
    code = llvm.parse_bitcode(shared().as_bitcode())
    for function in code.functions:
        if not function.is_declaration:
            function.linkage = "internal"
    kernel = code.get_function(made.fndesc.llvm_func_name)
    kernel.linkage = "external"
    kernel.name = path.stem
    machine = _machine()
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(code, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(_LEVEL)))
    needed = [function.name for function in code.functions if function.is_declaration]
    if not all(one.startswith("llvm.") for one in needed):
        return
    calls = sorted({one.split(".")[1] for one in needed if "f64" in one} | {"memset", "memcpy"})
    if any(llvm.address_of_symbol(called) is None for called in calls):
        return
    told = json.dumps({"returns": returns, "calls": calls}).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
            draft.write(told + b"\n" + machine.emit_object(code))
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
