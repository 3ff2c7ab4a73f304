// Step 2: what people think will happen, before anything is shown. Guesses have numbers, no names.

// Fields begin empty: a number that stands there already would draw guesses to it.
const guessed = data.strategies.map(() => "");

// Guesses outlive a reload, and end with the tab: the next hall begins with none.
const KEPT = ["guesses", data.community.name, data.random_seed, ...data.strategies.map(({ name }) => name)].join("/");

let isSureToClear = false;

drawStep.guess = function drawGuess() {
  byId("guess-how").textContent = say("guess.how", {
    n_artisans: number(data.n_artisans), n_months: number(data.n_months) });
  byId("guess-numbers").replaceChildren(...data.strategies.map(guessCard));
  byId("guess-add").textContent = say("guess.add", { number: number(nextGuess()) });
  byId("guess-wrong").textContent = "";
  isSureToClear = false;
  drawGuesses();
};

const nextGuess = () => state.guesses.reduce((most, guess) => Math.max(most, guess.number), 0) + 1;

/** The place to set a number for one strategy: by typing, or by two large buttons. */
function guessCard(_, index) {
  const name = strategyName(index);
  const field = make("input", {
    type: "number", id: "guess-" + index, min: 0, max: data.n_artisans, step: 1,
    inputmode: "numeric", value: guessed[index], "aria-describedby": "guess-wrong",
    oninput: () => { guessed[index] = field.value; },
  });
  const add = (by) => {
    const value = Math.round(field.valueAsNumber || 0) + by;
    field.value = guessed[index] = String(Math.max(0, Math.min(data.n_artisans, value)));
  };
  const button = (key, sign, by) => make("button", {
    type: "button", "aria-label": say("guess." + key, { strategy: name }), onclick: () => add(by) }, sign);
  return make("div", { class: "card " + lineClass(index) },
    make("label", { for: "guess-" + index, class: "card-name" },
      capital(say("guess.number", { strategy: name }))),
    make("div", { class: "row stepper" }, button("less", "\u2212", -1), field, button("more", "+", 1)));
}

/** What is wrong with the number in a field, in the page's language; null if it is a guess. */
function wrongGuess(index) {
  const value = byId("guess-" + index).valueAsNumber;
  if (Number.isInteger(value) && value >= 0 && value <= data.n_artisans) return null;
  return say("guess.wrong", { strategy: strategyName(index), n_artisans: number(data.n_artisans) });
}

function addGuess(event) {
  event.preventDefault();
  const wrong = data.strategies.map((_, index) => wrongGuess(index));
  data.strategies.forEach((_, index) => byId("guess-" + index).setAttribute("aria-invalid", wrong[index] !== null));
  byId("guess-wrong").textContent = wrong.filter((text) => text !== null).join(" ");
  const first = wrong.findIndex((text) => text !== null);
  if (first >= 0) {
    byId("guess-" + first).focus();
    return;
  }
  const adopters = data.strategies.map((_, index) => byId("guess-" + index).valueAsNumber);
  byId("guess-said").textContent = say("guess.noted", { number: number(nextGuess()) });
  setGuesses([...state.guesses, { number: nextGuess(), adopters }]);
  guessed.fill("");
  drawStep.guess();
}

function setGuesses(guesses) {
  state.guesses = guesses;
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(guesses));
  } catch {
    // A browser may keep nothing for a file; then guesses last as long as the page.
  }
}

/** Guesses that were written down before the page was loaded again. */
function recallGuesses() {
  try {
    const isGuess = ({ number: place, adopters }) => Number.isInteger(place) &&
      adopters.length === data.strategies.length && adopters.every(Number.isInteger);
    state.guesses = JSON.parse(sessionStorage.getItem(KEPT) || "[]").filter(isGuess);
  } catch {
    state.guesses = [];
  }
}

/** Take all guesses away, at the second press, so that a slip of a finger takes none. */
function clearGuesses() {
  if (!isSureToClear) {
    isSureToClear = true;
    byId("guess-clear").textContent = say("guess.clear_sure");
    return;
  }
  setGuesses([]);
  byId("guess-said").textContent = say("guess.nothing");
  drawStep.guess();
  byId("guess-0").focus();
}

/** Which strategy has the most in a guess. */
function mostOf({ adopters }) {
  const most = Math.max(...adopters);
  const first = adopters.indexOf(most);
  return adopters.lastIndexOf(most) === first ? strategyName(first) : say("guess.equal");
}

/** The guesses in the order in which they were given; nobody is ranked. */
function drawGuesses() {
  const list = byId("guess-list");
  byId("guess-clear").hidden = !state.guesses.length;
  byId("guess-clear").textContent = say("guess.clear");
  if (!state.guesses.length) {
    list.replaceChildren(make("p", {}, say("guess.nothing")));
    return;
  }
  const head = [say("guess.guess"), ...data.strategies.map((_, index) => strategyName(index)), say("guess.more_column"), ""];
  const rows = state.guesses.map((guess) => [
    number(guess.number),
    ...guess.adopters.map((value) => number(value)),
    mostOf(guess),
    make("button", {
      type: "button", "aria-label": say("guess.remove", { number: number(guess.number) }),
      onclick: () => {
        setGuesses(state.guesses.filter((other) => other !== guess));
        drawStep.guess();
        byId("guess-add").focus();
      } }, "\u00d7"),
  ]);
  list.replaceChildren(table(null, head, rows));
  stackWideTables();
}
