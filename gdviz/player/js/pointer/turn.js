// A button that turns the surface: what dragging does, for those who do not drag.

const TURN_PRESSED = 30, TURN_STEP = 10; // degrees
/** Which way an arrow key turns it, as a drag does: around, and upwards. @type {Record<string, number[]>} */
const TURNS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Let a button turn the surface: pressed a good way around, by the arrow keys a little.
 *
 * @param {HTMLButtonElement} button
 * @param {(around: number, upwards: number) => void} turn called with degrees
 */
export function bindTurns(button, turn) {
  button.addEventListener('click', () => turn(TURN_PRESSED, 0));
  button.addEventListener('keydown', (event) => {
    const way = TURNS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // the player would go on by a step
    turn(way[0] * TURN_STEP, way[1] * TURN_STEP);
  });
}
