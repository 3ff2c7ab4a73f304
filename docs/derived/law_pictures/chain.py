"""The picture of the seven stages."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch


def stages() -> Figure:
    """Draw the seven stages and the moves between them."""
    figure = Figure(figsize=(7.2, 3.3))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 7.2), ylim=(0, 3.3))
    axes.axis("off")
    top, low = 2.45, 0.75
    _box(axes, 0.75, top, "unaware", "has not heard", "#EEEEEE")
    _box(axes, 2.65, top, "knows", "has heard", "#EEEEEE")
    _box(axes, 4.55, top, "persuaded", "likes the idea", "#CFE3F1")
    _box(axes, 6.45, top, "decided", "gathers the money", "#CFE3F1")
    _box(axes, 6.45, low, "trial", "makes some", "#9CCBB8")
    _box(axes, 4.0, low, "confirmed", "has made it a habit", "#9CCBB8")
    _box(axes, 1.35, low, "discontinued", "has given up", "#F6D7B8")
    for start in (0.75, 2.65, 4.55):
        _arrow(axes, (start + 0.66, top), (start + 1.24, top))
    _arrow(axes, (6.45, top - 0.32), (6.45, low + 0.32))
    _arrow(axes, (5.79, low), (4.66, low))
    _arrow(axes, (3.34, low), (2.01, low))
    _arrow(axes, (6.3, low - 0.32), (1.5, low - 0.32), bend=-0.12)
    _arrow(axes, (1.5, low + 0.32), (6.1, top - 0.32), bend=0.0, dashed=True)
    axes.text(3.0, 1.72, "some decide again", fontsize=8, ha="center", color="#333333")
    return figure


def _box(axes: Axes, x: float, y: float, name: str, meaning: str, colour: str) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (x - 0.6, y - 0.26), 1.2, 0.52, boxstyle="round,pad=0.05", fc=colour, ec="#333333"
        )
    )
    axes.text(x, y + 0.09, name, ha="center", va="center", weight="bold", fontsize=9.5)
    axes.text(x, y - 0.14, meaning, ha="center", va="center", fontsize=7.5)


def _arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    bend: float = 0.0,
    dashed: bool = False,
) -> None:
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            mutation_scale=12,
            color="#333333",
            lw=1.2,
            ls="--" if dashed else "-",
            shrinkA=0,
            shrinkB=0,
            connectionstyle=f"arc3,rad={bend}",
        )
    )
