"""How numba writes the functions that a kernel is put together from.

By itself numba optimises each function, and makes it runnable, before another may call it. Here
functions stay as they were written, and LLVM sees each kernel once, as a whole. Passes over the
source for what no kernel has (closures, generators, list comprehensions, array expressions) are
left out.
"""

from collections.abc import Iterator
from typing import Any

from numba._dynfunc import make_function
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.typed_passes import (
    NativeLowering,
    NoPythonBackend,
    NopythonTypeInference,
    PreLowerStripPhis,
)
from numba.core.untyped_passes import (
    FixupArgs,
    GenericRewrites,
    IRProcessing,
    ReconstructSSA,
    TranslateByteCode,
)

from diffusion.kernels.shortcuts import Target, types_of


class PartCompiler(CompilerBase):
    """Writes one function, and leaves it as it is written."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.state.flags.no_compile = True
        self.state.typingctx = types_of(self.state.typingctx)
        self.state.targetctx.typing_context = self.state.typingctx
        self.state.targetctx.__class__ = Target  # it is a copy that belongs to this function

    def define_pipelines(self) -> list[PassManager]:
        """List the passes over the source, in their order."""
        passes = _Passes("part")
        for one in (
            TranslateByteCode,
            FixupArgs,
            IRProcessing,
            GenericRewrites,
            ReconstructSSA,
            NopythonTypeInference,
            PreLowerStripPhis,
            _PartLowering,
            NoPythonBackend,
        ):
            passes.add_pass(one, one.__name__)
        passes.finalize()
        return [passes]


class _Passes(PassManager):
    _ENFORCING = False
    """Whether after each pass the whole function is looked through anew."""


@register_pass(mutates_CFG=True, analysis_only=False)
class _PartLowering(NativeLowering):
    _name = "part_lowering"

    def run_pass(self, state: Any) -> bool:
        """Write the code, and tell numba how other functions find it."""
        name = state.func_id.func_qualname
        state.library = Part(state.targetctx.codegen(), name)
        super().run_pass(state)
        lowered = state["cr"]
        found_by = make_function(
            lowered.fndesc.lookup_module(), name, "", 0, lowered.env, (state.library,)
        )
        state.targetctx.insert_user_function(found_by, lowered.fndesc, [state.library])
        state["cr"] = lowered._replace(cfunc=found_by)
        return True


class Part(JITCodeLibrary):
    """Code of one function, as it was written; it knows those that are called in it."""

    def add_llvm_module(self, module: Any) -> None:
        """Take the code."""
        self._final_module.link_in(module)
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage.name == "external":
                function.linkage = "linkonce_odr"  # more than one caller may bring it along

    def finalize(self) -> None:
        """Leave the code as it is."""
        self._finalized = True

    def _get_module_for_linking(self) -> Any:
        """Put the code together with all that is called in it."""
        if self._shared_module is None:
            self._shared_module = self._final_module.clone()
            for library in self._called():
                is_part = isinstance(library, Part)
                code = library._final_module if is_part else library._get_module_for_linking()
                self._shared_module.link_in(code, preserve=True)
        return self._shared_module

    def _called(self) -> Iterator[JITCodeLibrary]:
        """Go through all that is called, each once, and after one that calls it."""
        found: dict[JITCodeLibrary, None] = {}
        callers: list[JITCodeLibrary] = [self]
        for caller in callers:
            # What is no part has been put together already.
            for library in caller._linking_libraries if isinstance(caller, Part) else ():
                if library not in found:
                    found[library] = None
                    callers.append(library)
                    yield library
