import type { Account, MissingCapability, QrFields, Snapshot } from './contract';
import { type Emit, listen } from './events';
import { within } from './loader';
import type { Probe } from './probe';
import { attempt, ownWid, phoneOf, userText } from './wids';

interface Socket {
  state?: unknown;
  hasSynced?: unknown;
}

interface Conn {
  ref?: unknown;
  refTTL?: unknown;
  refExpiry?: unknown;
  connected?: unknown;
  pushname?: unknown;
  platform?: unknown;
}

interface KeyPairHolder {
  staticKeyPair?: { pubKey?: unknown };
  identityKeyPair?: { pubKey?: unknown };
}

/** How often the state is read again without any event: a safety net, and the only way to see an ADV secret change. ms */
const POLL_UNLINKED_MS = 1_000;
const POLL_LINKED_MS = 3_000;
/** Modules may still be arriving right after the login: what is missing is told when it has been for this long, ms. */
const MISSING_FOR_MS = 2_000;
/** How long WhatsApp may take to give its keys, ms: what it never gives must not hide everything else that changes. */
const KEYS_MS = 5_000;
/** A ref's announced life is believed up to this, ms. */
const TTL_AT_MOST_MS = 180_000;

/** Watches WhatsApp's login and tells every change of it, always as a whole {@link Snapshot}. */
export class Auth {
  private last = '';
  private reading: Promise<Snapshot> | null = null;
  private again = false;
  /** Since when something required has been missing. */
  private missingSince: number | null = null;
  /** The ref whose first moment was seen, and when. */
  private seenRef: { ref: string; at: number | null } | null = null;

  constructor(
    private readonly probe: Probe,
    private readonly emit: Emit,
  ) {}

  /** Whether WhatsApp's state can be read at all. */
  readable(): boolean {
    return this.probe.get<Socket>('socket') !== undefined && this.probe.get<Conn>('conn') !== undefined;
  }

  /** Reads, then watches, then reads again: no change in between is lost. */
  async start(): Promise<void> {
    const snapshot = await this.read();
    this.last = JSON.stringify(snapshot);
    this.emit({ event: 'ready', snapshot });
    this.watch();
    this.refresh();
    this.poll();
  }

  /** Tells the state again if it differs from what was told last. */
  refresh(): void {
    if (this.reading) {
      this.again = true;
      return;
    }
    void this.read().then((snapshot) => {
      const text = JSON.stringify(snapshot);
      if (text === this.last) return;
      this.last = text;
      this.emit({ event: 'snapshot', snapshot });
    });
  }

  /** The state now. What changes while it is being read is read again. */
  read(): Promise<Snapshot> {
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
  async reread(): Promise<Snapshot> {
    await this.reading;
    this.refresh();
    return this.read();
  }

  private watch(): void {
    const refresh = (): void => this.refresh();
    const socket = this.probe.get('socket');
    for (const name of ['change:state', 'change:hasSynced', 'change:stream']) listen(socket, name, this.emit, refresh);
    const conn = this.probe.get('conn');
    for (const name of [
      'change:ref',
      'change:refTTL',
      'change:connected',
      'change:wid',
      'change:pushname',
      'change:platform',
    ]) {
      listen(conn, name, this.emit, refresh);
    }
    const stream = this.probe.get('stream');
    for (const name of ['change:mode', 'change:info']) listen(stream, name, this.emit, refresh);
    const cmd = this.probe.get('cmd');
    listen(cmd, 'main_loaded', this.emit, refresh);
    for (const name of ['offline_progress_update_from_bridge', 'offline_progress_update']) {
      listen(cmd, name, this.emit, () => this.progress());
    }
  }

  private progress(): void {
    const percent = this.probe.maybe<unknown>('offlineProgress');
    if (typeof percent !== 'number' || !Number.isFinite(percent)) return;
    this.emit({ event: 'syncProgress', percent: Math.min(100, Math.max(0, Math.round(percent))) });
  }

  private poll(): void {
    const linked = this.probe.get<Socket>('socket')?.state === 'CONNECTED';
    setTimeout(
      () => {
        this.refresh();
        this.poll();
      },
      linked ? POLL_LINKED_MS : POLL_UNLINKED_MS,
    );
  }

  private async compose(): Promise<Snapshot> {
    const qr = await within(KEYS_MS, this.qr()).catch((error: unknown) => {
      this.emit({ event: 'trace', text: `the QR cannot be read: ${String(error)}` });
      return null;
    });
    const socket = this.probe.get<Socket>('socket');
    const state = text(socket?.state);
    const mode = text(this.probe.get<{ mode?: unknown }>('stream')?.mode);
    const linked = state === 'CONNECTED';
    const account = state === 'UNPAIRED' || state === 'UNPAIRED_IDLE' ? null : this.account();
    return {
      socket: state,
      streamMode: mode,
      hasSynced: socket?.hasSynced === true,
      // The state may have moved on while the keys were read.
      qr: this.unpaired() ? qr : null,
      account,
      version: this.probe.version(),
      missing: linked ? this.missing(account) : [],
    };
  }

  private missing(account: Account | null): MissingCapability[] {
    const missing = this.probe.missing();
    if (!account) {
      const tried = [...this.probe.candidates('mePn'), ...this.probe.candidates('meLid'), 'WAWebConnModel#Conn.wid'];
      missing.push({ capability: 'account', tried });
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
  private unpaired(): boolean {
    const conn = this.probe.get<Conn>('conn');
    const state = this.probe.get<Socket>('socket')?.state;
    return (state === 'UNPAIRED' || state === undefined) && conn?.connected !== true && text(conn?.ref) !== null;
  }

  private async qr(): Promise<QrFields | null> {
    const reference = text(this.probe.get<Conn>('conn')?.ref);
    this.noteRef(reference);
    if (reference === null || !this.unpaired()) return null;
    const [noise, registration, secret] = await Promise.all([
      this.method<KeyPairHolder>('noiseInfo', 'get'),
      this.method<KeyPairHolder>('signalStore', 'getRegistrationInfo'),
      this.probe.call<unknown>('advSecret'),
    ]);
    const noiseKey = this.base64(noise?.staticKeyPair?.pubKey);
    const identityKey = this.base64(registration?.identityKeyPair?.pubKey);
    const advSecret = typeof secret === 'string' ? secret : this.base64(secret);
    const platform = this.probe.get<unknown>('devicePlatform') ?? '1';
    const fields = [reference, noiseKey, identityKey, advSecret, String(platform)];
    // The ref may have rotated meanwhile; the event for that brings the next reading.
    if (fields.some((field) => !field) || text(this.probe.get<Conn>('conn')?.ref) !== reference) return null;
    return { payload: fields.join(','), reference, expiresAtMs: this.expiry() };
  }

  private async method<T>(capability: 'noiseInfo' | 'signalStore', name: string): Promise<T | undefined> {
    const object = this.probe.need<Record<string, (() => T | Promise<T>) | undefined>>(capability);
    return await object[name]?.();
  }

  private base64(bytes: unknown): string | null {
    if (typeof bytes === 'string') return bytes || null;
    const view =
      bytes instanceof ArrayBuffer
        ? new Uint8Array(bytes)
        : ArrayBuffer.isView(bytes)
          ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
          : null;
    return view && view.length > 0 ? btoa(String.fromCharCode(...view)) : null;
  }

  /** Remembers when a ref appeared: `refTTL` counts from there, and is worth nothing for a ref that was there before us. */
  private noteRef(ref: string | null): void {
    if (ref === null) {
      this.seenRef ??= { ref: '', at: null };
      return;
    }
    if (this.seenRef?.ref === ref) return;
    this.seenRef = { ref, at: this.seenRef ? Date.now() : null };
  }

  private expiry(): number | null {
    const conn = this.probe.get<Conn>('conn');
    const now = Date.now();
    const expiry = number(attempt(() => conn?.refExpiry));
    for (const ms of expiry === null ? [] : [expiry, expiry * 1000]) {
      if (ms > now && ms - now <= TTL_AT_MOST_MS) return Math.round(ms);
    }
    const ttl = number(conn?.refTTL);
    if (ttl === null || ttl <= 0 || this.seenRef?.at == null) return null;
    const ms = ttl <= TTL_AT_MOST_MS / 1000 ? ttl * 1000 : ttl;
    return ms <= TTL_AT_MOST_MS ? Math.round(this.seenRef.at + ms) : null;
  }

  private account(): Account | null {
    const conn = this.probe.get<Conn>('conn');
    const pn = userText(ownWid(this.probe, 'c.us'));
    const lid = userText(ownWid(this.probe, 'lid'));
    if (pn === null && lid === null) return null;
    return {
      phone: phoneOf(pn),
      wid: pn,
      lid,
      pushName: text(conn?.pushname),
      platform: text(conn?.platform),
    };
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function number(value: unknown): number | null {
  const n = value instanceof Date ? value.getTime() : value;
  return typeof n === 'number' && Number.isFinite(n) ? n : null;
}
