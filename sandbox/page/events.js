/* The event emitter that every model, collection and bus of the page is made of. */
__d(
  'WAWebEventEmitter',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';

    const split = (names) => String(names).split(/\s+/).filter(Boolean);

    class EventEmitter {
      /** Several names may be given in one string, separated by spaces. */
      on(names, callback, context) {
        this._listeners ??= new Map();
        for (const name of split(names)) {
          this._listeners.set(name, [...(this._listeners.get(name) ?? []), { callback, context }]);
        }
        return this;
      }

      once(names, callback, context) {
        for (const name of split(names)) {
          const wrapped = (...args) => {
            this.off(name, wrapped);
            callback.apply(context ?? this, args);
          };
          wrapped.original = callback;
          this.on(name, wrapped, context);
        }
        return this;
      }

      off(names, callback, context) {
        if (!this._listeners) return this;
        const keeps = (listener) =>
          (callback && listener.callback !== callback && listener.callback.original !== callback) ||
          (context && listener.context !== context);
        for (const name of names ? split(names) : [...this._listeners.keys()]) {
          this._listeners.set(name, (this._listeners.get(name) ?? []).filter(keeps));
        }
        return this;
      }

      trigger(names, ...args) {
        for (const name of split(names)) {
          for (const { callback, context } of this._listeners?.get(name) ?? []) callback.apply(context ?? this, args);
        }
        return this;
      }

      emit(names, ...args) {
        return this.trigger(names, ...args);
      }

      listenTo(other, names, callback) {
        other.on(names, callback, this);
        return this;
      }

      listenToOnce(other, names, callback) {
        other.once(names, callback, this);
        return this;
      }

      stopListening(other, names, callback) {
        other?.off(names, callback, this);
        return this;
      }
    }

    exports.EventEmitter = EventEmitter;
  },
  98,
);
