// The model of the point that is tried on the contours, drawn over the data with what its residuals cost.
import { el } from '../../base/dom.js';
import { drawDots, drawResiduals, residualsOf, strokeLines } from '../../draw/models.js';
import { costTitle, drawSquares } from '../../draw/residual-costs.js';
import { lossWords } from '../../text/points.js';

/** @import { DataFrame } from '../../axes/data-frame.js' */
/** @import { Parameters, Sample } from '../../wire/sample.js' */
/** @import { Scene } from '../../wire/scene.js' */
/** @import { DataPanel } from '../data.js' */

const DASH = [9, 4];

/** What is drawn and said of a model that is tried. */
export class TriedModel {
  /** @param {DataPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.words = panel.host.appendChild(el('div', 'gd-chip gd-tried'));
    /** @type {{x: number, y: number} | null} */
    this.at = null;
    /** @type {Scene | null} */
    this.scene = null;
  }

  /** @returns {Parameters | null} */
  get theta() {
    const { at, panel: { sample } } = this;
    return at && sample ? sample.modelAt(at.x, at.y) : null;
  }

  /** The number that the page has for it; until it has come the last one, fainter. */
  describe() {
    const { at, scene, words } = this, explored = scene?.explored, sample = scene?.sample;
    words.hidden = !at || !explored || !sample;
    if (!at || !explored || !sample) return;
    words.textContent = lossWords(sample, explored);
    words.title = costTitle(sample);
    words.toggleAttribute('data-late', explored.x !== at.x || explored.y !== at.y);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Sample} sample
   * @param {DataFrame} frame
   */
  draw(context, sample, frame) {
    const { theta } = this;
    if (!theta) return;
    const { text: color } = frame.theme;
    if (sample.kind !== 'plane') {
      const segments = residualsOf(sample, frame, theta);
      if (sample.residual?.power === 2) drawSquares(context, frame, segments);
      drawResiduals(context, segments, color);
    }
    const { panel } = this, pen = { color, dash: DASH, width: 2.4, alpha: 1 };
    if (sample.kind === 'points') drawDots(context, frame, panel.pixels(theta), color, 0);
    else strokeLines(context, frame, panel.lines(theta), pen);
  }
}
