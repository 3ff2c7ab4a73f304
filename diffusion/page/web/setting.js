// Step 1: which village this is, and what is compared in it.

const village = new Network(byId("village-network"));

drawStep.setting = function drawSetting() {
  byId("village").textContent = data.community.title;
  byId("village-text").textContent = say("setting.village", {
    n_artisans: number(data.n_artisans),
    start: calendarMonth(data.community.start),
    n_months: number(data.n_months),
  });
  byId("invented").hidden = data.names !== null;
  byId("village-network").setAttribute("aria-label", say("setting.network", {
    n_artisans: number(data.n_artisans), n_ties: number(data.ties.length) }));
  byId("strategies").replaceChildren(...data.strategies.map(strategyCard));
  village.fit();
  village.show(stagesOf(0, 0));
};

/** A strategy with its sentence, its price and its activities. */
function strategyCard(strategy, index) {
  const told = "says." + strategy.name.split(" (")[0];
  const price = strategy.budget === null
    ? say("setting.price", { price: rupiah(strategy.price) })
    : say("setting.of_budget", { price: rupiah(strategy.price), budget: rupiah(strategy.budget) });
  const rows = strategy.activities.map((activity) => [
    capital(tacticName(activity.tactic)),
    monthsOf(activity.months),
    activity.places ? number(activity.places) : "\u2013",
    number(activity.total),
  ]);
  return make("article", { class: "card line-" + index },
    make("h2", {}, capital(strategyName(index))),
    isSaid(told) ? make("p", {}, say(told)) : null,
    make("p", { class: "strong-text" }, price),
    strategy.is_ranked || strategy.budget === null ? null : make("p", { class: "small" }, say("setting.unranked")),
    rows.length
      ? table(null, ["activity", "when", "places", "total"].map((head) => say("setting." + head)), rows)
      : make("p", {}, say("setting.no_activities")));
}

/** Months of the calendar of a programme, counted from 1, neighbours joined: 1-3, 8. */
function monthsOf(months) {
  const runs = [];
  for (const month of months.slice().sort((one, two) => one - two)) {
    const last = runs.at(-1);
    if (last && month === last[1] + 1) last[1] = month;
    else runs.push([month, month]);
  }
  return runs.map(([from, to]) => (from === to ? from + 1 : `${from + 1}\u2013${to + 1}`)).join(", ");
}

