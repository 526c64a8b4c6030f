import { accountLabel } from '@/lib/account-label';
import { route } from '@/lib/route';
import { health, status } from '@/lib/whatsapp';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export const GET = route(async () => {
  const { accountName } = await accountLabel.read();
  const { state, since, account, phase, lastError, unhandledMessages } = status();
  return { accountName, ...health(), state, since, account, phase, lastError, unhandledMessages };
});
