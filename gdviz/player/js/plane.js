// Regions of a classifier on a grid of scores: their shading as a small image, and the lines between them.
import { classColor } from './classes.js';

const STRONG = { light: 0.38, dark: 0.36 }, PLAIN = 0.22; // opacity at probability 1, and where there is no probability

function channels(color) { return [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16)); }

/** Which class wins at cell `at`, and how surely: [class, 0..1]. One score: classes 0 and 1 by its sign. */
function winner(sample, z, at) {
  if (z.length === 1) {
    const p = sample.probability(z[0][at]);
    return p >= 0.5 ? [1, 2 * p - 1] : [0, 1 - 2 * p];
  }
  let best = 0, first = -Infinity, second = -Infinity;
  for (let k = 0; k < z.length; k++) {
    const v = z[k][at];
    if (v - v !== 0) return [0, NaN];
    if (v > first) { second = first; first = v; best = k; } else if (v > second) second = v;
  }
  return [best, sample.odds ? 0.15 + 0.85 * (2 * sample.probability(first - second) - 1) : 1];
}

/** Paint the regions of scores z (from sample.grid) into a canvas with one pixel per cell. */
export function shadeRegions(canvas, sample, z, theme) {
  const [nx, ny] = sample.size, context = canvas.getContext('2d', { willReadFrequently: true });
  if (canvas.width !== nx || canvas.height !== ny) { canvas.width = nx; canvas.height = ny; }
  const image = context.createImageData(nx, ny), { data } = image;
  const colors = sample.classes.map((_, i) => channels(classColor(i, theme)));
  const most = 255 * (sample.odds ? STRONG[theme.dark ? 'dark' : 'light'] : PLAIN);
  for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) {
    const [k, sure] = winner(sample, z, j * nx + i), to = 4 * ((ny - 1 - j) * nx + i);
    [data[to], data[to + 1], data[to + 2]] = colors[k];
    data[to + 3] = sure - sure === 0 ? most * sure : 0;
  }
  context.putImageData(image, 0, 0);
}

/** Polylines [[u, v, e], ...] in cells where `d` is 0; `e` (a function of the cell's index, or null) is carried along. */
function contourOf(d, e, nx, ny) {
  const vertices = new Map(), links = new Map();
  const crossing = (a, b, key) => {
    if ((d[a] > 0) === (d[b] > 0) || d[a] - d[b] - (d[a] - d[b]) !== 0) return null;
    if (!vertices.has(key)) {
      const t = d[a] / (d[a] - d[b]), mix = (p, q) => p + (q - p) * t;
      vertices.set(key, [mix(a % nx, b % nx), mix(Math.floor(a / nx), Math.floor(b / nx)), e ? mix(e(a), e(b)) : 1]);
    }
    return key;
  };
  const join = (p, q) => {
    for (const [from, to] of [[p, q], [q, p]]) if (links.has(from)) links.get(from).push(to); else links.set(from, [to]);
  };
  for (let j = 0; j + 1 < ny; j++) for (let i = 0; i + 1 < nx; i++) {
    const at = j * nx + i, up = at + nx, sign = d[at] > 0;
    if (d[at + 1] > 0 === sign && d[up] > 0 === sign && d[up + 1] > 0 === sign) continue;
    const found = [crossing(at, at + 1, 2 * at), crossing(at + 1, up + 1, 2 * at + 3), crossing(up, up + 1, 2 * up),
      crossing(at, up, 2 * at + 1)].filter((key) => key !== null);
    if (found.length === 2) join(found[0], found[1]);
    if (found.length === 4) { // a saddle: which corners belong together tells the middle
      const middle = d[at] + d[at + 1] + d[up] + d[up + 1] > 0, turn = middle === sign;
      join(found[0], found[turn ? 1 : 3]);
      join(found[2], found[turn ? 3 : 1]);
    }
  }
  const lines = [], seen = new Set();
  const follow = (start) => {
    const line = [];
    for (let key = start; key !== undefined; key = links.get(key).find((next) => !seen.has(next))) {
      seen.add(key);
      line.push(vertices.get(key));
    }
    if (line.length > 2 && links.get(start).length === 2) line.push(line[0]); // closed
    lines.push(line);
  };
  for (const [key, next] of links) if (next.length === 1 && !seen.has(key)) follow(key);
  for (const key of links.keys()) if (!seen.has(key)) follow(key);
  return lines;
}

/** The lines between the regions of scores z, as polylines [[u, v], ...] in cells. */
export function boundaries(z, [nx, ny]) {
  if (z.length === 1) return contourOf(z[0], null, nx, ny);
  const lines = [];
  for (let a = 0; a < z.length; a++) for (let b = a + 1; b < z.length; b++) {
    const others = z.filter((_, k) => k !== a && k !== b), d = z[a].map((v, at) => v - z[b][at]);
    const ahead = others.length ? (at) => z[a][at] - Math.max(...others.map((o) => o[at])) : null;
    for (const line of contourOf(d, ahead, nx, ny)) lines.push(...won(line));
  }
  return lines;
}

/** The pieces of a line on which both classes are ahead of all others (e > 0). */
function won(line) {
  const pieces = [];
  let piece = [];
  line.forEach(([u, v, e], i) => {
    if (i) {
      const [pu, pv, pe] = line[i - 1];
      if ((pe > 0) !== (e > 0)) {
        const t = pe / (pe - e), cut = [pu + (u - pu) * t, pv + (v - pv) * t];
        if (e > 0) piece = [cut]; else { piece.push(cut); pieces.push(piece); piece = []; }
      }
    }
    if (e > 0) piece.push([u, v]);
  });
  if (piece.length > 1) pieces.push(piece);
  return pieces;
}
