'use strict';

/** Wires the page: keys, mouse, filters, search. */
class View {
  constructor(run) {
    this.run = run;
    this.rows = new Rows(run);
    this.setTheme(View.storedTheme());
    this.chart = new Chart(run, this.rows);
    this.details = new Details(run, step => this.select(step));
    this.fields = {};
    for (const name of ['search', 'matches', 'actor', 'message', 'violation', 'racing', 'keys']) {
      this.fields[name] = document.getElementById(name);
    }
    this.tellAbout();
    this.fillFilters();
    this.listen();
    const asked = Number(new URLSearchParams(location.hash.slice(1)).get('step'));
    this.select(asked >= 1 && asked <= run.count ? asked : run.violation || Math.min(1, run.count));
  }

  tellAbout() {
    const { about } = this.run;
    document.getElementById('title').textContent = about.title;
    const verdict = document.getElementById('verdict');
    const kind = document.createElement('b');
    kind.textContent = about.invariant ? `${about.invariant}: ` : '';
    verdict.append(kind, about.finding || 'nothing was found');
    this.fields.violation.hidden = !this.run.violation;
    this.fields.racing.hidden = !this.run.racing;
  }

  fillFilters() {
    const { run } = this;
    const option = (select, value, text) => select.append(new Option(text, value));
    option(this.fields.actor, -1, 'all actors');
    run.actors.forEach((actor, index) => option(this.fields.actor, index, actor.name));
    const counts = new Map();
    for (let step = 1; step <= run.count; step++) {
      counts.set(run.message[step], (counts.get(run.message[step]) ?? 0) + 1);
    }
    option(this.fields.message, -1, 'all messages');
    [...counts].map(([message, count]) => ({ message, count, name: run.texts.get(message) }))
      .sort((left, right) => left.name.localeCompare(right.name, 'en'))
      .forEach(({ message, count, name }) => option(this.fields.message, message, `${name} (${count})`));
  }

  listen() {
    const { chart, fields } = this;
    document.getElementById('tools').addEventListener('submit', event => event.preventDefault());
    for (const name of ['actor', 'message']) fields[name].addEventListener('change', () => this.filter());
    let typing = 0;
    fields.search.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.search(), 120);
    });
    fields.search.addEventListener('keydown', event => {
      if (event.key === 'Enter') this.goToMatch(!event.shiftKey);
      if (event.key === 'Escape') this.clear();
      event.stopPropagation();
    });
    fields.violation.addEventListener('click', () => this.select(this.run.violation));
    fields.racing.addEventListener('click', () => this.select(this.run.racing));
    document.getElementById('theme').addEventListener('click', () => this.switchTheme());
    document.getElementById('help').addEventListener('click', () => fields.keys.showModal());
    chart.scroller.addEventListener('mousemove', event => chart.hover(chart.stepAt(event.clientY)));
    chart.scroller.addEventListener('mouseleave', () => chart.hover(0));
    chart.scroller.addEventListener('click', event => this.select(chart.stepAt(event.clientY)));
    chart.overview.addEventListener('click', event => {
      const box = chart.overview.getBoundingClientRect();
      this.selectRow(Math.floor((event.clientY - box.top) / box.height * this.rows.count));
    });
    document.addEventListener('keydown', event => this.onKey(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.setTheme(View.storedTheme()));
  }

  onKey(event) {
    const isTyping = event.target instanceof HTMLSelectElement || this.fields.keys.open;
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const { chart, run } = this;
    const step = chart.selected;
    const page = Math.max(1, Math.floor(chart.scroller.clientHeight / Chart.Row) - 2);
    const actions = {
      ArrowDown: () => this.move(1), j: () => this.move(1),
      ArrowUp: () => this.move(-1), k: () => this.move(-1),
      PageDown: () => this.move(page), PageUp: () => this.move(-page),
      Home: () => this.selectRow(0), End: () => this.selectRow(this.rows.count - 1),
      ArrowRight: () => this.select(run.next[step]), l: () => this.select(run.next[step]),
      ArrowLeft: () => this.select(run.previous[step]), h: () => this.select(run.previous[step]),
      c: () => this.select(run.cause[step]),
      v: () => this.select(run.violation), r: () => this.select(run.racing),
      p: () => { chart.pinned = !chart.pinned; chart.redraw(); },
      f: () => chart.fold(run.actor[step]), F: () => chart.unfoldAll(),
      t: () => this.switchTheme(),
      '/': () => this.fields.search.focus(),
      '?': () => this.fields.keys.showModal(),
      Escape: () => this.clear(),
    };
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  }

  move(rows) {
    const row = this.rows.rowOf[this.chart.selected];
    this.selectRow(row < 0 ? this.rows.near(this.chart.selected) : row + rows);
  }

  selectRow(row) {
    this.select(this.rows.steps[Math.max(0, Math.min(this.rows.count - 1, row))] ?? 0);
  }

  /** Shows a step; a filter that hides it goes. */
  select(step) {
    if (!(step > 0)) return;
    if (this.rows.rowOf[step] < 0) {
      this.fields.actor.value = this.fields.message.value = '-1';
      this.filter();
    }
    this.chart.select(step);
    this.details.show(step);
    history.replaceState(null, '', `#step=${step}`);
  }

  filter() {
    this.rows.filter(Number(this.fields.actor.value), Number(this.fields.message.value));
    this.tellMatches();
    this.chart.resize();
    if (this.rows.rowOf[this.chart.selected] >= 0) this.chart.select(this.chart.selected);
  }

  search() {
    this.rows.search(this.fields.search.value);
    this.tellMatches();
    if (this.rows.matches.length > 0 && !this.rows.isMatch[this.chart.selected]) this.goToMatch(true);
    this.chart.redraw();
  }

  tellMatches() {
    const { matches, query } = this.rows;
    const at = matches.indexOf(this.chart.selected) + 1;
    this.fields.matches.textContent = query === '' ? '' : at > 0 ? `${at} / ${matches.length}` : `${matches.length}`;
  }

  goToMatch(forward) {
    this.select(this.rows.match(this.chart.selected, forward));
    this.tellMatches();
  }

  clear() {
    this.fields.search.value = '';
    this.fields.actor.value = this.fields.message.value = '-1';
    this.rows.search('');
    this.filter();
    this.chart.scroller.focus();
  }

  switchTheme() {
    const theme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem('theme', theme);
    } catch {
      // A page from a file may not be allowed to store anything: the switch then holds until it is closed.
    }
    this.setTheme(theme);
  }

  static storedTheme() {
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    try {
      return localStorage.getItem('theme') ?? system;
    } catch {
      return system;
    }
  }

  setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    this.chart?.readColours();
  }
}

Run.unpack(document.getElementById('data').textContent).then(
  run => {
    window.view = new View(run);
    requestAnimationFrame(() => requestAnimationFrame(() => { document.body.dataset.ready = 'true'; }));
  },
  cause => { document.getElementById('verdict').textContent = `This page is damaged: ${cause.message}`; });
