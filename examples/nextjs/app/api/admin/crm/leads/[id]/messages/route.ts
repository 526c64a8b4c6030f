import { sendToLead } from '@/lib/conversation';
import { body, route } from '@/lib/route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** `{ text }` → the message, once WhatsApp's server has it. */
export const POST = route<{ id: string }>(async (request, { id }) => {
  const { text } = await body(request);
  return sendToLead(id, typeof text === 'string' ? text : '');
});
