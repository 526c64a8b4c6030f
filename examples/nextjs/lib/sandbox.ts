/**
 * Base of the sandbox's control API when this app talks to the sandbox instead of WhatsApp, else null. Never set it in production: the
 * phone beside the page is made of it.
 */
export function sandboxControl(): string | null {
  return process.env.WA_DEMO_SANDBOX_CONTROL || null;
}
