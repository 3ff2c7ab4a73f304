"""The examples in the documentation run as written."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLES = [
    pytest.param(example, id=f"{page.stem}-{number}")
    for page in sorted(DOCS.glob("*.md"))
    for number, example in enumerate(
        re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    )
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_of_the_docs_runs(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(example, "example", "exec"), {"__name__": "example"})
    assert capsys.readouterr().out


_RENDER = """
import runpy, solara
page = runpy.run_path({path!r})["page"]
box, _ = solara.render(page, handle_error=False)
kinds, waiting = [], [box]
while waiting:
    widget = waiting.pop()
    kinds.append(type(widget).__name__)
    waiting += [child for child in getattr(widget, "children", []) if hasattr(child, "comm")]
print(*kinds)
"""


def test_the_browser_example_renders() -> None:
    """Without a browser: the page's widgets are made, with the drawing among them."""
    pytest.importorskip("solara")
    example = DOCS / "examples" / "browser.py"
    result = subprocess.run(
        [sys.executable, "-c", _RENDER.format(path=str(example))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "GridLayout" in result.stdout


def test_the_browser_example_draws_every_artisan() -> None:
    """Mesa's own drawing puts each of the 30 artisans into the picture."""
    pytest.importorskip("solara")
    code = (
        "import runpy; from matplotlib.figure import Figure;"
        "from mesa.visualization import draw_space;"
        f"names = runpy.run_path({str(DOCS / 'examples' / 'browser.py')!r});"
        "axes = draw_space(names['model'].space, names['portrayal'], ax=Figure().subplots());"
        "print(sum(len(c.get_offsets()) for c in axes.collections if hasattr(c, 'get_offsets')"
        " and 'Path' in type(c).__name__))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split()[-1] == "30"
