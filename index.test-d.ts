import { expectAssignable, expectError, expectNotAssignable, expectType } from 'tsd';
import {
  type Account,
  type AuthEvent,
  close,
  configure,
  generateQr,
  type Health,
  health,
  type LoginEvent,
  type LoginStep,
  login,
  type Message,
  type MessageStatus,
  messageStatus,
  messages,
  onAuth,
  onMessage,
  type QrCode,
  type SentMessage,
  type Session,
  type SessionStatus,
  sendMessage,
  session,
  start,
  status,
  type Unsubscribe,
  version,
  WaBridgeError,
} from '.';

// Options
expectType<void>(configure({ clientId: 'crm', browser: { headless: true }, logger: (record) => record.level }));
expectError(configure({ clientID: 'crm' }));
expectError(session('crm', { clientId: 'other' }));
expectType<Session>(session('crm', { defaultRegion: 'IN' }));

// Login
expectType<Promise<LoginStep>>(generateQr({ timeoutMs: 1000, minTtlMs: 0, signal: new AbortController().signal }));
expectError(generateQr({ timeout: 1000 }));
const step = await generateQr();
if (step.state === 'qr') {
  expectType<QrCode>(step.qr);
  expectType<Buffer>(step.qr.toPng({ size: 300, margin: 2 }));
  expectType<string>(step.qr.toSvg({ dark: '#000', light: '#fff' }));
  expectError(step.qr.toPng({ dark: '#000' }));
  expectError(step.account);
} else {
  expectType<Account>(step.account);
  expectType<string | null>(step.account.phone);
}
for await (const event of login({ timeoutMs: 1000 })) {
  expectType<LoginEvent>(event);
  if (event.type === 'qr') expectType<string>(event.qr.toDataUrl());
  expectNotAssignable<LoginEvent>({ type: 'stopped' as const });
}

// Events
expectType<Unsubscribe>(
  onAuth(
    (event) => {
      expectType<AuthEvent>(event);
      if (event.type === 'disconnected') {
        expectType<'network' | 'conflict' | 'blocked' | 'browserExited' | 'pageCrashed'>(event.reason);
        expectType<number | null>(event.retryInMs);
        expectType<WaBridgeError>(event.error);
      }
    },
    { key: 'page' },
  ),
);

// Sending and receiving
expectType<Promise<SentMessage>>(sendMessage('+91 98765 43210', 'hello'));
expectType<Promise<SentMessage>>(sendMessage('919876543210@c.us', { text: 'hello' }, { allowSelf: true }));
expectError(sendMessage(919876543210, 'hello'));
expectError(sendMessage('+91 98765 43210', { image: 'x' }));
expectType<Promise<MessageStatus | null>>(messageStatus('3EB0'));
onMessage(async (message) => {
  expectType<Message>(message);
  expectType<string | null>(message.text);
  expectType<SentMessage>(await message.reply('thanks'));
});
for await (const message of messages()) expectType<Message>(message);

// State
expectType<SessionStatus>(status());
expectType<Health>(health());
expectType<Promise<void>>(start({ takeover: true }));
expectType<Promise<void>>(close());
expectAssignable<AsyncDisposable>(session('crm'));

// Errors
declare const error: unknown;
if (error instanceof WaBridgeError) {
  expectType<`ERR_WA_${string}`>(error.code);
  expectType<string>(error.hint);
  expectType<boolean>(error.retryable);
  expectType<string[] | undefined>(error.candidates);
}
expectType<string>(version);
