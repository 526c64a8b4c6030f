// Built from page/ by scripts/build-page.mjs. Do not edit.
"use strict";
(() => {
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __esm = (fn, res, err) => function __init() {
    if (err) throw err[0];
    try {
      return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
    } catch (e) {
      throw err = [e], e;
    }
  };
  var __commonJS = (cb, mod) => function __require() {
    try {
      return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
    } catch (e) {
      throw mod = 0, e;
    }
  };

  // page/events.ts
  function openChannel(config) {
    const global = window;
    const send = global[config.binding];
    delete global[config.binding];
    let batch = [];
    return (event) => {
      batch.push(event);
      if (batch.length > 1) return;
      queueMicrotask(() => {
        const events = batch;
        batch = [];
        try {
          send?.(JSON.stringify(events));
        } catch {
        }
      });
    };
  }
  function listen(emitter, name, emit, listener) {
    try {
      const target = emitter;
      if (typeof target?.on !== "function") return false;
      target.on(name, (...args) => {
        queueMicrotask(() => {
          try {
            listener(...args);
          } catch (error) {
            emit({ event: "trace", text: `listener of ${name} failed: ${String(error)}` });
          }
        });
      });
      return true;
    } catch (error) {
      emit({ event: "trace", text: `cannot listen to ${name}: ${String(error)}` });
      return false;
    }
  }
  var init_events = __esm({
    "page/events.ts"() {
      "use strict";
    }
  });

  // page/loader.ts
  function waitForLoader() {
    return new Promise((resolve) => {
      const restore = [];
      const check = () => {
        const require2 = globals.require;
        if (typeof require2 !== "function" || !globals.__d) return;
        clearInterval(poll);
        for (const undo of restore.splice(0)) undo();
        resolve(require2);
      };
      const poll = setInterval(check, 50);
      for (const name of ["require", "__d"]) {
        const undo = trap(name, () => queueMicrotask(check));
        if (undo) restore.push(undo);
      }
      check();
    });
  }
  function trap(name, assigned) {
    const existing = Object.getOwnPropertyDescriptor(window, name);
    if (existing && (!existing.configurable || !("value" in existing))) return void 0;
    let value = existing?.value;
    const get = () => value;
    try {
      Object.defineProperty(window, name, {
        configurable: true,
        enumerable: true,
        get,
        set(next) {
          value = next;
          assigned();
        }
      });
    } catch {
      return void 0;
    }
    return () => {
      if (Object.getOwnPropertyDescriptor(window, name)?.get !== get) return;
      Object.defineProperty(window, name, { configurable: true, enumerable: true, writable: true, value });
    };
  }
  async function waitUntilSettled(count) {
    const start = performance.now();
    let last = count();
    let since = start;
    for (; ; ) {
      if (globals.Debug?.VERSION) return;
      const now = performance.now();
      const present = count();
      if (present !== last) {
        last = present;
        since = now;
      }
      if (present !== 0 && now - since >= SETTLED_MS) return;
      if (now - start >= SETTLE_AT_MOST_MS) return;
      await sleep(25);
    }
  }
  function sleep(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }
  async function within(ms, promise) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      clearTimeout(timer);
    }
  }
  var globals, SETTLED_MS, SETTLE_AT_MOST_MS;
  var init_loader = __esm({
    "page/loader.ts"() {
      "use strict";
      globals = window;
      SETTLED_MS = 150;
      SETTLE_AT_MOST_MS = 1e4;
    }
  });

  // page/wids.ts
  function idText(id) {
    if (typeof id === "string") return id || null;
    if (typeof id !== "object" || id === null) return null;
    const text3 = attempt(() => String(id));
    if (text3 && !text3.startsWith("[object")) return text3;
    const raw = id;
    for (const value of [raw._serialized, raw.$1]) {
      if (typeof value === "string" && value !== "") return value;
    }
    return null;
  }
  function userText(wid) {
    return idText(wid)?.replace(/:\d+@/, "@").replace(/@s\.whatsapp\.net$/, "@c.us") ?? null;
  }
  function phoneOf(wid) {
    const match = wid && /^(\d+)@c\.us$/.exec(wid);
    return match ? match[1] ?? null : null;
  }
  function isLid(wid) {
    return wid?.endsWith("@lid") === true;
  }
  function messageId(key) {
    const id = key?.id;
    if (typeof id === "string" && id !== "") return id;
    return idText(key)?.split("_")[2] ?? null;
  }
  function createWid(probe, text3) {
    return attempt(() => probe.call("createWid", text3)) ?? void 0;
  }
  function ownWid(probe, server) {
    const known = [probe.maybe("mePn"), probe.maybe("meLid"), probe.get("conn")?.wid];
    return known.find((wid) => userText(wid)?.endsWith(`@${server}`));
  }
  function otherIdentity(probe, wid) {
    const capability = isLid(userText(wid)) ? "lidToPn" : "pnToLid";
    return userText(probe.maybe(capability, wid));
  }
  function attempt(run) {
    try {
      return run();
    } catch {
      return void 0;
    }
  }
  var init_wids = __esm({
    "page/wids.ts"() {
      "use strict";
    }
  });

  // page/auth.ts
  function text(value) {
    return typeof value === "string" && value !== "" ? value : null;
  }
  function number(value) {
    const n = value instanceof Date ? value.getTime() : value;
    return typeof n === "number" && Number.isFinite(n) ? n : null;
  }
  var POLL_UNLINKED_MS, POLL_LINKED_MS, MISSING_FOR_MS, KEYS_MS, TTL_AT_MOST_MS, Auth;
  var init_auth = __esm({
    "page/auth.ts"() {
      "use strict";
      init_events();
      init_loader();
      init_wids();
      POLL_UNLINKED_MS = 1e3;
      POLL_LINKED_MS = 3e3;
      MISSING_FOR_MS = 2e3;
      KEYS_MS = 5e3;
      TTL_AT_MOST_MS = 18e4;
      Auth = class {
        constructor(probe, emit) {
          this.probe = probe;
          this.emit = emit;
        }
        probe;
        emit;
        last = "";
        reading = null;
        again = false;
        /** Since when something required has been missing. */
        missingSince = null;
        /** The ref whose first moment was seen, and when. */
        seenRef = null;
        /** Whether WhatsApp's state can be read at all. */
        readable() {
          return this.probe.get("socket") !== void 0 && this.probe.get("conn") !== void 0;
        }
        /** Reads, then watches, then reads again: no change in between is lost. */
        async start() {
          const snapshot = await this.read();
          this.last = JSON.stringify(snapshot);
          this.emit({ event: "ready", snapshot });
          this.watch();
          this.refresh();
          this.poll();
        }
        /** Tells the state again if it differs from what was told last. */
        refresh() {
          if (this.reading) {
            this.again = true;
            return;
          }
          void this.read().then((snapshot) => {
            const text3 = JSON.stringify(snapshot);
            if (text3 === this.last) return;
            this.last = text3;
            this.emit({ event: "snapshot", snapshot });
          });
        }
        /** The state now. What changes while it is being read is read again. */
        read() {
          this.reading ??= this.compose().finally(() => {
            this.reading = null;
            if (!this.again) return;
            this.again = false;
            this.refresh();
          });
          return this.reading;
        }
        /**
         * The state as it is after this call: a reading that is under way may have begun before what the caller asks about. What differs from
         * what was told last is told as well, in order with everything else.
         */
        async reread() {
          await this.reading;
          this.refresh();
          return this.read();
        }
        watch() {
          const refresh = () => this.refresh();
          const socket = this.probe.get("socket");
          for (const name of ["change:state", "change:hasSynced", "change:stream"]) listen(socket, name, this.emit, refresh);
          const conn = this.probe.get("conn");
          for (const name of [
            "change:ref",
            "change:refTTL",
            "change:connected",
            "change:wid",
            "change:pushname",
            "change:platform"
          ]) {
            listen(conn, name, this.emit, refresh);
          }
          const stream = this.probe.get("stream");
          for (const name of ["change:mode", "change:info"]) listen(stream, name, this.emit, refresh);
          const cmd = this.probe.get("cmd");
          listen(cmd, "main_loaded", this.emit, refresh);
          for (const name of ["offline_progress_update_from_bridge", "offline_progress_update"]) {
            listen(cmd, name, this.emit, () => this.progress());
          }
        }
        progress() {
          const percent = this.probe.maybe("offlineProgress");
          if (typeof percent !== "number" || !Number.isFinite(percent)) return;
          this.emit({ event: "syncProgress", percent: Math.min(100, Math.max(0, Math.round(percent))) });
        }
        poll() {
          const linked = this.probe.get("socket")?.state === "CONNECTED";
          setTimeout(
            () => {
              this.refresh();
              this.poll();
            },
            linked ? POLL_LINKED_MS : POLL_UNLINKED_MS
          );
        }
        async compose() {
          const qr = await within(KEYS_MS, this.qr()).catch((error) => {
            this.emit({ event: "trace", text: `the QR cannot be read: ${String(error)}` });
            return null;
          });
          const socket = this.probe.get("socket");
          const state = text(socket?.state);
          const mode = text(this.probe.get("stream")?.mode);
          const linked = state === "CONNECTED";
          const account = state === "UNPAIRED" || state === "UNPAIRED_IDLE" ? null : this.account();
          return {
            socket: state,
            streamMode: mode,
            hasSynced: socket?.hasSynced === true,
            // The state may have moved on while the keys were read.
            qr: this.unpaired() ? qr : null,
            account,
            version: this.probe.version(),
            missing: linked ? this.missing(account) : []
          };
        }
        missing(account) {
          const missing = this.probe.missing();
          if (!account) {
            const tried = [...this.probe.candidates("mePn"), ...this.probe.candidates("meLid"), "WAWebConnModel#Conn.wid"];
            missing.push({ capability: "account", tried });
          }
          if (missing.length === 0) {
            this.missingSince = null;
            return missing;
          }
          const now = performance.now();
          if (this.missingSince === null) {
            this.missingSince = now;
            setTimeout(() => this.refresh(), MISSING_FOR_MS);
          }
          return now - this.missingSince >= MISSING_FOR_MS ? missing : [];
        }
        /** Whether the ref that the page holds is one to scan. In UNPAIRED_IDLE it still holds the last one, which is dead. */
        unpaired() {
          const conn = this.probe.get("conn");
          const state = this.probe.get("socket")?.state;
          return (state === "UNPAIRED" || state === void 0) && conn?.connected !== true && text(conn?.ref) !== null;
        }
        async qr() {
          const reference = text(this.probe.get("conn")?.ref);
          this.noteRef(reference);
          if (reference === null || !this.unpaired()) return null;
          const [noise, registration, secret] = await Promise.all([
            this.method("noiseInfo", "get"),
            this.method("signalStore", "getRegistrationInfo"),
            this.probe.call("advSecret")
          ]);
          const noiseKey = this.base64(noise?.staticKeyPair?.pubKey);
          const identityKey = this.base64(registration?.identityKeyPair?.pubKey);
          const advSecret = typeof secret === "string" ? secret : this.base64(secret);
          const platform = this.probe.get("devicePlatform") ?? "1";
          const fields = [reference, noiseKey, identityKey, advSecret, String(platform)];
          if (fields.some((field) => !field) || text(this.probe.get("conn")?.ref) !== reference) return null;
          return { payload: fields.join(","), reference, expiresAtMs: this.expiry() };
        }
        async method(capability, name) {
          const object = this.probe.need(capability);
          return await object[name]?.();
        }
        base64(bytes) {
          if (typeof bytes === "string") return bytes || null;
          const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : null;
          return view && view.length > 0 ? btoa(String.fromCharCode(...view)) : null;
        }
        /** Remembers when a ref appeared: `refTTL` counts from there, and is worth nothing for a ref that was there before us. */
        noteRef(ref) {
          if (ref === null) {
            this.seenRef ??= { ref: "", at: null };
            return;
          }
          if (this.seenRef?.ref === ref) return;
          this.seenRef = { ref, at: this.seenRef ? Date.now() : null };
        }
        expiry() {
          const conn = this.probe.get("conn");
          const now = Date.now();
          const expiry = number(attempt(() => conn?.refExpiry));
          for (const ms2 of expiry === null ? [] : [expiry, expiry * 1e3]) {
            if (ms2 > now && ms2 - now <= TTL_AT_MOST_MS) return Math.round(ms2);
          }
          const ttl = number(conn?.refTTL);
          if (ttl === null || ttl <= 0 || this.seenRef?.at == null) return null;
          const ms = ttl <= TTL_AT_MOST_MS / 1e3 ? ttl * 1e3 : ttl;
          return ms <= TTL_AT_MOST_MS ? Math.round(this.seenRef.at + ms) : null;
        }
        account() {
          const conn = this.probe.get("conn");
          const pn = userText(ownWid(this.probe, "c.us"));
          const lid = userText(ownWid(this.probe, "lid"));
          if (pn === null && lid === null) return null;
          return {
            phone: phoneOf(pn),
            wid: pn,
            lid,
            pushName: text(conn?.pushname),
            platform: text(conn?.platform)
          };
        }
      };
    }
  });

  // page/device.ts
  function nameDevice(probe, name) {
    try {
      const id = "WAWebMiscBrowserUtils";
      const module = probe.modules.get(id);
      const owner = typeof module?.info === "function" ? module : module?.default;
      const original = owner?.info;
      if (!owner || typeof original !== "function") return;
      owner.info = () => ({ ...original.call(owner), os: name });
    } catch {
    }
  }
  var init_device = __esm({
    "page/device.ts"() {
      "use strict";
    }
  });

  // page/errors.ts
  function serialise(error) {
    if (error instanceof CapabilityError) {
      return { fault: "capability", capability: error.capability, tried: error.tried, version: error.version };
    }
    if (typeof error !== "object" || error === null) {
      return { fault: "whatsApp", name: typeof error, message: String(error), status: null, detail: null };
    }
    const e = error;
    const code = status(e);
    return {
      fault: "whatsApp",
      name: text2(e.name) ?? text2(e.constructor?.name) ?? "Error",
      // The classes that carry a server's answer have no message of their own.
      message: text2(e.message) ?? text2(e.text) ?? kind(e) ?? (code === null ? "no reason given" : `status ${code}`),
      status: code,
      detail: detail(e)
    };
  }
  function status(e) {
    const type = e.type;
    for (const value of [e.status, e.statusCode, e.code, type?.value?.code]) {
      const n = typeof value === "string" ? Number(value) : value;
      if (typeof n === "number" && Number.isInteger(n)) return n;
    }
    return null;
  }
  function kind(e) {
    const type = e.type;
    if (typeof type === "string") return text2(type);
    return text2([text2(type?.name), text2(type?.value?.text)].filter(Boolean).join(" "));
  }
  function detail(e) {
    const stack = text2(e.stack);
    return [kind(e), stack].filter(Boolean).join("\n").slice(0, 2e3) || null;
  }
  function text2(value) {
    return typeof value === "string" && value !== "" ? value : null;
  }
  var CapabilityError;
  var init_errors = __esm({
    "page/errors.ts"() {
      "use strict";
      CapabilityError = class extends Error {
        constructor(capability, tried, version) {
          super(`${capability} is missing`);
          this.capability = capability;
          this.tried = tried;
          this.version = version;
        }
        capability;
        tried;
        version;
        name = "CapabilityError";
      };
    }
  });

  // page/logout.ts
  function reason(args) {
    for (const arg of args) {
      if (typeof arg === "string" && arg !== "") return arg;
      const inner = arg?.reason;
      if (typeof inner === "string" && inner !== "") return inner;
    }
    return null;
  }
  var Login;
  var init_logout = __esm({
    "page/logout.ts"() {
      "use strict";
      init_events();
      Login = class {
        constructor(probe, emit) {
          this.probe = probe;
          this.emit = emit;
        }
        probe;
        emit;
        start() {
          let told = false;
          const tell = (...args) => {
            if (told) return;
            told = true;
            this.emit({ event: "loggedOut", reason: reason(args) });
          };
          const cmd = this.probe.get("cmd");
          for (const name of ["logout", "logout_from_bridge"]) listen(cmd, name, this.emit, tell);
        }
        /** Unlinks this device. */
        async logout() {
          await this.probe.call("logout");
        }
        /** Takes the account back from another window. */
        async takeOver() {
          await this.probe.call("takeOver");
        }
        /** Asks for new refs after WhatsApp stopped rotating them. */
        async refreshQr() {
          try {
            await this.probe.call("refreshQr");
          } catch (error) {
            const bus = this.probe.get("backendEvents");
            if (typeof bus?.trigger !== "function") throw error;
            bus.trigger("refresh_qr");
          }
        }
      };
    }
  });

  // page/modules.ts
  function follow(module, path) {
    if (path === "default") {
      const own = module.default;
      return { value: own ?? module, owner: module };
    }
    let owner = module;
    let value = module;
    for (const name of path.split(".")) {
      owner = value;
      try {
        value = owner?.[name];
      } catch {
        return void 0;
      }
      if (value === void 0 || value === null) return void 0;
    }
    return { value, owner };
  }
  var FORBIDDEN, OURS_TO_SEE, Modules;
  var init_modules = __esm({
    "page/modules.ts"() {
      "use strict";
      FORBIDDEN = /* @__PURE__ */ new Set(["WAWebEmojiPanelContentEmojiSearchEmpty.react", "WAWebMoment-es-do"]);
      OURS_TO_SEE = /^(use)?WA/;
      Modules = class {
        constructor(require2) {
          this.require = require2;
        }
        require;
        get(id) {
          if (FORBIDDEN.has(id)) return void 0;
          return this.guarded(() => this.require(id) ?? void 0);
        }
        /** `export` may be a path (`Cmd.refreshQR`); `default` is the module itself where it has no `default` of its own. */
        find(id, path) {
          const module = this.get(id);
          return module === void 0 ? void 0 : follow(module, path);
        }
        /** Searches every WhatsApp module for an export. Runs modules that WhatsApp has not run yet: the last resort. */
        scan(path) {
          for (const id of this.ids()) {
            const found = this.find(id, path);
            if (found) return found;
          }
          return void 0;
        }
        /** Ids of WhatsApp's own modules; empty when the registry cannot be listed. */
        ids() {
          return Object.keys(this.registry() ?? {}).filter((id) => OURS_TO_SEE.test(id) && !FORBIDDEN.has(id));
        }
        /** How many modules are registered; `undefined` when that cannot be known. */
        count() {
          const registry = this.registry();
          return registry && Object.keys(registry).length;
        }
        /** Loads the bundle of a UI component. Resolves to whether that worked. */
        async load(component) {
          const bootloader = this.get("Bootloader");
          if (typeof bootloader?.loadModules !== "function") return false;
          const known = bootloader.__debug?.componentMap;
          if (known && typeof known.has === "function" && !known.has(component)) return false;
          return new Promise((resolve) => {
            const timer = setTimeout(() => resolve(false), 3e4);
            const done = (loaded) => {
              clearTimeout(timer);
              resolve(loaded);
            };
            try {
              bootloader.loadModules?.([component], () => done(true), "wa-bridge");
            } catch {
              done(false);
            }
          });
        }
        registry() {
          const debug = this.get("__debug");
          return debug?.modulesMap ?? void 0;
        }
        /** Keeps WhatsApp's error guard from reporting what we are ready for. */
        guarded(run) {
          let guard;
          try {
            guard = this.require("ErrorGuard");
            guard?.skipGuardGlobal?.(true);
          } catch {
            guard = void 0;
          }
          try {
            return run();
          } catch {
            return void 0;
          } finally {
            try {
              guard?.skipGuardGlobal?.(false);
            } catch {
            }
          }
        }
      };
    }
  });

  // page/probe.ts
  var CANDIDATES, REQUIRED, LAZY, SCAN_AFTER_MS, RESCAN_MS, Probe;
  var init_probe = __esm({
    "page/probe.ts"() {
      "use strict";
      init_errors();
      CANDIDATES = {
        socket: ["WAWebSocketModel#Socket", "*#Socket"],
        conn: ["WAWebConnModel#Conn", "*#Conn"],
        stream: ["WAWebStreamModel#Stream"],
        cmd: ["WAWebCmd#Cmd"],
        backendEvents: ["WAWebBackendEventBus#BackendEventBus"],
        noiseInfo: [
          "WAWebUserPrefsInfoStore#waNoiseInfo",
          "WAWebAdvSignatureApi#waNoiseInfo",
          "WAWebSignalStoreApi#waNoiseInfo",
          "WAWebCompanionRegClientUtils#waNoiseInfo",
          "*#waNoiseInfo"
        ],
        signalStore: [
          "WAWebSignalStoreApi#waSignalStore",
          "WAWebUserPrefsInfoStore#waSignalStore",
          "WAWebAdvSignatureApi#waSignalStore",
          "WAWebCompanionRegClientUtils#waSignalStore",
          "*#waSignalStore"
        ],
        advSecret: [
          "WAWebUserPrefsMultiDevice#getADVSecretKey",
          "WAWebAdvSignatureApi#getADVSecretKey",
          "WAWebUserPrefsInfoStore#getADVSecretKey",
          "*#getADVSecretKey"
        ],
        devicePlatform: [
          "WAWebCompanionRegClientUtils#DEVICE_PLATFORM",
          "WAWebAdvSignatureApi#DEVICE_PLATFORM",
          "WAWebUserPrefsInfoStore#DEVICE_PLATFORM",
          "WAWebSignalStoreApi#DEVICE_PLATFORM"
        ],
        mePn: [
          "WAWebUserPrefsMeUser#getMaybeMePnUser",
          "WAWebUserPrefsMeUser#getMaybeMeUser",
          "WAWebUserPrefsMeUser#getMeUser",
          "WAWebUserPrefsMeUser#getMe"
        ],
        meLid: ["WAWebUserPrefsMeUser#getMaybeMeLidUser", "WAWebUserPrefsMeUser#getMeLidUserOrThrow"],
        pnToLid: [
          "WAWebApiContact#getCurrentLid",
          "WAWebApiContact#lidPnCache.getCurrentLid",
          "WAWebLidMigrationUtils#toLid"
        ],
        lidToPn: [
          "WAWebApiContact#getPhoneNumber",
          "WAWebApiContact#lidPnCache.getPhoneNumber",
          "WAWebLidMigrationUtils#toPn"
        ],
        createWid: ["WAWebWidFactory#createWid", "*#createWid"],
        userWid: [
          "WAWebWidFactory#asUserWidOrThrow",
          "WAWebWidFactory#toUserWidOrThrow",
          "WAWebWidFactory#toUserWid",
          "WAWebWidFactory#createUserWidOrThrow",
          "WAWebWidFactory#createUserWid"
        ],
        msgKey: ["WAWebMsgKey#default", "WAWebMsgKey#MsgKey"],
        numberCheck: ["WAWebQueryExistsJob#queryWidExists", "*#queryWidExists"],
        findChat: [
          "WAWebFindChatAction#findOrCreateLatestChat",
          "*#findOrCreateLatestChat",
          "WAWebFindChatAction#findChat",
          "*#findChat",
          "WAWebCollections#Chat.find"
        ],
        chats: ["WAWebCollections#Chat", "WAWebChatCollection#ChatCollection", "WAWebChatCollection#default"],
        messages: ["WAWebCollections#Msg", "WAWebMsgCollection#MsgCollection", "WAWebMsgCollection#default"],
        sendMessage: ["WAWebSendMsgChatAction#addAndSendMsgToChat", "*#addAndSendMsgToChat"],
        ephemeralFields: ["WAWebGetEphemeralFieldsMsgActionsUtils#getEphemeralFields"],
        logout: ["WAWebSocketModel#Socket.logout", "*#Socket.logout"],
        takeOver: ["WAWebSocketModel#Socket.takeover", "*#Socket.takeover"],
        refreshQr: ["WAWebCmd#Cmd.refreshQR", "WAWebLaunchSocketUtils#refreshQR", "WAWebSocketModel#Socket.poke"],
        offlineProgress: ["WAWebOfflineHandler#OfflineMessageHandler.getOfflineDeliveryProgress"],
        version: ["WAWebBuildConstants#VERSION_STR"]
      };
      REQUIRED = {
        sendText: ["sendMessage", "msgKey", "findChat", "chats", "numberCheck", "createWid"],
        receive: ["messages"]
      };
      LAZY = {};
      SCAN_AFTER_MS = 5e3;
      RESCAN_MS = 3e4;
      Probe = class {
        constructor(modules) {
          this.modules = modules;
        }
        modules;
        found = /* @__PURE__ */ new Map();
        scannedAt = /* @__PURE__ */ new Map();
        /** The capability's export, or `undefined`. */
        get(capability) {
          return this.resolve(capability)?.value;
        }
        /** The capability's export; throws {@link CapabilityError}. */
        need(capability) {
          const found = this.resolve(capability);
          if (!found) throw new CapabilityError(capability, this.candidates(capability), this.version());
          return found.value;
        }
        /** Like `need`, but first loads the bundle that holds it, where one is known. */
        async load(capability) {
          if (!this.resolve(capability)) {
            for (const component of LAZY[capability] ?? []) {
              if (await this.modules.load(component) && this.resolve(capability)) break;
            }
          }
          return this.need(capability);
        }
        /** Calls a capability that is a function, on its owner. Throws {@link CapabilityError} or what the function throws. */
        call(capability, ...args) {
          const found = this.resolve(capability);
          if (typeof found?.value !== "function")
            throw new CapabilityError(capability, this.candidates(capability), this.version());
          return found.value.apply(found.owner, args);
        }
        /** Calls an optional capability; `undefined` when it is missing or fails. */
        maybe(capability, ...args) {
          try {
            return this.call(capability, ...args);
          } catch {
            return void 0;
          }
        }
        /** Required capabilities that no candidate serves now. */
        missing() {
          return Object.entries(REQUIRED).flatMap(([capability, needs]) => {
            const tried = needs.filter((need) => !this.resolve(need)).flatMap((need) => this.candidates(need));
            return tried.length > 0 ? [{ capability, tried }] : [];
          });
        }
        /** Where a capability is looked for. */
        candidates(capability) {
          return [...CANDIDATES[capability]];
        }
        /** WhatsApp Web's version, `2.3000.N`. */
        version() {
          const debug = window.Debug?.VERSION;
          const version = typeof debug === "string" ? debug : this.get("version");
          return typeof version === "string" && version !== "" ? version : null;
        }
        resolve(capability) {
          const known = this.found.get(capability);
          if (known) return known;
          for (const candidate of CANDIDATES[capability]) {
            const [module = "", path = ""] = candidate.split("#");
            const found = module === "*" ? this.scan(capability, path) : this.modules.find(module, path);
            if (!found) continue;
            this.found.set(capability, found);
            return found;
          }
          return void 0;
        }
        scan(capability, path) {
          const now = performance.now();
          if (now < SCAN_AFTER_MS) return void 0;
          const last = this.scannedAt.get(capability);
          if (last !== void 0 && now - last < RESCAN_MS) return void 0;
          this.scannedAt.set(capability, now);
          return this.modules.scan(path);
        }
      };
    }
  });

  // page/send.ts
  function messageId_(message) {
    return messageId(message.id);
  }
  function isFromMe(key) {
    const own = key?.fromMe;
    return typeof own === "boolean" ? own : idText(key)?.startsWith("true_") === true;
  }
  function unique(values) {
    return [...new Set(values.filter((value) => value !== null))];
  }
  var KNOWN_MS, UNKNOWN_MS, CAPABILITY_GRACE_MS, Sender;
  var init_send = __esm({
    "page/send.ts"() {
      "use strict";
      init_errors();
      init_events();
      init_loader();
      init_wids();
      KNOWN_MS = 3e5;
      UNKNOWN_MS = 15e3;
      CAPABILITY_GRACE_MS = 3e3;
      Sender = class {
        constructor(probe, emit) {
          this.probe = probe;
          this.emit = emit;
        }
        probe;
        emit;
        asked = /* @__PURE__ */ new Map();
        /** Ids given out in this document: their `add` event is ours, not a message from another device. */
        own = /* @__PURE__ */ new Set();
        /** Texts that are being handed over, and whom to tell that the server has one. */
        handing = /* @__PURE__ */ new Map();
        start() {
          listen(this.probe.get("messages"), "change:ack", this.emit, (message, ack) => {
            const { id: key, ack: present } = message ?? {};
            const id = messageId(key);
            const value = typeof ack === "number" ? ack : present;
            if (id === null || typeof value !== "number" || !isFromMe(key)) return;
            this.emit({ event: "ack", id, ack: value });
            if (value >= 1) this.handing.get(id)?.();
          });
        }
        isOwn(id) {
          return id !== null && this.own.has(id);
        }
        async prepare(candidates) {
          await this.capable();
          const existing = unique(await Promise.all(candidates.map((candidate) => this.lookUp(candidate))));
          const [first] = existing;
          const messageId2 = await this.newId();
          if (first === void 0 || existing.length > 1) {
            return { chat: first ?? null, existing, wid: null, lid: null, messageId: messageId2 };
          }
          const chat = userText((await this.openChat(first)).id) ?? first;
          const identities = [chat, first, ...candidates];
          const known = createWid(this.probe, chat);
          const other = known ? otherIdentity(this.probe, known) : null;
          return {
            chat,
            existing,
            wid: [...identities, other].find((id) => id?.endsWith("@c.us")) ?? null,
            lid: [...identities, other].find(isLid) ?? null,
            messageId: messageId2
          };
        }
        /** Resolves with the id of a message to come when WhatsApp Web has this one in the chat. Its verdict follows as an event. */
        async send({ chat: chatId, messageId: messageId2, text: text3 }) {
          this.remember(messageId2);
          const chat = await this.openChat(chatId);
          const message = this.compose(chat, messageId2, text3);
          const acknowledged = new Promise((resolve) => this.handing.set(messageId2, resolve));
          try {
            const handed = await this.probe.call("sendMessage", chat, message);
            const [inChat, result] = Array.isArray(handed) ? handed : [handed, void 0];
            const taken = Promise.race([inChat, this.follow(messageId2, result), acknowledged]);
            const [next] = await Promise.all([this.newId(), taken]);
            return next;
          } finally {
            this.handing.delete(messageId2);
          }
        }
        /** The ack of a message, by its id part or its full key; `null` when the page does not know it. */
        async ack(id) {
          const messages = this.probe.need("messages");
          const full = id.includes("_") ? id : null;
          const bare = full ? full.split("_")[2] ?? full : id;
          let message = full ? attempt(() => messages.get?.(full)) : void 0;
          message ??= messages.getModelsArray?.().find((model) => messageId_(model) === bare);
          if (!message && full) message = (await messages.getMessagesById?.([full]).catch(() => void 0))?.messages?.[0];
          return typeof message?.ack === "number" ? message.ack : null;
        }
        async capable() {
          const deadline = performance.now() + CAPABILITY_GRACE_MS;
          while (this.probe.missing().some(({ capability }) => capability === "sendText") && performance.now() < deadline)
            await sleep(100);
          for (const capability of ["sendMessage", "msgKey", "findChat", "chats", "numberCheck", "createWid"]) {
            await this.probe.load(capability);
          }
        }
        /** The wid under which WhatsApp knows a candidate, or `null`. Groups and channels are taken as they are. */
        async lookUp(candidate) {
          if (!/@(c\.us|lid)$/.test(candidate)) return candidate;
          const kept = this.asked.get(candidate);
          if (kept && kept.until > performance.now()) return kept.wid;
          const wid = createWid(this.probe, candidate);
          if (!wid) return null;
          const answer = await this.probe.call("numberCheck", wid);
          const found = answer ? userText(answer.wid) ?? candidate : null;
          this.asked.set(candidate, { wid: found, until: performance.now() + (found ? KNOWN_MS : UNKNOWN_MS) });
          return found;
        }
        /** The chat's model. What `findOrCreateLatestChat` gives may be a plain object, so it is read again from the collection. */
        async openChat(id) {
          const wid = createWid(this.probe, id);
          if (!wid) throw new TypeError("the chat id is not one that WhatsApp takes");
          const chats = this.probe.need("chats");
          const open = attempt(() => chats.get?.(wid) ?? chats.get?.(id));
          if (open) return open;
          const found = await this.probe.call("findChat", wid);
          const chat = found?.chat ?? found;
          if (!chat) throw new TypeError("WhatsApp opened no chat for this id");
          return attempt(() => chats.get?.(chat.id) ?? chats.get?.(idText(chat.id))) ?? chat;
        }
        compose(chat, id, text3) {
          const MsgKey = this.probe.need("msgKey");
          const chatId = idText(chat.id) ?? "";
          const group = chatId.endsWith("@g.us");
          const from = this.sender(chat, chatId, group);
          const participant = group ? this.probe.maybe("userWid", from) ?? from : void 0;
          return {
            ...this.probe.maybe("ephemeralFields", chat) ?? {},
            id: new MsgKey({ from, to: chat.id, id, participant, selfDir: "out" }),
            ack: 0,
            body: text3,
            type: "chat",
            from,
            to: chat.id,
            local: true,
            self: "out",
            isNewMsg: true,
            t: Math.floor(Date.now() / 1e3)
          };
        }
        /** Who the message is from: a receiver in a chat addressed by lid would not know our phone wid, and the other way round. */
        sender(chat, chatId, group) {
          const byLid = isLid(chatId) || group && chat.groupMetadata?.isLidAddressingMode !== false;
          const lid = ownWid(this.probe, "lid");
          const pn = ownWid(this.probe, "c.us");
          const own = byLid ? lid ?? pn : pn ?? lid;
          const user = userText(own);
          const from = user === idText(own) ? own : createWid(this.probe, user ?? "");
          if (!from) throw new TypeError("WhatsApp does not tell the own account");
          return from;
        }
        /** Tells WhatsApp's verdict. Resolves when WhatsApp gave one, else never. */
        follow(id, result) {
          return new Promise((resolve) => {
            Promise.resolve(result).then(
              (value) => {
                const verdict = typeof value === "string" ? value : value?.messageSendResult;
                if (typeof verdict !== "string") return;
                this.emit({ event: "sendResult", id, result: verdict });
                resolve();
              },
              (error) => {
                const fault = serialise(error);
                if (fault.fault === "whatsApp")
                  this.emit({ event: "trace", text: `send failed: ${fault.name} ${fault.status ?? ""}` });
                this.emit({ event: "sendResult", id, result: "ERROR_UNKNOWN" });
              }
            );
          });
        }
        async newId() {
          const id = await this.probe.need("msgKey").newId();
          this.remember(id);
          return id;
        }
        remember(id) {
          this.own.add(id);
          if (this.own.size <= 1e4) return;
          for (const oldest of this.own) {
            this.own.delete(oldest);
            break;
          }
        }
      };
    }
  });

  // page/receive.ts
  var NOT_WRITTEN, TEXT_KINDS, REMEMBERED, Receiver;
  var init_receive = __esm({
    "page/receive.ts"() {
      "use strict";
      init_events();
      init_send();
      init_wids();
      NOT_WRITTEN = /* @__PURE__ */ new Set([
        "notification",
        "notification_template",
        "group_notification",
        "gp2",
        "broadcast_notification",
        "newsletter_notification",
        "e2e_notification",
        "call_log",
        "protocol",
        "debug",
        "revoked",
        "reaction",
        "unknown"
      ]);
      TEXT_KINDS = /* @__PURE__ */ new Set(["chat", "list_response", "buttons_response", "template_button_reply", "hsm"]);
      REMEMBERED = 1e3;
      Receiver = class {
        constructor(probe, emit, sender) {
          this.probe = probe;
          this.emit = emit;
          this.sender = sender;
        }
        probe;
        emit;
        sender;
        told = /* @__PURE__ */ new Set();
        waiting = /* @__PURE__ */ new Map();
        start() {
          const messages = this.probe.get("messages");
          listen(messages, "add", this.emit, (message) => this.added(message));
          listen(messages, "change:type", this.emit, (message) => this.decrypted(message));
          const early = attempt(() => messages?.getModelsArray?.()) ?? [];
          for (const message of early) this.added(message);
        }
        added(message) {
          if (message?.isNewMsg !== true) return;
          if (message.type === "ciphertext") {
            this.awaitDecryption(message);
          } else {
            this.tell(message);
          }
        }
        /** A message may arrive before the key that opens it; its type changes when it has been opened. */
        awaitDecryption(message) {
          const id = idText(message.id);
          if (id === null) return;
          if (this.waiting.size >= REMEMBERED) this.waiting.delete(this.waiting.keys().next().value ?? "");
          this.waiting.set(id, message);
        }
        decrypted(message) {
          const id = idText(message?.id);
          if (id === null || message.type === "ciphertext" || !this.waiting.delete(id)) return;
          this.tell(message);
        }
        tell(message) {
          const type = typeof message.type === "string" ? message.type : "unknown";
          if (NOT_WRITTEN.has(type)) return;
          const fromMe = isFromMe(message.id);
          if (fromMe && this.sender.isOwn(messageId(message.id))) return;
          const incoming = this.describe(message, type, fromMe);
          if (!incoming || incoming.chat === "status@broadcast" || this.told.has(incoming.id)) return;
          if (this.told.size >= REMEMBERED) this.told.delete(this.told.values().next().value ?? "");
          this.told.add(incoming.id);
          this.emit({ event: "message", message: incoming });
        }
        describe(message, type, fromMe) {
          const id = idText(message.id);
          const remote = userText(message.id?.remote) ?? id?.split("_")[1] ?? null;
          if (id === null || remote === null) return null;
          const author = userText(message.author) ?? (remote.endsWith("@g.us") ? null : userText(message.from)) ?? userText(message.from) ?? remote;
          const body = TEXT_KINDS.has(type) ? message.body : message.caption;
          return {
            id,
            chat: remote,
            from: this.contact(author, message.notifyName),
            to: userText(message.to) ?? (fromMe ? remote : this.me() ?? remote),
            fromMe,
            text: typeof body === "string" && body !== "" ? body : null,
            type,
            timestamp: typeof message.t === "number" ? message.t : Math.floor(Date.now() / 1e3)
          };
        }
        contact(wid, name) {
          const parsed = createWid(this.probe, wid);
          const other = parsed ? otherIdentity(this.probe, parsed) : null;
          return {
            wid,
            phone: phoneOf(wid) ?? phoneOf(other),
            lid: isLid(wid) ? wid : isLid(other) ? other : null,
            name: typeof name === "string" && name !== "" ? name : null
          };
        }
        me() {
          return userText(ownWid(this.probe, "c.us")) ?? userText(ownWid(this.probe, "lid"));
        }
      };
    }
  });

  // page/refusal.ts
  function watchForRefusal(emit, done) {
    const navigation = performance.getEntriesByType("navigation")[0];
    let told = false;
    const look = () => {
      if (told || done()) return;
      const status2 = navigation?.responseStatus ?? 0;
      if (status2 >= 400) {
        told = true;
        emit({ event: "httpError", url: location.href, status: status2 });
        return;
      }
      const text3 = document.body?.innerText ?? "";
      const match = UNSUPPORTED.exec(text3);
      if (match) {
        told = true;
        emit({ event: "refused", problem: text3.slice(match.index, match.index + 120).split("\n")[0] ?? "" });
        return;
      }
      setTimeout(look, 250);
    };
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", look, { once: true });
    } else {
      look();
    }
  }
  var UNSUPPORTED;
  var init_refusal = __esm({
    "page/refusal.ts"() {
      "use strict";
      UNSUPPORTED = /WhatsApp works with (Google )?Chrome|browser (is )?not supported|update (Google )?Chrome/i;
    }
  });

  // page/main.ts
  var require_main = __commonJS({
    "page/main.ts"() {
      init_auth();
      init_device();
      init_errors();
      init_events();
      init_loader();
      init_logout();
      init_modules();
      init_probe();
      init_receive();
      init_refusal();
      init_send();
      async function boot(config) {
        const emit = openChannel(config);
        let readable = false;
        watchForRefusal(emit, () => readable);
        const modules = new Modules(await waitForLoader());
        const probe = new Probe(modules);
        const sender = new Sender(probe, emit);
        const auth = new Auth(probe, emit);
        const login = new Login(probe, emit);
        await waitUntilSettled(() => modules.count());
        while (!auth.readable()) await sleep(50);
        readable = true;
        if (config.deviceName !== null) nameDevice(probe, config.deviceName);
        expose(config.handle, (call) => {
          switch (call.call) {
            case "snapshot":
              return auth.reread();
            case "refreshQr":
              return login.refreshQr();
            case "prepareSend":
              return sender.prepare(call.candidates);
            case "sendText":
              return sender.send(call.message);
            case "messageAck":
              return sender.ack(call.id);
            case "logout":
              return login.logout();
            case "takeOver":
              return login.takeOver();
          }
        });
        login.start();
        const messages = watchMessages(probe, sender, new Receiver(probe, emit, sender));
        await auth.start();
        await messages;
      }
      async function watchMessages(probe, sender, receiver) {
        while (probe.get("messages") === void 0) await sleep(250);
        sender.start();
        receiver.start();
      }
      function expose(handle, run) {
        const value = async (call) => {
          try {
            return { ok: true, value: await run(call) ?? null };
          } catch (error) {
            return { ok: false, error: serialise(error) };
          }
        };
        Object.defineProperty(window, handle, { value, enumerable: false, configurable: true });
      }
      if (window === window.top && /^https?:$/.test(location.protocol) && !(waBridge.handle in window)) {
        Object.defineProperty(window, waBridge.handle, { value: null, enumerable: false, configurable: true });
        void boot(waBridge);
      }
    }
  });
  require_main();
})();
