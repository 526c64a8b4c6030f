/* Links in texts, and their previews. */
__d(
  'WALinkify',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const URL_PATTERN = /\b(?:https?:\/\/|www\.)[^\s<>"]+/gi;
    const toLink = (text) => ({
      href: /^https?:/i.test(text) ? text : `http://${text}`,
      text,
      suspiciousCharacters: new Set(),
    });
    exports.findLinks = (text) => (text ? (String(text).match(URL_PATTERN) ?? []).map(toLink) : []);
    exports.findLink = (text) => exports.findLinks(text)[0];
  },
  98,
);

__d(
  'WAWebLinkPreviewChatAction',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    /** No preview is ever found: the sandbox has no outside. */
    exports.getLinkPreview = async () => undefined;
  },
  98,
);
