import { AppError, httpStatus, toProblem } from './problem';

type Context<P> = { params: Promise<P> };

/**
 * A JSON route: `{ success: true, data }`, or `{ success: false, error, problem }` with the status that fits, where `error` is the sentence
 * that older pages show and `problem` has the code and the hint.
 */
export function route<P = Record<string, never>>(handle: (request: Request, params: P) => Promise<unknown>) {
  return async (request: Request, context: Context<P>): Promise<Response> => {
    try {
      return Response.json({ success: true, data: await handle(request, await context.params) }, noStore(200));
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'ERR_APP') console.error(error);
      return Response.json({ success: false, error: problem.message, problem }, noStore(httpStatus(problem)));
    }
  };
}

/**
 * The request's JSON object. Only `application/json` is taken: another site's page cannot send that without the browser asking first, so
 * it cannot press this app's buttons.
 */
export async function body(request: Request): Promise<Record<string, unknown>> {
  const isJson = request.headers.get('content-type')?.startsWith('application/json');
  const value: unknown = isJson ? await request.json().catch(() => null) : null;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new AppError(
      'ERR_APP_INVALID_REQUEST',
      'The request has no JSON object',
      'Send one with content-type: application/json.',
    );
  }
  return value as Record<string, unknown>;
}

/** A text field that must be there. @param what how a person calls it */
export function requiredText(from: Record<string, unknown>, field: string, what: string): string {
  const value = from[field];
  if (typeof value === 'string' && value.trim()) return value.trim();
  throw new AppError('ERR_APP_INVALID_REQUEST', `${what} is missing`, `Fill in ${what.toLowerCase()}.`, field);
}

function noStore(status: number): ResponseInit {
  return { status, headers: { 'cache-control': 'no-store' } };
}
