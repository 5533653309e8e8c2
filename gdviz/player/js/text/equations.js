// The equations of a step with its numbers, in each notation.
import { NOTATIONS } from './notation.js';

/** @import { Run, Value } from '../wire/run.js' */
/** @import { Notation } from './notation.js' */

const PLACE = /⟦[^⟧]+⟧/g; // ⟦name@when⟧: a number goes here

/** A place alone in parentheses: a column and a matrix bring their own. @type {Record<Notation, RegExp>} */
const FENCED = {
  mathml: /<mo>\(<\/mo>(⟦[^⟧]+⟧)<mo>\)<\/mo>/g, latex: /\\left\((⟦[^⟧]+⟧)\\right\)/g, text: /\((⟦[^⟧]+⟧)\)/g,
};

/**
 * A formula with the numbers of step k in its places.
 *
 * @param {string} template
 * @param {Run} run
 * @param {number} k
 * @param {Notation} notation
 * @returns {string}
 */
export function filled(template, run, k, notation) {
  const write = NOTATIONS[notation];
  /** @type {(place: string) => Value} */
  const valueOf = (place) => {
    const [name, when] = place.slice(1, -1).split('@');
    return run.value(name, Number(when), k);
  };
  return template.replace(FENCED[notation], (whole, place) => {
    const value = valueOf(place);
    const brings = Array.isArray(value) && value.flat().length > 1; // a column of one number is that number
    return brings ? write(value) : whole.replace(place, write(value, false));
  }).replace(PLACE, (place) => write(valueOf(place)));
}

/**
 * Why there are no numbers to show.
 *
 * @param {Run} run
 * @returns {string}
 */
export function noNumbers(run) {
  if (!run.steps) return `${run.name} has made no step. ${run.reason}`;
  const { unbroken, steps } = run, first = unbroken === 1 ? 'step' : `${unbroken} steps`;
  const recorded = [
    ...(unbroken ? [`its first ${first}`] : []),
    ...(steps > unbroken && run.stepShown(steps) ? ['the last one'] : []),
  ];
  const those = recorded.length ? `; those of ${recorded.join(' and of ')} are` : '';
  return `The numbers of this step are not recorded, as the run is long${those}.`;
}

/**
 * The equations of step k as lines of text.
 *
 * @param {Run} run
 * @param {number} k
 * @param {string} contributions what the rows of the data contribute, as text; "" for none
 * @returns {string}
 */
export function equationsText(run, k, contributions) {
  if (!k) return noNumbers(run);
  const lines = run.equations.map((e) => `${e.text}\n  = ${filled(e.text_numbers, run, k, 'text')}`);
  return [
    `${run.name}, step ${run.stepNumber(k)}${vectorsText(run)}`, ...(contributions ? [contributions] : []),
    lines.join('\n'),
  ].join('\n');
}

/**
 * The equations of step k as LaTeX.
 *
 * @param {Run} run
 * @param {number} k
 * @param {string} contributions what the rows of the data contribute, as LaTeX; "" for none
 * @returns {string}
 */
export function equationsLatex(run, k, contributions) {
  if (!k) return `% ${noNumbers(run)}`;
  const lines = run.equations.map((e) => (
    `${e.latex.replace('=', '&=')} \\\\ &= ${filled(e.latex_numbers, run, k, 'latex')}`));
  return [
    `% ${run.name}, step ${run.stepNumber(k)}${vectorsText(run)}`, ...(contributions ? [contributions] : []),
    '\\begin{aligned}', lines.join(' \\\\\n'), '\\end{aligned}',
  ].join('\n');
}

/**
 * Which parameters the vectors of a run's arithmetic are of, where they are not of all.
 *
 * @param {Run} run
 * @returns {string}
 */
export function vectorsText({ parts: { names }, dimension }) {
  if (!names.length || names.length === dimension) return '';
  const listed = [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');
  return `; vectors: ${listed}, ${names.length} of ${dimension} parameters`;
}
