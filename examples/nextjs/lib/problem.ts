/** An error as this app's pages show it: what happened, what to do, and the name to search for. */
export interface Problem {
  code: string;
  message: string;
  hint: string;
  retryable: boolean;
  /** The argument that was wrong. */
  field?: string;
}

interface ErrorLike {
  code?: unknown;
  message?: unknown;
  hint?: unknown;
  retryable?: unknown;
  field?: unknown;
}

/** Every error of wa-bridge carries `code` and `hint`; anything else is a fault of this app, and is told as one. */
export function toProblem(error: unknown): Problem {
  const { code, message, hint, retryable, field } = (error ?? {}) as ErrorLike;
  const known = typeof code === 'string' && typeof hint === 'string';
  return {
    code: typeof code === 'string' ? code : 'ERR_APP',
    message: typeof message === 'string' && message ? message : String(error),
    hint: known ? (hint as string) : "Look at the server's log for the cause.",
    retryable: retryable === true,
    ...(typeof field === 'string' ? { field } : {}),
  };
}

/** The HTTP status that tells a caller of the JSON routes what kind of fault it was. */
export function httpStatus(problem: Problem): number {
  switch (problem.code) {
    case 'ERR_WA_INVALID_ARGUMENT':
    case 'ERR_WA_SELF_MESSAGE':
    case 'ERR_WA_NOT_ON_WHATSAPP':
    case 'ERR_WA_NUMBER_AMBIGUOUS':
    case 'ERR_APP_INVALID_REQUEST':
      return 400;
    case 'ERR_WA_NOT_LINKED':
      return 401;
    case 'ERR_APP_NOT_FOUND':
      return 404;
    case 'ERR_WA_QR_TIMEOUT':
    case 'ERR_WA_START_TIMEOUT':
    case 'ERR_WA_SEND_TIMEOUT':
      return 504;
    default:
      return problem.retryable ? 503 : 500;
  }
}

/** A fault of the request itself, told in the same shape as the package's errors. */
export class AppError extends Error {
  readonly retryable = false;

  constructor(
    readonly code: 'ERR_APP_INVALID_REQUEST' | 'ERR_APP_NOT_FOUND' | 'ERR_APP_SANDBOX',
    message: string,
    readonly hint: string,
    readonly field?: string,
  ) {
    super(message);
  }
}
