// The coming step of one parameter of a network: its chain rule for the row, then the optimizer's equations.
import { readable } from '../../base/numbers.js';
import { filled, vectorsText } from '../../text/equations.js';
import { parameterAt } from './places.js';
import { chainWords } from './words.js';

/** @import { NetworkRecord } from '../../wire/models/network.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Part } from './words.js' */

const CHOOSE = 'Choose a weight, or the unit of a bias, in the network above: its chain rule and its update '
  + 'come here with their numbers.';

/**
 * @param {Run} run
 * @param {number} j the iterate where the play head rests
 * @returns {string[]} the equations of the step from there, with their numbers; else why there are none
 */
function equationsWords(run, j) {
  const step = j + 1;
  if (j >= run.steps) return ['No step follows: the run ends here.'];
  if (run.told) return [run.told];
  if (run.stepNumber(step) - run.stepNumber(j) > 1) {
    return ['The numbers of the coming step are not recorded, as the run is long.'];
  }
  return run.equations.map((e) => `${e.text} = ${filled(e.text_numbers, run, step, 'text')}`);
}

/**
 * @param {NetworkRecord} network
 * @param {Run} run
 * @param {number} j the iterate where the play head rests
 * @param {string[]} names of all parameters
 * @param {boolean} asks whether the page can be asked for the arithmetic of a parameter
 * @returns {Part[]} of the parameter whose arithmetic the scene has, where it is a single one
 */
export function updateWords(network, run, j, names, asks) {
  const { rest, restTables: { gradient, weights } } = network, [name, second] = run.parts.names;
  const index = second === undefined ? names.indexOf(name) : -1;
  if (!rest || !gradient || !weights) return [];
  if (index < 0) return asks ? [{ title: 'Update', lines: [CHOOSE] }] : [];
  const parameter = parameterAt(network.network.sizes, index);
  const following = j < run.steps ? `, step ${run.stepNumber(j) + 1}` : '';
  return [{
    title: `${name}, chain rule of row ${rest.row}`,
    lines: [
      ...chainWords(network.network, rest, weights, parameter, name),
      `The gradient over all rows: ∂f/∂${name} = ${readable(gradient[index], 4)}`,
    ],
  }, {
    title: `${name}, update by ${run.name}${following}${vectorsText(run)}`, lines: equationsWords(run, j),
  }];
}
