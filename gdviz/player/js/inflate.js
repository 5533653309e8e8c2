// A zlib stream (RFC 1950, 1951) inflated at once. The browser's own DecompressionStream answers only after several turns of
// the event loop, and each of them waits for what else the page is doing: ten times as long as the work takes.

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]; // of the lengths of the code lengths' codes
const REPEATS = { 16: [3, 2], 17: [3, 3], 18: [11, 7] };                           // fewest repeats, bits of how many more

/** [first value, bits that are added to it] of each code, from the numbers of bits. */
function ranges(first, bits) {
  let at = first;
  return bits.map((extra) => { const range = [at, extra]; at += 1 << extra; return range; });
}
const LENGTHS = [...ranges(3, Array.from({ length: 28 }, (_, i) => (i < 8 ? 0 : (i >> 2) - 1))), [258, 0]];
const DISTANCES = ranges(1, Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1)));

/** A table from the next bits of the stream to symbol * 16 + length of its code. */
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
  huffman(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
  huffman(new Array(30).fill(5)),
];

class Bits {
  constructor(bytes) { Object.assign(this, { bytes, at: 2, held: 0, count: 0 }); } // after the two bytes of the wrapping

  take(n) {
    while (this.count < n) {
      this.held |= this.bytes[this.at++] << this.count;
      this.count += 8;
    }
    const value = this.held & ((1 << n) - 1);
    this.held >>>= n;
    this.count -= n;
    return value;
  }

  symbol(table) {
    while (this.count < 15) {
      this.held |= this.bytes[this.at++] << this.count;
      this.count += 8;
    }
    const entry = table[this.held & (table.length - 1)], length = entry & 15;
    if (!length || this.at > this.bytes.length + 8) throw new Error('The scene that was received is damaged.');
    this.held >>>= length;
    this.count -= length;
    return entry >> 4;
  }

  /** The two tables of a block that brings its own. */
  tables() {
    const literals = this.take(5) + 257, distances = this.take(5) + 1, used = this.take(4) + 4, short = new Array(19).fill(0);
    for (let i = 0; i < used; i++) short[ORDER[i]] = this.take(3);
    const codes = huffman(short), lengths = [];
    while (lengths.length < literals + distances) {
      const symbol = this.symbol(codes);
      if (symbol < 16) { lengths.push(symbol); continue; }
      const [fewest, bits] = REPEATS[symbol], value = symbol === 16 ? lengths.at(-1) : 0;
      for (let i = fewest + this.take(bits); i > 0; i--) lengths.push(value);
    }
    return [huffman(lengths.slice(0, literals)), huffman(lengths.slice(literals))];
  }
}

/** The `size` bytes that `bytes` holds compressed. Throws Error where it holds others. */
export function inflate(bytes, size) {
  const out = new Uint8Array(size), bits = new Bits(bytes);
  let to = 0, last = false;
  while (!last) {
    last = bits.take(1) === 1;
    const kind = bits.take(2);
    if (kind === 0) {
      const from = bits.at - (bits.count >> 3), length = bytes[from] | (bytes[from + 1] << 8); // whole bytes, what is held goes back
      out.set(bytes.subarray(from + 4, from + 4 + length), to);
      to += length;
      Object.assign(bits, { at: from + 4 + length, held: 0, count: 0 });
      continue;
    }
    const [literals, distances] = kind === 1 ? FIXED : bits.tables();
    for (let symbol = bits.symbol(literals); symbol !== 256; symbol = bits.symbol(literals)) {
      if (symbol < 256) { out[to++] = symbol; continue; }
      const [base, more] = LENGTHS[symbol - 257], end = to + base + bits.take(more);
      const [near, far] = DISTANCES[bits.symbol(distances)], back = near + bits.take(far);
      for (; to < end; to++) out[to] = out[to - back];
    }
  }
  if (to !== size) throw new Error('The scene that was received is damaged.');
  return out;
}
