/**
 * `server`, `device`, `read`: as WhatsApp acknowledged it. `uncertain`: it may have left; nobody can tell yet. `failed`: WhatsApp gave
 * it up. `received`: it is from the lead.
 */
export type MessageState = 'received' | 'pending' | 'server' | 'device' | 'read' | 'played' | 'uncertain' | 'failed';

export interface ChatMessage {
  /** WhatsApp's message id. */
  id: string;
  direction: 'in' | 'out';
  text: string | null;
  /** WhatsApp's own type; `chat` is text. */
  type: string;
  /** ISO 8601 */
  at: string;
  state: MessageState;
  /** It waited at WhatsApp while this server was down. */
  late?: boolean;
  /** Written on the phone itself, not in this CRM. */
  fromPhone?: boolean;
}

export interface Lead {
  id: string;
  name: string;
  /** Digits only, international; null when WhatsApp tells only a hidden id. */
  phone: string | null;
  /** Every WhatsApp id seen for this person. */
  wids: string[];
  source: 'form' | 'whatsapp';
  createdAt: string;
  messages: ChatMessage[];
}

export type LeadSummary = Omit<Lead, 'messages'> & { last: ChatMessage | null };
