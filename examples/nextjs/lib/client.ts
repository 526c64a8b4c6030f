import { type Problem, toProblem } from './problem';

/** An error of a JSON route, with what the person should do about it. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

interface Answer<T> {
  success: boolean;
  data?: T;
  problem?: Problem;
}

const UNREACHABLE: Problem = {
  code: 'ERR_APP_UNREACHABLE',
  message: 'The server does not answer',
  hint: 'Check that it is running; this page connects again by itself.',
  retryable: true,
};

/**
 * Calls one of this app's JSON routes.
 * @throws {ProblemError}
 */
export async function call<T>(path: string, form?: Record<string, unknown>): Promise<T> {
  const request: RequestInit = form
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(form) }
    : {};
  const response = await fetch(path, { ...request, cache: 'no-store' }).catch(() => null);
  const answer = (await response?.json().catch(() => null)) as Answer<T> | null | undefined;
  if (!answer) throw new ProblemError(UNREACHABLE);
  if (!answer.success) throw new ProblemError(answer.problem ?? UNREACHABLE);
  return answer.data as T;
}

export function problemOf(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : toProblem(error);
}
