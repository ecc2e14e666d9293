/** What the API says against a request (RFC 9457), as far as a page uses it. */
export type ApiProblem = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly current: unknown;
  readonly retryAfterSeconds: number | null;
};

export type ApiAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: ApiProblem };

const AWAY: ApiProblem = {
  status: 0,
  code: 'away',
  detail: 'The server does not answer. What you typed is still here: try again in a moment.',
  errors: [],
  current: null,
  retryAfterSeconds: null,
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const errorsOf = (errors: unknown): ApiProblem['errors'] =>
  Array.isArray(errors)
    ? errors
        .filter(isRecord)
        .map(({ field, message }) => ({ field: String(field), message: String(message) }))
    : [];

const problemOf = (status: number, body: unknown): ApiProblem => {
  const said = isRecord(body) ? body : {};
  return {
    status,
    code: String(said.code ?? ''),
    detail: typeof said.detail === 'string' ? said.detail : `The server refused (HTTP ${status}).`,
    errors: errorsOf(said.errors),
    current: said.current ?? null,
    retryAfterSeconds: typeof said.retryAfterSeconds === 'number' ? said.retryAfterSeconds : null,
  };
};

const TIMEOUT_MS = 15_000;

/** Asks our own API as whoever is signed in here. Never throws: a server that is away is a problem like any other. */
export async function apiRequest(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<ApiAnswer> {
  try {
    const answer = await fetch(path, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const json: unknown = await answer.json().catch(() => null);
    return answer.ok ? { ok: true, value: json } : { ok: false, problem: problemOf(answer.status, json) };
  } catch {
    return { ok: false, problem: AWAY };
  }
}

const WHO: Readonly<Record<number, string>> = {
  401: 'Sign in as the portfolio’s owner first, then try again.',
  403: 'Only the portfolio’s owner may do this. Sign in with the account that owns it.',
};

/** A refusal in a sentence with what to do next. */
export const problemSentence = ({ status, detail }: ApiProblem): string => WHO[status] ?? detail;
