/* Message keys. Since July 2026 the minifier renames the property that holds the key's text. */
__d(
  'WAWebMsgKey',
  ['StandInSettings', 'StandInNewId', 'WAWebWidFactory'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, module) => {
    'use strict';
    const { msgKeyStyle } = require('StandInSettings');
    const { createWid } = require('WAWebWidFactory');

    const serialize = (key) =>
      [key.fromMe, key.remote, key.id, key.participant]
        .filter((part) => part !== undefined)
        .map(String)
        .join('_');

    class Key {
      constructor({ fromMe, remote, from, to, id, participant, selfDir }) {
        this.fromMe = fromMe ?? selfDir === 'out';
        this.remote = remote ?? (selfDir === 'in' ? from : to);
        this.id = id;
        if (participant) this.participant = participant;
        if (!this.remote || typeof id !== 'string') throw new Error('MsgKey: remote and id are required');
      }

      equals(other) {
        return other instanceof Key && other.toString() === this.toString();
      }

      clone() {
        return new this.constructor(this);
      }

      static newId() {
        return require('StandInNewId').newId();
      }

      static fromString(text) {
        const [fromMe, remote, id, participant] = String(text).split('_');
        if (!id) throw new Error(`MsgKey error: invalid key "${text}"`);
        return new module.exports({
          fromMe: fromMe === 'true',
          remote: createWid(remote),
          id,
          participant: participant && createWid(participant),
        });
      }
    }

    class PlainKey extends Key {
      constructor(parts) {
        super(parts);
        this._serialized = serialize(this);
      }

      toString() {
        return this._serialized;
      }
    }

    class MinifiedKey extends Key {
      constructor(parts) {
        super(parts);
        this.$1 = serialize(this);
      }

      toString() {
        return this.$1;
      }
    }

    module.exports = msgKeyStyle === '$1' ? MinifiedKey : PlainKey;
  },
  66,
);

__d(
  'StandInNewId',
  ['StandInLink'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { link } = require('StandInLink');
    const PREFIX = '3EB0';
    const RANDOM_BYTES = 9;

    /** A fresh message id of a web client: 22 hex digits that begin with 3EB0. */
    exports.newId = async () => {
      await link.gate('newId');
      const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
      return (
        PREFIX +
        Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
          .join('')
          .toUpperCase()
      );
    };
  },
  98,
);
