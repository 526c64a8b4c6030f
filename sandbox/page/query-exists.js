/* Asking the server whether a number is on WhatsApp. */
__d(
  'WAWebQueryExistsJob',
  ['StandInLink', 'StandInArchive', 'WAWebWidFactory'],
  (_global, require, _importDefault, _importNamespace, _requireLazy, _module, exports) => {
    'use strict';
    const { link } = require('StandInLink');
    const { keepPerson } = require('StandInArchive');
    const { createWid } = require('WAWebWidFactory');

    /** null, or the id under which WhatsApp knows the user; it may differ from the asked one. */
    exports.queryWidExists = async (wid) => {
      const found = await link.call('queryWidExists', { wid: wid.toString() });
      if (!found) return null;
      if (found.pn) await keepPerson(found);
      return { wid: createWid(found.wid) };
    };
    exports.queryPhoneExists = async (phone) => exports.queryWidExists(createWid(`${phone}@c.us`));
  },
  98,
);
