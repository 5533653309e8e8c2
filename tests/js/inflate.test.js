import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateSync } from 'node:zlib';
import { inflate } from '../../gdviz/player/js/wire/inflate.js';
import { randomFrom } from './helpers.js';

const random = randomFrom(1);
/** Makes n bytes. @type {Record<string, (n: number) => Uint8Array>} */
const KINDS = {
  'the same byte': (n) => new Uint8Array(n).fill(7),
  'random bytes': (n) => Uint8Array.from({ length: n }, () => random() * 256),
  'few symbols': (n) => Uint8Array.from({ length: n }, () => random() ** 6 * 12),
  'long repeats': (n) => Uint8Array.from({ length: n }, (_, i) => Math.sin(i % 301) * 127),
  'repeats from far back': (n) => Uint8Array.from({ length: n }, (_, i) => ((i % 31000) * 2654435761) >>> 21),
};
const STRATEGIES = [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED];

for (const [kind, make] of Object.entries(KINDS)) {
  test(`what zlib compressed comes back: ${kind}`, () => {
    for (const n of [0, 1, 2, 3, 258, 259, 1000, 65535, 65536, 90000]) {
      const bytes = make(n);
      for (const level of [0, 1, 6, 9]) for (const strategy of STRATEGIES) {
        const stream = new Uint8Array(deflateSync(bytes, { level, strategy }));
        assert.deepEqual(Buffer.from(inflate(stream, n)), Buffer.from(bytes), `${n} bytes, ${level}, ${strategy}`);
      }
    }
  });
}

test('many small random streams', () => {
  for (let trial = 0; trial < 1500; trial++) {
    const bytes = Uint8Array.from({ length: Math.floor(random() * 400) }, () => random() ** (1 + (trial % 5)) * 256);
    const stream = new Uint8Array(deflateSync(bytes, { level: trial % 10, memLevel: 1 + (trial % 9) }));
    assert.deepEqual(Buffer.from(inflate(stream, bytes.length)), Buffer.from(bytes));
  }
});

test('a stream that was cut short or is of another size is refused', () => {
  const bytes = KINDS['few symbols'](5000), stream = new Uint8Array(deflateSync(bytes));
  assert.throws(() => inflate(stream.subarray(0, stream.length / 2), 5000), /damaged/);
  assert.throws(() => inflate(stream, 4999), /damaged/);
  assert.throws(() => inflate(stream, 5001), /damaged/);
});
