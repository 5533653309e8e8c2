// One competitor's run as the player asks about it, by step number.
import { lastReached } from '../base/numbers.js';
import { pointsOnCurve } from './heights.js';
import { networkOf } from './models/network.js';
import { scoredOf } from './models/tabled.js';
import { Told } from './models/told.js';
import { sharpnessOf } from './picture/sharpness.js';
import { recordedValue } from './tables.js';

/** @import { Numbers } from './models/tabled.js' */
/** @import { Plane } from './picture/plane.js' */
/** @import { Recorded } from './tables.js' */
/** @import { RunHeader, SceneHeader, Table, Tables } from './types.js' */

/**
 * @typedef {number | null | number[] | number[][]} Value  a number, a column, a matrix; null where it is not
 * known
 */
/** @typedef {'' | 'ended' | 'diverged'} RunState */

/**
 * One competitor's run. Step k (1..steps) moves theta[k-1] to theta[k]; row k-1 of a quantity belongs to step
 * k.
 */
export class Run {
  /**
   * @param {RunHeader} described
   * @param {number} index its place among the competitors
   * @param {Tables} tables
   * @param {SceneHeader} header
   * @param {Plane | null} [plane] that the picture shows
   */
  constructor(described, index, tables, header, plane = null) {
    /** @type {(name: string) => Table | undefined} */
    const table = (name) => tables[name];
    this.index = index;
    this.slug = described.slug;
    this.name = described.name;
    this.color = described.color;
    this.dash = described.dash;
    this.steps = described.steps;
    this.status = described.status;
    this.reason = described.reason;
    this.summary = described.summary;
    this.equations = described.equations;
    this.told = described.told;
    this.arrows = described.arrows;
    this.constantRate = described.rate;
    this.constantEvaluations = described.evals ?? [];
    this.evaluationsOfStep = this.constantEvaluations.reduce((sum, count) => sum + count, 0);
    /** Computing time of a step, the average of the run; NaN where it is not known. */
    this.secondsOfStep = header.seconds[index] ?? NaN;
    this.hyper = new Map(Object.entries(described.hyper)); // names are a user's own: "constructor" is one
    /** 1 where the run climbs, -1 where it descends. */
    this.sign = header.maximize ? 1 : -1;
    this.theta = tables.theta;
    this.loss = tables.loss;
    /** The loss over the rows that are held out. */
    this.testLoss = table('test_loss');
    this.g = tables.g;
    this.rates = table('rate');
    this.evaluationCounts = table('evals');
    this.stepNumbers = table('at');
    this.allParameters = table('full');
    /** What a model is drawn from at some iterates: predictions of a formula, or many parameters. */
    this.models = table('models');
    this.modelsAt = table('models_at');
    /** Shares of rows that are classified correctly; of the test rows, where some are held out. */
    this.accuracy = table('accuracy');
    this.testAccuracy = table('test_accuracy');
    /** Counts of rows by true and predicted class, and the iterates that they are of unless of all. */
    this.confused = table('confused');
    this.testConfused = table('test_confused');
    this.confusedAt = table('confused_at');
    /** How many rows have a margin that is not above that of the loss. */
    this.support = table('support');
    this.gradientNorms = table('norm'); // of all parameters, where the picture shows two of more
    this.batchLoss = table('batch_loss');
    /** The loss on the picture's plane where each iterate is projected to. */
    this.planeLoss = table('on_plane');
    /** The largest curvatures, where the scene has them. */
    this.sharpness = sharpnessOf(described, table);
    this.rowTable = table('rows');
    this.knownRows = table('known');
    this.rowMeans = table('mean');
    this.penaltyGradients = table('pull');
    /** Names of the parameters that the picture shows: one or two. */
    this.names = header.names;
    this.pictured = header.names.length;
    /** The points of the picture, two numbers each. */
    this.points = this.pictured === 1 ? pointsOnCurve(this.theta, this.loss) : this.theta;
    this.plane = plane;
    this.dimension = plane?.dimension ?? header.data?.parameters.length ?? this.pictured;
    this.axes = header.data?.axes ?? [0, 1].slice(0, this.pictured);
    /** What is known of the network that is descended, where it is one. */
    this.network = networkOf(header.data, tables, described.rest);
    /** Scores of a formula's classes at the cells of its regions. */
    this.scored = this.network ? null : scoredOf(header.data, tables);
    /** The parameters that are told of each step. */
    this.parts = new Told(header.data, this.dimension, tables);
    /** @type {Map<string, Recorded>} */
    this.recorded = new Map(described.quantities.map(({ key, shape }) => [key, {
      shape, width: shape.reduce((a, b) => a * b, 1),
      ofSteps: tables[`q:${key}`], initial: tables[`q0:${key}`],
    }]));
  }

  /**
   * The step that arrows and numbers are of at play head k: the one that led there, at the start the coming
   * one.
   *
   * @param {number} k
   * @returns {number} 0 where its numbers are not recorded, or none was made
   */
  stepShown(k) {
    const step = Math.min(Math.max(1, k), this.steps);
    return step && this.stepNumber(step) - this.stepNumber(step - 1) > 1 ? 0 : step;
  }

  /**
   * The number of the step that led to iterate k of the record; a record with gaps has a table of them.
   *
   * @param {number} k
   * @returns {number}
   */
  stepNumber(k) { return this.stepNumbers ? this.stepNumbers[k] : k; }

  /** The last of the steps that are recorded without a gap. */
  get unbroken() {
    let k = 0;
    while (k < this.steps && this.stepNumber(k + 1) === k + 1) k++;
    return k;
  }

  /**
   * @param {number} k
   * @returns {number} the iterate that this run is at when the play head is at k
   */
  head(k) { return Math.min(k, this.steps); }

  /**
   * @param {number} k
   * @returns {RunState} "" while it runs at play head k
   */
  stateAt(k) {
    if (k < this.steps) return '';
    return this.status === 'diverged' ? 'diverged' : 'ended';
  }

  /**
   * @param {number} k 1..steps
   * @returns {number | null} the learning rate of step k
   */
  rate(k) { return this.rates ? this.rates[k - 1] : this.constantRate; }

  /**
   * @param {number} k
   * @returns {number} the norm of the gradient at iterate k
   */
  gradientNorm(k) { return this.gradientNorms ? this.gradientNorms[k] : Math.hypot(...this.pair(this.g, k)); }

  /**
   * @param {number} j
   * @returns {number} the loss of the batch of step j + 1, at iterate j; NaN where there is none
   */
  batchLossAt(j) { return this.batchLoss && j < this.steps ? this.batchLoss[j] : NaN; }

  /**
   * @param {number} k
   * @returns {number[]} values, gradients and Hessians that were evaluated up to iterate k
   */
  evaluated(k) {
    if (this.evaluationCounts) return Array.from(this.evaluationCounts.subarray(3 * k, 3 * k + 3));
    return this.constantEvaluations.map((count) => count * this.stepNumber(k));
  }

  /**
   * @param {number} k
   * @returns {number} evaluations of any kind up to iterate k
   */
  evaluations(k) {
    const { evaluationCounts: counts } = this;
    if (counts) return counts[3 * k] + counts[3 * k + 1] + counts[3 * k + 2];
    return this.stepNumber(k) * this.evaluationsOfStep;
  }

  /**
   * @param {number} k
   * @returns {number} computing time up to iterate k, as if all steps took the same
   */
  milliseconds(k) { return k ? this.stepNumber(k) * this.secondsOfStep * 1000 : 0; }

  /**
   * @param {number} k
   * @returns {Float32Array} the parameters at iterate k, of many those that are told
   */
  parameters(k) {
    const { count } = this.parts;
    return (this.allParameters ?? this.theta).subarray(k * count, (k + 1) * count);
  }

  /**
   * @param {number} k
   * @returns {Numbers} what the model at iterate k is drawn from, or the last that is known by then
   */
  model(k) {
    if (this.network) return this.network.scoresAt(k);
    if (this.scored) return this.scored.upTo(k);
    const { models, modelsAt } = this;
    if (!models || !modelsAt) return this.parameters(k);
    const count = modelsAt.length, width = models.length / count;
    const row = lastReached(count, (i) => modelsAt[i] <= k);
    return models.subarray(row * width, (row + 1) * width);
  }

  /**
   * @param {ArrayLike<number>} table
   * @param {number} row
   * @returns {number[]} what the picture shows of a row: one number or two
   */
  pair(table, row) { return this.pictured === 1 ? [table[row]] : [table[2 * row], table[2 * row + 1]]; }

  /**
   * @param {number} k 1..steps
   * @returns {number} the length of step k
   */
  stride(k) {
    if (this.parts.strides) return this.parts.strides[k - 1];
    const before = this.parameters(k - 1);
    return Math.hypot(...Array.from(this.parameters(k), (v, i) => v - before[i]));
  }

  /**
   * @param {string} key of an arrow
   * @param {number} k
   * @returns {number[] | null} what the picture shows of it at step k; null for what is no vector
   */
  arrow(key, k) {
    const { parts, plane } = this, onPlane = parts.arrow(key), value = this.value(key, 0, k);
    if (onPlane) return this.pair(onPlane, k - 1);
    if (!Array.isArray(value) || value.length !== parts.count) return null;
    const vector = value.flat();
    return plane ? plane.componentsOf(vector) : this.axes.map((parameter) => parts.entry(vector, parameter));
  }

  /**
   * The value of a name at step k.
   *
   * @param {string} key
   * @param {number} when 0 after it was assigned in this step, -1 before
   * @param {number} k
   * @returns {Value}
   */
  value(key, when, k) {
    if (key === 'theta') return Array.from(this.parameters(when < 0 ? k - 1 : k));
    const recorded = this.recorded.get(key);
    if (recorded) return recordedValue(recorded, recorded.ofSteps ? k - 1 + when : -1);
    switch (key) {
      case 'g': return this.pair(this.g, k - 1);
      case 'f': return this.loss[k - 1];
      case 't': return this.stepNumber(k);
      case 'D': return this.dimension;
      case 'lr': return this.rate(k);
      default: return this.hyper.get(key) ?? null;
    }
  }
}
