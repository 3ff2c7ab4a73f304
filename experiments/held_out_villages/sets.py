"""Reads the sets of real villages, and says beforehand what is known of their people."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

import diffusion
from diffusion.data.adoption_data import AdoptionData
from diffusion.fitting.villages import Village, villages_of

VARIABLE = "ARTISAN_DIFFUSION_DATA"
"""Names the folder of the sets."""


@dataclass(frozen=True)
class Task:
    """What is forecast.

    Attributes
    ----------
    folder : str
        Of the set.
    said : str
    n_periods : int
    known_to : tuple of int
        Periods known of the village that is left out.
    covariates : tuple of str
        Columns of the people.
    composites : mapping
        Covariates put together, with signs from theory.
    at_most : mapping of str to float
        Columns cut off above.
    eligible : str or None
        Column of the first period in which each could adopt, from 1.
    kinds : mapping of str to tuple
        Columns of kinds, each of which becomes columns of 0 and 1, and which kinds.
    """

    folder: str
    said: str
    n_periods: int
    known_to: tuple[int, ...]
    covariates: tuple[str, ...]
    composites: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    at_most: Mapping[str, float] = field(default_factory=dict)
    eligible: str | None = None
    kinds: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


KFAMILY = Task(
    folder="kfamily",
    said="family planning, Korea",
    n_periods=10,
    known_to=(1, 3),
    covariates=(
        "age", "wife_edu", "husband_edu", "husband_farmer", "owns_radio", "owns_tv",
        "takes_newspaper", "sons", "daughters", "ideal_sons", "media_index", "agent_contact_index",
        "club_member", "talks_fp_with_husband", "fp_leadership_indegree",
    ),
    composites={
        "efficacy": {"talks_fp_with_husband": 1, "wife_edu": 1},
        "value_fit": {"ideal_sons": -1},
        "means": {"husband_farmer": -1, "owns_tv": 1, "owns_radio": 1},
        "awareness": {"media_index": 1, "agent_contact_index": 1, "takes_newspaper": 1},
        "need": {"sons": 1, "daughters": 1, "age": 1},
        "leadership": {"fp_leadership_indegree": 1, "club_member": 1},
    },
    eligible="eligible_from",
)  # fmt: skip

BRFARMERS = Task(
    folder="brfarmers",
    said="hybrid corn, Brazil",
    n_periods=19,
    known_to=(1, 9),
    covariates=(
        "age", "school", "literacy_score", "income", "land_total", "milk_cows", "equipment",
        "owns_radio", "newspapers_per_month", "media_exposure_index", "agent_contact",
        "cosmo_city_visits", "org_memberships", "social_participation", "achievement_motivation",
        "risk_taking", "patriarchalism", "attitude_credit", "empathy_index", "econ_knowledge",
        "ol_tscore",
    ),
    composites={
        "efficacy": {"achievement_motivation": 1, "risk_taking": 1, "literacy_score": 1},
        "value_fit": {"patriarchalism": -1, "attitude_credit": 1, "empathy_index": 1},
        "means": {"income": 1, "land_total": 1, "equipment": 1, "milk_cows": 1},
        "awareness": {
            "media_exposure_index": 1, "agent_contact": 1, "newspapers_per_month": 1,
            "owns_radio": 1, "cosmo_city_visits": 1,
        },
        "need": {"age": -1},
        "leadership": {"ol_tscore": 1, "org_memberships": 1, "social_participation": 1},
    },
    at_most={
        "land_total": 300, "agent_contact": 20, "newspapers_per_month": 15,
        "media_exposure_index": 15, "milk_cows": 40,
    },
)  # fmt: skip

PRACTICES = Task(
    folder="brfarmers",
    said="twelve practices, Brazil",
    n_periods=19,
    known_to=(12,),
    covariates=BRFARMERS.covariates,
    composites=BRFARMERS.composites,
    at_most=BRFARMERS.at_most,
)

MEDINNOVATIONS = Task(
    folder="medinnovations",
    said="tetracycline, Illinois",
    n_periods=17,
    known_to=(1, 3),
    covariates=(
        "professional_age", "attends_meetings", "journals_received", "science_orientation",
        "belief_in_science", "hospital_position", "office_visits", "house_calls",
        "prescribing_tendency", "source_detail_man", "friends_are_doctors",
    ),
    kinds={"specialty": (2, 3, 4)},
)  # fmt: skip
"""Most columns have no code book, so that no sign can be given them beforehand: no composites."""

TASKS = {
    "kfamily": KFAMILY,
    "brfarmers": BRFARMERS,
    "practices": PRACTICES,
    "medinnovations": MEDINNOVATIONS,
}


def folder() -> Path | None:
    """Find the folder of the sets, if there is one."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named and Path(named).is_dir() else None


def read(data: Path, name: str) -> tuple[Village, ...]:
    """Read a set as `diffusion.read_survey` does, and take it apart by village."""
    task = TASKS[name]
    nodes = pd.read_csv(data / task.folder / "nodes.csv", low_memory=False)
    practices = None
    if name == "practices":
        long = pd.read_csv(data / task.folder / "practices.csv")
        practices = long.pivot(index="id", columns="practice", values="toa").reindex(nodes["id"])
    adoption = _adoption(data / task.folder, task.n_periods, nodes, practices)
    columns = {one: nodes[one].clip(upper=task.at_most.get(one)) for one in task.covariates}
    for column, kinds in task.kinds.items():
        columns |= {f"{column}_{kind}": (nodes[column] == kind) * 1.0 for kind in kinds}
    since = None if task.eligible is None else nodes[task.eligible] - 1.0
    return villages_of(
        adoption,
        covariates={one: values.to_numpy(float) for one, values in columns.items()},
        eligible=None if since is None else since.to_numpy(float),
    )


def _adoption(
    data: Path, n_periods: int, nodes: pd.DataFrame, practices: pd.DataFrame | None
) -> AdoptionData:
    """Read people, ties and times; of several practices a column each is put beside the people."""
    times = {"adoption": "toa"}
    with tempfile.TemporaryDirectory() as scratch:
        people = data / "nodes.csv"
        if practices is not None:
            times = {f"practice_{one}": f"practice_{one}" for one in practices}
            wide = practices.set_axis(list(times), axis=1).reset_index(drop=True)
            people = Path(scratch) / "nodes.csv"
            pd.concat([nodes[["id", "community"]], wide], axis=1).to_csv(people, index=False)
        choices = {
            "people": {"sheet": "nodes.csv", "id": ["id"], "hamlet": "community"},
            "ties": [
                {
                    "sheet": "ties.csv", "kind": "nomination", "kinds": "kind", "by": "id",
                    "ego": ["source"], "alter": ["target"], "direction": "alter_to_ego",
                }
            ],
            "adoption": [
                {"innovation": name, "time": time, "blank": "never"} for name, time in times.items()
            ],
            "periods": {"unit": "number", "first": 1, "last": n_periods},
        }  # fmt: skip
        found = diffusion.read_survey([people, data / "ties.csv"], choices).data
    assert list(found.labels) == [str(person) for person in nodes["id"]]
    return found
