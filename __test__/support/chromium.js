// @ts-check
'use strict';

const fs = require('node:fs');
const { chromium } = require('playwright-core');

/** The system's Chromium: `WA_BRIDGE_CHROME`, else the usual places on Linux. Tests never download one. */
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

/** Chromium's own sandbox cannot run as root. */
const chromiumArgs = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

/** A User-Agent as a person's Chrome sends it; WhatsApp Web refuses the one of a headless browser. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** @param {import('playwright-core').LaunchOptions} [options] */
function launchChromium(options = {}) {
  return chromium.launch({ executablePath: chromiumPath(), args: chromiumArgs(), ...options });
}

/** A browser context on a profile folder, so that a login survives the browser. @param {string} profileDir */
function launchProfile(profileDir) {
  const options = { executablePath: chromiumPath(), args: chromiumArgs(), userAgent: USER_AGENT };
  return chromium.launchPersistentContext(profileDir, options);
}

module.exports = { chromiumPath, chromiumArgs, launchChromium, launchProfile, USER_AGENT };
