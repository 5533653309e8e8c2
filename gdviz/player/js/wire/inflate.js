// A zlib stream (RFC 1950, 1951) inflated at once. The browser's own DecompressionStream answers only after
// several turns of the event loop, and each of them waits for what else the page is doing: ten times as long
// as the work takes.

/**
 * @typedef {[first: number, bits: number]} CodeRange  the first value of a code, and bits that are added to
 * it
 */

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]; // of length codes
/** @type {Record<number, [fewest: number, bits: number]>} */
const REPEATS = { 16: [3, 2], 17: [3, 3], 18: [11, 7] }; // fewest repeats, bits of how many more
const END = 256; // the symbol that ends a block
const DAMAGED = 'The scene that was received is damaged.';

/**
 * @param {number} first the first value of the first code
 * @param {number[]} bits of each code
 * @returns {CodeRange[]}
 */
function codeRanges(first, bits) {
  let value = first;
  return bits.map((extra) => {
    /** @type {CodeRange} */
    const range = [value, extra];
    value += 1 << extra;
    return range;
  });
}

/** @type {CodeRange[]} */
const LENGTHS = [
  ...codeRanges(3, Array.from({ length: 28 }, (_, i) => (i < 8 ? 0 : (i >> 2) - 1))), [258, 0],
];
const DISTANCES = codeRanges(1, Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1)));

/**
 * A Huffman code as a table from the next bits of the stream to symbol * 16 + length of its code.
 *
 * @param {number[]} lengths of the code of each symbol; 0: not used
 * @returns {Uint16Array}
 */
function huffman(lengths) {
  const bits = Math.max(1, ...lengths), table = new Uint16Array(1 << bits);
  for (let length = 1, code = 0; length <= bits; length++, code <<= 1) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      let reversed = 0;
      for (let i = 0; i < length; i++) reversed |= ((code >> i) & 1) << (length - 1 - i);
      for (let i = reversed; i < table.length; i += 1 << length) table[i] = (symbol << 4) | length;
      code++;
    }
  }
  return table;
}

const FIXED = [
  huffman([...Array(144).fill(8), ...Array(112).fill(9), ...Array(24).fill(7), ...Array(8).fill(8)]),
  huffman(Array(30).fill(5)),
];

/** The bits of a zlib stream, after the two bytes of its head. */
class BitReader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.next = 2;
    this.held = 0;
    this.count = 0;
  }

  /**
   * Hold at least n bits.
   *
   * @param {number} n
   */
  fill(n) {
    while (this.count < n) {
      this.held |= this.bytes[this.next++] << this.count;
      this.count += 8;
    }
  }

  /**
   * Let go of n bits that are held.
   *
   * @param {number} n
   */
  drop(n) {
    this.held >>>= n;
    this.count -= n;
  }

  /**
   * @param {number} n
   * @returns {number} the number that the next n bits are
   */
  take(n) {
    this.fill(n);
    const value = this.held & ((1 << n) - 1);
    this.drop(n);
    return value;
  }

  /**
   * @param {Uint16Array} table
   * @returns {number} the next symbol. Throws Error where no code fits, and behind the end of the stream.
   */
  symbol(table) {
    this.fill(15);
    const entry = table[this.held & (table.length - 1)], length = entry & 15;
    if (!length || this.next > this.bytes.length + 8) throw new Error(DAMAGED);
    this.drop(length);
    return entry >> 4;
  }

  /**
   * The next bytes as they are: a block that is not compressed.
   *
   * @returns {Uint8Array}
   */
  stored() {
    const from = this.next - (this.count >> 3), length = this.bytes[from] | (this.bytes[from + 1] << 8);
    this.next = from + 4 + length; // whole bytes; the length is written twice
    this.held = this.count = 0;
    return this.bytes.subarray(from + 4, this.next);
  }

  /**
   * The codes of a block that brings its own.
   *
   * @returns {Uint16Array[]} of literals and lengths, of distances
   */
  codes() {
    const literals = this.take(5) + 257, distances = this.take(5) + 1, used = this.take(4) + 4;
    const short = new Array(19).fill(0);
    for (let i = 0; i < used; i++) short[ORDER[i]] = this.take(3);
    const codeOfLengths = huffman(short);
    /** @type {number[]} */
    const lengths = [];
    while (lengths.length < literals + distances) {
      const symbol = this.symbol(codeOfLengths);
      if (symbol < 16) {
        lengths.push(symbol);
        continue;
      }
      const [fewest, bits] = REPEATS[symbol], value = symbol === 16 ? lengths[lengths.length - 1] : 0;
      for (let i = fewest + this.take(bits); i > 0; i--) lengths.push(value);
    }
    return [huffman(lengths.slice(0, literals)), huffman(lengths.slice(literals))];
  }
}

/**
 * Inflate a zlib stream.
 *
 * @param {Uint8Array} bytes
 * @param {number} size how many bytes it holds
 * @returns {Uint8Array}  Throws Error where the stream is damaged or holds another number of bytes.
 */
export function inflate(bytes, size) {
  const out = new Uint8Array(size), bits = new BitReader(bytes);
  let to = 0, last = false;
  while (!last) {
    last = bits.take(1) === 1;
    const kind = bits.take(2);
    if (kind === 0) {
      const stored = bits.stored();
      out.set(stored, to);
      to += stored.length;
      continue;
    }
    const [literals, distances] = kind === 1 ? FIXED : bits.codes();
    for (let symbol = bits.symbol(literals); symbol !== END; symbol = bits.symbol(literals)) {
      if (symbol < END) {
        out[to++] = symbol;
        continue;
      }
      const [base, more] = LENGTHS[symbol - 257], end = to + base + bits.take(more);
      const [near, far] = DISTANCES[bits.symbol(distances)], back = near + bits.take(far);
      for (; to < end; to++) out[to] = out[to - back];
    }
  }
  if (to !== size) throw new Error(DAMAGED);
  return out;
}
