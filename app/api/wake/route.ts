import 'server-only';
import type { FailureCode } from '../../../lib/failure-code.ts';
import type { Failure } from '../../../lib/result.ts';
import { tellRouteBug } from '../../../services/wire/operation/route-bug.ts';
import { wake } from '../../../services/wire/tick/wake.ts';

export const dynamic = 'force-dynamic';

const BODY_BYTES_MAX = 64_000;
const RETRY_AFTER_SECONDS = 60;

const STATUS: Readonly<Partial<Record<FailureCode, number>>> = {
  unauthorised: 401,
  'bad-request': 400,
  'rate-limited': 429,
  bug: 500,
};

const refusal = ({ code, message }: Pick<Failure, 'code' | 'message'>, statusCode = STATUS[code] ?? 503) =>
  Response.json(
    { error: code, description: message, statusCode },
    {
      status: statusCode,
      headers: {
        'cache-control': 'no-store',
        ...(statusCode === 429 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {}),
      },
    },
  );

/** The body's bytes; null as soon as there are too many. */
const bytesOf = async ({ body }: Request): Promise<Uint8Array | null> => {
  const parts: Uint8Array[] = [];
  let count = 0;
  for await (const part of body ?? []) {
    count += part.byteLength;
    if (count > BODY_BYTES_MAX) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** A signed message that a price has moved: `X-Timestamp`, and `X-Signature: v1=` HMAC-SHA256 of the timestamp, a dot and the body. */
export const POST = async (request: Request): Promise<Response> => {
  try {
    const body = await bytesOf(request);
    if (body === null)
      return refusal({ code: 'bad-request', message: `A message has at most ${BODY_BYTES_MAX} bytes.` }, 413);
    const { headers } = request;
    const woken = await wake()({
      ...{ timestamp: headers.get('x-timestamp'), signature: headers.get('x-signature'), body },
    });
    return woken.ok
      ? Response.json(woken.value, { headers: { 'cache-control': 'no-store' } })
      : refusal(woken.error);
  } catch (error) {
    await tellRouteBug(error, 'wake-bug');
    return refusal({ code: 'bug', message: 'The message could not be dealt with; the log says how.' });
  }
};
