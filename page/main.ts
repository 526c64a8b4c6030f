import { Auth } from './auth';
import type { Call, Config, Reply } from './contract';
import { nameDevice } from './device';
import { serialise } from './errors';
import { openChannel } from './events';
import { sleep, waitForLoader, waitUntilSettled } from './loader';
import { Login } from './logout';
import { Modules } from './modules';
import { Probe } from './probe';
import { Receiver } from './receive';
import { watchForRefusal } from './refusal';
import { Sender } from './send';

/** The engine wraps this bundle in a function of this parameter. */
declare const waBridge: Config;

async function boot(config: Config): Promise<void> {
  const emit = openChannel(config);
  let readable = false;
  watchForRefusal(emit, () => readable);

  const modules = new Modules(await waitForLoader());
  const probe = new Probe(modules);
  const sender = new Sender(probe, emit);
  const auth = new Auth(probe, emit);
  const login = new Login(probe, emit);
  await waitUntilSettled(() => modules.count());
  while (!auth.readable()) await sleep(50);
  readable = true;

  if (config.deviceName !== null) nameDevice(probe, config.deviceName);
  expose(config.handle, (call) => {
    switch (call.call) {
      case 'snapshot':
        return auth.reread();
      case 'refreshQr':
        return login.refreshQr();
      case 'prepareSend':
        return sender.prepare(call.candidates);
      case 'sendText':
        return sender.send(call.message);
      case 'messageAck':
        return sender.ack(call.id);
      case 'logout':
        return login.logout();
      case 'takeOver':
        return login.takeOver();
    }
  });
  login.start();
  const messages = watchMessages(probe, sender, new Receiver(probe, emit, sender));
  await auth.start();
  await messages;
}

/** Nothing can be received before the collection of messages is there, and it may be the last module to arrive. */
async function watchMessages(probe: Probe, sender: Sender, receiver: Receiver): Promise<void> {
  while (probe.get('messages') === undefined) await sleep(250);
  sender.start();
  receiver.start();
}

function expose(handle: string, run: (call: Call) => Promise<unknown>): void {
  const value = async (call: Call): Promise<Reply<unknown>> => {
    try {
      return { ok: true, value: (await run(call)) ?? null };
    } catch (error) {
      return { ok: false, error: serialise(error) };
    }
  };
  Object.defineProperty(window, handle, { value, enumerable: false, configurable: true });
}

// Frames get the script as well, and a document may get it twice; the name is the mark of the first time.
if (window === window.top && /^https?:$/.test(location.protocol) && !(waBridge.handle in window)) {
  Object.defineProperty(window, waBridge.handle, { value: null, enumerable: false, configurable: true });
  void boot(waBridge);
}
