"""The model's laws and its month, compiled with numba.

Only numpy, numba and the llvmlite that numba brings are used here; platformdirs names the cache
folder.

numba's cache looks only at the file of the function it holds, so a changed law would go
unnoticed inside an already cached month. Therefore the cache folder's name carries a hash of
every source file here and in the folders below, of numba's version and of Python's.
"""

import hashlib
import os
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import platformdirs


def _source_hash() -> str:
    digest = hashlib.sha256(f"{version('numba')} {sys.version}".encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    """Folder of the compiled kernels, made if need be; a temporary one where it cannot be."""
    name = f"artisan-diffusion/{_source_hash()}"
    for parent in (platformdirs.user_cache_path(), Path(tempfile.gettempdir())):
        folder = parent / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="artisan-diffusion-"))


def are_compiled() -> bool:
    """Tell whether the month, or the two-state chain, has been compiled on this machine before."""
    cache = Path(os.environ["NUMBA_CACHE_DIR"])
    return any(any(cache.rglob(f"*.{entry}-*")) for entry in ("run_histories", "run_contagion"))


os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder()))

if "numba" in sys.modules:  # imported before us: it has read its settings already
    sys.modules["numba"].config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]
