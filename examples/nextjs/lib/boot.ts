import { accountLabel } from './account-label';
import { receive } from './conversation';
import { toProblem } from './problem';
import { type AuthEvent, onAuth, onMessage, start } from './whatsapp';

/**
 * What runs once when the server starts: incoming messages are filed from the first moment on, and an account that was linked before is
 * connected again, with no scan and before anybody opens a page. The keys make a hot reload replace the listeners instead of adding some.
 */
export async function boot(): Promise<void> {
  onMessage(receive, { key: 'crm' });
  onAuth(remember, { key: 'crm' });
  if ((await accountLabel.read()).linked) start().catch(report);
}

function remember(event: AuthEvent): void {
  if (event.type === 'ready') accountLabel.linked(true).catch(report);
  if (event.type === 'loggedOut') accountLabel.linked(false).catch(report);
}

function report(error: unknown): void {
  const { code, message, hint } = toProblem(error);
  console.error(`[whatsapp] ${code}: ${message}\n           ${hint}`);
}
