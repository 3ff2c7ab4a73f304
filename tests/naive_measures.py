"""The measures once more, person by person in plain loops, to check the sparse ones against.

A case is a dict: `ties[period][i][j]` the strength with which i looks at j, `time`, `given_up` and
`last` of each person, `n_periods`. What is not defined is None.
"""

from typing import Any


def has(case: dict[str, Any], j: int, t: int, users: str) -> bool:
    if not 0 <= case["time"][j] <= t:
        return False
    again = case["given_up"][j]
    is_unsure = case["last"][j] < t or (again == -3 and t > case["time"][j])
    return users == "ever" or (not is_unsure and not 0 <= again <= t)


def seen(case: dict[str, Any], j: int, t: int, users: str) -> bool:
    if case["time"][j] < -1:
        return False
    if users == "ever":
        return case["last"][j] >= t or has(case, j, t, "ever")
    is_unsure = case["given_up"][j] == -3 and t > case["time"][j]
    return case["last"][j] >= t and not is_unsure


def look(case: dict[str, Any], t: int, i: int, j: int, direction: str, valued: bool) -> float:
    along, against = case["ties"][t][i][j], case["ties"][t][j][i]
    strength = {"outgoing": along, "incoming": against, "undirected": max(along, against)}
    found = strength[direction] if i != j else 0.0
    return found if valued else float(found > 0)


def exposure(
    case: dict[str, Any], direction: str, *, valued: bool, normalized: bool, lags: int, users: str,
    attrs: Any = None, unknown: str = "left_out",
) -> list[list[float | None]]:  # fmt: skip
    people = range(len(case["time"]))
    found: list[list[float | None]] = []
    for i in people:
        row: list[float | None] = []
        for at in range(case["n_periods"]):
            t, users_sum, all_sum = at - lags, 0.0, 0.0
            if t < 0:
                row.append(None)
                continue
            for j in people:
                weight = look(case, t, i, j, direction, valued) * (1 if attrs is None else attrs[j])
                if unknown == "as_not" or seen(case, j, t, users):
                    all_sum += weight
                    users_sum += weight * has(case, j, t, users)
            if normalized:
                row.append(users_sum / all_sum if all_sum else None)
            else:
                row.append(users_sum)
        found.append(row)
    return found


def infectiousness(
    case: dict[str, Any], *, sign: int, n_k: int, discount: Any, normalize: bool
) -> list[float | None]:
    """Infection with sign 1, susceptibility with -1."""
    time, found = case["time"], []
    people = range(len(time))
    for i in people:
        soon, whole, adopted = 0.0, 0.0, 0.0
        for k in range(1, n_k + 1):
            then, tie_at = time[i] + sign * k, time[i] + sign * (k - 1)
            for j in people:
                if j == i or time[i] < 0 or time[j] < 0:
                    continue
                adopted += (time[j] == then) / discount(k)
                if not 0 <= tie_at < case["n_periods"]:
                    continue
                rows = case["ties"][tie_at]
                tie = rows[j][i] if sign > 0 else rows[i][j]
                soon += (tie > 0) * (time[j] == then) / discount(k)
                whole += (tie > 0) * (sign * (time[j] - then) >= 0) / discount(k)
        if not whole or (normalize and not adopted):
            found.append(None)
        else:
            found.append(soon / whole / (adopted if normalize else 1))
    return found


def hazard(case: dict[str, Any]) -> list[tuple[int, int, float | None]]:
    rows: list[tuple[int, int, float | None]] = []
    for t in range(case["n_periods"]):
        risk = new = 0
        for time, last in zip(case["time"], case["last"], strict=True):
            if time >= 0:
                risk += time >= t
                new += time == t
            elif time == -1:
                risk += last >= t
        rows.append((risk, new, new / risk if risk and t else None))
    return rows


def candidates(case: dict[str, Any], i: int, *, valued: bool) -> dict[int, float]:
    time, t = case["time"], case["time"][i]
    if t < 0:
        return {}
    tied = [
        j
        for j in range(len(time))
        if look(case, t, i, j, "outgoing", True)
        and 0 <= time[j] < t
        and has(case, j, t - 1, "current")
    ]
    latest = [j for j in tied if time[j] == max(time[k] for k in tied)]
    weight = {j: look(case, t, i, j, "outgoing", valued) for j in latest}
    return {j: w / sum(weight.values()) for j, w in weight.items()}
