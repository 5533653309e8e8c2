// What the keys mean that move something: the same for all that is moved.

/** Which way an arrow key goes: across, upwards. @type {Record<string, [across: number, upwards: number]>} */
export const ARROW_WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export const FINER = 10; // a step with Shift is so many times smaller

/** Whether a key is pressed with one that gives it to the browser. @param {KeyboardEvent} event */
export const withModifier = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;
