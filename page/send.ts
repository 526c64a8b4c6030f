import type { OutgoingText, PreparedSend } from './contract';
import { serialise } from './errors';
import { type Emit, listen } from './events';
import { sleep } from './loader';
import type { Probe } from './probe';
import { attempt, createWid, idText, isLid, messageId, otherIdentity, ownWid, userText, type Wid } from './wids';

interface Chat {
  id?: unknown;
  groupMetadata?: { isLidAddressingMode?: unknown };
}

interface Collection<T> {
  get?: (id: unknown) => T | undefined;
  getModelsArray?: () => T[];
  getMessagesById?: (ids: string[]) => Promise<{ messages?: T[] } | undefined>;
}

interface Message {
  id?: unknown;
  ack?: unknown;
}

type MsgKeyClass = (new (fields: Record<string, unknown>) => unknown) & { newId: () => string | Promise<string> };

/** How long an answer to "is this number on WhatsApp" is kept, ms. The server limits how often it may be asked. */
const KNOWN_MS = 300_000;
const UNKNOWN_MS = 15_000;
/** Modules may still be arriving right after the login, ms. */
const CAPABILITY_GRACE_MS = 3_000;

/** Sends texts, and tells what became of them. */
export class Sender {
  private readonly asked = new Map<string, { wid: string | null; until: number }>();
  /** Ids given out in this document: their `add` event is ours, not a message from another device. */
  private readonly own = new Set<string>();
  /** Texts that are being handed over, and whom to tell that the server has one. */
  private readonly handing = new Map<string, () => void>();

  constructor(
    private readonly probe: Probe,
    private readonly emit: Emit,
  ) {}

  start(): void {
    listen(this.probe.get('messages'), 'change:ack', this.emit, (message, ack) => {
      const { id: key, ack: present } = (message ?? {}) as Message;
      const id = messageId(key);
      const value = typeof ack === 'number' ? ack : present;
      if (id === null || typeof value !== 'number' || !isFromMe(key)) return;
      this.emit({ event: 'ack', id, ack: value });
      if (value >= 1) this.handing.get(id)?.();
    });
  }

  isOwn(id: string | null): boolean {
    return id !== null && this.own.has(id);
  }

  async prepare(candidates: string[]): Promise<PreparedSend> {
    await this.capable();
    const existing = unique(await Promise.all(candidates.map((candidate) => this.lookUp(candidate))));
    const [first] = existing;
    const messageId = await this.newId();
    if (first === undefined || existing.length > 1) {
      return { chat: first ?? null, existing, wid: null, lid: null, messageId };
    }
    const chat = userText((await this.openChat(first)).id) ?? first;
    const identities = [chat, first, ...candidates];
    const known = createWid(this.probe, chat);
    const other = known ? otherIdentity(this.probe, known) : null;
    return {
      chat,
      existing,
      wid: [...identities, other].find((id) => id?.endsWith('@c.us')) ?? null,
      lid: [...identities, other].find(isLid) ?? null,
      messageId,
    };
  }

  /** Resolves with the id of a message to come when WhatsApp Web has this one in the chat. Its verdict follows as an event. */
  async send({ chat: chatId, messageId, text }: OutgoingText): Promise<string> {
    this.remember(messageId);
    const chat = await this.openChat(chatId);
    const message = this.compose(chat, messageId, text);
    const acknowledged = new Promise<void>((resolve) => this.handing.set(messageId, resolve));
    try {
      const handed = await this.probe.call<unknown>('sendMessage', chat, message);
      const [inChat, result] = Array.isArray(handed) ? (handed as [unknown, unknown]) : [handed, undefined];
      // What the server knows is in the chat, whatever became of WhatsApp's own promise of that.
      const taken = Promise.race([inChat, this.follow(messageId, result), acknowledged]);
      const [next] = await Promise.all([this.newId(), taken]);
      return next;
    } finally {
      this.handing.delete(messageId);
    }
  }

  /** The ack of a message, by its id part or its full key; `null` when the page does not know it. */
  async ack(id: string): Promise<number | null> {
    const messages = this.probe.need<Collection<Message>>('messages');
    const full = id.includes('_') ? id : null;
    const bare = full ? (full.split('_')[2] ?? full) : id;
    let message = full ? attempt(() => messages.get?.(full)) : undefined;
    message ??= messages.getModelsArray?.().find((model) => messageId_(model) === bare);
    if (!message && full) message = (await messages.getMessagesById?.([full]).catch(() => undefined))?.messages?.[0];
    return typeof message?.ack === 'number' ? message.ack : null;
  }

  private async capable(): Promise<void> {
    const deadline = performance.now() + CAPABILITY_GRACE_MS;
    while (this.probe.missing().some(({ capability }) => capability === 'sendText') && performance.now() < deadline)
      await sleep(100);
    for (const capability of ['sendMessage', 'msgKey', 'findChat', 'chats', 'numberCheck', 'createWid'] as const) {
      await this.probe.load(capability);
    }
  }

  /** The wid under which WhatsApp knows a candidate, or `null`. Groups and channels are taken as they are. */
  private async lookUp(candidate: string): Promise<string | null> {
    if (!/@(c\.us|lid)$/.test(candidate)) return candidate;
    const kept = this.asked.get(candidate);
    if (kept && kept.until > performance.now()) return kept.wid;
    const wid = createWid(this.probe, candidate);
    if (!wid) return null;
    const answer = await this.probe.call<Promise<{ wid?: unknown } | null | undefined>>('numberCheck', wid);
    const found = answer ? (userText(answer.wid) ?? candidate) : null;
    this.asked.set(candidate, { wid: found, until: performance.now() + (found ? KNOWN_MS : UNKNOWN_MS) });
    return found;
  }

  /** The chat's model. What `findOrCreateLatestChat` gives may be a plain object, so it is read again from the collection. */
  private async openChat(id: string): Promise<Chat> {
    const wid = createWid(this.probe, id);
    if (!wid) throw new TypeError('the chat id is not one that WhatsApp takes');
    const chats = this.probe.need<Collection<Chat>>('chats');
    const open = attempt(() => chats.get?.(wid) ?? chats.get?.(id));
    if (open) return open;
    const found = await this.probe.call<unknown>('findChat', wid);
    const chat = ((found as { chat?: Chat } | null | undefined)?.chat ?? found) as Chat | null | undefined;
    if (!chat) throw new TypeError('WhatsApp opened no chat for this id');
    return attempt(() => chats.get?.(chat.id) ?? chats.get?.(idText(chat.id))) ?? chat;
  }

  private compose(chat: Chat, id: string, text: string): Record<string, unknown> {
    const MsgKey = this.probe.need<MsgKeyClass>('msgKey');
    const chatId = idText(chat.id) ?? '';
    const group = chatId.endsWith('@g.us');
    const from = this.sender(chat, chatId, group);
    const participant = group ? (this.probe.maybe('userWid', from) ?? from) : undefined;
    return {
      ...(this.probe.maybe<Record<string, unknown>>('ephemeralFields', chat) ?? {}),
      id: new MsgKey({ from, to: chat.id, id, participant, selfDir: 'out' }),
      ack: 0,
      body: text,
      type: 'chat',
      from,
      to: chat.id,
      local: true,
      self: 'out',
      isNewMsg: true,
      t: Math.floor(Date.now() / 1000),
    };
  }

  /** Who the message is from: a receiver in a chat addressed by lid would not know our phone wid, and the other way round. */
  private sender(chat: Chat, chatId: string, group: boolean): Wid {
    const byLid = isLid(chatId) || (group && chat.groupMetadata?.isLidAddressingMode !== false);
    const lid = ownWid(this.probe, 'lid');
    const pn = ownWid(this.probe, 'c.us');
    const own = byLid ? (lid ?? pn) : (pn ?? lid);
    const user = userText(own);
    const from = user === idText(own) ? (own as Wid | undefined) : createWid(this.probe, user ?? '');
    if (!from) throw new TypeError('WhatsApp does not tell the own account');
    return from;
  }

  /** Tells WhatsApp's verdict. Resolves when WhatsApp gave one, else never. */
  private follow(id: string, result: unknown): Promise<void> {
    return new Promise((resolve) => {
      Promise.resolve(result).then(
        (value) => {
          const verdict =
            typeof value === 'string'
              ? value
              : (value as { messageSendResult?: unknown } | undefined)?.messageSendResult;
          if (typeof verdict !== 'string') return;
          this.emit({ event: 'sendResult', id, result: verdict });
          resolve();
        },
        (error: unknown) => {
          const fault = serialise(error);
          if (fault.fault === 'whatsApp')
            this.emit({ event: 'trace', text: `send failed: ${fault.name} ${fault.status ?? ''}` });
          this.emit({ event: 'sendResult', id, result: 'ERROR_UNKNOWN' });
        },
      );
    });
  }

  private async newId(): Promise<string> {
    const id = await this.probe.need<MsgKeyClass>('msgKey').newId();
    this.remember(id);
    return id;
  }

  private remember(id: string): void {
    this.own.add(id);
    if (this.own.size <= 10_000) return;
    for (const oldest of this.own) {
      this.own.delete(oldest);
      break;
    }
  }
}

function messageId_(message: Message): string | null {
  return messageId(message.id);
}

/** Whether a message key is of a message that this account wrote. */
export function isFromMe(key: unknown): boolean {
  const own = (key as { fromMe?: unknown } | null)?.fromMe;
  return typeof own === 'boolean' ? own : idText(key)?.startsWith('true_') === true;
}

function unique(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
