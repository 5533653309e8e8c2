// Edits of the data, one after the other: while a point moves the newest place wins, but what is done is
// done. An edit that is under way may change the numbers of the rows behind it.

/**
 * What is done to a point.
 *
 * @typedef {object} PointEdit
 * @property {'move' | 'add' | 'delete' | 'back'} op  back: the point that moves is where it was
 * @property {number} [row]    its number, from 1; none for a point that is added
 * @property {number} [x]      where it is moved to or added
 * @property {number} [y]
 * @property {number} [label]  index of the class of a point that is added
 */

/** @typedef {{edit: PointEdit, settled: boolean}} Wish */

const LOST = 4000; // milliseconds after which an answer is no longer expected

/** Tells the page about edits. */
export class PointEdits {
  /**
   * @param {(edit: PointEdit & {id: number, settled: boolean}, settled: boolean) => void} move
   * @param {() => number} [now] milliseconds
   */
  constructor(move, now = () => performance.now()) {
    this.move = move;
    this.now = now;
    this.id = Date.now(); // numbers of an earlier visit of this page are smaller
    /** @type {{edit: PointEdit, id: number, when: number} | null} that is done but not answered */
    this.done = null;
    /** @type {Wish[]} what waits for that */
    this.waiting = [];
  }

  /** Whether all that was done is in the scene. */
  get rests() { return !this.done && !this.waiting.length; }

  /**
   * @param {PointEdit} edit
   * @param {boolean} settled false: it goes on
   */
  send(edit, settled) {
    const last = this.waiting[this.waiting.length - 1]?.edit;
    const replaces = edit.op === 'move' || edit.op === 'back';
    if (last?.op === 'move' && replaces && last.row === edit.row) this.waiting.pop();
    this.waiting.push({ edit, settled });
    if (this.done && this.now() - this.done.when > LOST) this.done = null;
    this.next();
  }

  /** Tell what waits, up to an edit that has to be answered first. */
  next() {
    while (!this.done) {
      const wish = this.waiting.shift();
      if (!wish) return;
      const { edit, settled } = wish, id = ++this.id;
      if (settled) this.done = { edit, id, when: this.now() };
      this.move({ ...edit, id, settled }, settled);
    }
  }

  /**
   * A scene has come.
   *
   * @param {number | undefined} id of the last edit that the page knows of
   * @param {boolean} refused whether it was refused
   */
  answered(id, refused) {
    if (!this.done || id === undefined || id < this.done.id) return;
    const { edit: { op, row } } = this.done;
    this.done = null;
    if (op === 'delete' && row && !refused) {
      this.waiting = this.waiting.flatMap((wish) => renumbered(wish, row));
    }
    this.next();
  }
}

/**
 * @param {Wish} wish
 * @param {number} row that is not there any more
 * @returns {Wish[]} the same wish for the rows as they are now; none where it was for that row
 */
function renumbered({ edit, settled }, row) {
  if (!edit.row || edit.row < row) return [{ edit, settled }];
  return edit.row === row ? [] : [{ edit: { ...edit, row: edit.row - 1 }, settled }];
}
