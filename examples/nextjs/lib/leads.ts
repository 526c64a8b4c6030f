import { randomUUID } from 'node:crypto';
import { JsonFile, once } from './json-file';
import type { ChatMessage, Lead, LeadSummary, MessageState } from './lead-types';

/** Who a message is from or to, by whichever names WhatsApp told. */
export interface Party {
  phone: string | null;
  wid: string | null;
  lid: string | null;
  name?: string | null;
}

interface LeadFile {
  leads: Lead[];
}

const file = once('leads', () => new JsonFile<LeadFile>('leads.json', () => ({ leads: [] })));

/** Digits only, as this CRM stores phones. */
export function digits(text: string): string {
  return text.replace(/\D/g, '');
}

export async function listLeads(): Promise<LeadSummary[]> {
  const { leads } = await file.read();
  return leads
    .map(({ messages, ...lead }) => ({ ...lead, last: messages.at(-1) ?? null }))
    .sort((a, b) => (b.last?.at ?? b.createdAt).localeCompare(a.last?.at ?? a.createdAt));
}

export async function getLead(id: string): Promise<Lead | null> {
  return (await file.read()).leads.find((lead) => lead.id === id) ?? null;
}

/** The lead of that phone, made if there is none. */
export function addLead(name: string, phone: string): Promise<Lead> {
  return file.update((store) => {
    const found = find(store, { phone, wid: null, lid: null });
    if (found) return found;
    const lead = newLead(name, phone, 'form');
    store.leads.push(lead);
    return lead;
  });
}

/**
 * Files a message under the lead of `party`, and makes the lead when nobody knows them yet. A message whose id is already there
 * changes nothing: handlers are called at least once each.
 * @returns the lead's id, or null for a message that was there already
 */
export function fileMessage(party: Party, message: ChatMessage): Promise<string | null> {
  return file.update((store) => {
    const found = find(store, party);
    const lead = found ?? newLead(party.name ?? null, party.phone ?? digitsOf(party.wid), 'whatsapp');
    if (!found) store.leads.push(lead);
    return append(lead, party, message);
  });
}

/** Files a message that we sent to a lead. */
export function fileSent(leadId: string, party: Party, message: ChatMessage): Promise<string | null> {
  return file.update((store) => {
    const lead = store.leads.find((candidate) => candidate.id === leadId);
    return lead ? append(lead, party, message) : null;
  });
}

/** @returns whether anything changed */
export async function setState(leadId: string, messageId: string, state: MessageState): Promise<boolean> {
  const known = (await getLead(leadId))?.messages.find((message) => message.id === messageId);
  if (!known || known.state === state) return false;
  await file.update((store) => {
    const lead = store.leads.find((candidate) => candidate.id === leadId);
    const message = lead?.messages.find((candidate) => candidate.id === messageId);
    if (message) message.state = state;
  });
  return true;
}

function append(lead: Lead, party: Party, message: ChatMessage): string | null {
  // WhatsApp may know a person by a hidden id, or under another form of the number: remember every name it used.
  for (const wid of [party.wid, party.lid, party.phone && `${party.phone}@c.us`]) {
    if (wid && !lead.wids.includes(wid)) lead.wids.push(wid);
  }
  if (lead.messages.some((known) => known.id === message.id)) return null;
  lead.messages.push(message);
  // WhatsApp counts whole seconds: within one, the order in which messages came is the better one.
  lead.messages.sort((a, b) => secondOf(a).localeCompare(secondOf(b)));
  return lead.id;
}

/** `YYYY-MM-DDTHH:MM:SS` */
function secondOf({ at }: ChatMessage): string {
  return at.slice(0, 19);
}

function find(store: LeadFile, party: Party): Lead | undefined {
  return store.leads.find(
    (lead) =>
      (party.phone !== null && lead.phone === party.phone) ||
      (party.phone !== null && lead.wids.includes(`${party.phone}@c.us`)) ||
      (party.wid !== null && lead.wids.includes(party.wid)) ||
      (party.lid !== null && lead.wids.includes(party.lid)),
  );
}

function newLead(name: string | null, phone: string | null, source: Lead['source']): Lead {
  return {
    id: randomUUID().slice(0, 8),
    name: name || (phone ? `+${phone}` : 'Unknown'),
    phone,
    wids: phone ? [`${phone}@c.us`] : [],
    source,
    createdAt: new Date().toISOString(),
    messages: [],
  };
}

function digitsOf(wid: string | null): string | null {
  return wid?.endsWith('@c.us') ? wid.slice(0, -'@c.us'.length) : null;
}
