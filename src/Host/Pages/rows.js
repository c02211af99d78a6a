'use strict';

/** Which steps are shown, one a row, and which of them match the search. */
class Rows {
  constructor(run) {
    this.run = run;
    this.actor = -1;
    this.message = -1;
    this.query = '';
    this.apply();
  }

  filter(actor, message) {
    this.actor = actor;
    this.message = message;
    this.apply();
  }

  apply() {
    const { run } = this;
    const steps = new Int32Array(run.count);
    this.rowOf = new Int32Array(run.count + 1).fill(-1);
    let count = 0;
    for (let step = 1; step <= run.count; step++) {
      if (this.actor >= 0 && run.actor[step] !== this.actor && run.actor[run.cause[step]] !== this.actor) continue;
      if (this.message >= 0 && run.message[step] !== this.message) continue;
      this.rowOf[step] = count;
      steps[count++] = step;
    }
    this.steps = steps.subarray(0, count);
    this.search(this.query);
  }

  get count() { return this.steps.length; }

  /** The row of a step, or of the next one that is shown. */
  near(step) {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.steps[middle] < step) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, this.count - 1);
  }

  /** Marks the rows whose message, events or choices hold the words. Texts are few: each is looked at once. */
  search(query) {
    this.query = query.trim().toLowerCase();
    this.matches = [];
    this.isMatch = new Uint8Array(this.run.count + 1);
    if (this.query === '') return;
    const { run } = this;
    const hits = new Uint8Array(run.texts.length);
    for (let i = 0; i < hits.length; i++) hits[i] = run.texts.get(i).toLowerCase().includes(this.query) ? 1 : 0;
    for (const step of this.steps) {
      if (hits[run.message[step]] || hits[run.text[step]]
        || run.events.some(step, hits) || run.choices.some(step, hits)) {
        this.isMatch[step] = 1;
        this.matches.push(step);
      }
    }
  }

  /** The next match after a step, or the one before it; goes round. */
  match(step, forward) {
    const { matches } = this;
    if (matches.length === 0) return 0;
    return forward
      ? matches.find(match => match > step) ?? matches[0]
      : matches.findLast(match => match < step) ?? matches[matches.length - 1];
  }
}
