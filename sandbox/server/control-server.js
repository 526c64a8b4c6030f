// @ts-check
'use strict';

const http = require('node:http');
const { viewOf } = require('../phone/message-view');

/** Other host names would mean a web page that resolved its own name to this machine. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const MAX_BODY_BYTES = 1024 * 1024;

/** @param {import('node:http').IncomingMessage} request @returns {Promise<any>} the JSON body */
async function readJson(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new TypeError('body too large');
    parts.push(part);
  }
  return size ? JSON.parse(Buffer.concat(parts).toString('utf8')) : {};
}

/**
 * The HTTP control API: phone, contacts, faults and log for other processes, and a stream of what happens.
 * The routes stand in README.md.
 */
class ControlServer {
  /** @param {{ face: any, log: any, messaging: any, port: number }} parts */
  constructor({ face, log, messaging, port }) {
    this.face = face;
    this.log = log;
    this.messaging = messaging;
    this.port = port;
    this.server = http.createServer((request, response) => void this.serve(request, response));
  }

  /** @returns {Promise<string>} */
  listen() {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, '127.0.0.1', () => {
        const { port } = /** @type {import('node:net').AddressInfo} */ (this.server.address());
        resolve(`http://127.0.0.1:${port}/`);
      });
    });
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async serve(request, response) {
    if (!LOOPBACK.test(request.headers.host ?? '')) return reply(response, 403, { error: 'ask 127.0.0.1 by its name' });
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://control');
    if (request.method === 'GET' && pathname === '/events') return this.stream(response);
    try {
      const value =
        request.method === 'GET'
          ? this.read(pathname, searchParams)
          : await this.act(pathname.split('/').filter(Boolean), await this.body(request));
      reply(response, 200, value ?? null);
    } catch (thrown) {
      const error = /** @type {any} */ (thrown);
      reply(response, error.status ?? 400, { error: error.message, reason: error.reason });
    }
  }

  /** A body must be declared as JSON, so that no web page can post one without asking. @param {any} request */
  async body(request) {
    if (!/^application\/json/.test(request.headers['content-type'] ?? '')) {
      throw Object.assign(new TypeError('send the body as application/json'), { status: 415 });
    }
    return readJson(request);
  }

  /** @param {string} pathname @param {URLSearchParams} query */
  read(pathname, query) {
    const { phone, contact, log } = this.face;
    if (pathname === '/phone') return { account: phone.account, devices: phone.devices, messages: phone.messages };
    if (pathname === '/contact') {
      const person = contact(query.get('phone') ?? '');
      return { phone: person.phone, lid: person.lid, arrivals: person.arrivals };
    }
    if (pathname === '/log') return log;
    throw Object.assign(new Error(`no such resource: ${pathname}`), { status: 404 });
  }

  /** @param {string[]} path @param {any} body */
  async act([area, action], body) {
    const { phone, contact, faults } = this.face;
    const person = () => contact(body.phone, body.options);
    const routes = {
      'phone/scan': () => phone.scan(body.payload),
      'phone/confirm': () => phone.confirm(),
      'phone/refuse': () => phone.refuse(),
      'phone/logout': () => phone.logout(body.deviceId),
      'phone/send': () => phone.send(body.to, body.text),
      'phone/online': () => phone.setOnline(body.online),
      contact: () => ({ phone: person().phone, lid: person().lid }),
      'contact/send': () => person().send(body.text, { quoted: body.quoted }),
      'contact/read': () => person().read(),
      'contact/online': () => person().setOnline(body.online),
    };
    const route = /** @type {any} */ (routes)[action ? `${area}/${action}` : area];
    if (route) return route();
    if (area === 'faults' && Object.hasOwn(faults, action ?? '')) return faults[action](...(body.args ?? []));
    throw Object.assign(new Error(`no such action: ${area}/${action}`), { status: 404 });
  }

  /** Server-sent events: `log` for every entry of the log, `message` for every message and every new ack. */
  stream(/** @type {import('node:http').ServerResponse} */ response) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': open\n\n');
    const tell = (/** @type {string} */ name, /** @type {unknown} */ data) =>
      response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    const stopLog = this.log.watch((/** @type {unknown} */ entry) => tell('log', entry));
    const stopMessages = this.messaging.watch((/** @type {any} */ record) => tell('message', viewOf(record)));
    response.on('close', () => {
      stopLog();
      stopMessages();
    });
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} value */
function reply(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

module.exports = { ControlServer };
