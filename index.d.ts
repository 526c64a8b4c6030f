/**
 * WhatsApp inside your own Node.js process.
 *
 * The three functions that this package exists for are {@link generateQr}, {@link onAuth} and {@link sendMessage}. They work on the
 * default session; {@link session} gives another one, with the same methods. Importing the package starts nothing: no browser, no
 * thread, no file.
 */

/** Sets the default session's options. Optional; call it once, before anything starts the session. @throws {WaBridgeError} `ERR_WA_ALREADY_STARTED` once the session is started with other options. */
export function configure(options: SessionOptions): void;

/** The default session's {@link Session.generateQr}. */
export function generateQr(options?: GenerateQrOptions): Promise<LoginStep>;
/** The default session's {@link Session.onAuth}. */
export function onAuth(listener: (event: AuthEvent) => void, options?: ListenerOptions): Unsubscribe;
/** The default session's {@link Session.login}. */
export function login(options?: LoginOptions): AsyncIterableIterator<LoginEvent>;
/** The default session's {@link Session.sendMessage}. */
export function sendMessage(to: string, content: MessageContent, options?: SendOptions): Promise<SentMessage>;
/** The default session's {@link Session.messageStatus}. */
export function messageStatus(id: string): Promise<MessageStatus | null>;
/** The default session's {@link Session.onMessage}. */
export function onMessage(handler: (message: Message) => unknown, options?: ListenerOptions): Unsubscribe;
/** The default session's {@link Session.messages}. */
export function messages(options?: { signal?: AbortSignal }): AsyncIterableIterator<Message>;
/** The default session's {@link Session.status}. */
export function status(): SessionStatus;
/** The default session's {@link Session.health}. */
export function health(): Health;
/** The default session's {@link Session.start}. */
export function start(options?: StartOptions): Promise<void>;
/** The default session's {@link Session.close}. */
export function close(): Promise<void>;
/** The default session's {@link Session.logout}. */
export function logout(): Promise<void>;
/** The default session's {@link Session.reset}. */
export function reset(): Promise<void>;

/**
 * The session of one account. The same `clientId` gives the same session in the whole process, however often this package is loaded.
 * @param clientId `[A-Za-z0-9_-]{1,64}`
 * @throws {TypeError} `ERR_WA_INVALID_ARGUMENT`
 * @throws {WaBridgeError} `ERR_WA_ALREADY_STARTED` when it was started with other options
 */
export function session(clientId: string, options?: Omit<SessionOptions, 'clientId'>): Session;

/** One account. All methods may be called in any state and more than once. */
export interface Session {
  readonly clientId: string;

  /**
   * A QR code that is live now and can still be scanned for `minTtlMs`, or the account that is already linked. Starts the session when needed.
   * A second call while a code is live gives the same code; any number of calls start one browser. WhatsApp is asked for new codes
   * while somebody waits and for two minutes longer.
   * @throws {WaBridgeError} `ERR_WA_QR_TIMEOUT`, `ERR_WA_BROWSER_NOT_FOUND`, `ERR_WA_BROWSER_START`, `ERR_WA_START_TIMEOUT`, `ERR_WA_PAGE_UNREACHABLE`, `ERR_WA_SESSION_IN_USE`, `ERR_WA_STORAGE` …
   */
  generateQr(options?: GenerateQrOptions): Promise<LoginStep>;

  /**
   * Tells the present state at once (a page that connects late is never blind), then every change. Starts nothing and never keeps Node alive.
   * A listener with a `key` replaces the earlier one with that key (hot reload). What a listener throws is logged and told as a process
   * warning; it ends nothing.
   */
  onAuth(listener: (event: AuthEvent) => void, options?: ListenerOptions): Unsubscribe;

  /**
   * Starts the session and yields what happens until exactly one of `ready`, `timeout`, `cancelled`, `failed`; then it ends.
   * Codes are refreshed as long as it runs.
   */
  login(options?: LoginOptions): AsyncIterableIterator<LoginEvent>;

  /**
   * Sends one message and resolves when WhatsApp's server has acknowledged it, never before. Starts the session when needed.
   * A send that rejected is never repeated by itself.
   * @param to a phone in any usual form (`+91 98765 43210`, `919876543210`, `0091…`; national forms with `defaultRegion`) or a WhatsApp id (`…@c.us`, `…@lid`, `…@g.us`)
   * @throws {TypeError} `ERR_WA_INVALID_ARGUMENT` with `field`
   * @throws {WaBridgeError} `ERR_WA_NOT_LINKED`, `ERR_WA_NOT_ON_WHATSAPP`, `ERR_WA_NUMBER_AMBIGUOUS`, `ERR_WA_SELF_MESSAGE`, `ERR_WA_SEND_FAILED`,
   *   `ERR_WA_SEND_TIMEOUT` (it did not leave), `ERR_WA_SEND_UNCERTAIN` (its fate is unknown: see {@link Session.messageStatus})
   */
  sendMessage(to: string, content: MessageContent, options?: SendOptions): Promise<SentMessage>;

  /** What WhatsApp Web knows about a message of ours, by {@link SentMessage.id} or the `messageId` of an error; `null` when it does not know the id. */
  messageStatus(id: string): Promise<MessageStatus | null>;

  /**
   * Handles incoming messages, at least once each: one counts as handled when every registered handler resolved; one whose handler threw comes again.
   * Nothing older than the first link is delivered. Starts nothing and never keeps Node alive.
   */
  onMessage(handler: (message: Message) => unknown, options?: ListenerOptions): Unsubscribe;

  /**
   * The same as an async iterator; a message counts as handled on the following `next()`, and comes again when the loop is left before.
   * An abort ends the loop with the signal's reason.
   */
  messages(options?: { signal?: AbortSignal }): AsyncIterableIterator<Message>;

  /** A snapshot; never blocks, starts nothing. */
  status(): SessionStatus;
  /** The short form, for a health route. */
  health(): Health;

  /** Starts the browser and connects. Resolves once WhatsApp is ready or shows a QR code. */
  start(options?: StartOptions): Promise<void>;
  /** Ends the browser in order and keeps the login. What is pending rejects with `ERR_WA_CLOSED`, a message that was handed over with `ERR_WA_SEND_UNCERTAIN`. */
  close(): Promise<void>;
  /** Unlinks this device, deletes the login and ends the browser. */
  logout(): Promise<void>;
  /** Deletes the login without asking WhatsApp, and ends the browser. For a session that cannot be helped otherwise. */
  reset(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SessionOptions {
  /**
   * Names the session. Default: `WHATSAPP_CLIENT_ID`; else the one `session-<id>` folder under `LOCALAUTH_DATA_PATH` or `./.wwebjs_auth`
   * if there is exactly one; else `default`.
   */
  clientId?: string;
  /** Where logins are kept; made with mode 0700. Default: `WA_BRIDGE_DATA_DIR`, else `.wa-bridge` under the working directory. Refused inside `.next`, which a build would wipe. */
  dataDir?: string;
  /** Default: `WA_BRIDGE_WEB_URL`, else `https://web.whatsapp.com/`. */
  webUrl?: string;
  browser?: BrowserOptions;
  /** ISO 3166 code for phones in national form, e.g. `'IN'`. */
  defaultRegion?: string;
  /** Shown on the phone under Linked devices. */
  deviceName?: string;
  /** Log records, instead of stderr; one for the process, the last one given. Level by `WA_BRIDGE_LOG` (`error`, `warn`, `info`, `debug`; default `warn`). No message text, phone number or key at `info` and above. */
  logger?: (record: LogRecord) => void;
}

export interface BrowserOptions {
  /** Default: `WA_BRIDGE_CHROME`, else Chromium, Chrome or Edge where this system keeps them. Never downloaded. */
  executablePath?: string;
  /** Added to our own, e.g. `'--proxy-server=http://10.0.0.1:3128'`. */
  args?: string[];
  /** Default true. */
  headless?: boolean;
  /** Chromium's own sandbox. Default: on, but off (with a warning) where it cannot run: as root, and in some containers. */
  sandbox?: boolean;
}

export interface LogRecord {
  level: 'error' | 'warn' | 'info' | 'debug' | 'trace';
  target: string;
  message: string;
  time: Date;
  fields: Record<string, unknown>;
}

export interface GenerateQrOptions {
  /** Milliseconds, 1 to 600 000. Default 60 000. */
  timeoutMs?: number;
  /** How long the code must still be valid, milliseconds. A code that is quite new is given even when WhatsApp lets it live shorter. Default 5 000. */
  minTtlMs?: number;
  signal?: AbortSignal;
}

export interface LoginOptions {
  /** Ends with `timeout` after this many milliseconds. Default 300 000. */
  timeoutMs?: number;
  /** Ends with `cancelled`. */
  signal?: AbortSignal;
}

export interface StartOptions {
  /** Milliseconds. Default 60 000. */
  timeoutMs?: number;
  /** Takes the account back from another window (after `disconnected` with reason `conflict`). */
  takeover?: boolean;
  signal?: AbortSignal;
}

export interface ListenerOptions {
  /** A listener given a key replaces the earlier one with that key. */
  key?: string;
}

export interface SendOptions {
  /** Milliseconds until the promise settles at the latest. Default 75 000. */
  timeoutMs?: number;
  /** Allow the account's own number. Default false. */
  allowSelf?: boolean;
  /** Keeps a message from being sent that has not left yet; afterwards it only ends the wait. */
  signal?: AbortSignal;
}

export type Unsubscribe = () => void;

export type LoginStep =
  | { state: 'qr'; qr: QrCode }
  /** Already linked: nothing to scan. */
  | { state: 'ready'; account: Account };

export interface QrCode {
  /** Exactly what WhatsApp Web would show. */
  readonly payload: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** Milliseconds left when this object was made. */
  readonly ttlMs: number;
  /** Counts the codes since the session began to wait for a scan, from 1. */
  readonly attempt: number;
  /** PNG as a `data:` URL. */
  toDataUrl(options?: QrImageOptions): string;
  /** 1-bit PNG. */
  toPng(options?: QrImageOptions): Buffer;
  toSvg(options?: QrImageOptions & QrColorOptions): string;
  /** Text for a terminal, black on white by ANSI colours, so that it scans on dark and light backgrounds. `margin` in modules, 0 to 32; default 2. */
  toTerminal(options?: { margin?: number }): string;
  toJSON(): QrJson;
}

export interface QrJson {
  payload: string;
  dataUrl: string;
  /** ISO 8601. */
  issuedAt: string;
  expiresAt: string;
  ttlMs: number;
  attempt: number;
}

export interface QrImageOptions {
  /** Width and height in pixels, 100 to 4096; modules keep a whole number of pixels and the quiet zone takes the rest. Default 400. */
  size?: number;
  /** Quiet zone in modules, 0 to 32. Default 4. */
  margin?: number;
}

export interface QrColorOptions {
  /** CSS colour. Default `#000`. */
  dark?: string;
  /** CSS colour. Default `#fff`. */
  light?: string;
}

export interface Account {
  /** Digits only, international; null when WhatsApp tells only the lid. */
  phone: string | null;
  /** `<phone>@c.us` */
  wid: string | null;
  /** WhatsApp's hidden id, `<digits>@lid`. */
  lid: string | null;
  pushName: string | null;
  /** `android`, `iphone`, `smba`, `smbi`. */
  platform: string | null;
}

export type AuthEvent =
  /** The session is not started; nothing happens until a call starts it. Only ever the first event of a new listener, or after `close()`. */
  | { type: 'stopped' }
  /** The browser starts, or WhatsApp Web loads. Wait for `qr` or `ready`. */
  | { type: 'starting' }
  /** A code to show, at each rotation. The former one is dead. */
  | { type: 'qr'; qr: QrCode }
  /** The phone scanned the code. Hide it, and wait for `authenticated`. */
  | { type: 'scanned' }
  /** The link was refused after the scan. A new `qr` follows. */
  | { type: 'linkRefused'; error: WaBridgeError }
  /** More than 60 s since the scan. Tell the person to look at the phone. */
  | { type: 'linkStalled'; error: WaBridgeError }
  /** Linked; WhatsApp loads its data. `progress` is 0 to 100 when WhatsApp tells it. */
  | { type: 'authenticated'; progress: number | null }
  /** Messages can be sent and are received. */
  | { type: 'ready'; account: Account }
  /**
   * Not connected, still linked. `recoverable`: it can come back without a person; after `network` it does by itself, after `browserExited`
   * and `pageCrashed` the next call starts a new browser. Reasons: `network`, `conflict` (another window; see `start({ takeover: true })`), `blocked`, `browserExited`, `pageCrashed`.
   */
  | {
      type: 'disconnected';
      reason: DisconnectReason;
      recoverable: boolean;
      retryInMs: number | null;
      error: WaBridgeError;
    }
  /** The account was unlinked. The next `generateQr()` begins anew. */
  | { type: 'loggedOut'; reason: string | null }
  /** The session could not start. Call `start()` or `generateQr()` to try again. */
  | { type: 'failed'; error: WaBridgeError };

export type DisconnectReason = 'network' | 'conflict' | 'blocked' | 'browserExited' | 'pageCrashed';

export type LoginEvent =
  | Extract<
      AuthEvent,
      {
        type:
          | 'starting'
          | 'qr'
          | 'scanned'
          | 'linkRefused'
          | 'linkStalled'
          | 'authenticated'
          | 'ready'
          | 'disconnected'
          | 'failed';
      }
    >
  | { type: 'timeout' }
  | { type: 'cancelled' };

/** A bare string is text, never a path. */
export type MessageContent = string | { text: string };

export interface SentMessage {
  /** WhatsApp's message id, fixed before the message left. */
  id: string;
  to: {
    /** As given by the caller. */
    input: string;
    phone: string | null;
    wid: string | null;
    lid: string | null;
  };
  status: DeliveryStatus;
  timestamp: Date;
}

/** `server`: WhatsApp took it. `device`: it is on the recipient's phone. */
export type DeliveryStatus = 'server' | 'device' | 'read' | 'played';

export interface MessageStatus {
  id: string;
  /** `pending`: in WhatsApp Web, not at the server. `failed`: WhatsApp gave it up. */
  status: 'pending' | 'failed' | DeliveryStatus;
}

export interface Message {
  /** `<fromMe>_<chat>_<id>[_<participant>]` */
  id: string;
  /** The chat's WhatsApp id. */
  chat: string;
  from: { wid: string; phone: string | null; lid: string | null; name: string | null };
  /** Wid it was sent to. */
  to: string;
  /** Written by the account itself. Such messages are not delivered to handlers, so it is false today. */
  fromMe: boolean;
  /** Text or caption; null for kinds without one. */
  text: string | null;
  /** WhatsApp's own type: `chat` is text; `image`, `ptt` … */
  type: string;
  timestamp: Date;
  /** Arrived at WhatsApp while this process was not connected. */
  late: boolean;
  /** How often it was delivered to handlers before. */
  redelivered: number;
  /** Sends into the same chat. */
  reply(content: MessageContent, options?: SendOptions): Promise<SentMessage>;
  toJSON(): Omit<Message, 'reply' | 'toJSON'>;
}

export type SessionState =
  | 'stopped'
  | 'starting'
  | 'qr'
  | 'linking'
  | 'syncing'
  | 'ready'
  | 'disconnected'
  | 'loggedOut'
  | 'failed'
  | 'closing';

export interface SessionStatus {
  clientId: string;
  state: SessionState;
  /** Since when, ISO 8601 by `toJSON`. */
  since: Date;
  /** The linked account, also while disconnected. */
  account: Account | null;
  /** The live code, without its payload. */
  qr: { issuedAt: Date; expiresAt: Date; attempt: number } | null;
  /** Phase of a running start. */
  phase: 'launch' | 'navigate' | 'script' | null;
  /** The last fault told, even when the session recovered. */
  lastError: { code: string; message: string; hint: string; at: Date } | null;
  browser: { pid: number | null; version: string | null; executablePath: string | null };
  whatsappVersion: string | null;
  /** Messages that wait for a handler. */
  unhandledMessages: number;
  webUrl: string;
  dataDir: string;
}

export interface Health {
  /** Nothing is wrong: the session is neither `failed` nor `disconnected`. A session that nobody started or linked is well. */
  ok: boolean;
  /** An account is linked and messages can be sent. */
  authenticated: boolean;
}

/** Every runtime fault. A wrong argument is a `TypeError` or `RangeError` with `code: 'ERR_WA_INVALID_ARGUMENT'`, `field` and `hint`. */
export class WaBridgeError extends Error {
  readonly name: 'WaBridgeError';
  /** Stable; listed in docs/errors.md. */
  readonly code: `ERR_WA_${string}`;
  /** One sentence: what a person should do. */
  readonly hint: string;
  /** The same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** `launch`, `navigate` or `script`, for `ERR_WA_START_TIMEOUT`. */
  readonly phase?: string;
  /** `ERR_WA_SEND_UNCERTAIN`, `ERR_WA_SEND_FAILED`: the message's id. */
  readonly messageId?: string;
  /** `ERR_WA_SESSION_IN_USE`: who holds it. */
  readonly pid?: number;
  readonly host?: string;
  /** `ERR_WA_NUMBER_AMBIGUOUS`: the numbers to choose from. */
  readonly candidates?: string[];
  readonly cause?: unknown;
  toJSON(): { name: string; code: string; message: string; hint: string; retryable: boolean; phase?: string };
}

/** The package's version. */
export const version: string;
