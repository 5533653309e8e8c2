// What the parameters of a surface mean, at the play head: a table that is factorised, or a cloud of data.
import { emptied } from '../../../base/canvas.js';
import { el, putText } from '../../../base/dom.js';
import { Panel } from '../../panel.js';
import { cloudFrame, drawCloud, drawImages } from './cloud.js';
import { FactorTable } from './factor-table.js';
import { cloudText, tableText, totalText } from './words.js';

/** @import { DataFrame } from '../../../axes/data-frame.js' */
/** @import { Look } from '../../../control/painter.js' */
/** @import { Section } from '../../../control/template.js' */
/** @import { MeaningHeader, Meant } from '../../../wire/models/meaning.js' */
/** @import { Run } from '../../../wire/run.js' */
/** @import { Scene } from '../../../wire/scene.js' */
/** @import { Described, PanelEvents } from '../../panel.js' */

/** There only where the surface declares a meaning. */
export class MeaningPanel extends Panel {
  /** @type {Section} */
  static section = {
    name: 'meaning', place: 'stage', title: 'Data', tools: '', hidden: true,
    label: 'What the parameters mean, for the focused run at the play head',
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    this.room = el('div', 'gd-meaning-room');
    this.back = el('canvas', 'gd-over');
    this.front = el('canvas', 'gd-over');
    this.said = el('p', 'gd-meaning-said');
    host.append(this.room, this.said);
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {FactorTable | null} */
    this.table = null;
    /** @type {DataFrame | null} of the cloud */
    this.frame = null;
  }

  get takesTurns() { return true; }

  /** @returns {MeaningHeader | null} */
  get header() { return this.scene?.meaning ?? null; }

  /** @param {Scene} scene */
  show(scene) {
    const { meaning, names } = scene, before = JSON.stringify(this.header);
    this.scene = scene;
    this.section.hidden = !meaning;
    this.invalidate();
    if (!meaning || JSON.stringify(meaning) === before) return;
    putText(this.section.querySelector('h3') ?? this.section, meaning.title);
    this.section.setAttribute('aria-label', MeaningPanel.section.label); // until the play head rests
    this.table = meaning.kind === 'table' ? new FactorTable(meaning, names) : null;
    this.room.replaceChildren(...(this.table ? [this.table.node] : [this.back, this.front]));
  }

  invalidate() { this.frame = null; }

  resize() { this.invalidate(); }

  /**
   * @param {Run | undefined} run
   * @returns {Meant | null} null where its numbers are not here yet
   */
  meantOf(run) { return (run && this.scene?.meant[run.index]) ?? null; }

  /**
   * @param {number} k
   * @param {Look} look
   */
  paint(k, look) {
    const { header, room: { clientWidth: width, clientHeight: height }, frame: old } = this, { theme } = look;
    if (header?.kind !== 'cloud' || !width || !height) return true;
    const fits = old?.width === width && old.height === height && old.theme === theme;
    const frame = fits ? old : cloudFrame(header, width, height, theme);
    this.frame = frame;
    if (!frame) return true;
    if (!fits) drawCloud(emptied(this.back, { width, height }, true), header, frame);
    const context = emptied(this.front, { width, height }, true);
    drawImages(context, header, frame, k, look, this.meantOf(look.focused));
    return true;
  }

  /**
   * @param {number} k
   * @param {Described} described
   */
  describe(k, { focused, playing }) {
    const { header } = this, meant = this.meantOf(focused);
    if (!header || !focused) return;
    const j = focused.head(k), total = meant ? totalText(header, meant, focused, j) : focused.name;
    this.table?.show(meant, j);
    putText(this.said, total);
    if (playing || !meant) return;
    const shown = header.kind === 'cloud' ? cloudText(header, focused, j) : tableText(header, meant, j);
    this.section.setAttribute('aria-label', `${header.title}. ${total}. ${shown}.`);
  }
}
