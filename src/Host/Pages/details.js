'use strict';

/** The panel beside the chart: one step with its causes, its effects, and the state of the actors. */
class Details {
  constructor(run, goTo) {
    this.run = run;
    this.goTo = goTo;
    this.panel = document.getElementById('details');
    this.openActors = new Set();
  }

  show(step) {
    const { run, panel } = this;
    panel.replaceChildren();
    if (step === 0) return;
    const actor = run.actor[step];
    this.add('h2', run.label(step));
    this.add('p', `step ${step.toLocaleString('en')} at ${run.actors[actor].path}`, 'soft');
    this.addNotes(step);
    const text = run.texts.get(run.text[step]);
    if (text !== '') this.add('p', text, 'fact');
    this.addOrder(step);
    this.addList('Choices', run.choices.of(step).map(([choice]) => run.texts.get(choice)));
    this.addList('Published', run.events.of(step).map(([event]) => run.texts.get(event)));
    this.addStates(step);
    panel.scrollTop = 0;
  }

  addNotes(step) {
    const { about } = this.run;
    if (step === this.run.violation) this.add('p', `VIOLATION ${about.invariant}: ${about.finding}`, 'note');
    if (step === this.run.racing) {
      this.add('p', 'Races with the violation: nothing orders the two, and the other order shows no violation.',
        'note racing');
    }
    if (step === this.run.violation && about.missing) this.add('p', `missing: ${about.missing}`, 'soft');
  }

  addOrder(step) {
    const { run } = this;
    this.add('h3', 'Causes and effects');
    const list = this.add('ul');
    const cause = run.cause[step];
    if (cause > 0) this.addStep(list, 'sent by', cause);
    else this.add('li', 'sent by the world outside', 'soft', list);
    if (run.previous[step] > 0) this.addStep(list, 'after', run.previous[step]);
    const sent = run.sent(step);
    for (const other of sent.slice(0, Details.SentMax)) this.addStep(list, 'sends', other);
    if (sent.length > Details.SentMax) this.add('li', `and ${sent.length - Details.SentMax} more`, 'soft', list);
    const order = run.order(step);
    let [before, after] = [0, 0];
    for (const place of order) {
      before += place === 1 ? 1 : 0;
      after += place === 2 ? 1 : 0;
    }
    this.add('p', `${before} steps happen before it, ${after} after it, `
      + `${run.count - before - after - 1} are unordered with it`, 'soft');
    const time = run.time[step];
    if (time > 0) this.add('p', `virtual time at the actor: ${Details.timeText(time)}`, 'soft');
  }

  /** The state of the step's actor stands open, what this step changed in it marked. */
  addStates(step) {
    const { run } = this;
    this.add('h3', 'State after this step');
    const own = run.actor[step];
    const changed = new Set(run.changes.of(step).map(([name]) => run.texts.get(name)));
    const tellers = run.actors.map((_, actor) => actor)
      .filter(actor => run.changedSteps[actor].length > 0 && run.changedSteps[actor][0] <= step)
      .sort((left, right) => (right === own) - (left === own));
    for (const actor of tellers) this.addState(actor, step, actor === own ? changed : new Set());
    if (!tellers.includes(own)) this.add('p', `${run.nameOf(own)} does not tell its state.`, 'soft');
  }

  addState(actor, step, changed) {
    const { run } = this;
    const details = this.add('details');
    details.open = actor === run.actor[step] || this.openActors.has(actor);
    details.addEventListener('toggle', () => {
      if (details.open) this.openActors.add(actor);
      else this.openActors.delete(actor);
    });
    this.add('summary', run.nameOf(actor), '', details);
    const list = this.add('ul', '', '', details);
    for (const [name, value] of run.stateOf(actor, step)) {
      this.add('li', `${name} = ${value}`, changed.has(name) ? 'fact changed' : 'fact', list);
    }
  }

  addList(title, texts) {
    if (texts.length === 0) return;
    this.add('h3', title);
    const list = this.add('ul');
    for (const text of texts) this.add('li', text, 'fact', list);
  }

  addStep(list, how, step) {
    const item = this.add('li', `${how} `, '', list);
    const button = this.add('button', `${step} ${this.run.label(step)} at ${this.run.nameOf(this.run.actor[step])}`,
      'step', item);
    button.type = 'button';
    button.addEventListener('click', () => this.goTo(step));
  }

  add(tag, text = '', style = '', parent = this.panel) {
    const element = document.createElement(tag);
    element.textContent = text;
    if (style !== '') element.className = style;
    parent.append(element);
    return element;
  }

  static timeText(nanoseconds) {
    return nanoseconds >= 1e9 ? `${(nanoseconds / 1e9).toFixed(6)} s`
      : nanoseconds >= 1e6 ? `${(nanoseconds / 1e6).toFixed(3)} ms`
      : nanoseconds >= 1e3 ? `${(nanoseconds / 1e3).toFixed(3)} µs` : `${nanoseconds} ns`;
  }
}

Details.SentMax = 12;
