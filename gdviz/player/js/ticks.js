// Ticks of axes: round values whose labels all differ and do not touch.
import { raised, shown } from './util.js';

const FIGURES = 6; // digits of a label; where more are needed the axis begins at a round number, which its title names

/**
 * About `count` round ticks of [lo, hi]: {ticks: [{v, label}], base}. Labels are of v − base; base is 0 where labels stay short.
 * `least` is the smallest distance (1 for an axis of whole numbers).
 */
export function linearTicks(lo, hi, count = 5, least = 0) {
  const span = hi - lo, far = Math.max(Math.abs(lo), Math.abs(hi));
  if (!(span > far * 1e-14)) return { ticks: [{ v: lo, label: shown(lo, FIGURES) }], base: 0 };
  if (!Number.isFinite(span)) {
    const { ticks } = linearTicks(lo / 8, hi / 8, count);
    return { ticks: ticks.map(({ v }) => ({ v: 8 * v, label: shown(8 * v, 3) })), base: 0 };
  }
  const raw = Math.max(span / count, least), power = Math.floor(Math.log10(raw) + 1e-9), unit = 10 ** power;
  const times = [1, 2, 5, 10].find((m) => m * unit >= raw * 0.999), step = times * unit;
  const digits = Math.floor(Math.log10(far) + 1e-9) - (times === 10 ? power + 1 : power) + 1;
  const large = 10 ** Math.ceil(Math.log10(span)), base = digits > FIGURES ? Number((Math.round(lo / large) * large).toPrecision(15)) : 0, from = Math.round(base / step);
  const ticks = [];
  for (let i = Math.ceil(lo / step - 1e-9); i <= hi / step + 1e-9 && ticks.length < 50; i++) {
    ticks.push({ v: i * step, label: shown((i - from) * step, base ? FIGURES : Math.max(1, digits)) });
  }
  return ticks.length < 2 && count < 20 && raw > least ? linearTicks(lo, hi, count + 1, least) : { ticks, base };
}

const power = (e) => (e < -3 || e > 4 ? `10${raised(e)}` : shown(10 ** e, 1));
const multiple = (m, e) => (m === 1 ? power(e) : e < -3 || e > 4 ? `${m}×10${raised(e)}` : shown(m * 10 ** e, 1));

/** Ticks of a logarithmic axis from 10^a to 10^b, at least `apart` from each other on it: [{v (an exponent), label}]. */
export function logTicks(a, b, apart) {
  const inside = (ticks) => ticks.filter(({ v }) => v >= a - 1e-9 && v <= b + 1e-9);
  const free = (ticks) => ticks.every(({ v }, i) => !i || v - ticks[i - 1].v >= apart);
  const decades = Array.from({ length: Math.ceil(b) - Math.floor(a) + 1 }, (_, i) => Math.floor(a) + i);
  const sets = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]].map((ms) => decades.flatMap((e) => ms.map((m) => (
    { v: e + Math.log10(m), label: multiple(m, e) }))));
  for (const every of [2, 3, 5, 10, 20, 50]) sets.push(decades.filter((e) => e % every === 0).map((e) => ({ v: e, label: power(e) })));
  const wide = b - a < 0.5 ? [] : sets.map(inside).filter((ticks) => ticks.length > 1);
  const found = wide.find(free) ?? wide[wide.length - 1];
  for (let count = Math.max(2, Math.min(5, Math.floor((b - a) / apart))); !found && count < 12; count++) {
    const values = linearTicks(10 ** a, 10 ** b, count).ticks.filter(({ v }) => v > 0).map(({ v }) => ({ v: Math.log10(v), label: shown(v, 9) }));
    const kept = inside(values).filter(({ v }, i, all) => !i || v - all[0].v >= i * apart * 0.5);
    if (kept.length > 1) return kept;
  }
  return found ?? [];
}
