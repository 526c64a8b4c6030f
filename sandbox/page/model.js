/* Models: attributes with `change:<name>` (model, new, previous) and `change` (model); serialize() gives props only. */
__d(
  'WAWebBaseModel',
  ['WAWebEventEmitter'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { EventEmitter } = require('WAWebEventEmitter');

    class BaseModel extends EventEmitter {
      constructor(values = {}) {
        super();
        Object.defineProperty(this, '_values', { value: {}, writable: true });
        Object.defineProperty(this, '_listeners', { value: new Map(), writable: true });
        Object.defineProperty(this, 'collections', { value: new Set() });
        Object.assign(this._values, this.constructor.defaults?.() ?? {});
        for (const [name, value] of Object.entries(values)) this._values[name] = value;
      }

      /** Sets attributes; tells each that changed, what is derived from it, then `change` once. */
      set(values) {
        const { derived } = this.constructor;
        const before = Object.fromEntries(Object.keys(derived).map((name) => [name, this[name]]));
        const changed = [];
        for (const [name, value] of Object.entries(values)) {
          const previous = this._values[name];
          if (Object.is(previous, value)) continue;
          this._values[name] = value;
          changed.push([name, previous]);
        }
        if (!changed.length) return this;
        for (const name of Object.keys(derived))
          if (!Object.is(before[name], this[name])) changed.push([name, before[name]]);
        for (const [name, previous] of changed) this.trigger(`change:${name}`, this, this[name], previous);
        this.trigger('change', this);
        return this;
      }

      get(name) {
        return this[name];
      }

      unset(name) {
        return this.set({ [name]: undefined });
      }

      /** Collections tell what their models tell. */
      trigger(names, ...args) {
        super.trigger(names, ...args);
        for (const collection of this.collections) collection.trigger(names, ...args);
        return this;
      }

      serialize() {
        const entries = this.constructor.props.map((name) => [name, this._values[name]]);
        return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
      }

      toJSON() {
        return this.serialize();
      }
    }

    /**
     * Makes a model class.
     * @param {{ props?: string[], session?: string[], derived?: Record<string, (model: any) => unknown>, defaults?: () => object }} shape
     */
    function defineModel({ props = [], session = [], derived = {}, defaults }) {
      class Model extends BaseModel {}
      Object.assign(Model, { props, session, derived, defaults });
      for (const name of [...props, ...session]) {
        Object.defineProperty(Model.prototype, name, {
          configurable: true,
          get() {
            return this._values[name];
          },
          set(value) {
            this.set({ [name]: value });
          },
        });
      }
      for (const [name, compute] of Object.entries(derived)) {
        Object.defineProperty(Model.prototype, name, {
          configurable: true,
          get() {
            return compute(this);
          },
        });
      }
      return Model;
    }

    Object.assign(exports, { BaseModel, defineModel });
  },
  98,
);
