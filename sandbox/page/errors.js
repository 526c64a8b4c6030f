/* Errors as the page throws them: classes whose names the minifier took. */
__d(
  'WAWebServerStatusCodeError',
  [],
  (_global, _require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';

    class r extends Error {
      constructor(status, text) {
        super(text);
        this.name = 'ServerStatusCodeError';
        this.status = status;
      }
    }

    class t extends Error {}

    Object.assign(exports, { ServerStatusCodeError: r, UnexpectedError: t });
  },
  98,
);
