/**
 * The sandbox: a stand-in for WhatsApp Web on 127.0.0.1, with a phone to scan, confirm, receive, answer and log out.
 * It is written from public facts about the real page and knows nothing of wa-bridge's driver.
 */

export interface SandboxOptions {
  /** Port of the WhatsApp Web origin. 0 (default) picks a free one. Browsers keep a login per origin: use a fixed port to restore one. */
  port?: number;
  /** Port of the HTTP control API (see README.md). 0 (default) picks a free one; false serves none. */
  controlPort?: number | false;
  /** Serve the origin by https with this certificate (PEM), so that a foreign client can reach it as https://web.whatsapp.com. */
  tls?: { key: string; cert: string };
  /** File that keeps the account, linked devices and conversations across restarts of the sandbox. Default: memory only. */
  stateFile?: string;
  /** Divides every protocol time (ref lifetimes 60 s / 20 s). Default 1. A speed of 20 makes refs live 3 s, then 1 s. */
  speed?: number;
  /** How many refs the server hands out before the page goes UNPAIRED_IDLE. Default 6. */
  refs?: number;
  /** The page's own delays, ms. Defaults stand in sandbox/delays.js. */
  delays?: Partial<Delays>;
  /** Megabytes of script the page loads at boot, as the real one does. Default 0. */
  scriptMegabytes?: number;
  /** How MsgKey keeps its text: `_serialized` (before July 2026) or minified as `$1`. Default `$1`. */
  msgKeyStyle?: '_serialized' | '$1';
  /** What addAndSendMsgToChat gives: the tuple of promises, or a promise of that tuple. Default `tuple`. */
  sendReturns?: 'tuple' | 'promise';
  /** WhatsApp Web's version as the page tells it. */
  version?: string;
  /** Whether the page sets window.Debug.VERSION (gated on the real page since 2026). Default true. */
  debugVersion?: boolean;
  /** The account that the phone is logged in to. */
  account?: { phone?: string; lid?: string; pushName?: string; platform?: 'android' | 'iphone' | 'smba' | 'smbi' };
  /** The phone confirms a scan by itself. Default true; with false the page stays in PAIRING until `phone.confirm()`. */
  autoConfirm?: boolean;
}

export interface Delays {
  /** document load to the module loader's appearance (`window.require`) */
  loaderMs: number;
  /** loader to the last core module */
  modulesMs: number;
  /** socket opening until UNPAIRED or PAIRING */
  openMs: number;
  /** phone's confirmation to CONNECTED */
  pairMs: number;
  /** CONNECTED to hasSynced */
  syncMs: number;
  /** message handed to the page until the server's ack (1) */
  serverAckMs: number;
  /** server's ack until the recipient's device has it (2) */
  deviceAckMs: number;
}

export function startSandbox(options?: SandboxOptions): Promise<Sandbox>;

export interface Sandbox {
  /** Origin of the stand-in page, e.g. `http://127.0.0.1:41234/`; give it to `webUrl`. */
  readonly url: string;
  /** Base of the HTTP control API, or null. */
  readonly controlUrl: string | null;
  /** The phone that owns the account. */
  readonly phone: Phone;
  /**
   * A person on the other side, made on first use: until then the number is not on WhatsApp. `phone` is digits only,
   * e.g. '919876543210'.
   */
  contact(phone: string, options?: ContactOptions): Contact;
  /** Faults, each on until it is switched off or its count is used up. */
  readonly faults: Faults;
  /** Waits until `predicate()` is truthy and returns that value; rejects after `timeoutMs` (10 000) and says what it waited for. */
  waitFor<T>(predicate: () => T | Promise<T>, what?: string, timeoutMs?: number): Promise<NonNullable<T>>;
  /** Everything since the start, in order: shells served (and to which User-Agent), pages, scans, links, messages. */
  readonly log: { at: Date; kind: string; detail?: unknown }[];
  /** Ends everything the sandbox started and writes the state file. May be called twice. */
  close(): Promise<void>;
}

/** What `scan` rejects with. */
export class ScanError extends Error {
  readonly reason: 'not-a-whatsapp-qr' | 'stale-ref' | 'already-used' | 'offline';
}

export interface LinkedDevice {
  id: string;
  name: string;
  platform: string;
  linkedAt: Date;
  online: boolean;
}

export interface Phone {
  readonly account: { phone: string; lid: string; pushName: string; platform: string };
  /**
   * Scans a QR: the payload text, or a PNG/data URL is not accepted here (decode it first).
   * Rejects, as a phone does, with a ScanError whose `reason` is 'not-a-whatsapp-qr' | 'stale-ref' | 'already-used' | 'offline'.
   * A stale code is refused by the phone alone; the page hears nothing. Resolves when the server took the scan.
   */
  scan(payload: string): Promise<void>;
  /** Lets the pending link go on (only needed with autoConfirm: false). */
  confirm(): Promise<LinkedDevice>;
  /** Refuses the pending link: the page falls from PAIRING back to UNPAIRED. */
  refuse(): Promise<void>;
  readonly devices: LinkedDevice[];
  /** Unlinks a device (default: all), as "Log out" under Linked devices does. */
  logout(deviceId?: string): Promise<void>;
  /** Everything the account received or sent, from any device, as the phone shows it. */
  readonly messages: PhoneMessage[];
  /** A message that the owner writes on the phone itself (arrives in the page with id.fromMe). */
  send(to: string, text: string): Promise<PhoneMessage>;
  /** The phone goes offline or online. */
  setOnline(online: boolean): void;
}

export interface ContactOptions {
  lid?: string;
  pushName?: string;
  /** false: the number is not on WhatsApp. Default true. */
  exists?: boolean;
  /** The number under which WhatsApp knows this contact when it differs from the dialled one (Brazil's ninth digit …). */
  registeredAs?: string;
  /** Chats with this contact are addressed by lid. Default false. */
  lidAddressed?: boolean;
  /** Whether this contact's device receives by itself (ack 2). Default true. */
  online?: boolean;
}

export interface Contact {
  readonly phone: string;
  readonly lid: string;
  /** Raw log of every arrival, repeats of one id included; never de-duplicated. */
  readonly arrivals: Arrival[];
  /** Sends a text to the account. Resolves when the server has it (not when a linked device received it). */
  send(text: string, options?: { quoted?: string }): Promise<PhoneMessage>;
  /** Opens the chat: all that arrived is read (ack 3). */
  read(): Promise<void>;
  setOnline(online: boolean): void;
}

/** `serialized` is the message's key as the sender's page wrote it, `from` the sender's id as it was given. */
export interface Arrival {
  id: string;
  serialized: string;
  text: string;
  type: string;
  at: Date;
  from: string;
}
/** A message as the phone shows it. `timestamp` is in seconds; `ack` stays current (0 waiting, 1 server, 2 device, 3 read). */
export interface PhoneMessage {
  id: string;
  serialized: string;
  from: string;
  to: string;
  text: string;
  type: string;
  timestamp: number;
  fromMe: boolean;
  ack: number;
}

export interface Faults {
  /** Extra delay for an operation, ms. */
  slow(operation: FaultOperation, ms: number): void;
  /** The operation never answers. */
  hang(operation: FaultOperation, options?: { times?: number }): void;
  /** The operation fails as the page would: a minified error class, or a messageSendResult. */
  fail(operation: FaultOperation, options?: { times?: number; result?: SendResult; status?: number }): void;
  /** Acks are swallowed: messages arrive without a word (default), or with `delivered: false` arrive nowhere. */
  swallowAcks(options?: { times?: number; delivered?: boolean }): void;
  /** The network between page and server goes away / comes back. */
  offline(): void;
  online(): void;
  /** Blocks the main thread of every connected page for `ms`, as a page out of breath does. Resolves when they answer again. */
  freezePage(ms: number): Promise<void>;
  /** Crashes the renderer of every connected page, by using up its heap (gigabytes, for a moment). Resolves when the pages are gone. */
  crashPage(): Promise<void>;
  /** Modules: hidden (never registered), renamed, or lazy (absent until Bootloader.loadModules of its component). Takes effect at the next page load. */
  module(id: string, mode: 'missing' | 'present' | { renamed: string } | { lazy: string }): void;
  /** One export of a module is absent or has another name, from the next page load. */
  export(id: string, name: string, mode: 'missing' | 'present' | { renamed: string }): void;
  /** The socket state that the page shows from now on. */
  socketState(state: SocketState): Promise<void>;
  /** Another window takes the session: CONFLICT. */
  conflict(): Promise<void>;
  /** The server rotates the ADV secret without a new ref. */
  rotateAdvSecret(): Promise<void>;
  /** The page is never served (connection accepted, no answer), or answers this status. */
  pageLoad(mode: 'ok' | 'hang' | { status: number }): void;
  /** Links are refused or stall after the scan. */
  link(mode: 'ok' | 'refuse' | 'stall'): void;
  clear(): void;
}

export type SendResult =
  | 'OK'
  | 'ERROR_NETWORK'
  | 'ERROR_EXPIRED'
  | 'ERROR_CANCELLED'
  | 'ERROR_UPLOAD'
  | 'ERROR_UNKNOWN';
export type FaultOperation =
  | 'load'
  | 'boot'
  | 'open'
  | 'send'
  | 'queryWidExists'
  | 'findChat'
  | 'logout'
  | 'refreshQR'
  | 'newId';
export type SocketState =
  | 'UNLAUNCHED'
  | 'OPENING'
  | 'PAIRING'
  | 'UNPAIRED'
  | 'UNPAIRED_IDLE'
  | 'CONNECTED'
  | 'TIMEOUT'
  | 'CONFLICT'
  | 'PROXYBLOCK'
  | 'TOS_BLOCK'
  | 'SMB_TOS_BLOCK'
  | 'DEPRECATED_VERSION';
