// What the hand does to the points of the data, and what a tried model costs, in words.
import { grouped, readable } from '../base/numbers.js';

/** @import { Place } from '../axes/data-places.js' */
/** @import { Explored } from '../wire/types.js' */
/** @import { Sample } from '../wire/sample.js' */

/**
 * @param {Sample} sample
 * @param {Place} place
 * @returns {string} the values of a place by their names
 */
export function placeWords({ kind, x, y, across }, place) {
  if (kind === 'points') return `${x.name} = ${readable(place.y, 4)}`;
  if (kind === 'plane' && across === 1) return `${x.name} = ${readable(place.x ?? NaN, 4)}`;
  return `${x.name} = ${readable(place.x ?? NaN, 4)}, ${y.name} = ${readable(place.y, 4)}`;
}

/**
 * @param {Sample} sample
 * @param {number} i a drawn point
 * @param {Place} place where it is
 * @returns {string}
 */
export function pointWords(sample, i, place) {
  const { points: { row, label }, classes } = sample, more = sample.count(i) - 1;
  const named = label ? `, class ${classes[label[i]]}` : '';
  const called = sample.isTest(i) ? 'Test row' : 'Row';
  return `${called} ${row[i]}${more ? ` and ${more} more here` : ''}: ${placeWords(sample, place)}${named}`;
}

const POWERS = { 1: 'lengths', 2: 'squares' };

/**
 * What the residuals cost together, as the loss takes it: "mean of 60 squares".
 *
 * @param {Sample} sample
 * @returns {string} "" where the loss of a row is no power of its residual
 */
export function totalWords({ residual, average, rows }) {
  if (!residual) return '';
  const factor = residual.factor * (average === 'half mean' ? 0.5 : 1);
  const total = `${average === 'sum' ? 'sum' : 'mean'} of ${grouped(rows)} ${POWERS[residual.power]}`;
  if (Math.abs(factor - 1) < 1e-12) return total;
  return Math.abs(factor - 0.5) < 1e-12 ? `half the ${total}` : `${readable(factor, 4)} times the ${total}`;
}

/**
 * What a tried model costs.
 *
 * @param {Sample} sample
 * @param {Explored} explored
 * @returns {string}
 */
export function lossWords(sample, { loss, penalty }) {
  const total = totalWords(sample), number = (/** @type {number | null} */ v) => readable(v ?? NaN, 5);
  if (loss === null || penalty === null) return 'loss not finite';
  const data = number(loss - penalty);
  if (!total) return `loss = ${number(loss)}${penalty ? `, penalty ${number(penalty)} included` : ''}`;
  return penalty ? `${total} = ${data}, + penalty ${number(penalty)} = ${number(loss)} = loss`
    : `${total} = ${data} = loss`;
}
