// Step 2: what people think will happen, before anything is shown. Guesses have numbers, no names.

// Fields begin empty: a number that stands there already would draw guesses to it.
const guessed = { adopters: data.strategies.map(() => null), more: null };

drawStep.guess = function drawGuess() {
  byId("guess-how").textContent = say("guess.how", {
    n_artisans: number(data.n_artisans), n_months: number(data.n_months) });
  byId("guess-numbers").replaceChildren(...data.strategies.map(guessCard));
  const options = data.strategies.map((_, index) => [index, capital(strategyName(index))]);
  options.push([-1, say("guess.equal")]);
  byId("guess-more").replaceChildren(byId("guess-more").querySelector("legend"),
    ...options.map(([value, text]) => make("label", { class: "option" },
      make("input", { type: "radio", name: "more", value, required: true, checked: guessed.more === value,
        onchange: () => { guessed.more = value; } }),
      " " + text)));
  byId("guess-add").textContent = say("guess.add", { number: number(state.nextGuess) });
  drawGuesses();
};

/** The place to set a number for one strategy: by typing, or by two large buttons. */
function guessCard(_, index) {
  const name = strategyName(index);
  const field = make("input", {
    type: "number", id: "guess-" + index, min: 0, max: data.n_artisans, step: 1, required: true,
    inputmode: "numeric", value: guessed.adopters[index] ?? "",
    onchange: () => set(field.valueAsNumber),
  });
  function set(value) {
    guessed.adopters[index] = Number.isFinite(value)
      ? Math.max(0, Math.min(data.n_artisans, Math.round(value))) : null;
    field.value = guessed.adopters[index] ?? "";
  }
  const button = (key, sign, by) => make("button", {
    type: "button", "aria-label": say("guess." + key, { strategy: name }),
    onclick: () => set((guessed.adopters[index] ?? 0) + by) }, sign);
  return make("div", { class: "card line-" + index },
    make("label", { for: "guess-" + index, class: "card-name" },
      say("guess.number", { strategy: name })),
    make("div", { class: "row stepper" }, button("less", "\u2212", -1), field, button("more", "+", 1)));
}

function addGuess(event) {
  event.preventDefault();
  const form = byId("guess-form");
  const more = +new FormData(form).get("more");
  const adopters = data.strategies.map((_, index) =>
    Math.max(0, Math.min(data.n_artisans, Math.round(byId("guess-" + index).valueAsNumber || 0))));
  state.guesses.push({ number: state.nextGuess, adopters, more });
  byId("guess-said").textContent = say("guess.noted", { number: number(state.nextGuess) });
  state.nextGuess += 1;
  guessed.more = null;
  guessed.adopters.fill(null);
  drawStep.guess();
}

/** The guesses in the order in which they were given; nobody is ranked. */
function drawGuesses() {
  const list = byId("guess-list");
  if (!state.guesses.length) {
    list.replaceChildren(make("p", {}, say("guess.nothing")));
    return;
  }
  const head = [say("guess.guess"), ...data.strategies.map((_, index) => strategyName(index)), say("guess.more_column"), ""];
  const rows = state.guesses.map((guess) => [
    number(guess.number),
    ...guess.adopters.map((value) => number(value)),
    guess.more < 0 ? say("guess.equal") : strategyName(guess.more),
    make("button", {
      type: "button", "aria-label": say("guess.remove", { number: number(guess.number) }),
      onclick: () => {
        state.guesses = state.guesses.filter((other) => other !== guess);
        drawGuesses();
        byId("guess-add").focus();
      } }, "\u00d7"),
  ]);
  list.replaceChildren(table(null, head, rows));
}
