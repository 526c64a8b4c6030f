// @ts-check
// The stand-in for WhatsApp, with the people of the demo.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { keptPorts } from './ports.mjs';

const require = createRequire(import.meta.url);

/** Quick, but slow enough that a person sees what happens. */
const DELAYS = { pairMs: 900, syncMs: 1_200, serverAckMs: 250, deviceAckMs: 600 };

/** @typedef {{ phone: string, name: string, exists?: boolean }} Person */

/**
 * @param {{ folder: string, people: Person[], speed: number }} options `speed` divides every time that is given here or by WhatsApp
 * @returns {Promise<import('../../sandbox/index.js').Sandbox>}
 */
export async function startDemoSandbox({ folder, people, speed }) {
  const { startSandbox } = /** @type {typeof import('../../sandbox/index.js')} */ (require('../../sandbox/index.js'));
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ports = await keptPorts(folder);
  const sandbox = await startSandbox({
    port: ports.page,
    controlPort: ports.control,
    stateFile: path.join(folder, 'sandbox.json'),
    account: { phone: '919800000001', pushName: 'Harbour Sales', platform: 'android' },
    autoConfirm: false,
    speed,
    delays: Object.fromEntries(Object.entries(DELAYS).map(([name, ms]) => [name, Math.round(ms / speed)])),
  });
  for (const { phone, name, exists = true } of people) sandbox.contact(phone, { pushName: name, exists });
  return sandbox;
}
