// Written by crates/browser/src/contract_tests.rs from the Rust types. Do not edit.
import type { Call, Config, PageEvent, PreparedSend, Reply } from './contract';

export const config: Config = {
  "binding": "b",
  "deviceName": null,
  "handle": "h"
};

export const calls: Call[] = [
  {
    "call": "snapshot"
  },
  {
    "call": "refreshQr"
  },
  {
    "call": "prepareSend",
    "candidates": [
      "1@c.us"
    ]
  },
  {
    "call": "sendText",
    "message": {
      "chat": "1@c.us",
      "messageId": "3EB0",
      "text": "hi"
    }
  },
  {
    "call": "messageAck",
    "id": "3EB0"
  },
  {
    "call": "logout"
  },
  {
    "call": "takeOver"
  }
];

export const events: PageEvent[] = [
  {
    "event": "ready",
    "snapshot": {
      "account": null,
      "hasSynced": false,
      "missing": [],
      "qr": null,
      "socket": null,
      "streamMode": null,
      "version": null
    }
  },
  {
    "event": "snapshot",
    "snapshot": {
      "account": {
        "lid": "123@lid",
        "phone": "919876543210",
        "platform": "android",
        "pushName": "Asha",
        "wid": "919876543210@c.us"
      },
      "hasSynced": true,
      "missing": [
        {
          "capability": "sendText",
          "tried": [
            "A#b"
          ]
        }
      ],
      "qr": {
        "expiresAtMs": 1800000000000,
        "payload": "ref,noise,identity,adv,1",
        "reference": "ref"
      },
      "socket": "UNPAIRED_IDLE",
      "streamMode": "QR",
      "version": "2.3000.1"
    }
  },
  {
    "event": "syncProgress",
    "percent": 40
  },
  {
    "ack": 1,
    "event": "ack",
    "id": "3EB0"
  },
  {
    "event": "sendResult",
    "id": "3EB0",
    "result": "OK"
  },
  {
    "event": "message",
    "message": {
      "chat": "919876543210@c.us",
      "from": {
        "lid": null,
        "name": "Asha",
        "phone": null,
        "wid": "919876543210@c.us"
      },
      "fromMe": false,
      "id": "false_919876543210@c.us_3EB0",
      "text": "hi",
      "timestamp": 1800000000,
      "to": "911234567890@c.us",
      "type": "chat"
    }
  },
  {
    "event": "loggedOut",
    "reason": "user_initiated"
  },
  {
    "event": "refused",
    "problem": "WhatsApp works with Google Chrome 100+"
  },
  {
    "event": "httpError",
    "status": 503,
    "url": "https://web.whatsapp.com/"
  },
  {
    "event": "trace",
    "text": "no listener"
  }
];

export const replies: Reply<PreparedSend | null>[] = [
  {
    "ok": true,
    "value": {
      "chat": "919876543210@c.us",
      "existing": [
        "919876543210@c.us"
      ],
      "lid": null,
      "messageId": "3EB0",
      "wid": null
    }
  },
  {
    "error": {
      "capability": "sendMessage",
      "fault": "capability",
      "tried": [
        "A#b"
      ],
      "version": null
    },
    "ok": false
  },
  {
    "error": {
      "detail": null,
      "fault": "whatsApp",
      "message": "r: r",
      "name": "ServerStatusCodeError",
      "status": 429
    },
    "ok": false
  }
];
