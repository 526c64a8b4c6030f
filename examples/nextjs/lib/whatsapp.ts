import { configure } from 'wa-bridge';

/**
 * The one place that names the session's options. Everything in this app that talks to WhatsApp imports from here, so that no route
 * can start the session before it is configured. The session itself lives in the package: reloading this module changes nothing.
 *
 * Where the login is kept comes from WA_BRIDGE_DATA_DIR, and the page from WA_BRIDGE_WEB_URL (the sandbox sets it).
 */
configure({
  clientId: process.env.WHATSAPP_CLIENT_ID || 'crm-whatsapp-session',
  deviceName: 'Harbour CRM',
  ...(process.env.WA_DEMO_REGION ? { defaultRegion: process.env.WA_DEMO_REGION } : {}),
});

export type { Account, AuthEvent, LoginEvent, Message, MessageStatus } from 'wa-bridge';
export {
  generateQr,
  health,
  login,
  logout,
  messageStatus,
  onAuth,
  onMessage,
  reset,
  sendMessage,
  start,
  status,
} from 'wa-bridge';
