// What is under the pointer in the data panel: the point's values and what the focused competitor makes of it.
import { classColor } from './classes.js';
import { chanceShown, el, shown } from './util.js';

export class DataTip {
  constructor(panel) {
    this.panel = panel;
    this.node = panel.host.appendChild(el('div', 'gd-tip'));
    this.node.hidden = true;
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
    this.node.hidden = i === null;
    if (i === null) return;
    const { sample, frame } = panel, [x, y] = panel.pixel(i, theta), row = (name, value) => {
      const node = el('div', 'gd-tip-row');
      node.append(el('span', '', name), el('b', '', value));
      return node;
    };
    this.node.replaceChildren(el('div', 'gd-tip-title', `row ${sample.points.row[i]}`), ...this.values(i, row),
      ...(theta ? [this.name(focused), ...this.model(i, theta, row)] : []));
    const right = x > (frame.left + frame.right) / 2, low = y > (frame.top + frame.bottom) / 2;
    Object.assign(this.node.style, {
      left: right ? '' : `${x + 12}px`, right: right ? `${frame.width - x + 12}px` : '',
      top: low ? '' : `${Math.max(4, y - 10)}px`, bottom: low ? `${Math.max(4, frame.height - y - 10)}px` : '',
    });
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
