// @ts-check
'use strict';

/** A message as the phone shows it; its ack stays current. @param {any} record @returns {import('../index').PhoneMessage} */
function viewOf(record) {
  const { id, serialized, from, to, text, type, timestamp, fromMe } = record;
  return {
    id,
    serialized,
    from,
    to,
    text,
    type,
    timestamp,
    fromMe,
    get ack() {
      return record.ack;
    },
  };
}

module.exports = { viewOf };
