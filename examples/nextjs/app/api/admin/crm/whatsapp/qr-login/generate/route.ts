import { accountLabel } from '@/lib/account-label';
import { body, requiredText, route } from '@/lib/route';
import { generateQr, status } from '@/lib/whatsapp';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** `{ accountName }` → a code that can be scanned now, or the account that is linked already. */
export const POST = route(async (request) => {
  await accountLabel.name(requiredText(await body(request), 'accountName', 'Account name'));
  const step = await generateQr({ signal: request.signal });
  const sessionId = status().clientId;
  if (step.state === 'ready') return { qrUrl: null, sessionId, expiresIn: 0, account: step.account };
  const leftMs = step.qr.expiresAt.getTime() - Date.now();
  return { qrUrl: step.qr.toDataUrl(), sessionId, expiresIn: Math.max(0, Math.floor(leftMs / 1000)) };
});
