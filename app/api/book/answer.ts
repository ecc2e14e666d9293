import type { BookError } from '../../../lib/api/book-dto.ts';
import type { FailureCode } from '../../../lib/failure-code.ts';
import type { Failure, Result } from '../../../lib/result.ts';

const STATUS_BY_CODE: Readonly<
  Partial<Record<FailureCode, { readonly status: number; readonly error: string }>>
> = {
  'bad-request': { status: 400, error: 'Bad Request' },
  'not-found': { status: 404, error: 'Not Found' },
};
const UNAVAILABLE = { status: 503, error: 'Service Unavailable' };

// The book is public and changes with every fill; any website may read it.
const HEADERS = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' };

const refusal = ({ code, message }: Failure): Response => {
  const { status, error } = STATUS_BY_CODE[code] ?? UNAVAILABLE;
  const body: BookError = { error, description: message, statusCode: status };
  return Response.json(body, { status, headers: HEADERS });
};

/** A result as the order book's answer: the value itself, or the refusal with its status. */
export const bookAnswer = (result: Result<unknown>): Response =>
  result.ok ? Response.json(result.value, { headers: HEADERS }) : refusal(result.error);
