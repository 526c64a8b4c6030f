import { leadChanged } from '@/lib/lead-events';
import { addLead, digits, listLeads } from '@/lib/leads';
import { AppError } from '@/lib/problem';
import { body, requiredText, route } from '@/lib/route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export const GET = route(() => listLeads());

export const POST = route(async (request) => {
  const form = await body(request);
  const name = requiredText(form, 'name', 'Name');
  const phone = digits(requiredText(form, 'phone', 'Phone')).replace(/^00/, '');
  // E.164 allows 15 digits; the shortest international numbers have 7.
  if (phone.length < 7 || phone.length > 15) {
    throw new AppError(
      'ERR_APP_INVALID_REQUEST',
      'That is not an international phone number',
      'Write it with its country code, such as +91 98765 43210.',
      'phone',
    );
  }
  const lead = await addLead(name, phone);
  leadChanged(lead.id);
  return lead;
});
