// @ts-check
'use strict';
// What all subjects share: one sandbox with one certificate, the browser, the way to it, and a folder for everything.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { generate } = require('selfsigned');
const { startSandbox } = require('../../sandbox');

/** The origin that the peer insists on, and so the one of all. */
const ORIGIN = 'https://web.whatsapp.com/';
/** Script that the page loads, as much as WhatsApp Web's. */
const SCRIPT_MEGABYTES = 8;

/**
 * Delays that are not 0, ms. `syncMs`: whatsapp-web.js is never ready when the page has synced before it attached, so the page needs longer
 * than it. `serverAckMs`: a server far away. Both are taken off the results.
 */
const DELAYS = Object.freeze({ syncMs: 2_500, serverAckMs: 50 });

/** The system's Chromium. */
function chromiumPath() {
  const places = [
    process.env.WA_BRIDGE_CHROME,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const found = places.find((place) => place && fs.existsSync(place));
  if (!found) throw new Error('no Chromium on this system: apt-get install chromium, or set WA_BRIDGE_CHROME');
  return found;
}

/** Opens the sandbox and everything around it. */
async function openStage() {
  const pems = await generate([{ name: 'commonName', value: new URL(ORIGIN).hostname }], { keySize: 2048 });
  const sandbox = await startSandbox({
    tls: { key: pems.private, cert: pems.cert },
    controlPort: false,
    scriptMegabytes: SCRIPT_MEGABYTES,
    // The peer's sends resolve to nothing with the newer style.
    msgKeyStyle: '_serialized',
    delays: DELAYS,
  });
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'wa-bridge-bench-'));
  const { port } = new URL(sandbox.url);
  const remove = () => fs.rmSync(root, { recursive: true, force: true, maxRetries: 10 });
  process.once('exit', remove);
  let folders = 0;
  return {
    sandbox,
    origin: ORIGIN,
    delays: DELAYS,
    chromium: chromiumPath(),
    /** How a browser comes to the sandbox under the origin's name. */
    route: [`--host-resolver-rules=MAP ${new URL(ORIGIN).hostname} 127.0.0.1:${port}`, '--ignore-certificate-errors'],
    /** A folder of its own for one program. @param {string} name */
    folder(name) {
      const folder = path.join(root, `${name}-${++folders}`);
      fs.mkdirSync(folder);
      return folder;
    },
    async close() {
      await sandbox.close();
      process.off('exit', remove);
      remove();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openStage>>} Stage */

module.exports = { DELAYS, ORIGIN, SCRIPT_MEGABYTES, chromiumPath, openStage };
