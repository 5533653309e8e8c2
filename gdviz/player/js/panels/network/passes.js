// One row of the data goes through the network and back, in numbers: known where the play head rests.
import { el } from '../../base/dom.js';
import { NumberField } from '../../base/setting/number-field.js';
import { Panel } from '../panel.js';
import { updateWords } from './update.js';
import { passWords } from './words.js';

/** @import { Section } from '../../control/template.js' */
/** @import { Control } from '../../wire/types.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { Described, PanelEvents } from '../panel.js' */

/** @type {(value: number, high: number, why?: string) => Control} of the number of a row */
const rowControl = (value, high, why = '') => ({
  key: 'row', of: null, label: 'row', low: 1, high, value, log: false, whole: true, main: true, help: '',
  limit: null, complaint: why && `${why[0].toUpperCase()}${why.slice(1)}.`,
});

/** The passes of a row. */
export class PassesPanel extends Panel {
  /** @type {Section} */
  static section = {
    name: 'passes', place: 'lower', title: 'One row, forward and backward', hidden: true,
    label: 'A row of the data in numbers, forward and backward',
    tools: '<span class="gd-passes-row" data-gd="passes-row"></span>',
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    this.tools = this.tool('passes-row', HTMLSpanElement);
    this.row = new NumberField(rowControl(1, 1), 'row', (row) => events.move('row', row, true));
    this.tools.append('row', this.row.node);
    this.parts = host.appendChild(el('div', 'gd-passes-parts'));
    this.written = ''; // whose passes are written
    /** @type {string[]} */
    this.names = []; // of the parameters
  }

  /**
   * @param {Scene} scene
   */
  show(scene) {
    const { data } = scene;
    this.section.hidden = !scene.runs.some((run) => run.network);
    this.tools.hidden = !this.events.hears('hand');
    this.names = data?.parameters ?? [];
    this.showRow(scene);
    this.written = '';
  }

  /** @param {Scene} scene */
  told(scene) { this.showRow(scene); }

  /** The row that is explained; why another one that was asked for is not. @param {Scene} scene */
  showRow({ runs, sample, refused }) {
    const row = runs.find(({ network }) => network?.rest)?.network?.rest?.row ?? this.row.value;
    this.row.show(rowControl(row, sample ? sample.rows + sample.testRows : row, refused?.row), row);
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
