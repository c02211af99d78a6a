'use strict';

/** Draws the rows that are in sight: a lane for each actor, an arrow for each message. */
class Chart {
  constructor(run, rows) {
    this.run = run;
    this.rows = rows;
    this.selected = 0;
    this.hovered = 0;
    this.pinned = false;
    this.folded = new Set();
    this.scroller = document.getElementById('scroller');
    this.canvas = document.getElementById('canvas');
    this.overview = document.getElementById('overview');
    this.heads = document.getElementById('heads');
    this.extent = document.getElementById('extent');
    this.makeHeads();
    this.readColours();
    this.scroller.addEventListener('scroll', () => this.redraw());
    new ResizeObserver(() => { this.resize(); this.select(this.selected); }).observe(this.scroller);
    this.resize();
  }

  /** A lane that gets no message at all is folded from the start. */
  makeHeads() {
    const isUsed = new Uint8Array(this.run.actors.length);
    for (let step = 1; step <= this.run.count; step++) {
      if (this.run.kind[step] !== Run.Creation) isUsed[this.run.actor[step]] = 1;
    }
    isUsed.forEach((used, actor) => { if (!used) this.folded.add(actor); });
    this.buttons = this.run.actors.map((actor, index) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.title = `${actor.path} (${actor.class}): fold or unfold`;
      button.addEventListener('click', () => this.fold(index));
      this.heads.append(button);
      return button;
    });
  }

  fold(actor) {
    if (!this.folded.delete(actor)) this.folded.add(actor);
    this.resize();
  }

  unfoldAll() {
    this.folded.clear();
    this.resize();
  }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    this.colours = {};
    for (const name of ['page', 'stripe', 'text', 'soft', 'line', 'lane', 'arrow', 'accent', 'selected', 'match',
      'past', 'future', 'violation', 'violation-row', 'racing', 'racing-row']) {
      this.colours[name] = style.getPropertyValue(`--${name}`).trim();
    }
    this.redraw();
  }

  /** Places lanes and canvas anew. */
  resize() {
    const wide = this.scroller.clientWidth - Chart.Gutter;
    const open = this.run.actors.length - this.folded.size;
    const shared = (wide - this.folded.size * Chart.Folded - Chart.Tail) / Math.max(1, open);
    const width = Math.max(Chart.LaneMin, Math.min(Chart.LaneMax, shared));
    this.x = [];
    let left = Chart.Gutter;
    this.run.actors.forEach((actor, index) => {
      const isFolded = this.folded.has(index);
      const own = isFolded ? Chart.Folded : width;
      const button = this.buttons[index];
      button.style.left = `${left}px`;
      button.style.width = `${own - 2}px`;
      button.textContent = isFolded ? '›' : actor.name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=\/)/g, '\u200b');
      button.setAttribute('aria-expanded', String(!isFolded));
      button.setAttribute('aria-label', actor.name);
      this.x.push(left + own / 2);
      left += own;
    });
    this.width = left + Chart.Tail;
    this.extent.style.width = `${Math.max(1, this.width)}px`;
    this.extent.style.height = `${this.rows.count * Chart.Row + Chart.Row}px`;
    Chart.fit(this.canvas, this.scroller.clientWidth, this.scroller.clientHeight);
    Chart.fit(this.overview, 14, this.scroller.clientHeight);
    this.redraw();
  }

  static fit(canvas, width, height) {
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.getContext('2d').setTransform(scale, 0, 0, scale, 0, 0);
  }

  /** Draws once before the next frame, however often it is asked for. */
  redraw() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  select(step) {
    this.selected = step;
    const row = this.rows.rowOf[step];
    if (!(row >= 0)) return this.redraw();
    const { scroller } = this;
    const top = row * Chart.Row;
    if (top < scroller.scrollTop + Chart.Row) scroller.scrollTop = top - scroller.clientHeight * 0.3;
    else if (top > scroller.scrollTop + scroller.clientHeight - 2 * Chart.Row) {
      scroller.scrollTop = top - scroller.clientHeight * 0.7;
    }
    const x = this.x[this.run.actor[step]];
    if (x < scroller.scrollLeft + Chart.Gutter || x > scroller.scrollLeft + scroller.clientWidth - 60) {
      scroller.scrollLeft = x - scroller.clientWidth / 2;
    }
    this.redraw();
  }

  /** The step under a point of the window, or 0. */
  stepAt(clientY) {
    const y = clientY - this.scroller.getBoundingClientRect().top + this.scroller.scrollTop;
    const row = Math.floor(y / Chart.Row);
    return row >= 0 && row < this.rows.count ? this.rows.steps[row] : 0;
  }

  hover(step) {
    if (step === this.hovered) return;
    this.hovered = step;
    this.redraw();
  }

  /** The step whose past and future are marked, or 0. */
  get centre() { return this.hovered || (this.pinned ? this.selected : 0); }

  draw() {
    const context = this.canvas.getContext('2d');
    const { scrollTop, scrollLeft, clientWidth, clientHeight } = this.scroller;
    const { centre, colours } = this;
    if (centre !== this.orderedFrom) {
      this.order = centre > 0 ? this.run.order(centre) : null;
      this.orderedFrom = centre;
    }
    this.heads.style.transform = `translateX(${-scrollLeft}px)`;
    context.fillStyle = colours.page;
    context.fillRect(0, 0, clientWidth, clientHeight);
    const first = Math.max(0, Math.floor(scrollTop / Chart.Row));
    const last = Math.min(this.rows.count - 1, Math.ceil((scrollTop + clientHeight) / Chart.Row));
    const yOf = row => row * Chart.Row - scrollTop + Chart.Row / 2;
    for (let row = first; row <= last; row++) this.drawBand(context, row, yOf(row), clientWidth);
    context.save();
    context.translate(-scrollLeft, 0);
    this.drawLanes(context, first, last, yOf, clientHeight);
    for (let row = first; row <= last; row++) this.drawStep(context, this.rows.steps[row], yOf(row));
    this.drawLinks(context, yOf);
    context.restore();
    for (let row = first; row <= last; row++) this.drawNumber(context, this.rows.steps[row], yOf(row));
    this.drawOverview();
  }

  drawBand(context, row, y, width) {
    const step = this.rows.steps[row];
    const { colours, run } = this;
    const colour = step === this.selected ? colours.selected
      : step === run.violation ? colours['violation-row']
      : step === run.racing ? colours['racing-row']
      : this.rows.isMatch[step] ? colours.match
      : row % 2 ? colours.stripe : null;
    if (colour === null) return;
    context.fillStyle = colour;
    context.fillRect(0, y - Chart.Row / 2, width, Chart.Row);
  }

  /** A lane begins where its actor is made. */
  drawLanes(context, first, last, yOf, height) {
    context.strokeStyle = this.colours.lane;
    context.lineWidth = 1;
    const firstStep = this.rows.steps[first] ?? 0;
    this.run.actors.forEach((_, actor) => {
      const born = this.run.first[actor];
      const top = born <= firstStep ? 0 : yOf(this.rows.near(born));
      if (top > height) return;
      const x = Math.round(this.x[actor]) + 0.5;
      context.beginPath();
      context.moveTo(x, top);
      context.lineTo(x, height);
      context.stroke();
    });
  }

  drawStep(context, step, y) {
    const { run, colours } = this;
    const x = this.x[run.actor[step]];
    const cause = run.cause[step];
    const from = cause > 0 ? this.x[run.actor[cause]] : x;
    const colour = this.colourOf(step);
    context.globalAlpha = this.order && this.order[step] === 0 && step !== this.selected ? 0.3 : 1;
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = step === this.selected || step === run.violation ? 2 : 1.2;
    const isTimer = run.kind[step] === Run.Timer;
    if (from !== x) Chart.arrow(context, from, y, x, y, isTimer);
    context.beginPath();
    if (run.kind[step] === Run.Creation) context.rect(x - 4, y - 4, 8, 8);
    else context.arc(x, y, isTimer ? 4.5 : 3.5, 0, 2 * Math.PI);
    if (isTimer) context.stroke();
    else context.fill();
    if (!this.folded.has(run.actor[step])) this.drawLabel(context, step, x, y, from > x);
    context.globalAlpha = 1;
  }

  drawLabel(context, step, x, y, fromRight) {
    const { run, colours } = this;
    context.font = `${step === this.selected ? '600 ' : ''}12px system-ui, "DejaVu Sans", sans-serif`;
    const label = run.label(step);
    const faults = run.choices.of(step).filter(([, isPlain]) => !isPlain).map(([text]) => run.texts.get(text));
    const events = run.events.count(step);
    const more = [...faults, ...(events > 0 ? [`${events} event${events > 1 ? 's' : ''}`] : [])].join(', ');
    const width = context.measureText(label).width;
    const toLeft = fromRight && x - width - 12 > Chart.Gutter;
    const left = toLeft ? x - 10 - width : x + 10;
    context.fillStyle = step === run.violation ? colours.violation
      : step === run.racing ? colours.racing : colours.text;
    context.fillText(label, left, y + 4);
    if (more === '') return;
    context.font = '11px system-ui, "DejaVu Sans", sans-serif';
    context.fillStyle = faults.length > 0 ? colours.racing : colours.soft;
    const place = toLeft ? left - context.measureText(more).width - 8 : left + width + 8;
    if (place > Chart.Gutter) context.fillText(more, place, y + 4);
  }

  colourOf(step) {
    const { colours, run } = this;
    if (step === run.violation) return colours.violation;
    if (step === run.racing) return colours.racing;
    const order = this.order ? this.order[step] : 0;
    return order === 1 ? colours.past : order === 2 ? colours.future : order === 3 ? colours.accent : colours.arrow;
  }

  /** From the step that sent the message in question to its delivery, and on to what it sent. */
  drawLinks(context, yOf) {
    const step = this.hovered || this.selected;
    if (step === 0 || this.rows.rowOf[step] < 0) return;
    context.lineWidth = 1.5;
    const links = [[this.run.cause[step], step, this.colours.past]];
    for (const sent of this.run.sent(step)) links.push([step, sent, this.colours.future]);
    for (const [from, to, colour] of links) {
      if (from === 0 || this.rows.rowOf[from] < 0 || this.rows.rowOf[to] < 0) continue;
      context.strokeStyle = context.fillStyle = colour;
      Chart.arrow(context, this.x[this.run.actor[from]], yOf(this.rows.rowOf[from]),
        this.x[this.run.actor[to]], yOf(this.rows.rowOf[to]), true);
    }
  }

  static arrow(context, x1, y1, x2, y2, dashed) {
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length < 1) return;
    const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
    const [x, y] = [x2 - dx * 5, y2 - dy * 5];
    context.setLineDash(dashed ? [4, 3] : []);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x, y);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - dx * 7 - dy * 3.5, y - dy * 7 + dx * 3.5);
    context.lineTo(x - dx * 7 + dy * 3.5, y - dy * 7 - dx * 3.5);
    context.fill();
  }

  /** The gutter stays when the lanes are scrolled aside. */
  drawNumber(context, step, y) {
    const { colours, run } = this;
    context.fillStyle = colours.page;
    context.fillRect(0, y - Chart.Row / 2, Chart.Gutter - 8, Chart.Row);
    const mark = step === run.violation ? colours.violation : step === run.racing ? colours.racing
      : this.order && this.order[step] > 0 ? this.colourOf(step) : null;
    if (mark !== null) {
      context.fillStyle = mark;
      context.fillRect(0, y - Chart.Row / 2, 4, Chart.Row);
    }
    context.font = '11px ui-monospace, "DejaVu Sans Mono", monospace';
    context.fillStyle = step === this.selected ? colours.accent : colours.soft;
    context.textAlign = 'right';
    context.fillText(String(step), Chart.Gutter - 14, y + 4);
    context.textAlign = 'left';
  }

  /** The whole run in one strip: what is in sight, matches, the racing events. */
  drawOverview() {
    const context = this.overview.getContext('2d');
    const height = this.scroller.clientHeight;
    const { colours, rows, run } = this;
    const scale = height / Math.max(1, rows.count);
    context.fillStyle = colours.page;
    context.fillRect(0, 0, 14, height);
    context.fillStyle = colours.line;
    context.fillRect(0, this.scroller.scrollTop / Chart.Row * scale, 14,
      Math.max(4, height / Chart.Row * scale));
    const mark = (step, colour, tall) => {
      const row = rows.rowOf[step];
      if (!(row >= 0)) return;
      context.fillStyle = colour;
      context.fillRect(1, Math.min(row * scale, height - tall), 12, tall);
    };
    const stride = Math.max(1, Math.floor(rows.matches.length / 2000));
    for (let i = 0; i < rows.matches.length; i += stride) mark(rows.matches[i], colours.soft, 1);
    mark(this.selected, colours.accent, 2);
    mark(run.racing, colours.racing, 4);
    mark(run.violation, colours.violation, 4);
  }
}

// In CSS pixels.
Chart.Row = 22;
Chart.Gutter = 74;
Chart.Folded = 22;
Chart.LaneMin = 80;
Chart.LaneMax = 260;
Chart.Tail = 120;
