// @ts-check
'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { ballast } = require('./ballast');

const PAGE_DIR = path.join(__dirname, '..', 'page');

/** The page's scripts in the tiers in which WhatsApp Web loads them: loader first, screens last. */
const TIERS = [
  ['loader.js'],
  [
    'events.js',
    'model.js',
    'collection.js',
    'errors.js',
    'link.js',
    'storage.js',
    'wid.js',
    'msg-key.js',
    'socket-models.js',
    'prefs.js',
  ],
  [
    'entities.js',
    'collections.js',
    'chats.js',
    'send.js',
    'receive.js',
    'query-exists.js',
    'linkify.js',
    'presence.js',
    'small-modules.js',
  ],
  ['pairing.js', 'login.js', 'sync.js', 'session.js', 'faults.js', 'logout.js', 'qr-code.js', 'screens.js', 'boot.js'],
];

const read = (/** @type {string} */ file) => fs.readFileSync(path.join(PAGE_DIR, file), 'utf8');

/**
 * Scripts that the page loads, under names that change with their content, so that they may be cached for ever.
 * @param {{ scriptMegabytes: number }} options
 */
function buildAssets({ scriptMegabytes }) {
  const chunks = ballast(scriptMegabytes);
  const bundles = [...TIERS.map((files) => files.map(read).join('\n')), ...chunks];
  const scripts = bundles.map((body) => {
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 11);
    return { hash, path: `/rsrc.php/v4/${hash}.js`, body: Buffer.from(body) };
  });
  const byPath = new Map(scripts.map((script) => [script.path, script.body]));
  const ballastModules = chunks.map((_, index) => `WAWebBallastChunk${index}`);
  return { scripts, byPath, ballastModules, stub: read('stub.js'), start: read('start.js') };
}

module.exports = { buildAssets };
