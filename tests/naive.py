"""The whole model once more, slowly and in plain Python, to check the fast kernels against.

Read it from top to bottom: luck, numbers, tactics, the village at the start, and then one
month in the life of the village, one short method for each law. Numbers in brackets such as
[7.4] point to the section of docs/model/odd.md that states the law, as far as the package has it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from scipy.special import betaincinv, ndtri

from diffusion.kernels.elementary import exp, log

# ------------------------------------------------------------------ luck [6.2]
MASK = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15
VILLAGE, SUB_DISTRICT, REGENCY = range(3)
MEETINGS, BOOKS, AGENCIES, MARKETS = range(4)
GROUP = 2**32 - 1  # the "artisan" that stands for the group or the whole run


def mix(z: int) -> int:
    """Stir the 64 bits of z [6.2]."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def draw(seed: int, rep: int, purpose: int, month: int, agent: int, extra: int = 0) -> float:
    """Uniform number in [0, 1) that belongs to this key and to no other [6.2]."""
    h = mix((seed + GOLDEN) & MASK)
    for value in (rep, purpose, month, extra, agent):
        h = mix(h ^ ((value * GOLDEN + 0xD1B54A32D192ED03) & MASK))
    return float((h >> 11) * 2.0**-53)


def reaches(level: float, threshold: float) -> bool:
    """At least as much, but for what is lost in adding up [7]."""
    return level >= threshold - 2.0**-30


WHOLE = 10**9


def billionths(strength: float) -> int:
    """A strength as a whole number of billionths [7]: sums of these are exact."""
    return math.floor(strength * WHOLE + 0.5)


def times(strength: int, factor: float) -> int:
    """A strength in billionths, multiplied [7]."""
    return strength if factor == 1 else math.floor(strength * factor + 0.5)


# ------------------------------------------------------------------ numbers of the text
UNAWARE, KNOWLEDGE, PERSUADED, DECIDED, TRIAL, CONFIRMED, DROPPED = range(7)
STAGE_NAMES = (
    "unaware", "knows", "persuaded", "decided", "trial", "confirmed", "discontinued",
)  # fmt: skip
FAVOURABLE = (PERSUADED, DECIDED, TRIAL, CONFIRMED)
ALLOWED = {(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (4, 6), (5, 6), (6, 3)}
ROLES = ("chair", "secretary", "treasurer", *["business"] * 2, *["marketing"] * 2)
ROLES += ("supervision", "supervision")
SEES_TO = (("chair",), ("secretary", "treasurer"), ("chair", "secretary"), ("marketing",))
FLOWS_IN = ("y_o", "pi", "grants", "forgiven")
FLOWS_OUT = ("consumption", "shocks", "C_out", "unaccounted", "equipment", "moulds")

PARAMETERS: dict[str, Any] = {
    # extent and chain [2, 8]
    "N": 30, "T": 36, "chain": "stages", "substeps": 1, "exit_h": 0.0,
    # the village at the start [5]; theta None = one draw for each artisan
    "network": "watts_strogatz", "net_k": 6, "net_p": 0.1,
    "block_within": 0.35, "block_across": 0.05, "theta": None,
    "c": 0.3, "q": 0.2, "R": 0.1, "B": 0.2, "cr": 0.6,
    "B_level": (None, None, None), "ready": 1.0,
    "household_size": 4, "poverty_line": 224_258,
    # exposure [7.1]
    "Gam": 3.0, "norm": "fraction", "w_ambassador": 0.0, "voice_fading": 0.0,
    "near_w": 0.0, "memory": "stock", "phi": "hill", "hill_n": 2, "hill_x0": 0.3,
    # awareness and persuasion [7.2, 7.3]
    "mu": 0.0, "a_A": 0.35, "a_N": 0.05, "zeta": 0.0, "prox_l": 0.1, "prox_radius": 0.3,
    "rho0": 0.02, "rho_x": 0.30, "rho_p": 1.0,
    # decision [7.4]
    "alpha": 0.12, "beta": 1.0, "etaE": 2, "etaV": 1, "tauV": 0.6, "etaC": 0.3,
    "H": 3, "H_l": 3, "C_entry": 350_000, "buffer": 50_000, "a_u": 1.0, "s_a": 0.0,
    "u0": 0.0, "gain_fading": 0.0, "taught": 0.0, "alpha_in": (),
    # after the decision [7.5]
    "chi": 0.5, "d0": 0.03, "d_e": 2.0, "d_u": 3.0, "d_s": 1.5, "d_T": 1.5,
    "readopt": 0.25, "lapse_months": 12,
    # self-efficacy [7.6]
    "oM": 0.50, "oV": 0.40, "oS": 0.15, "oA": 0.10, "oVF": 0.10, "v_p": 0.30,
    "con_M": 0.5, "con_V": 0.1, "d": 0.10, "work_mast": 0.3, "practice": 0.85,
    # skill, production, sale, income [7.7]
    "n_mod": 1200, "n_trad": 160, "p_trad": 3000, "c_trad": 900, "z_T": 0.25, "z_C": 0.60,
    "c_mod": 250, "p_mod": 750, "p_loc": 450, "L_abs": 1500, "bad_p": 0.08,
    "w_taste": 0.0, "w_finish": 0.0, "mending": 0.0, "w_meeting": 0.0,
    "of_trainer": (False,) * 4, "p_loc_good": None, "mould_life": 0, "mould_price": 0,
    "k_star": 0.45, "s_k": 0.12, "lk": 0.10, "xi": 0.05, "fg": 0.01, "lk_feedback": 0.02,
    "season": 0.6, "shock_p": 0.05, "shock": 300_000,
    # group and its money [7.8, 7.9]
    "join_p": 0.3, "join_trained": 1.0, "join_able": 0.0,
    "min_members": 5, "later_p": 0.05, "coh_rate": 0.10, "coh_loss": 0.95,
    "saving": 10_000, "arisan": 10_000, "pay_from": 20_000, "bp": 100, "interest": "declining",
    "L": 10, "slip": 0.30, "write_off_at": 6, "cap": 500_000, "grant_fund": 0.5,
    "grant_waits": False, "grant_use": "fund", "set_price": 0, "set_months": 0, "set_share": 0.0,
    "lends_after_loss": True,
    "lk_rate": 0.01, "tie_gain": 0.02,
    # offices [7.15]
    "w_office": 0.0, "w_books": 0.0, "office_practice": 0.0, "oversight": 0.0,
    "opening_rate": 0.0, "shared_moulds": 0.0, "shared_skill": 0.0,
    # facilitator, administration, self-reliance, channels [7.10, 7.11]
    "t_w": 8, "taper": 4, "handover": (None, None, None, None), "w_effort": 0.0,
     "q_rate": 0.02, "R_rate": 0.08, "phi_v": 0.0,
    "nu": 0.04, "nu_re": 0.03, "quota": 10_000, "exhibition_quota": 500,
    # contest and options of activities [7.13]
    "concession_p": 0.3, "concession": 1_000_000, "trainer_quality": 1.0, "materials_left": 0,
    "w_proposal": 0.0, "fading": 0.0, "promise_rate": 0.0, "promised_by": (None,) * 4,
    "uncoordinated": 0.8, "w_ready": 0.0, "permit_month": 0, "person_day": 75_000,
}  # fmt: skip

CONSERVATIVE: dict[str, Any] = {
    "k_star": 0.60, "nu": 0.10, "nu_re": 0.01, "d0": 0.04, "quota": 4000, "alpha": 0.08,
    "R_rate": 0.05,
}  # fmt: skip

SWITCHES: dict[str, bool] = {
    "association": True, "finance": True, "market": True, "withdrawal": True, "institutions": True,
    "contest": True, "shocks": True, "readoption": True, "ambassadors": True, "exhibition": True,
    "season": False, "proximity": False, "advantage": False, "lapse": False, "leakage": False,
    "vote": False, "heterogeneity": False, "dynamic_ties": False, "travel": False,
    "buyer_feedback": False, "village_promise": False, "coordination": False, "permit": False,
    "resources_known": False,
}  # fmt: skip

# chance that a broker opens it, price, pieces a month; the first quota is the parameter [7.11]
CHANNELS = ((0.8, 750, None), (0.6, 650, 4000), (0.5, 900, 1500), (0.4, 900, 500))

Activity = dict[str, Any]
DOSES = (  # and "link", which is no amount but the number of a channel
    "aware", "vic", "sim", "pers", "mast", "aff", "aff-", "skill", "dm", "adm", "coh",
    "lobby", "organise", "gain", "taste", "finish", "ready", "subsidy",
    "contact", "voice", "grant", "recommended",
)  # fmt: skip
FIELDS = ("target", "cap", "att", "part", "cost_fixed", "cost_per_place", "days", "km", "doses")
TACTICS: dict[int, Activity] = {  # [7.13]; cap None: everybody; att None: all invited come
    tactic: dict(zip(FIELDS, line, strict=True))
    for tactic, *line in (
        (1, "all", 30, 0.6, 0.2, 150_000, 0, 1, 0, {"aware": 0.95, "pers": 0.25}),
        (2, "all", 30, 0.6, 0.1, 200_000, 0, 1, 0,
            {"aware": 0.95, "vic": 0.5, "sim": 0.5, "aff": 0.2}),
        (3, "random", 12, 0.9, 0.6, 100_000, 0, 4, 0, {"aware": 0.95, "pers": 0.4, "dm": 0.12}),
        (4, "none", None, None, 0.0, 100_000, 0, 2, 0, {"lobby": 0.25}),
        (5, "all", 30, 0.6, 0.9, 150_000, 0, 2, 0, {"aware": 0.95, "pers": 0.1, "dm": 0.12}),
        (6, "random", 14, 0.95, 0.9, 600_000, 100_000, 5, 0,
            {"aware": 1.0, "skill": 0.4, "mast": 0.6, "vic": 0.3, "sim": 0.8, "pers": 0.3,
             "aff": 0.3, "adm": 0.1}),
        (7, "trained", 14, 1.0, 0.9, 150_000, 25_000, 1, 40,
            {"aware": 1.0, "vic": 0.6, "sim": 0.8, "aff": 0.3}),
        (8, "joiners", 14, 1.0, 0.9, 50_000, 0, 1, 0, {}),
        (9, "members", 14, 0.8, 0.8, 75_000, 0, 3, 0,
            {"skill": 0.05, "mast": 0.15, "pers": 0.2, "adm": 0.02}),
        (10, "none", None, None, 0.8, 100_000, 0, 3, 0, {"grant": 5_000_000}),
        (11, "none", None, None, 0.8, 150_000, 0, 3, 0, {"link": 0}),
        (12, "adopters", 5, 0.9, 0.8, 50_000, 0, 1, 0, {"contact": 2.0}),
        (13, "members", None, 0.6, 0.7, 200_000, 0, 4, 0, {"coh": 0.1, "aff": 0.1}),
        (14, "trained", 14, None, 0.2, 0, 250_000, 1, 0, {"subsidy": 250_000}),
    )
}  # fmt: skip


def activity(tactic: int, months: Iterable[int], **changes: Any) -> Activity:
    """An activity of this tactic on these dates; a change of a dose leaves the other doses."""
    doses = TACTICS[tactic]["doses"] | changes.pop("doses", {})
    own = {"id": tactic, "tactic": tactic, "months": tuple(months)}
    return TACTICS[tactic] | own | changes | {"doses": doses}


def _campaign(shift: int = 0) -> list[Activity]:
    dates = {1: (0, 1, 2), 2: (1, 2), 3: (0, 1, 2), 4: (0, 1)}
    return [activity(tactic, [t + shift for t in months]) for tactic, months in dates.items()]


def _collaboration(planning: tuple[int, ...] = (2,)) -> list[Activity]:
    dates = {5: planning, 6: (3,), 7: (3,), 8: (3,), 9: range(4, 12), 10: (3,), 11: (3,)}
    return [activity(tactic, months) for tactic, months in dates.items()]


def _locality_development() -> list[Activity]:
    plan = [*_campaign(), *_collaboration((0, 1, 2)), activity(12, range(5, 12))]
    return [act | {"part": 0.9 if act["part"] > 0 else 0.0} for act in plan]


PRESETS: dict[str, list[Activity]] = {  # [7.14]
    "none": [],
    "campaign_only": _campaign(),
    "collaboration_only": _collaboration(),
    "campaign_then_collaboration": _campaign() + _collaboration(),
    "collaboration_then_campaign": _campaign(4) + _collaboration(),
    "locality_development": _locality_development(),
    "social_planning": [
        activity(1, (2,), part=0.1),
        activity(6, (3,), part=0.2, doses={"mast": 0.4, "sim": 0.5}),
        activity(11, (3,)),
        activity(14, (3,)),
    ],
    "social_action": [
        activity(1, (0, 1, 2), part=0.9, doses={"coh": 0.1}),
        activity(8, (3,)),
        activity(10, (4,)),
        activity(13, (2, 4, 6)),
    ],
}
PRESET_PARAMETERS: dict[str, dict[str, Any]] = {"social_planning": {"t_w": 4, "taper": 0}}


# ------------------------------------------------------------------ ties at the start [5]
Luck = Callable[[int, int], float]  # d(i, x): draw 26 of artisan i with extra x
Tie = tuple[int, int]


def _pair(i: int, j: int) -> Tie:
    return (i, j) if i < j else (j, i)


def complete_ties(n: int) -> set[Tie]:
    """Everybody knows everybody."""
    return {(i, j) for i in range(n) for j in range(i + 1, n)}


def watts_strogatz_ties(n: int, k: int, p: float, luck: Luck) -> set[Tie]:
    """A ring of k neighbours in which each tie may be led to somebody else."""
    if k >= n - 1:
        return complete_ties(n)
    friends: list[set[int]] = [set() for _ in range(n)]
    for step in range(1, k // 2 + 1):
        for i in range(n):
            friends[i].add((i + step) % n)
            friends[(i + step) % n].add(i)
    for step in range(1, k // 2 + 1):
        for i in range(n):
            if luck(i, step) < p and len(friends[i]) < n - 1:
                attempt, new = 1, i
                while new == i or new in friends[i]:
                    new = math.floor(n * luck(i, 1000 * attempt + step))
                    attempt += 1
                old = (i + step) % n
                friends[i].remove(old)
                friends[old].remove(i)
                friends[i].add(new)
                friends[new].add(i)
    return {_pair(i, j) for i in range(n) for j in friends[i]}


def _chosen(columns: range, share: float, luck: Luck, i: int, extra: int) -> Iterator[Tie]:
    """Ties of row i, each column with the same probability, by jumps from one to the next."""
    if share >= 1:
        yield from ((i, j) for j in columns)
    elif share > 0:
        j = columns.start - 1
        for attempt in range(len(columns)):
            j += 1 + math.floor(log(1 - luck(i, extra + attempt)) / log(1 - share))
            if j >= columns.stop:
                return
            yield i, j


def erdos_renyi_ties(n: int, k: float, luck: Luck) -> set[Tie]:
    """Every pair with the same chance, k ties a head on average."""
    share = k / (n - 1)
    return {tie for i in range(n) for tie in _chosen(range(i + 1, n), share, luck, i, 0)}


def block_ties(n: int, within: float, across: float, luck: Luck) -> set[Tie]:
    """Two neighbourhoods with many ties inside and few between them."""
    ties: set[Tie] = set()
    blocks = (range(n - n // 2), range(n - n // 2, n))
    for i in range(n):
        for b, block in enumerate(blocks):
            columns = range(max(block.start, i + 1), block.stop)
            share = within if i in block else across
            ties.update(_chosen(columns, share, luck, i, 1048576 * b))
    return ties


def barabasi_albert_ties(n: int, m: int, luck: Luck) -> set[Tie]:
    """Newcomers tie themselves to those who already have many ties."""
    ties = complete_ties(min(n, m + 1))
    ends = [end for tie in sorted(ties) for end in tie]
    for v in range(m + 1, n):
        targets: list[int] = []
        attempt = 0
        while len(targets) < m:
            target = ends[math.floor(len(ends) * luck(v, attempt))]
            attempt += 1
            if target not in targets:
                targets.append(target)
        for target in targets:
            ties.add((target, v))
            ends += [v, target]
    return ties


def geometric_ties(n: int, k: float, luck: Callable[[int, int], float]) -> set[Tie]:
    """Ties between households that live close to each other."""

    def squared_distance(i: int, j: int) -> float:
        dx, dy = luck(i, 0) - luck(j, 0), luck(i, 1) - luck(j, 1)
        return dx * dx + dy * dy

    return {tie for tie in complete_ties(n) if squared_distance(*tie) <= k / (math.pi * (n - 1))}


# ------------------------------------------------------------------ one artisan [2.1]
class Artisan:
    """One household of potters."""

    def __init__(
        self, e: float, m: float, k: float, cash: int, y_o: int, need: int, theta: float,
        z_alpha: float, place: Sequence[float], inc: int, stage: int,
    ) -> None:  # fmt: skip
        self.e, self.b, self.m, self.k, self.u = e, e, m, k, 0.0
        self.cash, self.y_o, self.need, self.inc, self.subsidy = cash, y_o, need, inc, 0
        self.theta, self.z_alpha, self.place, self.leaning = theta, z_alpha, place, 1.0
        self.stage, self.dur = stage, 0
        self.first = [0 if s == stage else -1 for s in range(7)]
        self.trained, self.member, self.arisan_drawn = False, False, False
        self.role: str | None = None
        self.able, self.shown, self.cast, self.unsettled = 0.0, 0.0, 0, 0
        self.taste, self.finish, self.met, self.influence, self.voice = 0.0, 0.0, False, 0.0, 0.0
        self.savings, self.loan, self.original, self.inst, self.arrears = 0, 0, 0, 0, 0
        self.new_month()

    def new_month(self) -> None:
        """Start with nothing felt, heard, owed to fate or made this month."""
        self.mastery, self.failure, self.vicarious, self.verbal = 0.0, 0.0, 0.0, 0.0
        self.joy, self.distress, self.aware, self.contact = 0.0, 0.0, False, 0.0
        self.to_mend = False
        self.shock, self.n, self.z_eff, self.pi = 0, 0, 0.0, 0

    @property
    def adopted(self) -> bool:
        """In trial or confirmed."""
        return self.stage in (TRIAL, CONFIRMED)


class Run:
    """One village with one programme: a state, and `step()` for the next month."""

    def __init__(
        self,
        seed: int = 1,
        rep: int = 0,
        activities: Iterable[Activity] = (),
        parameters: dict[str, Any] | None = None,
        switches: dict[str, bool] | None = None,
        start: dict[str, Any] | None = None,
    ) -> None:
        """Lists in `start` (e, m, k, cash, y_o, need, theta, place, ties, first_adopters)
        replace draws; a tie is (i, j) or (i, j, strength).
        """
        parameters, switches, start = parameters or {}, switches or {}, start or {}
        unknown = (set(parameters) - set(PARAMETERS)) | (set(switches) - set(SWITCHES))
        if unknown:
            raise KeyError(f"unknown names: {sorted(unknown)}")
        self.seed, self.rep, self.t = seed, rep, 0
        self.p = p = SimpleNamespace(**(PARAMETERS | parameters))
        self.on = SimpleNamespace(**(SWITCHES | switches))
        self.activities = sorted(activities, key=lambda act: int(act["id"]))
        self.wait_for_permit()
        self.pi0: int = p.n_trad * (p.p_trad - p.c_trad)
        self.artisans = [self.make_artisan(i, start) for i in range(p.N)]
        self.friends = self.make_ties(start)
        self.c, self.q, self.cr, self.ready = p.c, p.q, p.cr, p.ready
        self.R, self.B = [p.R] * 4, [p.B if b is None else b for b in p.B_level]
        self.B0 = list(self.B)
        self.f, self.f_in, self.F = 1.0, [1.0] * 4, [1.0] * 4
        self.reported = False
        self.promised = [False] * len(CHANNELS)
        self.set_until = self.waiting_grant = self.for_work = self.reimbursed = 0
        self.equipment = self.recovered = 0
        self.held, self.able = dict.fromkeys(ROLES, False), dict.fromkeys(ROLES, 0.0)
        self.bought = 0.0
        self.formed_in: int | None = None
        self.g = self.surplus = self.equity = self.written_off = self.unaccounted = 0
        self.open, self.opened_once = [False] * len(CHANNELS), [False] * len(CHANNELS)
        self.resources_known = False
        self.cost = self.days = self.spent = self.n_meetings = 0
        self.calls: set[int] = set()
        self.dropped: set[int] = set()
        self.flows = dict.fromkeys((*FLOWS_IN, *FLOWS_OUT), 0)
        self.attendees: dict[int, list[int]] = {}
        self.meeting: list[int] = []
        self.records: list[dict[str, Any]] = []
        self.record()

    def wait_for_permit(self) -> None:
        """Put off what needs a permit, the withdrawal with it [7.13]."""
        p = self.p
        firsts = [act["months"][0] for act in self.activities if act.get("permit", True)]
        late = p.permit_month - min(firsts) if self.on.permit and firsts else 0
        if late > 0:
            p.t_w += late
            p.handover = tuple(None if month is None else month + late for month in p.handover)
            self.activities = [
                act | {"months": tuple(t + late for t in act["months"])}
                if act.get("permit", True)
                else act
                for act in self.activities
            ]

    # -------------------------------------------------------------- the village at the start
    def draw(self, purpose: int, agent: int, extra: int = 0, month: int | None = None) -> float:
        """The draw of this run, by default of this month [6.2]."""
        month = self.t if month is None else month
        return draw(self.seed, self.rep, purpose, month, agent, extra)

    def make_artisan(self, i: int, start: dict[str, Any]) -> Artisan:
        """Traits by inverse distribution functions of keyed draws, or as given [5]."""

        def luck(purpose: int, extra: int = 0) -> float:
            return self.draw(purpose, i, extra, month=0)

        def beta(mean: float, n: float, u: float) -> float:
            return float(betaincinv(mean * n, (1 - mean) * n, u))

        def rupiah(median: int, sigma: float, u: float) -> int:
            return 1000 * math.floor(median * exp(sigma * float(ndtri(u))) / 1000)

        y_o = start["y_o"][i] if "y_o" in start else rupiah(450_000, 0.4, luck(5))
        traits: dict[str, Any] = {
            "e": beta(0.45, 8, luck(1)),
            "m": beta(0.35, 6, luck(2)),
            "k": 0.10 + 0.15 * luck(3),
            "cash": rupiah(200_000, 0.7, luck(4)),
            "y_o": y_o,
            "need": math.floor(0.9 * (y_o + self.pi0)),
            "theta": luck(29) if self.p.theta is None else self.p.theta,
            "place": (luck(32, 0), luck(32, 1)),
        }
        given = {name: start[name][i] for name in traits if name in start}
        stage = TRIAL if i in start.get("first_adopters", ()) else UNAWARE
        z_alpha = float(ndtri(luck(31)))
        artisan = Artisan(**(traits | given), z_alpha=z_alpha, inc=y_o + self.pi0, stage=stage)
        artisan.trained = bool(start["trained"][i]) if "trained" in start else False
        artisan.leaning = start["leaning"][i] if "leaning" in start else 1.0
        return artisan

    def make_ties(self, start: dict[str, Any]) -> list[dict[int, int]]:
        """Friends of each artisan in ascending order, with the tie's strength in billionths [5]."""
        strength: dict[Tie, int] = {}
        given = start["ties"] if "ties" in start else self.generated_ties()
        for i, j, *w in given:
            tie = _pair(i, j)
            if i != j and tie not in strength:
                strength[tie] = billionths(w[0] if w else self.drawn_strength(tie))
        friends: list[dict[int, int]] = [{} for _ in range(self.p.N)]
        for (i, j), w in sorted(strength.items()):
            friends[i][j] = friends[j][i] = w
        return [dict(sorted(ties.items())) for ties in friends]

    def drawn_strength(self, tie: Tie) -> float:
        """Three classes of tie strength [5]."""
        u = self.draw(6, tie[0], tie[1], month=0)
        return 0.3 if u < 0.3 else 0.6 if u < 0.7 else 1.0

    def generated_ties(self) -> set[Tie]:
        """The network named by the parameters [5]."""
        p, n, kind = self.p, self.p.N, self.p.network

        def luck(i: int, x: int) -> float:
            return self.draw(26, i, x, month=0)

        if kind == "empty" or n < 2:
            return set()
        makers: dict[str, Callable[[], set[Tie]]] = {
            "watts_strogatz": lambda: watts_strogatz_ties(n, p.net_k, p.net_p, luck),
            "ring": lambda: watts_strogatz_ties(n, p.net_k, 0.0, luck),
            "erdos_renyi": lambda: erdos_renyi_ties(n, p.net_k, luck),
            "block": lambda: block_ties(n, p.block_within, p.block_across, luck),
            "barabasi_albert": lambda: barabasi_albert_ties(n, p.net_k // 2, luck),
            "geometric": lambda: geometric_ties(n, p.net_k, lambda i, x: self.draw(32, i, x, 0)),
            "complete": lambda: complete_ties(n),
        }
        return makers[kind]()

    # -------------------------------------------------------------- the month
    def step(self) -> None:
        """One month, in the order of [3]."""
        self.flows = dict.fromkeys(self.flows, 0)
        before = [a.stage for a in self.artisans]
        if self.p.chain == "two_state":
            self.two_state_month()
        else:
            for a in self.artisans:
                a.new_month()
            self.part, self.bad_loans, self.att_share = 0.0, 0, 0.0
            self.meeting_due, self.meeting_held, self.meeting = False, False, []
            self.attendees = {}
            self.take_snapshot()
            self.count_officers()
            self.set_effort()
            self.hold_activities()
            self.draw_shocks()
            self.meet()
            self.pay_shocks()
            self.produce_and_sell()
            self.earn_and_consume()
            self.learn()
            self.update_efficacy()
            self.move_stages()
            self.update_group_and_channels()
            self.look_back()
        self.t += 1
        self.check(before)
        self.record()

    def run(self, months: int | None = None) -> Run:
        """All months."""
        for _ in range(self.p.T if months is None else months):
            self.step()
        return self

    @property
    def members(self) -> list[int]:
        """Members of the group in ascending order."""
        return [i for i, a in enumerate(self.artisans) if a.member]

    @property
    def has_group(self) -> bool:
        """A group was formed, perhaps this month."""
        return self.formed_in is not None

    @property
    def has_fund(self) -> bool:
        """A group that may hold money."""
        return self.has_group and bool(self.on.finance)

    # -------------------------------------------------------------- 0 snapshot
    def take_snapshot(self) -> None:
        """What everybody sees of the others in this month [3.0]."""
        people = self.artisans
        self.adopted = [1 if a.adopted else 0 for a in people]
        self.aware_only = [1 if a.stage in (KNOWLEDGE, PERSUADED, DECIDED) else 0 for a in people]
        favourable = [
            1 if a.stage in FAVOURABLE or (a.stage == KNOWLEDGE and a.voice > 0) else 0
            for a in people
        ]
        self.voters = self.members
        self.vote_won = 2 * sum(favourable[i] for i in self.voters) >= len(self.voters)
        self.X_A = self.exposures(self.adopted)
        self.X_seen = self.exposures(self.seen())
        self.X_taught = [self.taught_friends(i) for i in range(len(self.artisans))]
        self.X_Pf = self.exposures(favourable, self.voice_heard)
        self.X_Suc = self.exposures([1 if a.adopted and a.u > 0 else 0 for a in people])
        self.X_Xd = self.exposures([1 if a.stage == DROPPED else 0 for a in people])
        doers = [i for i in self.voters if self.adopted[i]]
        shown = {i: times(WHOLE, self.weight_seen(i)) for i in doers}
        skill = sum(times(shown[i], people[i].k) for i in doers)
        self.skill_of_members = skill / sum(shown.values()) if doers else 0.0
        skills = self.exposures([a.k if a.adopted else 0.0 for a in people])
        self.kbar = [s / x if x > 0 else 0.0 for s, x in zip(skills, self.X_A, strict=True)]
        self.ubar = [self.neighbours_advantage(i) for i in range(len(people))]

    def seen(self) -> list[int]:
        """The adopters that count for the decision: all, or only last month's new ones [7.1]."""
        if self.p.memory == "flow":
            return [1 if a.stage == TRIAL and a.dur == 0 else 0 for a in self.artisans]
        return [1 if a.adopted else 0 for a in self.artisans]

    def exposures(
        self, z: Sequence[float], weight: Callable[[int], float] | None = None
    ) -> list[float]:
        """X of every artisan for the indicator z."""
        members, heard = self.members, weight or self.weight_seen
        return [self.exposure(i, z, members, heard) for i in range(len(z))]

    def exposure(
        self, i: int, z: Sequence[float], members: list[int], weight: Callable[[int], float]
    ) -> float:
        """Share of the social surroundings that shows z, the group as one strong tie [7.1]."""
        num: float = 0
        den: float = 0
        for j, w in self.friends[i].items():
            num += times(times(w, weight(j)), z[j])
            den += times(w, weight(j))
        if self.on.proximity and self.p.near_w > 0 and self.p.chain != "two_state":
            for j, near in self.near(i).items():
                num += times(times(near, self.p.near_w), z[j])
                den += times(near, self.p.near_w)
        if self.artisans[i].member and len(members) > 1:
            strength, total, weights = self.p.Gam * self.c, 0.0, 0.0
            for j in members:
                heard = times(WHOLE, weight(j)) if j != i else 0
                total += times(heard, z[j])
                weights += heard
            num += strength * (total / (len(members) - 1))
            den += strength * (weights / (len(members) - 1))
        if self.p.norm == "sum":
            return num / WHOLE
        return num / den if den > 0 else 0.0

    def taught_friends(self, i: int) -> float:
        """Share of the friends, by their ties alone, who were trained before this month [7.1]."""
        friends = self.friends[i]
        known = sum(w for j, w in friends.items() if self.artisans[j].trained)
        whole = WHOLE if self.p.norm == "sum" else sum(friends.values())
        return known / whole if whole else 0.0

    def weight_seen(self, j: int) -> float:
        """Weight of an adopter, more for an ambassador of last month or one won over [7.1]."""
        return 1 + self.artisans[j].influence if self.adopted[j] else 1.0

    def voice_heard(self, j: int) -> float:
        """Weight of a word: also of one who was won over and does not adopt [7.1]."""
        speaks = self.aware_only[j] == 1
        return 1 + self.artisans[j].voice if speaks else self.weight_seen(j)

    def near(self, i: int) -> dict[int, int]:
        """All others within sight, the closer the more, in billionths [7.2]."""
        (x, y), found = self.artisans[i].place, {}
        for j, other in enumerate(self.artisans):
            distance = math.sqrt((x - other.place[0]) ** 2 + (y - other.place[1]) ** 2)
            if j != i and distance < self.p.prox_radius:
                found[j] = billionths(exp(-distance / self.p.prox_l))
        return found

    def neighbours_advantage(self, i: int) -> float:
        """Mean advantage among adopting friends [7.4]."""
        num = den = 0.0
        for j, w in self.friends[i].items():
            num += times(w, self.weight_seen(j)) * self.adopted[j] * self.artisans[j].u
            den += times(w, self.weight_seen(j)) * self.adopted[j]
        if self.on.proximity and self.p.near_w > 0 and self.p.chain != "two_state":
            for j, near in self.near(i).items():
                num += times(near, self.p.near_w) * self.adopted[j] * self.artisans[j].u
                den += times(near, self.p.near_w) * self.adopted[j]
        return num / den if den > 0 else 0.0

    # -------------------------------------------------------------- 1 offices
    def count_officers(self) -> None:
        """Who holds an office at the start of the month, and how able they are [7.15]."""
        able: dict[str, list[float]] = {role: [] for role in ROLES}
        for i in self.members:
            if (role := self.artisans[i].role) is not None:
                able[role].append(self.artisans[i].able)
        self.held = {role: bool(some) for role, some in able.items()}
        self.able = {role: sum(some) / len(some) if some else 0.0 for role, some in able.items()}
        self.bought = self.p.set_share if self.t < self.set_until else 0.0

    def hangs(self, weight: float, level: float) -> float:
        """A factor that hangs on a level by a weight [W]."""
        return 1 - weight * (1 - level)

    def able_in(self, k: int) -> float:
        """How able those are who see to a function [7.15]."""
        return sum(self.able[role] for role in SEES_TO[k]) / len(SEES_TO[k])

    def used(self, k: int) -> float:
        """Self-reliance of a function as far as its offices are held [7.15]."""
        held = sum(self.held[role] for role in SEES_TO[k]) / len(SEES_TO[k])
        return self.R[k] * self.hangs(self.p.w_office, held)

    def dealings(self) -> float:
        """How far agencies deal with the group [7.15]."""
        p = self.p
        return self.hangs(p.w_office, self.F[AGENCIES]) * self.hangs(p.w_books, self.q)

    def let_pass(self) -> float:
        """The part of slips and leakage that nobody prevents [7.15]."""
        return 1 - self.p.oversight * (self.able["treasurer"] + self.able["supervision"]) / 2

    def office_work(self) -> None:
        """Officers practise at a meeting, and the business section shows its skill [7.15]."""
        p, people = self.p, self.artisans
        for i in self.meeting:
            a = people[i]
            if a.role is not None:
                a.able += p.office_practice * (1 - a.able)
            a.k += p.shared_skill * self.able["business"] * max(0.0, self.skill_of_members - a.k)

    def open_new(self) -> None:
        """The marketing section finds buyers of its own [7.15]."""
        for h, tier in enumerate(self.p.promised_by):
            if self.has_group and tier is None and not self.opened_once[h]:
                rate = self.p.opening_rate * self.able["marketing"] * CHANNELS[h][0]
                if self.draw(36, GROUP, h) < 1 - exp(-rate):
                    self.open_channel(h)

    # -------------------------------------------------------------- 1 facilitator
    def set_effort(self) -> None:
        """Effort fades out after t_w; self-reliance fills a part of the gap [7.10]."""
        p = self.p
        self.f = self.effort_from(p.t_w)
        starts = [p.t_w if month is None else month for month in p.handover]
        self.f_in = [self.effort_from(month) for month in starts]
        self.F = [1 - (1 - self.used(k)) * (1 - f) for k, f in enumerate(self.f_in)]
        self.reported = False

    def effort_from(self, month: int) -> float:
        """Effort of a facilitator who begins to leave in this month."""
        p, late = self.p, self.t - month
        if not self.on.withdrawal:
            return 1.0
        f = 1.0 if late < 0 else 0.0 if late >= p.taper else 1 - late / p.taper
        return float(max(f, p.phi_v * self.B[VILLAGE]) if self.on.village_promise else f)

    # -------------------------------------------------------------- 2 activities
    def held_in(self, t: int) -> list[Activity]:
        """Activities dated in a month [7.13]."""
        return [act for act in self.activities if t in act["months"]]

    def is_wanted(self, act: Activity) -> bool:
        """Not dropped by a review; and if it waits for a call, called [7.16]."""
        if act.get("on_call"):
            return act["id"] in self.calls
        return act["id"] not in self.dropped

    def price_of(self, act: Activity) -> int:
        """Rupiah of one date: only places that somebody can fill are paid [7.13]."""
        target = act["target"]
        people = {"none": 0, "officers": min(9, self.p.N)}.get(str(target), self.p.N)
        if isinstance(target, list):
            people = len(target)
        places = people if act["cap"] is None else min(people, act["cap"])
        money = act["cost_fixed"] + act["cost_per_place"] * places
        return int(money + act["days"] * self.p.person_day)

    def look_back(self) -> None:
        """Each review asks its rules how far the village has come, and decides [7.16]."""
        for act in self.held_in(self.t):
            for rule in act.get("rules", ()):
                few = self.counted(rule["what"], rule["channel"]) < rule["number"]
                if few == rule["if_few"]:
                    (self.calls if rule["calls"] else self.dropped).add(rule["about"])

    def counted(self, what: str, channel: int | None) -> int:
        """What a rule asks for, at the end of the month [7.16]."""
        people = self.artisans
        if what in STAGE_NAMES:
            return sum(a.stage == STAGE_NAMES.index(what) for a in people)
        if what == "open_channels":
            return sum(self.open) if channel is None else int(self.open[channel])
        held = {
            "adopters": sum(a.adopted for a in people),
            "trained": sum(a.trained for a in people),
            "borrowers": sum(a.loan > 0 for a in people),
            "in_arrears": sum(a.arrears > 0 for a in people),
            "members": len(self.members),
            "meetings": self.n_meetings,
            "fund": self.g,
        }
        return int(held[what])

    def hold_activities(self) -> None:
        """One after the other in ascending id [3.2]."""
        wanted = [act for act in self.held_in(self.t) if self.is_wanted(act)]
        self.calls -= {act["id"] for act in wanted}
        for act in wanted:
            self.spent += self.price_of(act)
            places = self.p.N if act["cap"] is None else act["cap"]
            self.cost += act["cost_fixed"] + act["cost_per_place"] * places
            self.days += act["days"]
            if not {8: self.on.association, 13: self.on.contest}.get(act["tactic"], True):
                continue
            doses = self.doses_of(act, act["doses"])
            self.attendees[act["id"]] = came = self.who_comes(act)
            for i in came:
                self.affect(i, act, self.weakened(act, doses))
                self.artisans[i].trained |= act["tactic"] == 6
                self.artisans[i].subsidy += self.p.materials_left if act["tactic"] == 6 else 0
            paid = min(self.for_work, act["cost"] if "cost" in act else self.price_of(act))
            self.for_work -= paid
            self.reimbursed += paid
            self.affect_village(act, doses)
            if act["tactic"] == 8 and not self.has_group:
                self.form_group(act, came)
            if doses["grant"] > 0:
                self.propose_grant(act, doses)
            if "link" in doses:
                self.link_market(act, int(doses["link"]))
            if act["tactic"] == 13 and came:
                self.contest(act, came)
            for number, given in enumerate(act.get("sessions", ()), start=1):
                doses = self.doses_of(act, given)
                for i in came:
                    self.affect(i, act, self.weakened(act, doses), number)
                self.affect_village(act, doses)

    def weakened(self, act: Activity, doses: dict[str, float]) -> dict[str, float]:
        """What is given of the doses on people, but distress, money and contact [7.13]."""
        strength = self.strength_of(act)
        names = ("aware", "vic", "pers", "mast", "aff", "skill", "dm", "organise", "gain", "voice")
        return doses | {name: strength * doses[name] for name in (*names, "taste", "finish")}

    def doses_of(self, act: Activity, given: dict[str, float]) -> dict[str, float]:
        """Doses after trainer quality and missing coordination [7.13]."""
        doses: dict[str, float] = dict.fromkeys(DOSES, 0.0) | given
        if act["tactic"] == 6:
            for name in ("skill", "mast", "sim"):
                doses[name] *= self.p.trainer_quality
        if self.on.coordination and act["tactic"] in (6, 7):
            recent = self.held_in(self.t - 1) + self.held_in(self.t)
            if not any(other.get("coordinates") for other in recent):
                for name in DOSES:
                    doses[name] *= self.p.uncoordinated
        return doses

    def strength_of(self, act: Activity) -> float:
        """Less is given by a team that is not ready, and by a companion who leaves [7.13]."""
        strength = 1.0
        if act["tactic"] in (6, 7):
            strength *= 1 - self.p.w_ready * (1 - self.ready)
        if act["tactic"] in (9, 13):
            strength *= 1 - self.p.w_effort * (1 - self.f)
        return float(strength)

    def who_comes(self, act: Activity) -> list[int]:
        """The invited who come, in the order of the invitation [7.13]."""
        invited = self.target_order(act)[: act["cap"]]
        if act["att"] is None:
            return invited
        chance = act["att"]
        if self.on.institutions:
            chance = act["att"] * (1 + 0.2 * (self.B[VILLAGE] - 0.2))
        if self.on.travel:
            chance -= 0.002 * max(0.0, act["km"] - 5)
        chance = min(1.0, max(0.0, chance))
        return [i for i in invited if self.draw(8, i, act["id"]) < chance]

    def target_order(self, act: Activity) -> list[int]:
        """Everybody who may be invited, in order [7.13]."""
        rule, people = act["target"], self.artisans
        if not isinstance(rule, str):
            return list(rule)
        lot = sorted(range(len(people)), key=lambda i: (self.draw(7, i, act["id"]), i))
        if rule in ("all", "random") or (act["tactic"] == 13 and not self.has_group):
            return lot
        if rule == "volunteers":
            return sorted(lot, key=lambda i: -people[i].e)
        if rule == "poorest":
            # Poor is who has a low income: the poor come first without asking who they are.
            return sorted(lot, key=lambda i: people[i].y_o)
        if rule in ("degree", "eigenvector"):
            score = self.centrality() if rule == "eigenvector" else [len(x) for x in self.friends]
            return sorted(lot, key=lambda i: -score[i])
        if rule == "cluster":
            order = [j for i in lot for j in [i, *[x for x in lot if x in self.friends[i]]]]
            return list(dict.fromkeys(order))
        if rule == "joiners":
            others = [i for i in lot if not people[i].trained and people[i].stage in FAVOURABLE]
            return [i for i in lot if people[i].trained] + others
        names = {"members": "member", "officers": "role", "trained": "trained"}
        names["adopters"] = "adopted"
        return [] if rule == "none" else [i for i in lot if getattr(people[i], names[rule])]

    def centrality(self) -> list[float]:
        """Eigenvector centrality by repeated summing over friends [7.13]."""
        x = [1.0] * len(self.artisans)
        for _ in range(200):
            y = []
            for i, ties in enumerate(self.friends):
                total = 0.0
                for j, w in ties.items():
                    total += w / WHOLE * x[j]
                y.append(x[i] + total)
            x = [value / max(y) for value in y]
        return [round(value, 9) for value in x]

    def affect(self, i: int, act: Activity, dose: dict[str, float], session: int = 0) -> None:
        """What one attendee takes home, of the whole or of one session [7.13]."""
        a, extra = self.artisans[i], act["id"] + 2**21 * session
        a.aware = a.aware or self.draw(9, i, extra) < dose["aware"]
        a.vicarious += dose["vic"] * dose["sim"]
        a.verbal += dose["pers"] * self.cr
        if self.draw(10, i, extra) < self.p.practice:
            a.mastery += dose["mast"]
        elif dose["mast"] > 0:
            a.failure += dose["mast"]
            a.to_mend = True
        a.joy += dose["aff"]
        a.distress += dose["aff-"]
        if dose["skill"] > 0:
            more = 1 + self.p.mending if a.to_mend else 1
            a.k += min(1.0, dose["skill"] * more) * (1 - a.k)
            a.to_mend = False
        a.taste += dose["taste"] * (1 - a.taste)
        a.finish += dose["finish"] * (1 - a.finish)
        a.met = a.met or act.get("meets", False)
        a.m *= 1 - dose["dm"] * act["part"]
        a.shown = max(a.shown, dose["gain"])
        a.able += dose["organise"] * (1 - a.able)
        a.subsidy += int(dose["subsidy"])
        if self.on.ambassadors:
            a.contact = max(a.contact, dose["contact"])
        if reaches(self.p.tauV, a.m):  # nobody speaks for what he or she cannot accept
            a.voice = max(a.voice, dose["voice"])

    def affect_village(self, act: Activity, dose: dict[str, float]) -> None:
        """What an activity does to the village as a whole, whoever comes [7.12, 7.13]."""
        self.part = max(self.part, act["part"])
        self.q += dose["adm"] * (1 - self.q)
        self.c += dose["coh"] * (1 - self.c)
        self.ready += dose["ready"] * (1 - self.ready)
        self.reported = self.reported or act.get("reports", False)
        if dose["lobby"] > 0 and self.on.institutions:
            for tier in act.get("tiers") or range(3):
                self.B[tier] += dose["lobby"] * (1 - self.B[tier])
            self.cr = min(1.0, self.cr + 0.1)
        self.resources_known = self.resources_known or act.get("informs_of_resources", False)

    def form_group(self, act: Activity, came: list[int]) -> None:
        """Enough joiners found the only group and fill its offices [7.8, 2.1]."""
        people = self.artisans
        p = self.p
        usual = {i: p.join_trained if people[i].trained else p.join_p for i in came}
        chance = {i: 1 - (1 - u) * (1 - p.join_able * people[i].able) for i, u in usual.items()}
        joining = [i for i in came if self.draw(24, i, act["id"]) < chance[i]]
        if len(joining) >= self.p.min_members:
            self.formed_in = self.t
            for i in joining:
                people[i].member = True
            ranked = sorted(joining, key=lambda i: (-people[i].e, i))
            for i, role in zip(ranked, ROLES, strict=False):
                people[i].role = role
        if self.has_fund:
            self.take_equity(self.waiting_grant)
            self.waiting_grant = 0

    def propose_grant(self, act: Activity, doses: dict[str, float]) -> None:
        """A proposal; a part of the money reaches the group's box [7.9, 7.12]."""
        if not self.on.finance or (self.on.resources_known and not self.resources_known):
            return
        recommended = bool(doses["recommended"])
        if not recommended and act.get("asks_recommendation"):
            recommended = self.draw(34, GROUP, act["id"]) < self.B[SUB_DISTRICT]
        chance = 0.3 + 0.7 * self.B[REGENCY] + (0.1 if recommended else 0.0)
        chance *= self.hangs(self.p.w_proposal, 0.5 * (act["part"] + self.q))
        if self.has_group:
            chance *= self.dealings()
        if self.draw(11, GROUP, act["id"]) < chance:
            box = math.floor(self.p.grant_fund * doses["grant"])
            self.for_work += int(doses["grant"]) - box
            if self.has_fund:
                self.take_equity(box)
            elif self.p.grant_waits:
                self.waiting_grant += box

    def take_equity(self, amount: int) -> None:
        """Money from outside for the group."""
        self.g += amount
        self.equity += amount
        self.flows["grants"] += amount
        p = self.p
        is_worn = p.grant_use == "moulds" and self.t >= self.set_until
        if amount and is_worn and self.g >= p.set_price:
            self.g -= p.set_price
            self.equipment += p.set_price
            self.flows["equipment"] += p.set_price
            self.set_until = self.t + p.set_months

    def link_market(self, act: Activity, h: int) -> None:
        """A broker may open channel h [7.11]."""
        chance = CHANNELS[h][0]
        if self.p.of_trainer[h]:
            met = min(1.0, sum(a.met for a in self.artisans) / self.p.min_members)
            chance *= self.hangs(self.p.w_meeting, met)
        if not self.open[h] and self.draw(12, GROUP, act["id"]) < chance:
            if self.p.promised_by[h] is None:
                self.open_channel(h)
            elif self.on.market:
                self.promised[h] = True

    def open_channel(self, h: int) -> None:
        """From now on channel h buys."""
        if self.on.market:
            self.open[h] = self.opened_once[h] = True

    def contest(self, act: Activity, came: list[int]) -> None:
        """A petition wins something or disappoints, and annoys the officials [7.13]."""
        if self.draw(30, GROUP, act["id"]) < self.p.concession_p:
            if self.has_fund:
                self.take_equity(self.p.concession)
            else:
                self.open_channel(3)
        else:
            for i in came:
                self.artisans[i].distress += 0.2
        if self.on.institutions:
            self.B = [0.8 * b for b in self.B]

    # -------------------------------------------------------------- 3 shocks and meeting
    def draw_shocks(self) -> None:
        """Illness, a wedding: some households need money now [7.7]."""
        for i, a in enumerate(self.artisans):
            if self.on.shocks and self.draw(25, i) < self.p.shock_p:
                a.shock = self.p.shock

    def meet(self) -> None:
        """The monthly meeting of a group from an earlier month, then new members [7.8]."""
        if self.formed_in is None or self.formed_in == self.t:
            return
        self.meeting_due = True
        self.meeting_held = self.draw(13, GROUP) < 0.5 + 0.5 * self.F[MEETINGS]
        if self.meeting_held:
            self.n_meetings += 1
            members = self.members
            self.meeting = [i for i in members if self.draw(13, i) < 0.5 + 0.5 * self.c]
            self.att_share = len(self.meeting) / len(members)
            for i in self.meeting:
                self.artisans[i].joy += 0.1 * self.c
            self.office_work()
            if self.on.finance:
                self.save_and_draw_arisan()
                self.settle()
                self.repay()
                self.lend()
        self.admit_later_joiners()

    def save_and_draw_arisan(self) -> None:
        """Savings go into the box, the arisan pot to one payer [7.9.1, 7.9.2]."""
        p, people = self.p, self.artisans
        payers = [i for i in self.members if people[i].cash >= p.pay_from]
        for i in payers:
            people[i].cash -= p.saving + p.arisan
            people[i].savings += p.saving
            self.g += p.saving
        if not payers:
            return
        if all(people[i].arisan_drawn for i in payers):
            for i in self.members:
                people[i].arisan_drawn = False
        waiting = [i for i in payers if not people[i].arisan_drawn]
        winner = min(waiting, key=lambda i: (self.draw(14, i, 0), i))
        people[winner].arisan_drawn = True
        people[winner].cash += p.arisan * len(payers)

    def settle(self) -> None:
        """Who lost a loan pays it back bit by bit before borrowing again [7.9]."""
        for i in self.members:
            a = self.artisans[i]
            paid = min(a.inst, a.unsettled)
            if a.cash >= paid:
                a.cash -= paid
                a.unsettled -= paid
                self.g += paid
                self.recovered += paid

    def repay(self) -> None:
        """Instalment and interest, or arrears and in the end a loss [7.9.3]."""
        p = self.p
        slip = p.slip * self.let_pass() * (1 - self.q) * (1 - self.c)
        for i in self.members:
            a = self.artisans[i]
            if a.loan == 0:
                continue
            interest = (a.original if p.interest == "flat" else a.loan) * p.bp // 10_000
            principal = min(a.inst, a.loan)
            due = principal + interest
            if a.cash >= due and not self.draw(15, i) < slip:
                a.cash -= due
                self.g += due
                a.loan -= principal
                self.surplus += interest
                a.arrears = 0
            else:
                a.arrears += 1
                a.distress += 0.2
                if a.arrears == p.write_off_at:
                    self.written_off += a.loan
                    self.bad_loans += 1
                    a.unsettled += 0 if p.lends_after_loss else a.loan
                    a.loan = a.arrears = 0

    def lend(self) -> None:
        """New loans, first for the means of production, then for shocks [7.9.4]."""
        people, target = self.artisans, self.cash_to_start
        lots = {i: self.draw(14, i, 1) for i in self.members}
        for i in sorted(lots, key=lambda i: (-people[i].dur, lots[i], i)):
            if people[i].stage == DECIDED:
                self.lend_to(people[i], target(people[i]) - people[i].cash)
        for i in sorted(lots, key=lambda i: (lots[i], i)):
            self.lend_to(people[i], people[i].shock - people[i].cash)

    def lend_to(self, a: Artisan, shortage: int) -> None:
        """A loan of the shortage in whole ten thousands, if the box allows it [7.9.4]."""
        amount = -(-shortage // 10_000) * 10_000
        if a.loan == 0 and a.unsettled == 0 and shortage > 0 and amount <= min(self.p.cap, self.g):
            self.g -= amount
            a.cash += amount
            a.loan = a.original = amount
            a.inst = -(-amount // self.p.L)
            a.arrears = 0

    def admit_later_joiners(self) -> None:
        """Favourable friends of members join now and then [7.8]."""
        members = self.members
        for i, a in enumerate(self.artisans):
            has_friend = any(j in members for j in self.friends[i])
            if not a.member and a.stage in FAVOURABLE and has_friend:
                a.member = self.draw(24, i, 0) < self.p.later_p

    # -------------------------------------------------------------- 4 production and money
    def pay_shocks(self) -> None:
        """A shock takes what is there; what is missing hurts [7.7]."""
        for a in self.artisans:
            paid = min(a.cash, a.shock)
            a.cash -= paid
            self.flows["shocks"] += paid
            if paid < a.shock:
                a.distress += 0.2

    def open_quotas(self) -> list[tuple[int, int]]:
        """Price and quota of what is open this month, with the August exhibition [7.11]."""
        if not self.on.market:
            return []
        lines = [CHANNELS[h] for h in range(len(CHANNELS)) if self.open[h]]
        offers = [(price, self.p.quota if own is None else own) for _, price, own in lines]
        august = self.on.exhibition and self.t % 12 == 0 and self.has_group
        if august and self.draw(28, GROUP) < self.B[REGENCY] * self.dealings():
            offers.append((math.floor(1.3 * self.p.p_mod), self.p.exhibition_quota))
        return offers

    @property
    def slack_season(self) -> float:
        """The share of normal work that the weather allows [7.7]."""
        rainy = self.on.season and self.t % 12 in range(3, 9)
        return float(self.p.season) if rainy else 1.0

    def produce_and_sell(self) -> None:
        """Plan to order, fire, sell to channels and then locally; pi of everybody [7.7]."""
        p, people, weather = self.p, self.artisans, self.slack_season
        offers = self.open_quotas()
        quotas = sum(quota for _, quota in offers)
        self.channel_open = bool(offers)
        share = {TRIAL: p.z_T, CONFIRMED: p.z_C}
        caps = [math.floor(share.get(a.stage, 0.0) * p.n_mod) for a in people]
        if weather < 1:
            caps = [math.floor(weather * cap) for cap in caps]
        for a, cap in zip(people, caps, strict=True):
            a.n = self.planned(cap, quotas, sum(caps))
            a.z_eff = a.n / p.n_mod
        self.worn = [self.cast(a) for a in people]
        good = [self.fire(i) for i in range(len(people))]
        accepted = [self.accept(i, pieces) for i, pieces in enumerate(good)]
        sales, rest = [0] * len(people), list(good)
        for price, quota in offers:
            for i in range(len(people)):
                bought = accepted[i] * quota // max(quotas, sum(accepted))
                sales[i] += price * bought
                rest[i] -= bought
        local_price = p.p_loc if self.on.market else p.p_mod
        fine_price = local_price if p.p_loc_good is None or not self.on.market else p.p_loc_good
        for i, (a, sold, local) in enumerate(
            zip(people, sales, self.sold_locally(rest), strict=True)
        ):
            fine = min(local, accepted[i] - (good[i] - rest[i]))
            sold += (fine_price - local_price) * fine
            n0 = (2 * (p.n_mod - a.n) * p.n_trad + p.n_mod) // (2 * p.n_mod)
            if weather < 1:
                n0 = math.floor(weather * n0)
            a.pi = n0 * (p.p_trad - p.c_trad) + sold + local_price * local - p.c_mod * a.n

    def planned(self, cap: int, quotas: int, all_caps: int) -> int:
        """Pieces planned: a share of the quotas and of the local market [7.7]."""
        if cap == 0 or not self.on.market:
            return cap
        ordered, local = quotas * cap // all_caps, int(self.p.L_abs) // sum(self.adopted)
        return min(cap, min(cap, ordered) + min(cap, local))

    def cast(self, a: Artisan) -> bool:
        """Moulds wear; tell whether they are worn and nobody can pay for new ones [7.7]."""
        p = self.p
        if a.n == 0 or p.mould_life == 0:
            return False
        if a.cast >= p.mould_life:
            if a.cash < p.mould_price:
                return True
            a.cash -= p.mould_price
            self.flows["moulds"] += p.mould_price
            a.cast = 0
        a.cast += a.n
        return False

    def fire(self, i: int) -> int:
        """Good pieces out of the kiln, and what the month's work says about ability [7.6]."""
        a = self.artisans[i]
        if a.n == 0:
            return 0
        bad = self.draw(16, i) < self.p.bad_p
        if self.acceptance(i) > 0.5 and not bad:
            a.mastery += self.p.work_mast
        else:
            a.failure += self.p.work_mast
        return a.n // 2 if bad else a.n

    def acceptance(self, i: int) -> float:
        """Chance that a piece meets the standard [7.7]."""
        a = self.artisans[i]
        quality = a.k + self.p.w_taste * a.taste + self.p.w_finish * a.finish
        return 0.0 if self.worn[i] else 1 / (1 + exp(-(quality - self.p.k_star) / self.p.s_k))

    def accept(self, i: int, good: int) -> int:
        """Pieces that buyers accept, rounded by a draw [7.7]."""
        if good == 0:
            return 0
        return min(good, math.floor(good * self.acceptance(i) + self.draw(17, i)))

    def sold_locally(self, rest: list[int]) -> list[int]:
        """The local market takes only so much [7.7]."""
        total, limit = sum(rest), self.p.L_abs
        if not self.on.market or total <= limit:
            return rest
        return [pieces * limit // total for pieces in rest]

    def earn_and_consume(self) -> None:
        """Income in, debts forgiven, consumption out [7.7]."""
        for a in self.artisans:
            a.inc = a.y_o + a.pi
            a.cash += a.inc
            self.flows["y_o"] += a.y_o
            self.flows["pi"] += a.pi
            if a.cash < 0:
                self.flows["forgiven"] -= a.cash
                a.cash = 0
            spent = min(a.cash, a.need + math.floor(0.7 * max(0, a.inc - a.need)))
            a.cash -= spent
            self.flows["consumption"] += spent

    # -------------------------------------------------------------- 5 learning
    def learn(self) -> None:
        """Skill by doing, by watching and by forgetting; the advantage felt [7.7]."""
        p = self.p
        lk = p.lk + (p.lk_feedback if self.on.buyer_feedback and self.channel_open else 0.0)
        usual = self.pi0
        if self.slack_season < 1:
            usual = math.floor(self.slack_season * p.n_trad) * (p.p_trad - p.c_trad)
        for i, a in enumerate(self.artisans):
            by_doing = lk * a.z_eff * (1 - a.k)
            by_watching = p.xi * max(0.0, self.kbar[i] - a.k) if self.X_A[i] > 0 else 0.0
            forgotten = p.fg * max(0.0, a.k - 0.1) if a.z_eff == 0 else 0.0
            a.k = a.k + by_doing + by_watching - forgotten
            a.shown *= 1 - p.gain_fading
            a.voice *= 1 - p.voice_fading
            a.influence = max(p.w_ambassador * (max(1.0, a.contact) - 1), a.voice)
            a.u = 0.7 * a.u + 0.3 * (a.pi - usual) / usual if a.adopted else 0.0

    def update_efficacy(self) -> None:
        """Belief in one's own ability, and the base it falls back to [7.6]."""
        p = self.p
        for i, a in enumerate(self.artisans):
            models = a.vicarious + p.v_p * self.X_Suc[i]
            pos = p.oM * a.mastery + p.oV * models + p.oS * a.verbal + p.oA * a.joy
            neg = p.oM * a.failure + p.oVF * self.X_Xd[i] + p.oA * a.distress
            e1 = a.e + (1 - exp(-pos)) * (1 - a.e) - (1 - exp(-neg)) * a.e
            b = (
                a.b
                + p.con_M * (1 - exp(-p.oM * a.mastery)) * (1 - a.b)
                - p.con_M * (1 - exp(-p.oM * a.failure)) * a.b
            )
            b += p.con_V * (1 - exp(-p.oV * models)) * (1 - b)
            a.b = b
            a.e = (1 - p.d) * e1 + p.d * b

    # -------------------------------------------------------------- 6 stages
    def move_stages(self) -> None:
        """At most one move each, from the stage at the start of the month [3.6]."""
        moves = {
            UNAWARE: self.from_unaware,
            KNOWLEDGE: self.from_knowledge,
            PERSUADED: self.from_persuaded,
            DECIDED: self.from_decided,
            TRIAL: self.from_use,
            CONFIRMED: self.from_use,
            DROPPED: self.from_dropped,
        }
        for i, a in enumerate(self.artisans):
            self.enter(a, moves[a.stage](i, a))

    def enter(self, a: Artisan, stage: int) -> None:
        """Write down the new stage, or one more month in the old one [2.1]."""
        if stage == a.stage:
            a.dur += 1
            return
        a.stage, a.dur = stage, 0
        if a.first[stage] < 0:
            a.first[stage] = self.t + 1

    def from_unaware(self, i: int, a: Artisan) -> int:
        """Hear of it from friends, at an activity, or by seeing pots next door [7.2]."""
        p, adopters, aware = self.p, 0, 0
        for j, w in self.friends[i].items():
            said = 1 + self.artisans[j].voice
            adopters += times(w, max(self.artisans[j].contact, said)) * self.adopted[j]
            aware += times(w, said) * self.aware_only[j]
        rate = p.mu + p.a_A * (adopters / WHOLE) + p.a_N * (aware / WHOLE)
        if self.on.proximity:
            rate += p.zeta * (self.nearby_adopters(i) / WHOLE)
        heard = self.draw(18, i) < 1 - exp(-rate)
        return KNOWLEDGE if heard or a.aware else UNAWARE

    def nearby_adopters(self, i: int) -> int:
        """Adopters within sight, the closer the more, in billionths [7.2]."""
        total = 0
        for j, near in self.near(i).items():
            total += near * self.adopted[j]
        return total

    def from_knowledge(self, i: int, a: Artisan) -> int:
        """Grow favourable: by oneself, by friends, by persuasion, or by a vote [7.3, 8]."""
        p = self.p
        rate = self.gate_of_values(a) * (p.rho0 + p.rho_x * self.X_Pf[i] + p.rho_p * a.verbal)
        persuaded = self.draw(19, i) < 1 - exp(-rate)
        voted = self.on.vote and self.vote_won and i in self.voters and reaches(p.tauV, a.m)
        return PERSUADED if persuaded or voted else KNOWLEDGE

    def from_persuaded(self, i: int, _: Artisan) -> int:
        """The decision [7.4]."""
        return DECIDED if self.draw(20, i) < 1 - exp(-self.hazard(i)) else PERSUADED

    def from_decided(self, _: int, a: Artisan) -> int:
        """Start as soon as the money is there [7.5]."""
        if a.cash >= self.cash_to_start(a):
            cost = self.outlay(a)
            a.cash -= cost
            self.flows["C_out"] += cost
            return TRIAL
        if self.on.lapse and a.dur >= self.p.lapse_months:
            return PERSUADED
        return DECIDED

    def from_use(self, i: int, a: Artisan) -> int:
        """Give up, or be confirmed, or go on as before [7.5]."""
        p = self.p
        u = min(1.0, max(-1.0, a.u))
        rate = p.d0 * exp(-p.d_e * (a.e - 0.5) - p.d_u * u - p.d_s * self.X_A[i])
        if a.stage == TRIAL:
            rate *= p.d_T
        if self.draw(21, i) < 1 - exp(-rate):
            return DROPPED
        proven = a.stage == TRIAL and a.dur >= 2 and a.u > 0
        if proven and self.draw(22, i) < 1 - exp(-p.chi * a.e):
            return CONFIRMED
        return a.stage

    def from_dropped(self, i: int, _: Artisan) -> int:
        """A second try [7.5]."""
        again = self.draw(27, i) < 1 - exp(-self.p.readopt * self.hazard(i))
        return DECIDED if again and self.on.readoption else DROPPED

    def hazard(self, i: int) -> float:
        """Rate of deciding: ability, values, cost, and what others do [7.4]."""
        a, p = self.artisans[i], self.p
        gates = a.e**p.etaE * self.gate_of_values(a) * self.gate_of_cost(a)
        if self.on.advantage:
            gates *= min(1.0, max(0.0, 1 + p.a_u * (self.unseen() + self.ubar[i] + a.shown)))
        alpha = p.alpha
        if p.alpha_in:
            alpha *= p.alpha_in[min(self.t, len(p.alpha_in) - 1)]
        if self.on.heterogeneity:
            alpha *= exp(p.s_a * a.z_alpha - p.s_a * p.s_a / 2)
        alpha += p.taught * self.X_taught[i]
        return float(gates * a.leaning * (alpha + p.beta * self.response(self.X_seen[i], a.theta)))

    def unseen(self) -> float:
        """Gain expected of what nobody has shown; the short form knows none [7.4, 8]."""
        return 0.0 if self.p.chain == "two_state" else float(self.p.u0)

    def response(self, x: float, theta: float) -> float:
        """phi: how exposure turns into readiness [7.1]."""
        n, x0 = self.p.hill_n, self.p.hill_x0
        if self.p.phi == "linear":
            return x
        if self.p.phi == "threshold":
            return float(reaches(x, theta))
        return float(x**n * (1 + x0**n) / (x**n + x0**n))

    def gate_of_values(self, a: Artisan) -> float:
        """Gate of values: shut when the misfit is too large [7.4]."""
        return 0.0 if not reaches(self.p.tauV, a.m) else float((1 - a.m) ** self.p.etaV)

    def gate_of_cost(self, a: Artisan) -> float:
        """Gate of cost: sacrifice against means [7.4]."""
        p = self.p
        sacrifice = self.outlay(a) + p.H_l * p.z_T * self.pi0 * (1 - a.k)
        may_borrow = self.has_fund and a.member and a.loan == 0 and a.unsettled == 0
        credit = min(p.cap, self.g) if may_borrow else 0
        means = max(1, p.H * max(0, a.inc - 0.8 * a.need) + a.cash + credit)
        return exp(-p.etaC * max(sacrifice / means, 0))

    def outlay(self, a: Artisan) -> int:
        """Price of the means of production after subsidies [7.4]."""
        lent = self.p.shared_moulds * self.able["business"]
        shared = lent + self.bought - lent * self.bought if a.member else 0.0
        return int(max(0, self.p.C_entry - math.floor(shared * self.p.C_entry) - a.subsidy))

    def cash_to_start(self, a: Artisan) -> int:
        """Cash in hand without which nobody starts [7.5]."""
        return self.outlay(a) + int(self.p.buffer)

    # -------------------------------------------------------------- 7 group, channels
    def update_group_and_channels(self) -> None:
        """The slow variables of the village [3.7]."""
        p = self.p
        if self.meeting_held:
            self.c += p.coh_rate * self.att_share * (1 - self.c)
        elif self.meeting_due:
            self.c *= p.coh_loss
        for _ in range(self.bad_loans):
            self.c *= 0.95
        if self.has_group:
            there, able = self.F[BOOKS], self.able_in(BOOKS) if self.meeting_held else 0.0
            worked = there * self.hangs(p.w_office, able)
            self.q += p.q_rate * worked * (1 - self.q) - p.q_rate * self.q * (1 - there)
        part = max(self.part, 0.5) if self.meeting_held else self.part
        for k, f in enumerate(self.f_in):
            able = self.hangs(p.w_office, self.able_in(k))
            self.R[k] += p.R_rate * part * (1 - self.R[k]) * (0.3 + 0.7 * f) * able
        if not self.reported and self.on.institutions:
            pairs = zip(self.B, self.B0, strict=True)
            self.B = [b - p.fading * max(0.0, b - first) for b, first in pairs]
        self.open_new()
        self.update_channels()
        if self.on.leakage and self.has_fund:
            lost = math.floor(p.lk_rate * self.let_pass() * (1 - self.q) * self.g)
            self.g -= lost
            self.unaccounted += lost
            self.flows["unaccounted"] += lost
        if self.on.dynamic_ties:
            self.strengthen_ties()

    def update_channels(self) -> None:
        """Open channels may close, closed ones be opened again by the group [7.11]."""
        for h, level in enumerate(self.p.promised_by):
            if self.promised[h]:
                rate = self.p.promise_rate * self.B[level] * self.dealings()
                if self.draw(35, GROUP, h) < 1 - exp(-rate):
                    self.promised[h] = False
                    self.open_channel(h)
        for h in range(len(CHANNELS)):
            u = self.draw(23, GROUP, h)
            if self.open[h]:
                self.open[h] = not u < 1 - exp(-self.p.nu * (1 - self.F[MARKETS]))
            elif self.opened_once[h] and self.has_group:
                self.open[h] = u < 1 - exp(-self.p.nu_re * self.used(MARKETS))

    def strengthen_ties(self) -> None:
        """Friends who meet at an activity or a meeting grow closer [8]."""
        for came in (*self.attendees.values(), self.meeting):
            for i in came:
                for j, w in self.friends[i].items():
                    if i < j and j in came:
                        new = math.floor(w + self.p.tie_gain * (WHOLE - w) + 0.5)
                        self.friends[i][j] = self.friends[j][i] = new

    # -------------------------------------------------------------- the short chain
    def two_state_month(self) -> None:
        """Only out and in, with frozen traits, for known answers [8]."""
        n = self.p.substeps
        for s in range(n):
            month = self.t * n + s
            self.adopted = [1 if a.adopted else 0 for a in self.artisans]
            self.X_seen = self.exposures(self.seen())
            self.X_taught = [self.taught_friends(i) for i in range(len(self.artisans))]
            self.ubar = [self.neighbours_advantage(i) for i in range(len(self.artisans))]
            for i, a in enumerate(self.artisans):
                new = a.stage
                if a.stage == UNAWARE:
                    h = 1 - exp(-(self.hazard(i) / n))
                    new = TRIAL if self.draw(20, i, month=month) < h else UNAWARE
                elif self.draw(21, i, month=month) < self.p.exit_h:
                    new = UNAWARE
                self.enter(a, new)

    # -------------------------------------------------------------- 8 books and records
    def check(self, before: list[int]) -> None:
        """Money is neither made nor lost, and nobody jumps [9: I1, I2, I3, I5]."""
        people = self.artisans
        now = sum(a.cash for a in people) + self.g
        gain = sum(self.flows[name] for name in FLOWS_IN)
        gain -= sum(self.flows[name] for name in FLOWS_OUT)
        then = self.records[-1]["money"]
        assert now == then + gain, "I1: cash and fund do not match the flows"
        claims = sum(a.savings for a in people) + self.surplus + self.equity
        claims += self.recovered - self.written_off - self.unaccounted - self.equipment
        assert self.g + sum(a.loan for a in people) == claims, "I2: the group's balance"
        assert min(self.g, *(min(a.cash, a.loan, a.savings) for a in people)) >= 0, "I3"
        moves = {(old, a.stage) for old, a in zip(before, people, strict=True)}
        moved = {(old, new) for old, new in moves if old != new}
        allowed = ALLOWED | ({(DECIDED, PERSUADED)} if self.on.lapse else set())
        if self.p.chain == "two_state":
            allowed = {(UNAWARE, TRIAL), (TRIAL, UNAWARE)}
        assert moved <= allowed, f"I5: {moved - allowed}"

    def record(self) -> None:
        """The state at the end of the month, as plain numbers and lists [2]."""
        people = self.artisans
        per_artisan = (
            "stage", "dur", "e", "b", "m", "k", "u", "able", "cash", "inc", "member", "role",
            "trained", "shown", "cast", "unsettled", "subsidy", "savings", "loan", "arrears",
            "arisan_drawn", "taste", "finish", "met", "influence",
            "voice",
        )  # fmt: skip
        per_village = (
            "g", "surplus", "equity", "written_off", "unaccounted", "cost", "days", "c", "q",
            "cr", "f", "formed_in", "ready", "recovered", "equipment", "reimbursed",
            "spent", "n_meetings",
        )  # fmt: skip
        row: dict[str, Any] = {name: [getattr(a, name) for a in people] for name in per_artisan}
        row |= {name: getattr(self, name) for name in per_village}
        row |= {name: list(getattr(self, name)) for name in ("R", "B", "F")}
        row["first"] = [list(a.first) for a in people]
        row["toa"] = [a.first[TRIAL] for a in people]
        limit = self.p.poverty_line * self.p.household_size
        row["poor"] = [a.y_o + self.pi0 < limit for a in people]
        row["counts"] = [sum(a.stage == s for a in people) for s in range(7)]
        row["loans"] = sum(row["loan"])
        row["savings_total"] = sum(row["savings"])
        row["members"] = sum(row["member"])
        row["money"] = sum(row["cash"]) + self.g
        row["flows"] = dict(self.flows)
        row["open"] = [h for h, is_open in enumerate(self.open) if is_open]
        row["attendees"] = {id_: list(came) for id_, came in self.attendees.items()}
        row["meeting"] = list(self.meeting)
        self.records.append(row)


def preset_run(
    name: str,
    seed: int = 1,
    rep: int = 0,
    conservative: bool = False,
    parameters: dict[str, Any] | None = None,
    switches: dict[str, bool] | None = None,
) -> Run:
    """A run of a preset with the default or the conservative set of numbers."""
    base = CONSERVATIVE if conservative else {}
    numbers = base | PRESET_PARAMETERS.get(name, {}) | (parameters or {})
    return Run(seed, rep, PRESETS[name], numbers, switches)
