// whatsapp-web.js is here only as a judge of the sandbox. Tests and benchmarks drive the system's Chromium; nothing may download another one.
module.exports = { skipDownload: true };
