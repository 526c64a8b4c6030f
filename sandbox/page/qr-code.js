/* Draws a QR code (byte mode, error correction L, versions 1-15, mask 0), after ISO/IEC 18004. */
__d(
  'StandInQrCode',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    /** Per version, for level L: error correction codewords of a block, and blocks. */
    const EC_PER_BLOCK = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22];
    const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6];
    const MODULE_PIXELS = 4;
    const QUIET_MODULES = 4;

    const sizeOf = (version) => version * 4 + 17;

    function codewordsOf(version) {
      let modules = (16 * version + 128) * version + 64;
      if (version >= 2) {
        const alignments = Math.floor(version / 7) + 2;
        modules -= (25 * alignments - 10) * alignments - 55;
        if (version >= 7) modules -= 36;
      }
      return Math.floor(modules / 8);
    }

    const dataCodewordsOf = (version) => codewordsOf(version) - EC_PER_BLOCK[version - 1] * BLOCKS[version - 1];

    function multiply(x, y) {
      let product = 0;
      for (let bit = 7; bit >= 0; bit--) {
        product = (product << 1) ^ ((product >>> 7) * 0x11d);
        product ^= ((y >>> bit) & 1) * x;
      }
      return product;
    }

    function divisor(degree) {
      const result = new Array(degree).fill(0);
      result[degree - 1] = 1;
      for (let root = 1, i = 0; i < degree; i++, root = multiply(root, 2)) {
        for (let j = 0; j < degree; j++) {
          result[j] = multiply(result[j], root);
          if (j + 1 < degree) result[j] ^= result[j + 1];
        }
      }
      return result;
    }

    function remainder(data, by) {
      const result = by.map(() => 0);
      for (const byte of data) {
        const factor = byte ^ result.shift();
        result.push(0);
        by.forEach((coefficient, index) => {
          result[index] ^= multiply(coefficient, factor);
        });
      }
      return result;
    }

    /** The text as data codewords of that version, padded. */
    function encodeData(bytes, version) {
      const bits = [];
      const push = (value, length) => {
        for (let i = length - 1; i >= 0; i--) bits.push((value >>> i) & 1);
      };
      push(0b0100, 4);
      push(bytes.length, version < 10 ? 8 : 16);
      for (const byte of bytes) push(byte, 8);
      const capacity = dataCodewordsOf(version) * 8;
      push(0, Math.min(4, capacity - bits.length));
      push(0, (8 - (bits.length % 8)) % 8);
      for (let pad = 0xec; bits.length < capacity; pad ^= 0xec ^ 0x11) push(pad, 8);
      return Array.from({ length: bits.length / 8 }, (_, i) =>
        bits.slice(i * 8, i * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0),
      );
    }

    /** Splits into blocks, adds error correction, interleaves. */
    function interleave(data, version) {
      const blocks = BLOCKS[version - 1];
      const ecLength = EC_PER_BLOCK[version - 1];
      const total = codewordsOf(version);
      const short = blocks - (total % blocks);
      const shortLength = Math.floor(total / blocks) - ecLength;
      const by = divisor(ecLength);
      let offset = 0;
      const made = Array.from({ length: blocks }, (_, index) => {
        const length = shortLength + (index < short ? 0 : 1);
        const part = data.slice(offset, offset + length);
        offset += length;
        return { part, ec: remainder(part, by) };
      });
      const column = (pick, length) => Array.from({ length }, (_, i) => made.map((block) => pick(block)[i])).flat();
      return [...column((block) => block.part, shortLength + 1), ...column((block) => block.ec, ecLength)].filter(
        (byte) => byte !== undefined,
      );
    }

    function alignmentPositions(version) {
      if (version === 1) return [];
      const count = Math.floor(version / 7) + 2;
      const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
      return [6, ...Array.from({ length: count - 1 }, (_, i) => sizeOf(version) - 7 - i * step).reverse()];
    }

    /** Function patterns: a matrix of 0, 1 and undefined where data goes. */
    function patterns(version) {
      const size = sizeOf(version);
      const matrix = Array.from({ length: size }, () => new Array(size).fill(undefined));
      const set = (x, y, dark) => {
        if (x >= 0 && y >= 0 && x < size && y < size) matrix[y][x] = dark ? 1 : 0;
      };
      for (let i = 0; i < size; i++) {
        set(6, i, i % 2 === 0);
        set(i, 6, i % 2 === 0);
      }
      const square = (cx, cy, radius, darkAt) => {
        for (let dy = -radius; dy <= radius; dy++) {
          for (let dx = -radius; dx <= radius; dx++)
            set(cx + dx, cy + dy, darkAt(Math.max(Math.abs(dx), Math.abs(dy))));
        }
      };
      for (const [x, y] of [
        [3, 3],
        [size - 4, 3],
        [3, size - 4],
      ])
        square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
      const positions = alignmentPositions(version);
      const last = positions.length - 1;
      positions.forEach((x, i) => {
        positions.forEach((y, j) => {
          const isFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
          if (!isFinder) square(x, y, 2, (ring) => ring !== 1);
        });
      });
      drawFormat(set, size);
      if (version >= 7) drawVersion(set, size, version);
      return matrix;
    }

    function drawFormat(set, size) {
      const data = 0b01 << 3;
      let rest = data;
      for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
      const bits = ((data << 10) | rest) ^ 0x5412;
      const bit = (i) => (bits >>> i) & 1;
      for (let i = 0; i <= 5; i++) set(8, i, bit(i));
      set(8, 7, bit(6));
      set(8, 8, bit(7));
      set(7, 8, bit(8));
      for (let i = 9; i < 15; i++) set(14 - i, 8, bit(i));
      for (let i = 0; i < 8; i++) set(size - 1 - i, 8, bit(i));
      for (let i = 8; i < 15; i++) set(8, size - 15 + i, bit(i));
      set(8, size - 8, 1);
    }

    function drawVersion(set, size, version) {
      let rest = version;
      for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
      const bits = (version << 12) | rest;
      for (let i = 0; i < 18; i++) {
        const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
        set(a, b, (bits >>> i) & 1);
        set(b, a, (bits >>> i) & 1);
      }
    }

    /** Lays the codewords in their zigzag and applies mask 0. */
    function place(matrix, codewords) {
      const size = matrix.length;
      let index = 0;
      for (let right = size - 1; right >= 1; right -= 2) {
        if (right === 6) right = 5;
        for (let step = 0; step < size; step++) {
          const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
          for (const x of [right, right - 1]) {
            if (matrix[y][x] !== undefined) continue;
            const bit = index < codewords.length * 8 ? (codewords[index >>> 3] >>> (7 - (index & 7))) & 1 : 0;
            matrix[y][x] = bit ^ ((x + y) % 2 === 0 ? 1 : 0);
            index++;
          }
        }
      }
      return matrix;
    }

    /** The text's modules, row by row: 1 is dark. */
    function encode(text) {
      const bytes = new TextEncoder().encode(text);
      let version = 1;
      while (version < 15 && dataCodewordsOf(version) < bytes.length + 3) version++;
      if (dataCodewordsOf(version) < bytes.length + 3) throw new Error('text too long for a QR code');
      return place(patterns(version), interleave(encodeData(bytes, version), version));
    }

    exports.drawQrCode = (canvas, text) => {
      const matrix = encode(text);
      const side = (matrix.length + 2 * QUIET_MODULES) * MODULE_PIXELS;
      canvas.width = side;
      canvas.height = side;
      const context = canvas.getContext('2d');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, side, side);
      context.fillStyle = '#000';
      matrix.forEach((row, y) => {
        row.forEach((dark, x) => {
          if (dark)
            context.fillRect(
              (x + QUIET_MODULES) * MODULE_PIXELS,
              (y + QUIET_MODULES) * MODULE_PIXELS,
              MODULE_PIXELS,
              MODULE_PIXELS,
            );
        });
      });
    };
  },
  98,
);
