import { followSent, noSuchLead } from '@/lib/conversation';
import { getLead } from '@/lib/leads';
import { route } from '@/lib/route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** The lead with its conversation. With `?follow=1` WhatsApp is asked first how far the sent messages got. */
export const GET = route<{ id: string }>(async (request, { id }) => {
  if (new URL(request.url).searchParams.has('follow')) await followSent(id);
  const lead = await getLead(id);
  if (!lead) throw noSuchLead(id);
  return lead;
});
