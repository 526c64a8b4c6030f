// @ts-check
// The demo: a CRM in Next.js with this checkout's wa-bridge, and a phone beside it to scan and answer with.
//
//   npm run demo                      against the sandbox: nothing leaves this computer
//   npm run demo -- --live            against the real WhatsApp Web, to be scanned with a real phone
//   npm run demo -- --port 4000       another port (default 3000, or the next free one)
//   npm run demo -- --no-open         does not open a browser
//   npm run demo -- --data <folder>   where logins and leads are kept (default .wa-bridge/demo)
//   npm run demo -- --speed 4         the sandbox's times divided by this

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildApp, serveApp } from './demo/app.mjs';
import { openInBrowser } from './demo/browser.mjs';
import { freePort } from './demo/ports.mjs';
import { startDemoSandbox } from './demo/sandbox.mjs';
import { NeedsPerson, runMain } from './lib/stage.mjs';
import { packLocal } from './pack-local.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const app = path.join(root, 'examples', 'nextjs');

await runMain(async () => {
  const options = readOptions();
  // From here on a signal ends this in order, whatever it is doing.
  const interruption = interrupted();
  await packLocal(app);
  await buildApp(app);
  /** @type {import('./demo/sandbox.mjs').Person[]} */
  const people = JSON.parse(fs.readFileSync(path.join(app, 'sandbox-people.json'), 'utf8'));
  const sandbox = options.live ? null : await startDemoSandbox({ folder: options.data, people, speed: options.speed });
  try {
    const served = await serveApp({ app, port: await freePort(options.port), env: environment(options, sandbox) });
    try {
      if (sandbox) await addLeads(served.url, people);
      tell(served.url, options.live);
      if (options.open) openInBrowser(served.url);
      await Promise.race([interruption, served.ended]);
    } finally {
      await served.stop();
    }
  } finally {
    await sandbox?.close();
  }
});

/** @returns {{ live: boolean, open: boolean, port: number, data: string, speed: number }} */
function readOptions() {
  const { values } = parseArgs({
    options: {
      live: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string', default: '3000' },
      data: { type: 'string' },
      speed: { type: 'string', default: '1' },
    },
  });
  const { live = false } = values;
  const port = Number(values.port);
  const speed = Number(values.speed);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new NeedsPerson(`--port takes 0 to 65535, not ${values.port}`);
  if (!(speed > 0)) throw new NeedsPerson(`--speed takes a number above 0, not ${values.speed}`);
  // The real account and the sandbox's never share a folder.
  const data = path.resolve(values.data ?? path.join(root, '.wa-bridge', live ? 'live' : 'demo'));
  return { live, open: !values['no-open'], port, data, speed };
}

/** @param {ReturnType<typeof readOptions>} options @param {import('../sandbox/index.js').Sandbox | null} sandbox */
function environment({ data }, sandbox) {
  return {
    WA_DEMO_DATA_DIR: path.join(data, 'crm'),
    WA_BRIDGE_DATA_DIR: path.join(data, 'login'),
    ...(sandbox ? { WA_BRIDGE_WEB_URL: sandbox.url, WA_DEMO_SANDBOX_CONTROL: sandbox.controlUrl ?? '' } : {}),
  };
}

/** The first start shows a CRM that is in use. @param {string} url @param {import('./demo/sandbox.mjs').Person[]} people */
async function addLeads(url, people) {
  const leads = `${url}/api/admin/crm/leads`;
  const { data } = /** @type {{ data: unknown[] }} */ (await (await fetch(leads)).json());
  if (data.length > 0) return;
  for (const { name, phone } of people.toReversed()) {
    const response = await fetch(leads, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, phone }),
    });
    if (!response.ok) throw new Error(`the app did not take the lead ${name}: ${await response.text()}`);
  }
}

/** @param {string} url @param {boolean} live */
function tell(url, live) {
  console.log(`\n   ${url}\n`);
  if (live) console.log('   Scan with a real phone: WhatsApp, Linked devices, Link a device.');
  else console.log('   Press Generate QR, then scan it with the phone beside the page. Nothing leaves this computer.');
  console.log('   Ctrl-C ends it; the next start needs no scan.\n');
}

/** @returns {Promise<void>} once somebody wants this to end */
function interrupted() {
  return new Promise((resolve) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => resolve());
  });
}
