// A button that turns the surface: what dragging does, for those who do not drag.
import { ARROW_WAYS, withModifier } from '../base/arrow-keys.js';

const TURN_PRESSED = 30, TURN_STEP = 10; // degrees

/**
 * Let a button turn the surface: pressed a good way around, by the arrow keys a little.
 *
 * @param {HTMLButtonElement} button
 * @param {(around: number, upwards: number) => void} turn called with degrees
 */
export function bindTurns(button, turn) {
  button.addEventListener('click', () => turn(TURN_PRESSED, 0));
  button.addEventListener('keydown', (event) => {
    const way = ARROW_WAYS[event.key];
    if (!way || withModifier(event)) return;
    event.preventDefault();
    event.stopPropagation(); // the player would go on by a step
    turn(-way[0] * TURN_STEP, -way[1] * TURN_STEP); // as a drag that way does
  });
}
