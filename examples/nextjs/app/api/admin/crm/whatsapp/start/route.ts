import { body, route } from '@/lib/route';
import { start } from '@/lib/whatsapp';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** Connects again; `{ takeover: true }` also when another window has the account. */
export const POST = route(async (request) => {
  const { takeover } = await body(request);
  await start({ takeover: takeover === true, signal: request.signal });
  return null;
});
