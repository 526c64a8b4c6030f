// @ts-check
'use strict';

const UNSUPPORTED = /HeadlessChrome|Electron\/|WhatsApp\//;

/** Whether WhatsApp Web boots for this User-Agent; a headless browser or an extra product token is refused. */
function isSupported(/** @type {string} */ userAgent) {
  return !UNSUPPORTED.test(userAgent);
}

/** The Content-Security-Policy of the shell: scripts by nonce only. */
function policy(/** @type {string} */ nonce) {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'none'",
  ].join('; ');
}

const inline = (/** @type {string} */ code, /** @type {string} */ nonce) =>
  `<script nonce="${nonce}" src="data:application/x-javascript;base64,${Buffer.from(code).toString('base64')}"></script>`;

const json = (/** @type {unknown} */ value) => JSON.stringify(value).replace(/</g, '\\u003c');

/** @param {unknown} payload @param {string} nonce a block of configuration, as the real page sends many */
function sjs(payload, nonce) {
  const text = json(payload);
  return `<script type="application/json" data-content-len="${text.length}" data-sjs nonce="${nonce}">${text}</script>`;
}

const SPLASH = `<div id="app"></div>
<div id="wa_web_initial_startup"><style>
#wa_web_initial_startup{position:fixed;inset:0;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:28px;font:16px system-ui,sans-serif;color:#41525d;background:#f0f2f5}
#wa_web_initial_startup progress{width:320px;height:3px}
</style><svg viewBox="0 0 40 40" width="60" height="60" role="img" aria-hidden="true"><circle cx="20" cy="20" r="18" fill="#25d366"/></svg>
<span>WhatsApp</span><progress value="0" max="100" dir="ltr"></progress>
<span><svg viewBox="0 0 10 12" width="10" height="12" aria-hidden="true"><path d="M2 5V4a3 3 0 0 1 6 0v1h1v7H1V5z" fill="currentColor"/></svg> End-to-end encrypted</span></div>`;

/**
 * The HTML shell of the page.
 * @param {{ nonce: string, assets: any, settings: any, version: string }} parts
 */
function shell({ nonce, assets, settings, version }) {
  const revision = version.split('.').pop();
  const scripts = assets.scripts.map(
    (/** @type {any} */ script) =>
      `<script nonce="${nonce}" async src="${script.path}" crossorigin="anonymous" data-bootloader-hash="${script.hash}" data-btmanifest="${revision}_main"></script>`,
  );
  return `<!DOCTYPE html>
<html id="whatsapp-web" class="" lang="en" dir="ltr"><head><meta charset="utf-8"><title>WhatsApp Web</title>
<meta name="viewport" content="width=device-width"><link rel="canonical" href="https://web.whatsapp.com/">
<link rel="manifest" href="/data/manifest.json" crossorigin="use-credentials">
<noscript><meta http-equiv="refresh" content="0; URL=/?_fb_noscript=1"></noscript>
<script type="application/json" id="envjson" nonce="${nonce}">${json({ locale: 'en_US' })}</script>
<script type="application/json" id="sandbox-settings" nonce="${nonce}">${json(settings)}</script>
${inline(assets.stub, nonce)}
${scripts.join('\n')}
</head><body class="">
${SPLASH}
${sjs({ define: [['SiteData', [], { client_revision: Number(revision), server_revision: Number(revision) }, 317]] }, nonce)}
${inline(assets.start, nonce)}
<div id="has-finished-comet-page" style="display:none"></div></body></html>`;
}

/** What a browser gets that WhatsApp Web does not work with. */
function unsupportedPage() {
  return `<!DOCTYPE html>
<html id="whatsapp-web" lang="en" dir="ltr"><head><meta charset="utf-8"><title>WhatsApp Web</title></head>
<body><div class="landing-wrapper"><h1>WhatsApp works with Google Chrome 100+</h1>
<p>To use WhatsApp, update Chrome or use Mozilla Firefox, Safari, Microsoft Edge or Opera.</p></div></body></html>`;
}

module.exports = { shell, unsupportedPage, isSupported, policy };
