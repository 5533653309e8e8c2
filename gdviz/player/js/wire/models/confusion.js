// How many rows of each class a run takes for which class, at the iterates whose counts are sent.
import { lastReached } from '../../base/numbers.js';

/** @import { Run } from '../run.js' */
/** @import { Table } from '../types.js' */

/**
 * Counts of rows: one list for each true class, of the classes that are predicted.
 *
 * @typedef {{counts: number[][], iterate: number, right: number, counted: number}} Confusion
 */

/**
 * The counts of a run at iterate j, or at the last one before it whose counts are sent.
 *
 * @param {Run} run
 * @param {number} j
 * @param {Table | undefined} table of the rows that are descended, or of the test rows
 * @param {number} classes
 * @returns {Confusion | null} null where none are known
 */
export function confusionAt({ confusedAt }, j, table, classes) {
  if (!table) return null;
  const place = confusedAt ? lastReached(confusedAt.length, (i) => confusedAt[i] <= j) : j;
  const from = place * classes * classes;
  const counts = Array.from({ length: classes }, (_, of) => (
    Array.from(table.subarray(from + of * classes, from + (of + 1) * classes))));
  return {
    counts, iterate: confusedAt ? confusedAt[place] : j,
    right: counts.reduce((sum, row, of) => sum + row[of], 0),
    counted: counts.reduce((sum, row) => row.reduce((a, b) => a + b, sum), 0),
  };
}
