/**
 * What crosses between this script and the engine: the twin of `crates/browser/src/contract.rs`.
 * `contract.fixtures.ts` is written by a Rust test from the Rust types and type-checked here, so that the two cannot drift apart.
 */

/** Given by the engine when it injects the script. */
export interface Config {
  /** Name of the CDP binding that carries events out. */
  binding: string;
  /** Name of the property of `window` through which the engine calls in. */
  handle: string;
  /** What the phone shows under Linked devices; `null` leaves the page's own name. */
  deviceName: string | null;
}

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
  | 'DEPRECATED_VERSION'
  | 'UNKNOWN';

export interface QrFields {
  payload: string;
  reference: string;
  expiresAtMs: number | null;
}

export interface Account {
  phone: string | null;
  wid: string | null;
  lid: string | null;
  pushName: string | null;
  platform: string | null;
}

export interface MissingCapability {
  capability: string;
  tried: string[];
}

export interface Snapshot {
  /** As the page has it; the engine maps states that it does not know. */
  socket: string | null;
  streamMode: string | null;
  hasSynced: boolean;
  qr: QrFields | null;
  account: Account | null;
  version: string | null;
  missing: MissingCapability[];
}

export interface PreparedSend {
  chat: string | null;
  existing: string[];
  wid: string | null;
  lid: string | null;
  messageId: string;
}

export interface OutgoingText {
  chat: string;
  messageId: string;
  text: string;
}

export interface Contact {
  wid: string;
  phone: string | null;
  lid: string | null;
  name: string | null;
}

export interface IncomingMessage {
  id: string;
  chat: string;
  from: Contact;
  to: string;
  fromMe: boolean;
  text: string | null;
  type: string;
  timestamp: number;
}

/** Page to engine; sent in batches through the binding. */
export type PageEvent =
  /** WhatsApp's state can be read in this document. Sent once per document. */
  | { event: 'ready'; snapshot: Snapshot }
  | { event: 'snapshot'; snapshot: Snapshot }
  | { event: 'syncProgress'; percent: number }
  | { event: 'ack'; id: string; ack: number }
  | { event: 'sendResult'; id: string; result: string }
  | { event: 'message'; message: IncomingMessage }
  | { event: 'loggedOut'; reason: string | null }
  /** The page says that it does not work in this browser. */
  | { event: 'refused'; problem: string }
  /** The document came with this HTTP status (400 or above). */
  | { event: 'httpError'; url: string; status: number }
  /** For the engine's log; never message text, phone numbers or keys. */
  | { event: 'trace'; text: string };

/** Engine to page. */
export type Call =
  | { call: 'snapshot' }
  | { call: 'refreshQr' }
  | { call: 'prepareSend'; candidates: string[] }
  | { call: 'sendText'; message: OutgoingText }
  | { call: 'messageAck'; id: string }
  | { call: 'logout' }
  | { call: 'takeOver' };

export type Fault =
  | { fault: 'capability'; capability: string; tried: string[]; version: string | null }
  | { fault: 'whatsApp'; name: string; message: string; status: number | null; detail: string | null };

export type Reply<T> = { ok: true; value: T } | { ok: false; error: Fault };
