/* WhatsApp ids. */
__d(
  'WAWebWid',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const FORM =
      /^(?:([^@:.]*)(?:\.(\d+))?(?::(\d+))?@)?(c\.us|s\.whatsapp\.net|lid|g\.us|newsletter|broadcast|call|bot)$/;

    class Wid {
      constructor(text) {
        const match = FORM.exec(text);
        if (!match) throw new Error(`wid error: invalid wid "${text}"`);
        const [, user = '', agent, device, server] = match;
        this.server = server === 's.whatsapp.net' ? 'c.us' : server;
        this.user = user;
        if (agent) this.agent = Number(agent);
        if (device) this.device = Number(device);
        this._serialized = `${user}${agent ? `.${agent}` : ''}${device ? `:${device}` : ''}@${this.server}`;
      }

      toString({ legacy = false, formatFull = false } = {}) {
        return legacy || !formatFull ? this._serialized : `${this.user}:${this.device ?? 0}@${this.server}`;
      }

      toJid() {
        return this._serialized.replace(/@c\.us$/, '@s.whatsapp.net');
      }

      equals(other) {
        return other instanceof Wid && other._serialized === this._serialized;
      }

      isSameAccount(other) {
        return other instanceof Wid && other.user === this.user && other.server === this.server;
      }

      isUser() {
        return this.server === 'c.us' || this.server === 'lid';
      }

      isLid() {
        return this.server === 'lid';
      }

      isGroup() {
        return this.server === 'g.us';
      }

      isNewsletter() {
        return this.server === 'newsletter';
      }

      isBroadcast() {
        return this.server === 'broadcast';
      }

      isStatus() {
        return this._serialized === 'status@broadcast';
      }

      isBot() {
        return this.server === 'bot';
      }

      isPSA() {
        return this.user === '0' && this.server === 'c.us';
      }

      isServer() {
        return this.user === '' && this.server === 'c.us';
      }

      isCompanion() {
        return !!this.device;
      }
    }

    exports.Wid = Wid;
  },
  98,
);

__d(
  'WAWebWidFactory',
  ['WAWebWid'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { Wid } = require('WAWebWid');

    const isWidlike = (value) => !!value && typeof value === 'object' && typeof value._serialized === 'string';

    /** Throws on text that is no id; gives undefined for a phone id whose user part is no number. */
    function createWid(value) {
      const wid = new Wid(isWidlike(value) ? value._serialized : value);
      return wid.server === 'c.us' && wid.user && !/^\d+$/.test(wid.user) ? undefined : wid;
    }

    function asUserWidOrThrow(wid) {
      if (!wid?.isUser()) throw new Error(`asUserWidOrThrow: not a user wid: ${wid}`);
      return createWid(`${wid.user}@${wid.server}`);
    }

    Object.assign(exports, { createWid, isWidlike, createWidFromWidLike: createWid, asUserWidOrThrow });
  },
  98,
);

__d(
  'WAWebWidToJid',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    exports.widToUserJid = (wid) => wid.toJid();
    exports.widToGroupJid = (wid) => wid.toJid();
  },
  98,
);

__d(
  'WAWebJidToWid',
  ['WAWebWidFactory'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { createWid } = require('WAWebWidFactory');
    exports.userJidToUserWid = (jid) => createWid(jid);
    exports.newsletterJidToWid = (jid) => createWid(jid);
  },
  98,
);
