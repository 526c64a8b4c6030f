// @ts-check
'use strict';

const { node } = require('../subjects');
const { rows } = require('../lib/rounds');

/** A QR code's text to PNG, against npm qrcode. */
module.exports = {
  name: 'qr-image',
  /** @param {{ stage: import('../lib/stage').Stage, rounds: number }} bench */
  async run({ stage, rounds }) {
    const program = node(stage, 'qr-image', stage.folder('qr-image'));
    try {
      program.order({ type: 'draw', rounds });
      const { bytes, characters, ms } = await program.hears('drawn');
      return [
        {
          id: 'qr-png',
          title: `QR text (${characters} characters) to PNG, against npm qrcode`,
          unit: 'ms',
          compare: 'ratio',
          atMost: 0.15,
          rounds: rows(ms, (value) => value),
        },
        {
          id: 'qr-png-size',
          title: 'Size of that PNG, against npm qrcode',
          unit: 'bytes',
          compare: 'ratio',
          atMost: null,
          rounds: [bytes],
        },
      ];
    } finally {
      await program.end(() => program.order({ type: 'end' }));
    }
  },
};
