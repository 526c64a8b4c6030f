import { accountLabel } from '@/lib/account-label';
import { digits } from '@/lib/leads';
import { AppError } from '@/lib/problem';
import { body, route } from '@/lib/route';
import { status } from '@/lib/whatsapp';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** `{ sessionId, phoneNumber? }` → the linked account's name; an error unless that very account is linked. */
export const POST = route(async (request) => {
  const { phoneNumber } = await body(request);
  const { state, account } = status();
  if (state !== 'ready' || !account) {
    throw new AppError('ERR_APP_INVALID_REQUEST', 'No account is linked yet', 'Scan the QR code with the phone first.');
  }
  if (typeof phoneNumber === 'string' && phoneNumber && digits(phoneNumber) !== account.phone) {
    throw new AppError(
      'ERR_APP_INVALID_REQUEST',
      `Another number is linked: +${account.phone}`,
      'Disconnect it, then scan with the phone that has the number you want.',
      'phoneNumber',
    );
  }
  const { accountName } = await accountLabel.read();
  return { accountName: accountName ?? account.pushName, account };
});
