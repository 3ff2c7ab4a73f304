"""Records what happens to a Mesa model, event by event, as the compiled runs do."""

from diffusion.kernels.events import MONTH, SO_FAR, Event, new_events
from diffusion.mesa_model.phases import Phases
from diffusion.results.events import EventRecord, in_order, written
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme

_OF_EACH = 32
_OF_EACH_AT_AN_ACTIVITY = 3
"""More events of one artisan in a month than there can be, beside the shares of ties."""


class Recording(Phases):
    """Phases that record what happens, if they are asked to.

    Attributes
    ----------
    community, programme, replicate
        As the model has them.
    """

    community: Community
    programme: Programme
    replicate: int

    def record_events(self) -> None:
        """Record from now on what happens; `event_record` then holds it."""
        self.events = new_events(0)
        self._happened: list[Event] = []

    @property
    def event_record(self) -> EventRecord:
        """What has happened since `record_events` was called, as `diffusion.record_events` has it.

        The run is 0, and months count from the model's start.
        """
        return EventRecord(
            self.community,
            self.programme,
            in_order([new_events(0).rows, *self._happened], self.hamlets),
            1,
            self.replicate,
        )

    def begin_recording_month(self) -> None:
        """Make room for all that can happen in a month, if anything is recorded."""
        if self.events is None:
            return
        n_activities, ties = len(self.plan.activities), self.ties
        of_each = _OF_EACH + _OF_EACH_AT_AN_ACTIVITY * n_activities
        of_each += int(self.parameters.substeps) * bool(self.parameters.is_two_state)
        most = (len(self.state) + len(self.hamlets)) * of_each
        most += len(ties.alter) + 2 * len(ties.near.alter)
        if most > len(self.events.rows):
            self.events = new_events(most)
        self.events.now[SO_FAR], self.events.now[MONTH] = 0, self.t + 1

    def keep_what_happened(self) -> None:
        """Copy what has happened this month."""
        if self.events is not None:
            self._happened.append(written(self.events))
