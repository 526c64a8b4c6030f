/* IndexedDB: `signal-storage` keeps the credentials, `model-storage` keeps chats, contacts and messages. */
__d(
  'StandInStorage',
  ['WAWebWid', 'WAWebMsgKey'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { Wid } = require('WAWebWid');
    const MsgKey = require('WAWebMsgKey');

    const settled = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        request.onblocked = () => reject(new Error('database is blocked'));
      });

    function openDatabase(name, build) {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => build(request.result);
      return settled(request).then((database) => {
        database.onversionchange = () => database.close();
        return database;
      });
    }

    const databases = {
      'signal-storage': (database) => database.createObjectStore('signal-meta-store', { keyPath: 'key' }),
      'model-storage': (database) => {
        database.createObjectStore('message', { keyPath: 'id' }).createIndex('rowId', 'rowId');
        database.createObjectStore('chat', { keyPath: 'id' });
        database.createObjectStore('contact', { keyPath: 'id' });
      },
    };
    const opened = {};
    const database = (name) => (opened[name] ??= openDatabase(name, databases[name]));

    /** Wids and message keys do not survive a structured clone as such. */
    function pack(value) {
      if (value instanceof Wid) return { $wid: value.toString() };
      if (value instanceof MsgKey) return { $key: value.toString() };
      if (Array.isArray(value)) return value.map(pack);
      if (value && typeof value === 'object' && !ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer)) {
        return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, pack(inner)]));
      }
      return value;
    }

    function unpack(value) {
      if (Array.isArray(value)) return value.map(unpack);
      if (!value || typeof value !== 'object' || ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
        return value;
      if (value.$wid) return new Wid(value.$wid);
      if (value.$key) return MsgKey.fromString(value.$key);
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unpack(inner)]));
    }

    async function store(name, storeName, mode) {
      return (await database(name)).transaction(storeName, mode).objectStore(storeName);
    }

    async function readMeta(key) {
      return (await settled((await store('signal-storage', 'signal-meta-store', 'readonly')).get(key)))?.value;
    }

    async function writeMeta(key, value) {
      await settled((await store('signal-storage', 'signal-meta-store', 'readwrite')).put({ key, value }));
    }

    /** Keeps a model's values under its id. */
    async function save(storeName, id, values) {
      await settled(
        (await store('model-storage', storeName, 'readwrite')).put({ ...pack(values), id, $id: pack(values.id) }),
      );
    }

    const restore = ({ $id, ...row }) => ({ ...unpack(row), id: unpack($id) });

    async function load(storeName, id) {
      const row = await settled((await store('model-storage', storeName, 'readonly')).get(id));
      return row && restore(row);
    }

    async function loadAll(storeName) {
      return (await settled((await store('model-storage', storeName, 'readonly')).getAll())).map(restore);
    }

    /** Forgets the login and all that came with it. */
    async function clear() {
      for (const name of Object.keys(databases)) {
        (await opened[name])?.close();
        delete opened[name];
        await settled(indexedDB.deleteDatabase(name));
      }
      localStorage.clear();
    }

    Object.assign(exports, { readMeta, writeMeta, save, load, loadAll, clear });
  },
  98,
);
