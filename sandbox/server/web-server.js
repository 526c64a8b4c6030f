// @ts-check
'use strict';

const { randomBytes } = require('node:crypto');
const http = require('node:http');
const https = require('node:https');
const { WebSocketServer } = require('ws');
const { isSupported, policy, shell, unsupportedPage } = require('./shell');

const SOCKET_PATH = '/ws/chat';
const YEAR_SECONDS = 31_536_000;

/** Serves the stand-in's origin on 127.0.0.1: the shell, its scripts, and the pages' WebSocket. */
class WebServer {
  /**
   * @param {{ options: any, faults: any, assets: any, log: any, timers: any, onPage: (socket: import('ws').WebSocket) => void }} parts
   */
  constructor({ options, faults, assets, log, timers, onPage }) {
    this.options = options;
    this.faults = faults;
    this.assets = assets;
    this.log = log;
    this.timers = timers;
    this.online = true;
    const { tls } = options;
    const serve = (/** @type {any} */ request, /** @type {any} */ response) => this.serve(request, response);
    this.server = tls ? https.createServer(tls, serve) : http.createServer(serve);
    this.sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 });
    this.server.on('upgrade', (request, socket, head) => {
      if (!this.online || request.url !== SOCKET_PATH) return socket.destroy();
      this.sockets.handleUpgrade(request, socket, head, onPage);
    });
  }

  /** @returns {Promise<string>} the origin */
  listen() {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port, '127.0.0.1', () => {
        const { port } = /** @type {import('node:net').AddressInfo} */ (this.server.address());
        resolve(`${this.options.tls ? 'https' : 'http'}://127.0.0.1:${port}/`);
      });
    });
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  serve(request, response) {
    if (!this.online) return request.socket.destroy();
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
    const script = this.assets.byPath.get(pathname);
    if (script) return this.serveScript(script, response);
    if (pathname === '/') return void this.serveShell(request, response);
    if (pathname === '/data/manifest.json') {
      response.writeHead(200, { 'content-type': 'application/manifest+json' });
      return response.end('{"name":"WhatsApp Web","start_url":"/"}');
    }
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    response.writeHead(404, { 'content-type': 'text/plain' });
    return response.end('not found');
  }

  /** @param {Buffer} body @param {import('node:http').ServerResponse} response */
  serveScript(body, response) {
    response.writeHead(200, {
      'content-type': 'application/x-javascript; charset=utf-8',
      'content-length': body.length,
      'cache-control': `public,max-age=${YEAR_SECONDS},immutable`,
      'access-control-allow-origin': '*',
    });
    return response.end(body);
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async serveShell(request, response) {
    const userAgent = request.headers['user-agent'] ?? '';
    const supported = isSupported(userAgent);
    const { loadMode } = this.faults;
    const verdict = this.faults.take('load');
    this.log('shell', { userAgent, supported, url: request.url });
    if (loadMode === 'hang' || verdict.hang) return;
    if (verdict.delayMs) await new Promise((resolve) => this.timers.after(verdict.delayMs, () => resolve(undefined)));
    const status = loadMode.status ?? verdict.fail?.status ?? 200;
    const nonce = randomBytes(6).toString('base64url');
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy(nonce),
      'cache-control': 'private, no-cache, no-store, must-revalidate',
    });
    if (status !== 200) return void response.end('');
    const { version } = this.options;
    const html = supported
      ? shell({ nonce, assets: this.assets, settings: this.settings(), version })
      : unsupportedPage();
    response.end(html);
  }

  /** What the page's scripts need to know of this sandbox. */
  settings() {
    const { version, delays, msgKeyStyle, sendReturns, debugVersion } = this.options;
    return {
      version,
      delays,
      msgKeyStyle,
      sendReturns,
      debugVersion,
      reconnectMs: this.options.reconnectMs,
      socketPath: SOCKET_PATH,
      bootModules: this.assets.ballastModules,
      boot: this.faults.take('boot'),
      modules: this.faults.modules,
      exports: this.faults.exports,
    };
  }

  async close() {
    for (const client of this.sockets.clients) client.terminate();
    this.sockets.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

module.exports = { WebServer };
