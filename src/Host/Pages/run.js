'use strict';

/** One recorded run. Steps are numbered from 1, actors from 0; step 0 is the world outside. */
class Run {
  /** Unpacks the text of the data element: JSON, deflated, in base64. */
  static async unpack(text) {
    const packed = atob(text.trim());
    const bytes = new Uint8Array(packed.length);
    for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Run(JSON.parse(await new Response(plain).text()));
  }

  constructor(data) {
    this.about = data.about;
    this.actors = data.actors;
    this.texts = new Texts(data.texts);
    this.count = data.actor.length;
    this.violation = data.violation;
    this.racing = data.racing;
    this.actor = Run.column(data.actor);
    this.kind = Run.column(data.kind);
    this.message = Run.column(data.message);
    this.text = Run.column(data.text);
    this.cause = Run.column(data.cause, (distance, step) => distance === 0 ? 0 : step - distance);
    this.time = new Float64Array(this.count + 1);
    data.time.forEach((nanoseconds, i) => { this.time[i + 1] = nanoseconds; });
    this.choices = new StepRows(data.choices, this.count);
    this.events = new StepRows(data.events, this.count);
    this.changes = new StepRows(data.changes, this.count);
    this.linkActors();
    this.linkBefore(new Map(data.before.map(([step, ...before]) => [step, before])));
    this.after = this.reversed();
  }

  static column(values, map = value => value) {
    const column = new Int32Array(values.length + 1);
    for (let i = 0; i < values.length; i++) column[i + 1] = map(values[i], i + 1);
    return column;
  }

  /** The step before and after each at the same actor, and the first step of every actor. */
  linkActors() {
    this.previous = new Int32Array(this.count + 1);
    this.next = new Int32Array(this.count + 1);
    this.first = new Int32Array(this.actors.length);
    const last = new Int32Array(this.actors.length);
    for (let step = 1; step <= this.count; step++) {
      const actor = this.actor[step];
      this.previous[step] = last[actor];
      if (last[actor] > 0) this.next[last[actor]] = step;
      else this.first[actor] = step;
      last[actor] = step;
    }
    this.changedSteps = this.actors.map(() => []);
    for (let step = 1; step <= this.count; step++) {
      if (this.changes.count(step) > 0) this.changedSteps[this.actor[step]].push(step);
    }
  }

  /** Direct predecessors, as one array with the place where each step's begin. */
  linkBefore(special) {
    const starts = new Int32Array(this.count + 2);
    const before = [];
    for (let step = 1; step <= this.count; step++) {
      starts[step] = before.length;
      const own = special.get(step);
      if (own) before.push(...own);
      else {
        if (this.cause[step] > 0) before.push(this.cause[step]);
        if (this.previous[step] > 0) before.push(this.previous[step]);
      }
    }
    starts[this.count + 1] = before.length;
    this.before = { starts, steps: Int32Array.from(before) };
  }

  /** Direct successors in the same form. */
  reversed() {
    const { starts, steps } = this.before;
    const counts = new Int32Array(this.count + 2);
    for (const step of steps) counts[step + 1]++;
    for (let step = 1; step < counts.length; step++) counts[step] += counts[step - 1];
    const at = counts.slice();
    const after = new Int32Array(steps.length);
    for (let step = 1; step <= this.count; step++) {
      for (let i = starts[step]; i < starts[step + 1]; i++) after[at[steps[i]]++] = step;
    }
    return { starts: counts, steps: after };
  }

  /** For every step: 1 happens before the given one, 2 after it, 3 it is the one; 0 is unordered with it. */
  order(step) {
    const order = new Uint8Array(this.count + 1);
    order[step] = 1;
    for (let s = step; s >= 1; s--) {
      if (order[s] !== 1) continue;
      for (let i = this.before.starts[s]; i < this.before.starts[s + 1]; i++) order[this.before.steps[i]] = 1;
    }
    order[step] = 2;
    for (let s = step; s <= this.count; s++) {
      if (order[s] !== 2) continue;
      for (let i = this.after.starts[s]; i < this.after.starts[s + 1]; i++) order[this.after.steps[i]] = 2;
    }
    order[step] = 3;
    return order;
  }

  /** The steps whose messages a step sent. */
  sent(step) {
    const sent = [];
    for (let i = this.after.starts[step]; i < this.after.starts[step + 1]; i++) {
      if (this.cause[this.after.steps[i]] === step) sent.push(this.after.steps[i]);
    }
    return sent;
  }

  /** What an actor told of its state after a step: a map from fact to value. */
  stateOf(actor, step) {
    const state = new Map();
    for (const changed of this.changedSteps[actor]) {
      if (changed > step) break;
      for (const [name, value] of this.changes.of(changed)) {
        if (this.texts.get(value) === '') state.delete(this.texts.get(name));
        else state.set(this.texts.get(name), this.texts.get(value));
      }
    }
    return state;
  }

  nameOf(actor) { return this.actors[actor].name; }

  label(step) {
    const message = this.texts.get(this.message[step]);
    return this.kind[step] === Run.Timer ? `timer ${message}`
      : this.kind[step] === Run.Creation ? 'created' : message;
  }
}

/** Texts by number: templates, and the numbers that belong in their gaps. */
class Texts {
  constructor({ templates, of, numbers }) {
    this.templates = templates.map(template => template.split('\u0001'));
    this.of = Int32Array.from(of);
    this.numbers = numbers.split('\n');
  }

  get length() { return this.of.length; }

  get(place) {
    const parts = this.templates[this.of[place]];
    if (parts.length === 1) return parts[0];
    const numbers = this.numbers[place].split(' ');
    let text = parts[0];
    for (let i = 1; i < parts.length; i++) text += numbers[i - 1] + parts[i];
    return text;
  }
}

/** Rows that belong to steps, several of them or none to each. */
class StepRows {
  constructor([distances, ...fields], steps) {
    this.fields = fields;
    this.starts = new Int32Array(steps + 2);
    let step = 0;
    for (const distance of distances) this.starts[(step += distance) + 1]++;
    for (let i = 1; i < this.starts.length; i++) this.starts[i] += this.starts[i - 1];
  }

  count(step) { return this.starts[step + 1] - this.starts[step]; }

  /** The rows of a step, each as the list of its fields. */
  of(step) {
    const rows = [];
    for (let i = this.starts[step]; i < this.starts[step + 1]; i++) rows.push(this.fields.map(field => field[i]));
    return rows;
  }

  /** Whether a step has a row whose first field is marked. */
  some(step, marks) {
    for (let i = this.starts[step]; i < this.starts[step + 1]; i++) if (marks[this.fields[0][i]] === 1) return true;
    return false;
  }
}

// The numbers of StepKind.
Run.Timer = 1;
Run.System = 2;
Run.Creation = 3;
