// The arithmetic panel: each equation of the step under the play head, in symbols, in numbers, and its result.
import { latex, mathml, text } from './notation.js';
import { RowsPanel } from './rows.js';
import { el, shown } from './util.js';

const SLOT = /⟦[^⟧]+⟧/g;

// a slot alone in parentheses: a column and a matrix bring their own
const FENCED = {
  mathml: /<mo>\(<\/mo>(⟦[^⟧]+⟧)<mo>\)<\/mo>/g, latex: /\\left\((⟦[^⟧]+⟧)\\right\)/g, text: /\((⟦[^⟧]+⟧)\)/g,
};
const EQUALS = '<mo form="infix">=</mo>';
const WRITE = { mathml, latex, text };

function filled(template, run, k, kind) {
  const value = (slot) => { const [key, when] = slot.slice(1, -1).split('@'); return run.value(key, Number(when), k); };
  return template.replace(FENCED[kind], (whole, slot) => {
    const v = value(slot);
    return Array.isArray(v) ? WRITE[kind](v) : whole.replace(slot, WRITE[kind](v, false));
  }).replace(SLOT, (slot) => WRITE[kind](value(slot)));
}

const noStep = (run) => (!run.steps ? `${run.name} has made no step. ${run.reason}`
  : `The numbers of this step are not recorded, as the run is long; those of its first ${run.unbroken} steps are.`);

/** The equations of step k as lines of text or LaTeX, after `rows` (what the data say, in the same notation). */
export function written(run, k, kind, rows = '') {
  if (!k) return kind === 'latex' ? `% ${noStep(run)}` : noStep(run);
  const [symbols, numbers] = kind === 'latex' ? ['latex', 'latex_numbers'] : ['text', 'text_numbers'];
  const lines = run.equations.map((e) => {
    const put = filled(e[numbers], run, k, kind);
    return kind === 'latex' ? `${e[symbols].replace('=', '&=')} \\\\ &= ${put}` : `${e[symbols]}\n  = ${put}`;
  });
  const above = rows && `${rows}\n`;
  return kind === 'latex' ? `% ${run.name}, step ${run.number(k)}\n${above}\\begin{aligned}\n${lines.join(' \\\\\n')}\n\\end{aligned}`
    : `${run.name}, step ${run.number(k)}\n${above}${lines.join('\n')}`;
}

export class ArithmeticPanel {
  /** `events`: focus(slug). */
  constructor(host, picker, events) {
    Object.assign(this, { host, picker, events });
    this.list = el('div', 'gd-equations');
    this.title = el('p', 'gd-step-title');
    this.arrows = el('p', 'gd-arrows');
    this.rows = new RowsPanel();
    host.append(this.title, this.rows.node, this.list, this.arrows);
    picker.addEventListener('change', () => events.focus(picker.value));
  }

  /** Another scene or another competitor. */
  show(scene, run) {
    const same = this.run && run && this.run.slug === run.slug && JSON.stringify(this.run.equations) === JSON.stringify(run.equations);
    this.run = run;
    this.rows.show(scene.sample, run);
    const names = scene.runs.map((r) => `${r.slug} ${r.name}`).join('|');
    if (names !== this.names) {
      this.names = names;
      this.picker.replaceChildren(...scene.runs.map((r) => el('option', '', r.name, { value: r.slug })));
    }
    this.picker.value = run?.slug ?? '';
    if (!same) this.list.replaceChildren(...(run?.equations ?? []).map((e) => {
      const block = el('div', 'gd-equation');
      block.innerHTML = `<div class="gd-symbols">${e.mathml}</div><div class="gd-numbers"></div><div class="gd-result"></div>`;
      return block;
    }));
    this.at = null;
  }

  /** The step that is told at play head k, and what its `arrows` (of marks.js, or null) mean. */
  paint(k, arrows) {
    const { run } = this;
    this.legend(arrows);
    const step = run?.stepTold(k);
    if (!step || !run.equations.length) {
      this.title.textContent = !run ? '' : !step ? noStep(run) : 'Loading the equations…';
      this.empty();
      return;
    }
    const key = `${step} ${k}`;
    if (this.at === key) return;
    this.at = key;
    this.rows.node.hidden = !this.rows.known;
    this.rows.paint(step);
    const rate = run.rate(step);
    this.title.textContent = `${k === 0 ? 'The coming step 1' : `Step ${run.number(step)}`}${k > run.steps ? ' (its last)' : ''}${
      rate === null ? '' : `, rate ${shown(rate, 4)}`}`;
    run.equations.forEach((e, i) => {
      const [, numbers, result] = this.list.children[i].children;
      const template = e.numbers.slice(0, e.numbers.lastIndexOf('<wbr/>')); // without the result, which stands by itself
      numbers.innerHTML = filled(template, run, step, 'mathml').replace(/^<math[^>]*>/, `$&${EQUALS}`);
      result.innerHTML = `<math>${EQUALS}${mathml(run.value(e.name, 0, step), false)}</math>`;
    });
  }

  /** No step: the equations in symbols stay, the numbers of another run must not. */
  empty() {
    this.at = null;
    this.rows.node.hidden = true;
    for (const block of this.list.children) for (const part of [...block.children].slice(1)) part.replaceChildren();
  }

  legend(arrows) {
    const parts = arrows?.parts ?? [], key = `${arrows?.step} ${arrows?.factor} ${parts.map((a) => a.label)} ${this.run?.color}`;
    if (key === this.arrowKey) return;
    this.arrowKey = key;
    const items = parts.map(({ kind, label }) => {
      const item = el('span', `gd-arrow gd-arrow-${kind}`);
      item.style.setProperty('--gd-run', this.run.color);
      item.append(el('i'), label);
      return item;
    });
    const scale = !items.length ? '' : arrows.factor ? `arrows of step ${arrows.step}${
      arrows.factor === 1 ? '' : `, all drawn ${shown(arrows.factor, 2)} times as long`}` : `step ${arrows.step} is too short for an arrow`;
    this.arrows.replaceChildren(...items, ...(scale ? [el('em', '', scale)] : []));
  }
}
