/** Below the idle limit of common reverse proxies (60 s). */
const HEARTBEAT_MS = 15_000;

export type SendEvent = (name: string, data: unknown) => void;

/**
 * A `text/event-stream` answer that lives as long as its reader.
 * @param open is called once; `closed` aborts when the page goes away
 */
export function eventStream(request: Request, open: (send: SendEvent, closed: AbortSignal) => void): Response {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // A reader that left before this began: nothing may be opened that only its leaving would close.
      if (request.signal.aborted) return controller.close();
      const write = (text: string) => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
      gone.signal.addEventListener('abort', () => clearInterval(heartbeat));
      request.signal.addEventListener('abort', () => gone.abort());
      // A page whose server was restarted tries again after this many milliseconds.
      write('retry: 1000\n\n');
      open((name, data) => write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`), gone.signal);
    },
    cancel() {
      gone.abort();
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // nginx would collect the events otherwise.
      'x-accel-buffering': 'no',
    },
  });
}
