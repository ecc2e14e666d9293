import { z } from 'zod';
import { boundedBytes } from '../../lib/json/bounded-bytes.ts';
import { fail, ok, type Result } from '../../lib/result.ts';

/** A message and a signature of 4 KiB each, as JSON or a form writes them at worst. */
const BODY_BYTES_MAX = 65_536;

const fields = z.record(z.string(), z.string());

/** What a form or a JSON object of strings says. */
export type AuthForm = z.output<typeof fields>;

const textOf = async (request: Request): Promise<Result<string>> => {
  const bytes = await boundedBytes(request.body, BODY_BYTES_MAX);
  return bytes === null
    ? fail('bad-request', `The body is longer than ${BODY_BYTES_MAX} bytes.`)
    : ok(Buffer.from(bytes).toString('utf8'));
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isJson = (contentType: string): boolean => /^application\/json\b/i.test(contentType);
const isForm = (contentType: string): boolean => /^application\/x-www-form-urlencoded\b/i.test(contentType);

/** Reads what a page sends to log in or out. Fails with `bad-request`. */
export const readAuthForm = async (request: Request): Promise<Result<AuthForm>> => {
  const contentType = request.headers.get('content-type') ?? '';
  if (!isJson(contentType) && !isForm(contentType))
    return fail('bad-request', 'The body must be application/json or application/x-www-form-urlencoded.');
  const text = await textOf(request);
  if (!text.ok) return text;
  const value = isJson(contentType)
    ? jsonOf(text.value)
    : Object.fromEntries(new URLSearchParams(text.value));
  const parsed = fields.safeParse(value);
  return parsed.success ? ok(parsed.data) : fail('bad-request', 'The body must be an object of texts.');
};
