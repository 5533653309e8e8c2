// What several tests of the player need: random numbers from a seed, and a scene without a page.

/**
 * Random numbers that are the same in every run (the generator of Park and Miller).
 *
 * @param {number} seed
 * @returns {() => number} between 0 and 1
 */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

/**
 * @param {number} actual
 * @param {number} expected
 * @param {number} [tolerance] relative, of numbers below 1 absolute
 * @returns {boolean}
 */
export const near = (actual, expected, tolerance = 1e-9) => (
  Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)));
