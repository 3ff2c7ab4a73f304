// What the page knows: the data, and what people have chosen so far.

const STYLE = JSON.parse(document.getElementById("style").textContent);
const data = JSON.parse(document.getElementById("data").textContent);
unpackStories();
const words = unpackedWords();

const STAGES = ["unaware", "knows", "persuaded", "decided", "trial", "confirmed", "discontinued"];
const TRIAL = 4;
const CONFIRMED = 5;

const state = {
  language: "id",
  step: "setting",
  record: 0, // 0 is the start, record r the end of month r
  shown: shownAtFirst(), // strategies in the two networks
  isPlaying: false,
  speed: 3, // months in a second
  artisan: -1, // row of the one whose story is told; -1 until somebody is chosen
  group: null, // [kind of group, which of its groups] that stands out in the networks
  guesses: [], // { number, adopters: one for each strategy }
  levels: data.what_if ? data.what_if.own.slice() : [],
};

/** The first two strategies in which something is done, or as many of them as there are. */
function shownAtFirst() {
  const all = data.strategies.map((_, index) => index);
  const isBusy = (index) => data.strategies[index].activities.length > 0;
  return all.filter(isBusy).concat(all.filter((index) => !isBusy(index))).slice(0, 2).sort();
}

/** Give each story its events back, which the file holds once each. */
function unpackStories() {
  const events = data.events.map(([place, ...values]) => {
    const [key, ...names] = data.arguments[place];
    return [key, Object.fromEntries(names.map((name, at) => [name, values[at]]))];
  });
  for (const strategy of data.strategies)
    strategy.stories = strategy.stories.map((story) =>
      story.map(([record, ...told]) => [record, told.map((event) => events[event])]));
}

/** Every text by its language and key, from the file that holds each key once. */
function unpackedWords() {
  const { languages, texts } = JSON.parse(document.getElementById("words").textContent);
  const inOne = (place) => Object.fromEntries(Object.entries(texts).map(([key, said]) => [key, said[place]]));
  return Object.fromEntries(languages.map((language, place) => [language, inOne(place)]));
}

const byId = (id) => document.getElementById(id);

/** Stage of each artisan under a strategy at a record, as a string of digits. */
const stagesOf = (strategy, record) => data.strategies[strategy].stages[record];

/** Adopters among the digits of a record. */
function countAdopters(stages) {
  let count = 0;
  for (const digit of stages) if (+digit === TRIAL || +digit === CONFIRMED) count += 1;
  return count;
}

/** How many artisans are at each stage. */
function countStages(stages) {
  const counts = STAGES.map(() => 0);
  for (const digit of stages) counts[+digit] += 1;
  return counts;
}
