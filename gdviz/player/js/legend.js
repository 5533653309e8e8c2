// One button per competitor: its line, its name, how it stands at the play head; a click hides or shows it.
import { el, shown } from './util.js';

const BADGES = { converged: 'converged', diverged: 'diverged' };

/** A competitor's line as a background. (A dashed SVG line would cost a frame 10 ms wherever it is drawn again.) */
function swatch({ color, dash }) {
  if (!dash.length) return `linear-gradient(${color}, ${color})`;
  let at = 0;
  const stops = dash.map((length, i) => `${i % 2 ? 'transparent' : color} ${at}px ${at += length}px`);
  return `repeating-linear-gradient(90deg, ${stops.join(', ')})`;
}

export class Legend {
  /** `events`: toggled(slug). */
  constructor(host, events) {
    Object.assign(this, { host, events, items: [] });
  }

  show(scene, hidden) {
    this.items = scene.runs.map((run) => {
      const item = el('button', 'gd-entry', '', { type: 'button', 'aria-pressed': String(!hidden.has(run.slug)), title: run.reason });
      const line = el('i', 'gd-line');
      line.style.backgroundImage = swatch(run);
      const loss = el('span', 'gd-loss'), badge = el('span', 'gd-badge');
      item.append(line, el('span', 'gd-name', run.name), loss, badge);
      item.dataset.slug = run.slug;
      item.addEventListener('click', () => this.events.toggled(run.slug));
      return { run, item, loss, badge };
    });
    const focused = this.host.contains(document.activeElement) ? document.activeElement.dataset.slug : null;
    this.host.replaceChildren(...this.items.map(({ item }) => item));
    if (focused) this.items.find(({ run }) => run.slug === focused)?.item.focus({ preventScroll: true });
  }

  press(hidden) {
    for (const { run, item } of this.items) item.setAttribute('aria-pressed', String(!hidden.has(run.slug)));
  }

  paint(k) {
    for (const { run, loss, badge } of this.items) {
      const text = shown(run.loss[run.head(k)], 4), over = k >= run.steps;
      const state = over ? BADGES[run.status] ?? (run.steps < this.longest ? 'ended' : '') : '';
      if (loss.textContent !== text) loss.textContent = text;
      if (badge.textContent !== state) { badge.textContent = state; badge.dataset.state = state; }
    }
  }

  get longest() { return Math.max(...this.items.map(({ run }) => run.steps)); }
}
