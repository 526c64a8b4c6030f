/* Collections of models, found by id (a string, a wid or a message key). */
__d(
  'WAWebBaseCollection',
  ['WAWebEventEmitter'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { EventEmitter } = require('WAWebEventEmitter');

    class BaseCollection extends EventEmitter {
      constructor(modelClass) {
        super();
        this.modelClass = modelClass;
        this._models = [];
        this._index = new Map();
      }

      get length() {
        return this._models.length;
      }

      /** A model by id, or undefined. */
      get(id) {
        return id === undefined || id === null ? undefined : this._index.get(String(id));
      }

      /** Adds models or their values; one with a known id is updated. Tells `add` (model). */
      add(given, options = {}) {
        const added = (Array.isArray(given) ? given : [given]).map((item) => this.addOne(item, options));
        return added;
      }

      addOne(item, { silent = false } = {}) {
        const known = this.get(item.id);
        if (known) {
          if (known !== item) known.set(item instanceof this.modelClass ? item.serialize() : item);
          return known;
        }
        const model = item instanceof this.modelClass ? item : new this.modelClass(item);
        this._models.push(model);
        this._index.set(String(model.id), model);
        model.collections.add(this);
        if (!silent) this.trigger('add', model, this);
        return model;
      }

      /** Gets a model, or adds an empty one under that id. */
      gadd(id, options) {
        return this.get(id) ?? this.addOne({ id }, options);
      }

      remove(given) {
        const model = given instanceof this.modelClass ? given : this.get(given);
        if (!model) return undefined;
        this._models.splice(this._models.indexOf(model), 1);
        this._index.delete(String(model.id));
        this.trigger('remove', model, this);
        model.collections.delete(this);
        return model;
      }

      /** Loads a model that is not in memory; rejects when there is none. */
      async find(id) {
        const model = this.get(id) ?? (await this.load?.(id));
        if (!model) throw new Error(`not found: ${id}`);
        return model;
      }

      getModelsArray() {
        return [...this._models];
      }

      filter(predicate) {
        return this._models.filter(predicate);
      }

      forEach(action) {
        this.getModelsArray().forEach(action);
      }

      map(transform) {
        return this._models.map(transform);
      }

      some(predicate) {
        return this._models.some(predicate);
      }

      last() {
        return this._models[this._models.length - 1];
      }

      serialize() {
        return this._models.map((model) => model.serialize());
      }

      toJSON() {
        return this.serialize();
      }
    }

    exports.BaseCollection = BaseCollection;
  },
  98,
);
