/*
 * The module system: `__d`, `require`, `requireLazy`, `importNamespace`, `__debug`, `ErrorGuard`, `Bootloader`.
 * Modules of this page reach each other through the factory's own `require`; the public one sees what the
 * module faults leave (missing, renamed, lazy), so a fault never breaks the page itself.
 */
((global) => {
  'use strict';

  const ES_MODULE = 32;
  /** Which argument of a factory is its `module`. */
  const MODULE_PARAMETER = 5;
  const settings = JSON.parse(document.getElementById('sandbox-settings').textContent);

  /** Components of lazily loaded bundles that the real page is known to have. */
  const COMPONENTS = [
    'WAWebMediaForwardMediaMsg',
    'WAWebForwardMessageFlow.react',
    'WAWebGroupInviteLinkDrawer.react',
    'WAWebGroupInviteLinkModal.react',
    'WAWebDeactivateCommunityDrawer.react',
    'WAWebCommunityFlow.react',
    'WAWebNewGroupFlow.react',
    'WAWebEventsCreateEventModalFlow.react',
    'WAWebViewCommunityMembersModal.react',
    'WAWebPrivacyVisibilityEditDrawer.react',
    'WAWebProfileDrawer.react',
  ];

  const registry = new Map();
  const modulesMap = Object.create(null);
  const componentMap = new Map(COMPONENTS.map((name) => [name, []]));
  /** Requests by the id of the module that they wait for. */
  const waiting = new Map();
  let skipGuard = false;

  for (const [id, mode] of Object.entries(settings.modules)) {
    if (mode.lazy) componentMap.set(mode.lazy, [...(componentMap.get(mode.lazy) ?? []), id]);
  }

  function define(id, dependencies, factory, flags = 0) {
    if (registry.has(id)) return;
    const record = { id, dependencies: dependencies ?? [], factory, esModule: (flags & ES_MODULE) !== 0, module: null };
    registry.set(id, record);
    const mode = settings.modules[id];
    if (!mode || mode === 'present') publish(id, record);
    else if (mode.renamed) publish(mode.renamed, record);
    const requests = waiting.get(id) ?? [];
    waiting.delete(id);
    for (const request of requests) requireLazy(request.ids, request.callback);
  }

  function publish(id, record) {
    modulesMap[id] = record;
  }

  function instantiate(record) {
    if (record.module) return record.module.exports;
    record.module = { exports: {} };
    const { module } = record;
    record.factory.call(
      undefined,
      global,
      requireInside,
      requireInside,
      namespaceInside,
      requireLazy,
      module,
      module.exports,
    );
    return module.exports;
  }

  function requireInside(id) {
    const record = registry.get(id);
    if (!record) throw new Error(`Requiring unknown module "${id}"`);
    return instantiate(record);
  }

  function namespaceInside(id) {
    return namespaceOf(registry.get(id), requireInside(id));
  }

  function namespaceOf(record, exports) {
    return record.esModule ? exports : { default: exports };
  }

  /** Runs like code under Meta's ErrorGuard: a failure is reported on the console and swallowed. */
  function guarded(action) {
    if (skipGuard) return action();
    try {
      return action();
    } catch (error) {
      console.error(error.message);
      return undefined;
    }
  }

  function lookup(id) {
    const record = modulesMap[id];
    if (!record) throw new Error(`Requiring unknown module "${id}"`);
    return record;
  }

  const requirePublic = (id) => guarded(() => seenThroughFaults(lookup(id), instantiate(lookup(id))));
  const namespacePublic = (id) =>
    guarded(() => namespaceOf(lookup(id), seenThroughFaults(lookup(id), instantiate(lookup(id)))));

  /** A module's exports as the export faults leave them. Names may be paths: `Cmd.refreshQR`. */
  function seenThroughFaults(record, exports) {
    const faults = Object.entries(settings.exports[record.id] ?? {}).filter(([, mode]) => mode !== 'present');
    if (!faults.length) return exports;
    record.view ??= faults.reduce((view, [path, mode]) => withFault(view, path.split('.'), mode), exports);
    return record.view;
  }

  function withFault(target, [name, ...rest], mode) {
    const inner = rest.length ? withFault(target[name], rest, mode) : undefined;
    const real = (key) => {
      if (rest.length) return key;
      if (mode.renamed && key === mode.renamed) return name;
      return key === name ? undefined : key;
    };
    return new Proxy(target, {
      get: (object, key) =>
        rest.length && key === name ? inner : real(key) === undefined ? undefined : object[real(key)],
      has: (object, key) => real(key) !== undefined && real(key) in object,
      ownKeys: (object) =>
        Reflect.ownKeys(object)
          .map((key) => (!rest.length && key === name ? mode.renamed : key))
          .filter(Boolean),
      getOwnPropertyDescriptor: (object, key) =>
        real(key) === undefined ? undefined : Reflect.getOwnPropertyDescriptor(object, real(key)),
    });
  }

  /** The first module that is still missing for these, or undefined. */
  function firstMissing(ids, seen = new Set()) {
    for (const id of ids) {
      if (seen.has(id)) continue;
      seen.add(id);
      const record = registry.get(id);
      const missing = record ? firstMissing(record.dependencies, seen) : id;
      if (missing) return missing;
    }
    return undefined;
  }

  /** Calls back once all modules and what they need are there; looks again only when the one it waits for comes. */
  function requireLazy(ids, callback) {
    const missing = firstMissing(ids);
    if (missing) waiting.set(missing, [...(waiting.get(missing) ?? []), { ids, callback }]);
    else Promise.resolve().then(() => callback(...ids.map(requireInside)));
  }

  /** Loads lazy bundles by component name; throws at once for a component that the page does not know. */
  function loadModules(components, callback) {
    for (const component of components) {
      if (!componentMap.has(component)) throw new Error(`Bootloader: unknown component "${component}"`);
    }
    setTimeout(() => {
      const ids = components.flatMap((component) => componentMap.get(component));
      for (const id of ids) if (registry.has(id)) publish(id, registry.get(id));
      callback?.(...ids.map((id) => requirePublic(id)));
    }, 0);
  }

  /** Takes the stub's place; the queued definitions come in over `modulesMs`, as bundles do. */
  function takeOver() {
    const queued = global.__d_stub;
    const requests = global.__rl_stub;
    const startedAt = performance.now();
    let taken = 0;
    global.__d = define;
    global.require = requirePublic;
    global.importDefault = requirePublic;
    global.importNamespace = namespacePublic;
    global.requireLazy = requireLazy;
    for (const [ids, callback] of requests) requireLazy(ids, callback);
    (function drain() {
      const share = settings.delays.modulesMs ? (performance.now() - startedAt) / settings.delays.modulesMs : 1;
      const due = share >= 1 ? queued.length : Math.floor(queued.length * share);
      while (taken < due) define(...queued[taken++]);
      if (share < 1) setTimeout(drain, 5);
    })();
  }

  const provide = (id, exports) =>
    define(id, [], (...parts) => {
      parts[MODULE_PARAMETER].exports = exports;
    });
  const skipGuardGlobal = (skip) => {
    skipGuard = skip;
  };
  provide('__debug', { modulesMap });
  provide('ErrorGuard', { skipGuardGlobal });
  provide('Bootloader', { loadModules, __debug: { componentMap } });
  provide('ServerJSPayloadListener', { process() {} });
  provide('StandInSettings', settings);

  if (settings.boot.hang || settings.boot.fail) return;
  const dueAt = settings.delays.loaderMs + settings.boot.delayMs;
  const restMs = Math.max(0, dueAt - performance.now());
  if (restMs > 0) setTimeout(takeOver, restMs);
  else takeOver();
})(window);
