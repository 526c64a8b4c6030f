// @ts-check
// Ports that stay the same from one start to the next.

import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** How many ports above the wanted one are tried. */
const TRIES = 50;

/** @param {number} port 0 for any @returns {Promise<number | null>} the port, or null when it is taken */
function probe(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const { port: got } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(got));
    });
  });
}

/**
 * The wanted port or the next free one.
 * @param {number} wanted 0 for any
 */
export async function freePort(wanted) {
  for (let port = wanted; port < wanted + TRIES; port += 1) {
    const got = await probe(port);
    if (got !== null) return got;
  }
  throw new Error(`no port from ${wanted} to ${wanted + TRIES - 1} is free on 127.0.0.1`);
}

/**
 * A browser keeps a login under the page's origin, and a port is part of that: a sandbox on another port would look like a lost login. So
 * the ports of the first start are kept, as long as they are free.
 * @param {string} folder
 * @returns {Promise<{ page: number, control: number }>}
 */
export async function keptPorts(folder) {
  const file = path.join(folder, 'ports.json');
  const kept = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
  const page = await freePort(kept?.page ?? 0);
  const control = await freePort(kept?.control ?? 0);
  if (kept && kept.page !== page) {
    console.log(
      `Port ${kept.page} is taken by another program: the sandbox moves to ${page}, and the account has to be scanned anew.`,
    );
  }
  fs.writeFileSync(file, JSON.stringify({ page, control }));
  return { page, control };
}
