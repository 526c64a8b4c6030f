import type { IncomingMessage } from './contract';
import { type Emit, listen } from './events';
import type { Probe } from './probe';
import { isFromMe, type Sender } from './send';
import { attempt, createWid, idText, isLid, messageId, otherIdentity, ownWid, phoneOf, userText } from './wids';

interface Message {
  id?: unknown;
  type?: unknown;
  subtype?: unknown;
  body?: unknown;
  caption?: unknown;
  from?: unknown;
  to?: unknown;
  author?: unknown;
  notifyName?: unknown;
  t?: unknown;
  isNewMsg?: unknown;
}

/** What WhatsApp keeps among messages without anybody having written it. */
const NOT_WRITTEN = new Set([
  'notification',
  'notification_template',
  'group_notification',
  'gp2',
  'broadcast_notification',
  'newsletter_notification',
  'e2e_notification',
  'call_log',
  'protocol',
  'debug',
  'revoked',
  'reaction',
  'unknown',
]);
/** Kinds whose `body` is text; elsewhere it is a picture's thumbnail, and the text is the caption. */
const TEXT_KINDS = new Set(['chat', 'list_response', 'buttons_response', 'template_button_reply', 'hsm']);
/** Ids kept against a second event for the same message. */
const REMEMBERED = 1_000;

/** Tells messages that arrive live. History that WhatsApp loads is not news. */
export class Receiver {
  private readonly told = new Set<string>();
  private readonly waiting = new Map<string, Message>();

  constructor(
    private readonly probe: Probe,
    private readonly emit: Emit,
    private readonly sender: Sender,
  ) {}

  start(): void {
    const messages = this.probe.get<{ getModelsArray?: () => Message[] }>('messages');
    listen(messages, 'add', this.emit, (message) => this.added(message as Message));
    listen(messages, 'change:type', this.emit, (message) => this.decrypted(message as Message));
    // A restored session may have received before this script was ready.
    const early = attempt(() => messages?.getModelsArray?.()) ?? [];
    for (const message of early) this.added(message);
  }

  private added(message: Message): void {
    if (message?.isNewMsg !== true) return;
    if (message.type === 'ciphertext') {
      this.awaitDecryption(message);
    } else {
      this.tell(message);
    }
  }

  /** A message may arrive before the key that opens it; its type changes when it has been opened. */
  private awaitDecryption(message: Message): void {
    const id = idText(message.id);
    if (id === null) return;
    if (this.waiting.size >= REMEMBERED) this.waiting.delete(this.waiting.keys().next().value ?? '');
    this.waiting.set(id, message);
  }

  private decrypted(message: Message): void {
    const id = idText(message?.id);
    if (id === null || message.type === 'ciphertext' || !this.waiting.delete(id)) return;
    this.tell(message);
  }

  private tell(message: Message): void {
    const type = typeof message.type === 'string' ? message.type : 'unknown';
    if (NOT_WRITTEN.has(type)) return;
    const fromMe = isFromMe(message.id);
    if (fromMe && this.sender.isOwn(messageId(message.id))) return;
    const incoming = this.describe(message, type, fromMe);
    if (!incoming || incoming.chat === 'status@broadcast' || this.told.has(incoming.id)) return;
    if (this.told.size >= REMEMBERED) this.told.delete(this.told.values().next().value ?? '');
    this.told.add(incoming.id);
    this.emit({ event: 'message', message: incoming });
  }

  private describe(message: Message, type: string, fromMe: boolean): IncomingMessage | null {
    const id = idText(message.id);
    const remote = userText((message.id as { remote?: unknown } | null)?.remote) ?? id?.split('_')[1] ?? null;
    if (id === null || remote === null) return null;
    const author =
      userText(message.author) ??
      (remote.endsWith('@g.us') ? null : userText(message.from)) ??
      userText(message.from) ??
      remote;
    const body = TEXT_KINDS.has(type) ? message.body : message.caption;
    return {
      id,
      chat: remote,
      from: this.contact(author, message.notifyName),
      to: userText(message.to) ?? (fromMe ? remote : (this.me() ?? remote)),
      fromMe,
      text: typeof body === 'string' && body !== '' ? body : null,
      type,
      timestamp: typeof message.t === 'number' ? message.t : Math.floor(Date.now() / 1000),
    };
  }

  private contact(wid: string, name: unknown): IncomingMessage['from'] {
    const parsed = createWid(this.probe, wid);
    const other = parsed ? otherIdentity(this.probe, parsed) : null;
    return {
      wid,
      phone: phoneOf(wid) ?? phoneOf(other),
      lid: isLid(wid) ? wid : isLid(other) ? other : null,
      name: typeof name === 'string' && name !== '' ? name : null,
    };
  }

  private me(): string | null {
    return userText(ownWid(this.probe, 'c.us')) ?? userText(ownWid(this.probe, 'lid'));
  }
}
