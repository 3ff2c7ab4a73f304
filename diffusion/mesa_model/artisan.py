"""One artisan of a Mesa model: a view on a row of the model's arrays."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np
from mesa.discrete_space import FixedAgent

from diffusion.kernels import draws, laws
from diffusion.kernels.phases import rates
from diffusion.kernels.phases.observe_others import observe_others
from diffusion.kernels.state import CONFIRMED, NEVER, TRIAL, Month, Stage, State
from diffusion.results.series import STAGES

if TYPE_CHECKING:
    import pandas as pd
    from mesa.discrete_space import Cell

    from diffusion.mesa_model.model import ArtisanModel


class _Row:
    """An attribute of an Artisan that is the artisan's row in one of the model's arrays."""

    def __init__(self, array: str) -> None:
        self.array = array

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, artisan: "Artisan | None", owner: type | None = None) -> Any:
        if artisan is None:
            return self
        return getattr(artisan.model, self.array)[self.name][artisan.ego].item()

    def __set__(self, artisan: "Artisan", value: object) -> None:
        getattr(artisan.model, self.array)[self.name][artisan.ego] = value


class Artisan(FixedAgent):  # type: ignore[misc]  # mesa carries no types
    """One artisan: a view on a row of the model's arrays.

    Attributes
    ----------
    ego : int
        Row in the arrays, 0 to N - 1; rows go by hamlets and names, not by the roster.
    label : hashable
        Name in the roster or the graph; "1" to "N" when drawn.
    groups : dict of str to str
        Gender, hamlet and whatever else the roster has a column for.
    stage : Stage
    self_efficacy, efficacy_base, value_fit, skill, cash, income, ...
        Every field of `diffusion.kernels.state.State`; setting it writes the array.
    heard, exposure, favourable, success, persuasion, mastery, next_stage, ...
        Every field of `diffusion.kernels.state.Month`: what reaches the artisan this month.
    """

    model: "ArtisanModel"

    def __init__(self, model: "ArtisanModel", ego: int, label: Hashable) -> None:
        super().__init__(model)
        self.ego = ego
        self._label = label

    def remove(self) -> None:
        """Refuse to leave; see `ArtisanModel.deregister_agent`."""
        self.model.deregister_agent(self)

    def __repr__(self) -> str:
        return f"Artisan({self.label!r}, {self.stage.name.lower()})"

    @property
    def label(self) -> Hashable:
        """Name in the roster or the graph."""
        return self._label

    @property
    def groups(self) -> dict[str, str]:
        """The artisan's groups, by the heading of the roster's column; the hamlet among them."""
        place = self.model.community.ego_of[self.label]
        found = self.model.community.groups.values()
        return {one.name: one.values[one.member[place]] for one in found}

    @property
    def stage(self) -> Stage:
        """Stage at this moment.

        Setting it makes an adopter in the record that comes, or before month 1 in record 0.
        """
        return Stage(int(self.model.state.stage[self.ego]))

    @stage.setter
    def stage(self, stage: int) -> None:
        state, ego = self.model.state, self.ego
        state.stage[ego] = Stage(stage)
        if stage >= TRIAL and state.toa[ego] == NEVER:
            state.toa[ego] = int(self.model.time)
            state.months_adopted[ego] = stage <= CONFIRMED
        elif stage < TRIAL and self.model.time == 0:  # nor was a first adopter ever one
            state.toa[ego], state.months_adopted[ego] = NEVER, 0

    @property
    def next_stage(self) -> Stage:
        """Stage after this month, as far as the phases have written it."""
        return Stage(int(self.model.month.next_stage[self.ego]))

    @next_stage.setter
    def next_stage(self, stage: int) -> None:
        self.model.month.next_stage[self.ego] = Stage(stage)

    @property
    def adopted(self) -> bool:
        """Whether the artisan is on trial or confirmed."""
        return TRIAL <= int(self.model.state.stage[self.ego]) <= CONFIRMED

    @property
    def cell(self) -> "Cell":
        """The artisan's place in the model's space."""
        self.model.space  # noqa: B018  # makes the cells, when they are first wanted
        return self._mesa_cell

    @cell.setter
    def cell(self, cell: "Cell") -> None:
        FixedAgent.cell.fset(self, cell)

    @property
    def neighbors(self) -> list["Artisan"]:
        """The artisans at whom this one looks, in the order of their rows.

        Of ties without a direction these are all to whom he or she is tied.
        """
        ties, artisans = self.model.ties, self.model.artisans_by_row
        row = slice(ties.start[self.ego], ties.start[self.ego + 1])
        alters = ties.alter[row][ties.strength[row] > 0]
        return [artisans[alter] for alter in alters.tolist()]

    def decision_hazard(self) -> float:
        """Chance to decide for the innovation within a month, as things stand now (ODD 7.4).

        It is asked as if the artisan favoured the innovation, whatever the stage.
        """
        model = self.model
        model.see_who_lives_near()
        observe_others(model.state, model.glance, model.hamlets, model.ties, model.parameters)
        rate = rates.decision_rate_of(
            model.state, model.glance, model.hamlets, model.parameters,
            rates.alpha_in(model.parameters, len(model.history) - 1), self.ego,
        )  # fmt: skip
        return float(laws.chance(rate))

    def draw(self, purpose: int, extra: int = 0) -> float:
        """Keyed draw of this artisan in this month, from 0 up to 1.

        Purposes above 1000 are free for models of your own.
        """
        key = np.uint64(draws.subkey(self.model.run_key, purpose, self.model.t, extra))
        return float(draws.draw(key, self.model.state.identity[self.ego]))

    def story(self) -> "pd.DataFrame":
        """Tell what happened to this artisan, month by month.

        Returns
        -------
        pandas.DataFrame
            One row for each record from 0 on: record, month (as YYYY-MM; "start" for record 0),
            stage, the fields of State, and those of Month, which say what the month brought.
        """
        import pandas as pd

        calendar = self.model.community.file.calendar
        rows = []
        for record, (state, month) in enumerate(self.model.history):
            row: dict[str, Any] = {
                "record": record,
                "month": calendar.month_name(record - 1) if record else "start",
            }
            row |= {name: getattr(state, name)[self.ego].item() for name in _STATE_FIELDS}
            row |= {name: getattr(month, name)[self.ego].item() for name in _MONTH_FIELDS}
            row["stage"] = STAGES[row["stage"]]
            rows.append(row)
        return pd.DataFrame(rows)


_SCRATCH = ("next_stage", "is_present", "unsold", "order", "lot", "score", "earlier")
_STATE_FIELDS = tuple(State.__annotations__)
_MONTH_FIELDS = tuple(name for name in Month.__annotations__ if name not in _SCRATCH)
for _array, _names in (("state", _STATE_FIELDS), ("month", _MONTH_FIELDS)):
    for _name in _names:
        if not hasattr(Artisan, _name):
            _row = _Row(_array)
            _row.__set_name__(Artisan, _name)
            setattr(Artisan, _name, _row)
