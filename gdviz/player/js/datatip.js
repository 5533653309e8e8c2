// What is under the pointer in the data panel: the point's values and what the focused competitor makes of it.
import { within } from './axes2d.js';
import { classColor } from './classes.js';
import { radiusOf } from './dataframe.js';
import { chanceShown, el, shown } from './util.js';

const GRID = 12; // pixels between the places that are tried

export class DataTip {
  constructor(panel) {
    this.panel = panel;
    this.node = panel.host.appendChild(el('div', 'gd-tip'));
    this.node.hidden = true;
    this.ring = panel.host.appendChild(el('i', 'gd-ring'));
    this.ring.hidden = true;
    panel.host.addEventListener('pointermove', (event) => {
      const box = panel.host.getBoundingClientRect();
      this.at = [event.clientX - box.left, event.clientY - box.top];
      this.refresh();
    });
    panel.host.addEventListener('pointerleave', () => { this.at = null; this.refresh(); });
  }

  refresh() {
    const { panel } = this, { focused, k } = panel.events.now(), theta = focused?.parameters(focused.head(k));
    const i = this.at && panel.sample ? panel.nearest(...this.at, theta) : null;
    this.node.hidden = this.ring.hidden = i === null;
    if (i === null) return;
    const { sample, frame } = panel, [x, y] = panel.pixel(i, theta), row = (name, value) => {
      const node = el('div', 'gd-tip-row');
      node.append(el('span', '', name), el('b', '', value));
      return node;
    };
    this.node.replaceChildren(el('div', 'gd-tip-title', `row ${sample.points.row[i]}${sample.count(i) > 1 ? ` and ${sample.count(i) - 1} more here` : ''}`), ...this.values(i, row),
      ...(theta ? [this.name(focused), ...this.model(i, theta, row)] : []));
    const [left, top] = this.place(x, y, theta);
    Object.assign(this.node.style, { left: `${left}px`, top: `${top}px` });
    this.ring.style.transform = `translate(${x}px, ${y}px)`;
  }

  /** Where the tip stands: the place nearest to (x, y) at which it covers no point; beside or below the panel if there is none. */
  place(x, y, theta) {
    const { panel, node } = this, { frame, sample } = panel, w = node.offsetWidth, h = node.offsetHeight;
    const reach = radiusOf(sample) + 3, points = Array.from({ length: sample.drawn }, (_, i) => panel.pixel(i, theta))
      .filter(([px, py]) => within(frame, px, py));
    const free = (left, top) => !points.some(([px, py]) => px > left - reach && px < left + w + reach
      && py > top - reach && py < top + h + reach);
    let best = null, distance = Infinity;
    for (let top = 2; top + h <= frame.height; top += GRID) for (let left = 2; left + w <= frame.width; left += GRID) {
      const d = Math.hypot(Math.max(left - x, 0, x - left - w), Math.max(top - y, 0, y - top - h));
      if (d < distance && free(left, top)) { best = [left, top]; distance = d; }
    }
    const box = panel.host.getBoundingClientRect(), room = document.documentElement.clientWidth;
    if (best) return best;
    if (box.right + 6 + w <= room) return [frame.width + 6, Math.max(2, Math.min(y, frame.height - h))];
    return [Math.max(2, Math.min(x, frame.width - w)), frame.height + 6];
  }

  name(run) {
    const node = el('div', 'gd-tip-row gd-tip-run'), dot = el('i');
    dot.style.background = run.color;
    node.append(dot, el('span', '', run.name));
    return node;
  }

  values(i, row) {
    const { sample, frame } = this.panel, { x, y, label } = sample.points;
    if (sample.kind === 'points') return [row(sample.x.name, shown(y[i], 5))];
    const both = [row(sample.x.name, shown(x[i], 5)), row(sample.y.name, shown(y[i], 5))];
    if (!label) return both;
    const named = row('class', sample.classes[label[i]]), dot = el('i');
    dot.style.background = classColor(label[i], frame.theme);
    named.prepend(dot);
    return [named, ...both];
  }

  /** The prediction, and how far it is from the truth. */
  model(i, theta, row) {
    const { sample } = this.panel, { y, label } = sample.points, z = sample.scores(i, theta);
    if (!label) return [row('prediction', shown(z[0], 5)), row('residual', shown(y[i] - z[0], 5))];
    const guess = z.length === 1 ? Number(z[0] > 0) : z.indexOf(Math.max(...z));
    const said = row('predicted', `${sample.classes[guess]} ${guess === label[i] ? '✓' : '✗'}`);
    if (z.length > 1) return [said, row('scores', z.map((v) => shown(v, 3)).join(', '))];
    const chance = sample.odds ? [row(`P(${sample.classes[1]})`, chanceShown(sample.logOdds(z[0])))] : [];
    return [said, row('score z', shown(z[0], 4)), ...chance];
  }
}
