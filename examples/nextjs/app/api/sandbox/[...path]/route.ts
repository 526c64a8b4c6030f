import { sandboxControl } from '@/lib/sandbox';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

const DEADLINE_MS = 15_000;

/** Passes the phone panel's requests on to the sandbox; there is no such route when the app runs against WhatsApp itself. */
async function pass(request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  const control = sandboxControl();
  if (!control) return new Response(null, { status: 404 });
  // The sandbox takes JSON only, because another site's page cannot send that without the browser asking first. Nor can it by this detour.
  if (request.method !== 'GET' && !request.headers.get('content-type')?.startsWith('application/json')) {
    return Response.json({ error: 'send the body as application/json' }, { status: 415 });
  }
  const { path } = await params;
  const target = new URL(path.map(encodeURIComponent).join('/'), control.endsWith('/') ? control : `${control}/`);
  target.search = new URL(request.url).search;
  try {
    const answer = await fetch(target, {
      method: request.method,
      headers: { 'content-type': 'application/json' },
      body: request.method === 'GET' ? undefined : await request.text(),
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(DEADLINE_MS)]),
      cache: 'no-store',
    });
    return new Response(await answer.text(), {
      status: answer.status,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return Response.json({ error: `The sandbox does not answer: ${message}` }, { status: 502 });
  }
}

export { pass as GET, pass as POST, pass as PUT, pass as DELETE };
