// Canvases: their size in device pixels and their context in CSS pixels.
import { pixelRatio } from './dom.js';

/**
 * The 2-D context of a canvas. Throws Error where the browser has none.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {boolean} [onProcessor] draw on the processor: much faster than an emulated graphics card
 * @returns {CanvasRenderingContext2D}
 */
export function contextOf(canvas, onProcessor = false) {
  const context = canvas.getContext('2d', { willReadFrequently: onProcessor });
  if (!context) throw new Error('This browser cannot draw on a canvas.');
  return context;
}

/**
 * Fit a canvas to a box of CSS pixels. A canvas that changes its size is emptied by the browser.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 * @returns {boolean} whether the size changed
 */
export function fitCanvas(canvas, width, height) {
  const ratio = pixelRatio(), w = Math.round(width * ratio), h = Math.round(height * ratio);
  if (canvas.width === w && canvas.height === h) return false;
  canvas.width = w;
  canvas.height = h;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  return true;
}

/**
 * An empty canvas whose context takes CSS pixels of the panel.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {{left?: number, top?: number, width: number, height: number}} box where the canvas lies in the
 * panel
 * @param {boolean} [onProcessor] see `contextOf`
 * @returns {CanvasRenderingContext2D}
 */
export function emptied(canvas, { left = 0, top = 0, width, height }, onProcessor = false) {
  const context = contextOf(canvas, onProcessor), ratio = pixelRatio();
  fitCanvas(canvas, width, height);
  context.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
  context.clearRect(left, top, width, height);
  return context;
}
