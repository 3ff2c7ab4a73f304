// Step 1: which village this is, and what is compared in it.

const village = new Network(byId("village-network"));

drawStep.setting = function drawSetting() {
  byId("village").textContent = placeName();
  byId("village-text").textContent = say("setting.village", {
    n_artisans: number(data.n_artisans),
    start: calendarMonth(data.community.start),
    n_months: number(data.n_months),
  });
  byId("origin").textContent = origin();
  byId("hamlets").hidden = !data.community.hamlets;
  byId("hamlets").textContent = data.community.hamlets ? hamletsSaid() : "";
  byId("village-network").setAttribute("aria-label", say("setting.network", {
    n_artisans: number(data.n_artisans), n_ties: number(data.ties.length) }));
  byId("strategies").replaceChildren(...data.strategies.map(strategyCard));
  village.fit();
  village.show(stagesOf(0, 0));
};

const MOST_SAID = 12; // hamlets beyond which they are only counted

/** How many hamlets there are, and how many artisans live in each. */
function hamletsSaid() {
  const { sizes } = data.community.hamlets;
  const each = sizes.map((size, hamlet) => say("setting.hamlet_size", { hamlet: hamletName(hamlet), n: number(size) }));
  return say("setting.hamlets", { n_hamlets: number(sizes.length) }) +
    (sizes.length > MOST_SAID ? "." : ": " + listed(each) + ".") + " " + say("setting.in_each");
}

/** Seats of an activity: one number, or those of each hamlet. */
function seatsOf(seats) {
  if (seats.every((n) => n === 0)) return "\u2013";
  if (seats.length === 1) return number(seats[0]);
  if (seats.every((n) => n === seats[0])) return `${number(seats.length)} \u00d7 ${number(seats[0])}`;
  return seats.length > MOST_SAID ? number(seats.reduce((sum, n) => sum + n, 0)) : seats.map((n) => number(n)).join(" + ");
}

/** What a strategy costs, and of which budget. */
function priceOf(index) {
  const { price, budget } = data.strategies[index];
  return budget === null ? say("setting.price", { price: rupiah(price) })
    : say("setting.of_budget", { price: rupiah(price), budget: rupiah(budget) });
}

/** What a strategy costs in each hamlet, where there are several. */
function hamletPrices({ price_by_hamlet: prices, activities }) {
  if (!activities.length || prices.length < 2 || prices.length > MOST_SAID) return null;
  const each = prices.map((price, hamlet) => `${hamletName(hamlet)} ${rupiah(price)}`);
  return make("p", { class: "small" }, say("setting.by_hamlet", { prices: listed(each) }));
}

/** What reviews decide, and what that may cost, where a strategy has such rules. */
function decisionsOf({ decisions }) {
  const sentences = decisions[state.language].map((text) => make("li", {}, capital(text)));
  return sentences.length ? make("ul", { class: "small" }, sentences) : null;
}

/** Why a strategy is not ranked, where it is not: its price is not that of the others. */
function whyUnranked({ budget, is_ranked: isRanked }) {
  if (budget !== null) return isRanked ? null : make("p", { class: "small" }, say("setting.unranked"));
  const isSame = data.strategies.every(({ price }) => price === data.strategies[0].price);
  return isSame ? null : make("p", { class: "small" }, say("setting.as_written"));
}

/** The tactic, what tells the activity from others of that tactic, and whether it is certain. */
function activityName({ tactic, about, on_call: isOnCall }) {
  const apart = about ? ` (${about[state.language]})` : "";
  return capital(tacticName(tactic)) + apart + (isOnCall ? say("setting.on_call") : "");
}

/** A strategy with its sentence, its price and its activities. */
function strategyCard(strategy, index) {
  const told = "says." + strategy.name.split(" (")[0];
  const rows = strategy.activities.map((activity) => [
    activityName(activity),
    monthsOf(activity.months),
    seatsOf(activity.seats),
    number(activity.total),
  ]);
  return make("article", { class: "card " + lineClass(index) },
    make("h2", {}, capital(strategyName(index))),
    isSaid(told) ? make("p", {}, say(told)) : null,
    ownTitle(index) ? make("p", {}, ownTitle(index)) : null,
    make("p", { class: "strong-text" }, priceOf(index)),
    decisionsOf(strategy),
    hamletPrices(strategy),
    whyUnranked(strategy),
    rows.length
      ? table(null, ["activity", "when", "places", "total"].map((head) => say("setting." + head)), rows)
      : make("p", {}, say("setting.no_activities")));
}

/** Months of a programme, counted from 1 as readers do, neighbours joined: 1-3, 8. */
function monthsOf(months) {
  const runs = [];
  for (const month of months.slice().sort((one, two) => one - two)) {
    const last = runs.at(-1);
    if (last && month === last[1] + 1) last[1] = month;
    else runs.push([month, month]);
  }
  return runs.map(([from, to]) => (from === to ? from + 1 : `${from + 1}\u2013${to + 1}`)).join(", ");
}

