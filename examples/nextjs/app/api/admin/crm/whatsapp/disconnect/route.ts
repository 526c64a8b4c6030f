import { accountLabel } from '@/lib/account-label';
import { body, route } from '@/lib/route';
import { logout } from '@/lib/whatsapp';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** Unlinks the account, so that another number can be scanned. */
export const POST = route(async (request) => {
  await body(request);
  await logout();
  await accountLabel.linked(false);
  return null;
});
