"""What was observed of an adoption, on the records of a simulation."""

from dataclasses import dataclass

from diffusion.i18n.words import Words
from diffusion.scenario.community import Community


@dataclass(frozen=True, slots=True)
class ObservedCurve:
    """Who was observed to use the innovation that is simulated, by record.

    Attributes
    ----------
    innovation : str
    records : tuple of int
        Index of the state at the end of each month observed, 0 to T: 1 is the end of the first
        month simulated.
    users : tuple of int
        People who were known to use it.
    known : tuple of int
        People of whom it was known whether they use it.
    """

    innovation: str
    records: tuple[int, ...]
    users: tuple[int, ...]
    known: tuple[int, ...]

    def at(self, record: int) -> int | None:
        """Users at a record; None where nothing was observed."""
        return dict(zip(self.records, self.users, strict=True)).get(record)


def observed_curve(community: Community, n_months: int) -> ObservedCurve | None:
    """Put what was observed on the calendar of a simulation of T months.

    None where nothing was observed in its months, or periods are no months of the calendar.
    """
    data, observed = community.observed, community.file.observed
    innovation = community.observed_innovation
    if data is None or observed is None or innovation is None or not observed.are_months:
        return None
    records = observed.records(community.file.calendar.start)
    rows = zip(
        records, data.users(innovation).tolist(), data.n_known(innovation).tolist(), strict=True
    )
    there = [row for row in rows if 0 <= row[0] <= n_months]
    if not there:
        return None
    at, users, known = zip(*there, strict=True)
    return ObservedCurve(innovation, at, users, known)


def observed_said(community: Community, n_months: int, say: Words) -> list[str]:
    """Say what was observed in the months simulated, and which is month 1; nothing if none."""
    observed = observed_curve(community, n_months)
    if observed is None:
        return []
    start, n = community.file.calendar.start, community.n_artisans
    said = [
        say(
            "observed.points",
            innovation=observed.innovation,
            start=start,
            users=observed.users[-1],
            month=observed.records[-1],
        )
    ]
    if min(observed.known) < n:
        said.append(say("observed.not_all_known", n_known=min(observed.known), n=n))
    return said
