// One row of the data goes through the network and back, in numbers: known where the play head rests.
import { el, put } from '../../base/dom.js';
import { Panel } from '../panel.js';
import { updateWords } from './update.js';
import { passWords } from './words.js';

/** @import { Section } from '../../control/template.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { Described, PanelEvents } from '../panel.js' */

/** The passes of a row. */
export class PassesPanel extends Panel {
  /** @type {Section} */
  static section = {
    name: 'passes', place: 'lower', title: 'One row, forward and backward', hidden: true,
    label: 'A row of the data in numbers, forward and backward',
    tools: '<label class="gd-passes-row">row '
      + '<input type="number" min="1" step="1" data-gd="passes-row"></label>',
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    this.row = this.tool('passes-row', HTMLInputElement);
    this.parts = host.appendChild(el('div', 'gd-passes-parts'));
    this.written = ''; // whose passes are written
    /** @type {string[]} */
    this.names = []; // of the parameters
    this.row.addEventListener('change', () => this.ask());
  }

  /** Another row is asked for; the page says where there is no such row. */
  ask() {
    const row = this.row.valueAsNumber;
    if (Number.isInteger(row) && this.row.checkValidity()) this.events.move('row', row, true);
  }

  /**
   * @param {Scene} scene
   */
  show(scene) {
    const { sample, data } = scene;
    this.section.hidden = !scene.runs.some((run) => run.network);
    if (this.row.parentElement) this.row.parentElement.hidden = !this.events.hears('hand');
    this.names = data?.parameters ?? [];
    put(this.row, 'max', String(sample ? sample.rows + sample.testRows : 1));
    this.written = '';
  }

  /**
   * @param {boolean} playing
   * @returns {string} why no numbers are shown
   */
  absent(playing) {
    if (playing) return 'The numbers are those of the step where the play head rests: pause to see them.';
    return this.events.hears('slice') ? 'The numbers of this step are on their way.'
      : 'The numbers of this step are not in this file.';
  }

  /**
   * @param {number} k
   * @param {Described} described
   */
  describe(k, { focused, playing }) {
    const network = focused?.network;
    if (!network || !focused) return;
    const j = focused.head(k), { rest, restTables: { weights } } = network;
    const known = !playing && rest && weights && network.restsAt(j);
    const key = known ? `${focused.slug} ${j} ${rest.row}` : this.absent(playing);
    if (key === this.written) return;
    this.written = key;
    if (!known) {
      this.parts.replaceChildren(el('p', 'gd-passes-absent', key));
      return;
    }
    if (document.activeElement !== this.row) this.row.value = String(rest.row);
    const parts = [
      ...passWords(network.network, rest, weights),
      ...updateWords(network, focused, j, this.names, this.events.hears('hand')),
    ];
    this.parts.replaceChildren(...parts.map(({ title, lines }) => {
      const part = el('div', 'gd-pass');
      part.append(el('h4', '', title), ...lines.map((line) => el('p', '', line)));
      return part;
    }));
  }
}
