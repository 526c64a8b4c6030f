import type { MissingCapability } from './contract';
import { CapabilityError } from './errors';
import type { Found, Modules } from './modules';

/**
 * What is used of WhatsApp Web, each with its candidates, newest first: `module#export`, or `*#export` for whichever module has it.
 * Only this table and the files that use it name WhatsApp's modules.
 */
const CANDIDATES = {
  socket: ['WAWebSocketModel#Socket', '*#Socket'],
  conn: ['WAWebConnModel#Conn', '*#Conn'],
  stream: ['WAWebStreamModel#Stream'],
  cmd: ['WAWebCmd#Cmd'],
  backendEvents: ['WAWebBackendEventBus#BackendEventBus'],

  noiseInfo: [
    'WAWebUserPrefsInfoStore#waNoiseInfo',
    'WAWebAdvSignatureApi#waNoiseInfo',
    'WAWebSignalStoreApi#waNoiseInfo',
    'WAWebCompanionRegClientUtils#waNoiseInfo',
    '*#waNoiseInfo',
  ],
  signalStore: [
    'WAWebSignalStoreApi#waSignalStore',
    'WAWebUserPrefsInfoStore#waSignalStore',
    'WAWebAdvSignatureApi#waSignalStore',
    'WAWebCompanionRegClientUtils#waSignalStore',
    '*#waSignalStore',
  ],
  advSecret: [
    'WAWebUserPrefsMultiDevice#getADVSecretKey',
    'WAWebAdvSignatureApi#getADVSecretKey',
    'WAWebUserPrefsInfoStore#getADVSecretKey',
    '*#getADVSecretKey',
  ],
  devicePlatform: [
    'WAWebCompanionRegClientUtils#DEVICE_PLATFORM',
    'WAWebAdvSignatureApi#DEVICE_PLATFORM',
    'WAWebUserPrefsInfoStore#DEVICE_PLATFORM',
    'WAWebSignalStoreApi#DEVICE_PLATFORM',
  ],

  mePn: [
    'WAWebUserPrefsMeUser#getMaybeMePnUser',
    'WAWebUserPrefsMeUser#getMaybeMeUser',
    'WAWebUserPrefsMeUser#getMeUser',
    'WAWebUserPrefsMeUser#getMe',
  ],
  meLid: ['WAWebUserPrefsMeUser#getMaybeMeLidUser', 'WAWebUserPrefsMeUser#getMeLidUserOrThrow'],
  pnToLid: [
    'WAWebApiContact#getCurrentLid',
    'WAWebApiContact#lidPnCache.getCurrentLid',
    'WAWebLidMigrationUtils#toLid',
  ],
  lidToPn: [
    'WAWebApiContact#getPhoneNumber',
    'WAWebApiContact#lidPnCache.getPhoneNumber',
    'WAWebLidMigrationUtils#toPn',
  ],

  createWid: ['WAWebWidFactory#createWid', '*#createWid'],
  userWid: [
    'WAWebWidFactory#asUserWidOrThrow',
    'WAWebWidFactory#toUserWidOrThrow',
    'WAWebWidFactory#toUserWid',
    'WAWebWidFactory#createUserWidOrThrow',
    'WAWebWidFactory#createUserWid',
  ],
  msgKey: ['WAWebMsgKey#default', 'WAWebMsgKey#MsgKey'],
  numberCheck: ['WAWebQueryExistsJob#queryWidExists', '*#queryWidExists'],
  findChat: [
    'WAWebFindChatAction#findOrCreateLatestChat',
    '*#findOrCreateLatestChat',
    'WAWebFindChatAction#findChat',
    '*#findChat',
    'WAWebCollections#Chat.find',
  ],
  chats: ['WAWebCollections#Chat', 'WAWebChatCollection#ChatCollection', 'WAWebChatCollection#default'],
  messages: ['WAWebCollections#Msg', 'WAWebMsgCollection#MsgCollection', 'WAWebMsgCollection#default'],
  sendMessage: ['WAWebSendMsgChatAction#addAndSendMsgToChat', '*#addAndSendMsgToChat'],
  ephemeralFields: ['WAWebGetEphemeralFieldsMsgActionsUtils#getEphemeralFields'],

  logout: ['WAWebSocketModel#Socket.logout', '*#Socket.logout'],
  takeOver: ['WAWebSocketModel#Socket.takeover', '*#Socket.takeover'],
  refreshQr: ['WAWebCmd#Cmd.refreshQR', 'WAWebLaunchSocketUtils#refreshQR', 'WAWebSocketModel#Socket.poke'],
  offlineProgress: ['WAWebOfflineHandler#OfflineMessageHandler.getOfflineDeliveryProgress'],
  version: ['WAWebBuildConstants#VERSION_STR'],
} as const satisfies Record<string, readonly string[]>;

export type Capability = keyof typeof CANDIDATES;

/** What a user-facing ability needs. Reported in `Snapshot.missing`. */
const REQUIRED: Record<string, Capability[]> = {
  sendText: ['sendMessage', 'msgKey', 'findChat', 'chats', 'numberCheck', 'createWid'],
  receive: ['messages'],
};

/** Components whose bundle holds a capability that is not registered at boot. None of this table's is known to be lazy. */
const LAZY: Partial<Record<Capability, readonly string[]>> = {};

/** A search through all modules runs them; it waits until WhatsApp's own start is surely over, ms since navigation. */
const SCAN_AFTER_MS = 5_000;
/** … and is repeated at most this often per capability, ms. */
const RESCAN_MS = 30_000;

/** Finds capabilities. Finds are kept, failures never: a module may come later. */
export class Probe {
  private readonly found = new Map<Capability, Found>();
  private readonly scannedAt = new Map<Capability, number>();

  constructor(readonly modules: Modules) {}

  /** The capability's export, or `undefined`. */
  get<T>(capability: Capability): T | undefined {
    return this.resolve(capability)?.value as T | undefined;
  }

  /** The capability's export; throws {@link CapabilityError}. */
  need<T>(capability: Capability): T {
    const found = this.resolve(capability);
    if (!found) throw new CapabilityError(capability, this.candidates(capability), this.version());
    return found.value as T;
  }

  /** Like `need`, but first loads the bundle that holds it, where one is known. */
  async load<T>(capability: Capability): Promise<T> {
    if (!this.resolve(capability)) {
      for (const component of LAZY[capability] ?? []) {
        if ((await this.modules.load(component)) && this.resolve(capability)) break;
      }
    }
    return this.need<T>(capability);
  }

  /** Calls a capability that is a function, on its owner. Throws {@link CapabilityError} or what the function throws. */
  call<T>(capability: Capability, ...args: unknown[]): T {
    const found = this.resolve(capability);
    if (typeof found?.value !== 'function')
      throw new CapabilityError(capability, this.candidates(capability), this.version());
    return (found.value as (...args: unknown[]) => T).apply(found.owner, args);
  }

  /** Calls an optional capability; `undefined` when it is missing or fails. */
  maybe<T>(capability: Capability, ...args: unknown[]): T | undefined {
    try {
      return this.call<T>(capability, ...args);
    } catch {
      return undefined;
    }
  }

  /** Required capabilities that no candidate serves now. */
  missing(): MissingCapability[] {
    return Object.entries(REQUIRED).flatMap(([capability, needs]) => {
      const tried = needs.filter((need) => !this.resolve(need)).flatMap((need) => this.candidates(need));
      return tried.length > 0 ? [{ capability, tried }] : [];
    });
  }

  /** Where a capability is looked for. */
  candidates(capability: Capability): string[] {
    return [...CANDIDATES[capability]];
  }

  /** WhatsApp Web's version, `2.3000.N`. */
  version(): string | null {
    const debug = (window as unknown as { Debug?: { VERSION?: unknown } }).Debug?.VERSION;
    const version = typeof debug === 'string' ? debug : this.get<unknown>('version');
    return typeof version === 'string' && version !== '' ? version : null;
  }

  private resolve(capability: Capability): Found | undefined {
    const known = this.found.get(capability);
    if (known) return known;
    for (const candidate of CANDIDATES[capability]) {
      const [module = '', path = ''] = candidate.split('#');
      const found = module === '*' ? this.scan(capability, path) : this.modules.find(module, path);
      if (!found) continue;
      this.found.set(capability, found);
      return found;
    }
    return undefined;
  }

  private scan(capability: Capability, path: string): Found | undefined {
    const now = performance.now();
    if (now < SCAN_AFTER_MS) return undefined;
    const last = this.scannedAt.get(capability);
    if (last !== undefined && now - last < RESCAN_MS) return undefined;
    this.scannedAt.set(capability, now);
    return this.modules.scan(path);
  }
}
