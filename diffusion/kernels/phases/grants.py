"""Money from outside that enters the association's fund, and what is bought of it (ODD 7.9)."""

from diffusion.kernels import events as told
from diffusion.kernels.arrays import Ints
from diffusion.kernels.events import NOBODY, Events, tell
from diffusion.kernels.jit import inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.records import EQUIPMENT, GRANTS
from diffusion.kernels.site import Site
from diffusion.kernels.state import NEVER


@inner
def pay_in(
    sites: Site,
    site: int,
    ledger: Ints,
    parameters: Parameters,
    amount: int,
    t: int,
    events: Events | None,
) -> bool:
    """Put money from outside into the association's fund; False if there is none."""
    if sites.formed[site] == NEVER or not parameters.has_finance:
        return False
    sites.fund[site] += amount
    sites.equity[site] += amount
    ledger[GRANTS] += amount
    if amount > 0:
        tell(events, told.GRANT, NOBODY, sites.number[site], amount)
    if amount > 0 and parameters.buys_moulds:
        _buy_moulds(sites, site, ledger, parameters, t)
    return True


@inner
def _buy_moulds(sites: Site, site: int, ledger: Ints, parameters: Parameters, t: int) -> None:
    """Buy a set of moulds for all members, if the fund has the money and the old set is worn."""
    price = parameters.mould_set_price
    if t < sites.moulds_last_until[site] or sites.fund[site] < price:
        return
    sites.fund[site] -= price
    sites.equipment[site] += price
    ledger[EQUIPMENT] += price
    sites.moulds_last_until[site] = t + parameters.mould_set_months
