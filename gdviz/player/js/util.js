// Small helpers: elements, numbers as people read them, colours.

/** An element with a class, text and attributes. */
export function el(tag, className = '', text = '', attributes = {}) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const NAMED = 48; // letters of a name that an axis has room for

/** A name as a title of plotly.js, which would read tags and entities in it; of a long one the beginning. */
export const plotlyText = (name) => (name.length > NAMED ? `${name.slice(0, NAMED - 1)}…` : name).replace(/[&<>]/g, (c) => ENTITIES[c]);

export const clamp = (v, lo, hi) => Math.min(hi, Math.max(lo, v));

/** Mantissa and exponent for display: {sign, digits, exponent|null}, or {special} for what is no finite number. */
export function numeral(v, digits = 5) {
  if (v === null || v === undefined || Number.isNaN(v)) return { special: 'NaN' };
  if (!Number.isFinite(v)) return { sign: v < 0, special: '∞' };
  if (v === 0) return { sign: false, digits: '0', exponent: null };
  const sign = v < 0, a = Math.abs(v);
  const [mantissa, exponent] = a.toExponential(digits - 1).split('e');
  const e = Number(exponent);
  if (e < -4 || e > 5) return { sign, digits: String(Number(mantissa)), exponent: e };
  return { sign, digits: String(Number(a.toPrecision(digits))), exponent: null };
}

const RAISED = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };
export const raised = (e) => String(e).replace(/./g, (c) => RAISED[c]);

/** A number for reading: 1.234, −0.05, 3.2×10⁻⁷. */
export function shown(v, digits = 4) {
  const n = numeral(v, digits);
  if (n.special) return (n.sign ? '−' : '') + n.special;
  const power = n.exponent === null ? '' : `×10${raised(n.exponent)}`;
  return (n.sign ? '−' : '') + n.digits + power;
}

/** A number for programs: 1.234, -0.05, 3.2e-7. */
export function plain(v, digits = 5) {
  const n = numeral(v, digits);
  if (n.special) return (n.sign ? '-' : '') + (n.special === 'NaN' ? 'nan' : 'inf');
  return (n.sign ? '-' : '') + n.digits + (n.exponent === null ? '' : `e${n.exponent}`);
}

/** The probability with these log odds, to three digits of what is smaller: 0.731, 2.06×10⁻⁹, 1 − 2.06×10⁻⁹. */
export function chanceShown(logOdds) {
  const small = -Math.abs(logOdds), most = logOdds > 0 ? '1 − ' : '';
  if (!(small < -6)) return shown(1 / (1 + Math.exp(-logOdds)), 3);
  const log = (small - Math.log1p(Math.exp(small))) / Math.LN10, exponent = Math.floor(log);
  if (exponent >= -300) return most + shown(10 ** log, 3);
  const digits = Number((10 ** (log - exponent)).toPrecision(3)), over = digits === 10;
  return `${most}${over ? 1 : digits}×10${raised(exponent + over)}`;
}

/** Whether an event is meant for a control that lies over a picture, not for the picture. */
export const onControl = (event) => event.target.closest('button, select, input, a, summary') !== null;

/** `v` rounded to a short decimal number that differs from it by less than `tolerance`. */
export function roundWithin(v, tolerance) {
  if (!(tolerance > 0) || !Number.isFinite(v)) return v;
  const power = Math.floor(Math.log10(tolerance));
  if (power >= 0) return Math.round(v / 10 ** power) * 10 ** power;
  return Number(v.toFixed(Math.min(20, -power)));
}

/** The 1-2-5 number nearest below `v` on the logarithmic scale. */
export function neat(v) {
  const power = 10 ** Math.floor(Math.log10(v)), m = v / power;
  return (m >= 5 ? 5 : m >= 2 ? 2 : 1) * power;
}

/** Once the next frame has been painted: a task that is posted in a frame's callbacks runs after the frame's painting. */
export const framePainted = () => new Promise((done) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { port1.close(); done(); };
  port2.postMessage(null);
}));

/** True where the reader asked for less motion. */
export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
