import { leadChanged } from './lead-events';
import type { ChatMessage, MessageState } from './lead-types';
import { digits, fileMessage, fileSent, getLead, setState } from './leads';
import { AppError } from './problem';
import { type Message, messageStatus, sendMessage, status } from './whatsapp';

/** How many of the last messages are asked about when a conversation is open. */
const FOLLOWED = 20;
const SETTLED: ReadonlySet<MessageState> = new Set(['received', 'read', 'played', 'failed']);

/**
 * Sends one text to a lead and files it once WhatsApp's server has it.
 * @throws what `sendMessage` throws; nothing is repeated here, the person decides
 */
export async function sendToLead(leadId: string, text: string): Promise<ChatMessage> {
  const lead = await getLead(leadId);
  const to = lead?.phone ?? lead?.wids[0];
  if (!lead || !to) throw noSuchLead(leadId);
  try {
    const sent = await sendMessage(to, text);
    const message = outgoing(sent.id, text, sent.timestamp, sent.status);
    await fileSent(leadId, sent.to, message);
    leadChanged(leadId);
    return message;
  } catch (error) {
    await fileUncertain(leadId, text, error);
    throw error;
  }
}

/** Files an incoming message. Called at least once for each; resolving is what marks it as handled. */
export async function receive(message: Message): Promise<void> {
  // What the owner writes on the phone belongs to the chat's other side, not to the sender.
  const lid = message.chat.endsWith('@lid') ? message.chat : null;
  const party = message.fromMe
    ? { phone: lid ? null : digits(message.chat), wid: lid ? null : message.chat, lid }
    : message.from;
  const leadId = await fileMessage(party, {
    id: message.id,
    direction: message.fromMe ? 'out' : 'in',
    text: message.text,
    type: message.type,
    at: message.timestamp.toISOString(),
    state: message.fromMe ? 'server' : 'received',
    ...(message.late ? { late: true } : {}),
    ...(message.fromMe ? { fromPhone: true } : {}),
  });
  if (leadId) leadChanged(leadId);
}

/** Asks WhatsApp how far the last messages to this lead got. */
export async function followSent(leadId: string): Promise<void> {
  if (status().state !== 'ready') return;
  const lead = await getLead(leadId);
  const open = (lead?.messages ?? []).slice(-FOLLOWED).filter((message) => !SETTLED.has(message.state));
  const changed = await Promise.all(
    open.map(async (message) => {
      const known = await messageStatus(message.id);
      return known !== null && setState(leadId, message.id, known.status);
    }),
  );
  if (changed.includes(true)) leadChanged(leadId);
}

/** A message whose fate is unknown is shown as such, so that nobody sends it again without looking. */
async function fileUncertain(leadId: string, text: string, error: unknown): Promise<void> {
  const { code, messageId } = error as { code?: string; messageId?: string };
  if (code !== 'ERR_WA_SEND_UNCERTAIN' || !messageId) return;
  await fileSent(leadId, { phone: null, wid: null, lid: null }, outgoing(messageId, text, new Date(), 'uncertain'));
  leadChanged(leadId);
}

function outgoing(id: string, text: string, at: Date, state: MessageState): ChatMessage {
  return { id, direction: 'out', text, type: 'chat', at: at.toISOString(), state };
}

export function noSuchLead(id: string): AppError {
  return new AppError('ERR_APP_NOT_FOUND', `There is no lead ${id}`, 'Open it from the list of leads.');
}
