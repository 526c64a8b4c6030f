import { accountLabel } from '@/lib/account-label';
import { body, route } from '@/lib/route';
import { reset } from '@/lib/whatsapp';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** Deletes the login on this server without asking WhatsApp. */
export const POST = route(async (request) => {
  await body(request);
  await reset();
  await accountLabel.linked(false);
  return null;
});
