import api from './index.js';

export const {
  configure,
  generateQr,
  onAuth,
  login,
  sendMessage,
  messageStatus,
  onMessage,
  messages,
  status,
  health,
  start,
  close,
  logout,
  reset,
  session,
  WaBridgeError,
  version,
} = api;
