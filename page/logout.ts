import { type Emit, listen } from './events';
import type { Probe } from './probe';

/** Ends the login, sees it end, and keeps it alive where WhatsApp would let it sleep. */
export class Login {
  constructor(
    private readonly probe: Probe,
    private readonly emit: Emit,
  ) {}

  start(): void {
    let told = false;
    const tell = (...args: unknown[]): void => {
      if (told) return;
      told = true;
      this.emit({ event: 'loggedOut', reason: reason(args) });
    };
    const cmd = this.probe.get('cmd');
    // Two generations of the same event; builds give one or both.
    for (const name of ['logout', 'logout_from_bridge']) listen(cmd, name, this.emit, tell);
  }

  /** Unlinks this device. */
  async logout(): Promise<void> {
    await this.probe.call('logout');
  }

  /** Takes the account back from another window. */
  async takeOver(): Promise<void> {
    await this.probe.call('takeOver');
  }

  /** Asks for new refs after WhatsApp stopped rotating them. */
  async refreshQr(): Promise<void> {
    try {
      await this.probe.call('refreshQr');
    } catch (error) {
      const bus = this.probe.get<{ trigger?: (name: string) => unknown }>('backendEvents');
      if (typeof bus?.trigger !== 'function') throw error;
      bus.trigger('refresh_qr');
    }
  }
}

function reason(args: unknown[]): string | null {
  for (const arg of args) {
    if (typeof arg === 'string' && arg !== '') return arg;
    const inner = (arg as { reason?: unknown } | null | undefined)?.reason;
    if (typeof inner === 'string' && inner !== '') return inner;
  }
  return null;
}
