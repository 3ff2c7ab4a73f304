// Says everything in the language chosen, and writes numbers as that language does.

const LOCALES = { id: "id-ID", en: "en-US" };

/** Text of a key with its braces filled in. */
function say(key, values = {}) {
  const text = words[state.language][key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (brace, name) => (name in values ? String(values[name]) : brace));
}

const isSaid = (key) => words[state.language][key] !== undefined;

/** A text in which words that are too long for a column may be parted, by a space of no width. */
const breakable = (text) => text.replace(/\S{12}(?=\S{6})/g, "$&\u200b");

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const formats = new Map(); // making one takes longer than drawing a month

function number(value, decimals = 0) {
  if (value === null || value === undefined) return say("page.none");
  const key = state.language + decimals;
  if (!formats.has(key))
    formats.set(key, new Intl.NumberFormat(LOCALES[state.language], {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: "negative", // no minus zero
    }));
  return formats.get(key).format(rounded(value, decimals));
}

/**
 * The one rule of rounding: a number is rounded once, where it is written, as Python's format does
 * in the reports: the exact value of the binary number to the nearest, exact halves to the even
 * digit. The data hold what was computed; Intl alone would round the shortest decimal writing.
 */
function rounded(value, decimals) {
  const size = Math.abs(value);
  const digits = size.toFixed(decimals + FURTHER); // exact, like all that toFixed writes
  const [kept, rest] = [digits.slice(0, -FURTHER), digits.slice(-FURTHER)];
  const isEven = /[02468]\.?$/.test(kept);
  const written = isEven && /^50*$/.test(rest) ? kept : size.toFixed(decimals); // a half goes up there
  return Math.sign(value) * +written;
}

const FURTHER = 25; // more digits than tell a half from the number next to it

/** A mean number of artisans. */
const mean = (value) => number(value, 1);

function signed(value, write) {
  const written = write(Math.abs(value));
  return (/[1-9]/.test(written) ? (value > 0 ? "+" : "\u2212") : "") + written;
}

/** The size of a difference; what is not 0 is not shown as 0 where two more decimals can help. */
function sizeOf(value, decimals = 1) {
  const more = [0, 1, 2].find((extra) => rounded(value, decimals + extra)) ?? 0;
  return number(Math.abs(value), decimals + more);
}

/** Difference of two numbers that stand beside it, as they are written: who subtracts gets the same. */
const writtenDifference = (one, other, decimals) =>
  rounded(rounded(one, decimals) - rounded(other, decimals), decimals);

function rupiah(amount) {
  if (amount === null || amount === undefined) return say("page.none");
  return (amount < 0 ? "\u2212" : "") + "Rp\u00a0" + number(Math.abs(amount));
}

const percent = (share, decimals = 0) => number(100 * share, decimals) + "\u00a0%";

/** Shares that make up a whole, as percentages that add up to 100, as `Words.percents` writes them. */
function percents(shares) {
  const exact = shares.map((share) => +(100 * share).toFixed(9));
  const whole = exact.map(Math.floor);
  const order = exact.map((_, at) => at)
    .sort((one, other) => (whole[one] - exact[one]) - (whole[other] - exact[other]) || exact[other] - exact[one]);
  const left = Math.round(exact.reduce((sum, value) => sum + value, 0)) - whole.reduce((sum, value) => sum + value, 0);
  for (const at of order.slice(0, left)) whole[at] += 1;
  return whole.map((value) => percent(value / 100));
}

const span = (low, high) => say("page.span", { low, high });

/** A band of whole numbers of artisans, such as 8–24. */
const band = ({ low, high }) => `${number(low)}\u2060\u2013\u2060${number(high)}`;

/** What a text says of all runs; where there is but one, that it is one. */
const sayOfRuns = (key, values = {}) =>
  say(data.n_runs === 1 ? "page.one_history" : key, { n_runs: number(data.n_runs), ...values });

/** A mean with the band of single histories in brackets; one history has no band. */
const ranged = ({ adopters, low, high }) => (data.n_runs === 1 ? mean(adopters)
  : say("what_if.ranged", { mean: mean(adopters), range: band({ low, high }) }));

/** a, b and c */
function listed(parts) {
  if (parts.length < 2) return parts.join("");
  return parts.slice(0, -1).join(", ") + say("page.and") + parts[parts.length - 1];
}

/** Name of a strategy: that of its file, as the command says it, or the catalogue's word for it. */
const strategyName = (index) => nameOf(data.strategies[index].name);

function nameOf(written) {
  const [name, rest] = written.split(" (");
  const known = "strategy." + name;
  return (isSaid(known) ? say(known) : breakable(name.replaceAll("_", " "))) + (rest ? " (" + rest : "");
}

/** Title that people gave a strategy of their own; null where the catalogue has a word for it. */
function ownTitle(index) {
  const { name, titles } = data.strategies[index];
  return isSaid("strategy." + name.split(" (")[0]) ? null : titles[state.language];
}

const placeName = () => data.community.titles[state.language];

const hamletName = (hamlet) =>
  data.community.hamlets.names?.[hamlet] ?? say("page.hamlet", { number: number(hamlet + 1) });

/** What stands in a hamlet's frame: its name; of one without a name its number. */
const frameName = (hamlet) => (data.community.hamlets.names ? hamletName(hamlet) : number(hamlet + 1));

/** Where the people and ties of the community come from, and what that asks of whoever shows it. */
function origin() {
  const { listed, made_up: isMadeUp, start } = data.community;
  const points = data.observed ? [say("origin.observed", { innovation: data.observed.innovation, start })] : [];
  if (isMadeUp) return [say("origin.made_up"), ...points].join(" ");
  if (!listed.length) return [say("origin.drawn"), ...points].join(" ");
  const named = data.names ? say("origin.with_names") : say("origin.without_names");
  return [say("origin." + listed.join("_"), { named }), ...points, say("origin.simulated"), say("origin.recognised")].join(" ");
}

const tacticName = (tactic) =>
  isSaid("tactic." + tactic) ? say("tactic." + tactic) : tactic.replaceAll("_", " ");

const reasonName = (reason) => say("reason." + reason.replaceAll("_", " "));

const artisanName = (row) =>
  data.names ? data.names[row] : say("page.artisan", { number: row + 1 });

const monthName = (record) =>
  record === 0 ? say("page.start") : say("page.month", { month: number(record) });

/** Month of the calendar, such as "Agustus 2010". */
function calendarMonth(start) {
  const [year, month] = start.split("-").map(Number);
  return new Intl.DateTimeFormat(LOCALES[state.language], { month: "long", year: "numeric", timeZone: "UTC" })
    .format(new Date(Date.UTC(year, month - 1, 1)));
}

/** Fill in every text that never changes but for the language. */
function sayStandingTexts() {
  document.documentElement.lang = state.language;
  document.title = say("page.title", { place: placeName() });
  byId("language").lang = state.language === "id" ? "en" : "id";
  for (const element of document.querySelectorAll("[data-word]"))
    element.textContent = say(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]"))
    element.setAttribute("aria-label", say(element.dataset.label));
  byId("place").textContent = placeName();
  for (const place of document.querySelectorAll(".unread")) place.hidden = !data.unread;
}
