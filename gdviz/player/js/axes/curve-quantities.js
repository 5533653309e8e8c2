// What the curves measure and what they count, and which of it a scene has.

/** @import { Range } from '../base/numbers.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */

/**
 * What the vertical axis measures.
 *
 * @typedef {object} Metric
 * @property {(scene: Scene) => string} label
 * @property {number} first   the first iterate that has a value
 * @property {(run: Run, j: number) => number} of   the value at iterate j
 * @property {(run: Run, j: number) => number} [bound]   what is drawn besides, for which there is room
 * @property {(run: Run) => ArrayLike<number> | undefined} [tests]   the same of the rows that are held out
 * @property {Range} [range]   where it is always the same; such an axis is linear
 */

/** @satisfies {Record<string, Metric>} */
export const METRICS = {
  loss: {
    label: (scene) => scene.value_name, first: 0, of: (run, j) => run.loss[j],
    bound: (run, j) => run.planeLoss?.[j] ?? NaN, tests: (run) => run.testLoss,
  },
  gradient: { label: () => 'gradient norm', first: 0, of: (run, j) => run.gradientNorm(j) },
  rate: { label: () => 'learning rate', first: 1, of: (run, j) => run.rate(Math.max(1, j)) ?? NaN },
  accuracy: {
    label: () => 'accuracy', first: 0, of: (run, j) => (run.accuracy ? run.accuracy[j] : NaN), range: [0, 1],
    tests: (run) => run.testAccuracy,
  },
  sharpness: {
    label: () => 'largest curvature', first: 0, of: (run, j) => run.sharpness?.at(j) ?? NaN,
    bound: (run, j) => run.sharpness?.limitAt(j) ?? NaN,
  },
};
/** @typedef {keyof typeof METRICS} MetricName */

/**
 * What the horizontal axis counts.
 *
 * @typedef {object} Count
 * @property {(run: Run, j: number, scene: Scene) => number} along   how much at iterate j
 * @property {string} title
 * @property {string} one    of what it counts
 */

/** @satisfies {Record<string, Count>} */
export const COUNTS = {
  steps: { along: (run, j) => run.stepNumber(j), title: 'step', one: 'step' },
  epochs: {
    along: (_run, j, scene) => scene.sample?.epochs(j) ?? NaN, title: 'epoch (every row once)', one: 'epoch',
  },
  evaluations: {
    along: (run, j) => run.evaluations(j), title: 'evaluations: values, gradients and Hessians',
    one: 'evaluation',
  },
  time: {
    along: (run, j) => run.milliseconds(j), title: 'ms of computing, measured: mean of a step × steps',
    one: 'ms',
  },
};
/** @typedef {keyof typeof COUNTS} CountName */

/** @type {(name: MetricName) => Metric} */
export const metricOf = (name) => METRICS[name];
/** @type {(name: CountName) => Count} */
export const countOf = (name) => COUNTS[name];

/**
 * The values of a run on the rows that are held out.
 *
 * @param {MetricName} name
 * @param {Run} run
 * @returns {ArrayLike<number> | null}
 */
export const testsOf = (name, run) => metricOf(name).tests?.(run) ?? null;

export const METRIC_MENU = [
  ['loss', 'loss'], ['gradient', 'gradient norm'], ['rate', 'learning rate'], ['accuracy', 'accuracy'],
];
export const COUNT_MENU = [
  ['steps', 'steps'], ['epochs', 'epochs'], ['evaluations', 'evaluations'], ['time', 'time'],
];
/** Where a step lies at the same place for all runs. @type {Set<CountName>} */
export const ALIKE = new Set(['steps', 'epochs']);

/**
 * @param {Scene} scene
 * @returns {Set<string>} the names of what no run of the scene has
 */
export function missing({ runs, sample }) {
  /** @type {[string, boolean][]} */
  const there = [
    ['accuracy', runs.some((run) => run.accuracy)], ['epochs', Boolean(sample?.batched)],
    ['rate', !runs.length || runs.some((run) => !run.told)],
    ['time', runs.every((run) => !run.steps || run.secondsOfStep > 0)],
  ];
  return new Set(there.filter(([, has]) => !has).map(([name]) => name));
}
