import { createScanner } from 'jsonc-parser';
import type { FieldProblem, Outcome, Refusal } from '../../lib/api/problem.ts';
import { boundedBytes } from '../../lib/json/bounded-bytes.ts';
import { jsonFault } from '../../lib/json/read-json.ts';
import { failure, ok } from '../../lib/result.ts';

/** Longest body, in bytes. A policy with every field and 64 rules has about 12,000. */
export const BODY_BYTES_MAX = 65_536;
const DEPTH_MAX = 16;
/** Sets the prototype of what it is copied into. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__']);

const tooLarge: Refusal = failure(
  'too-large',
  `The body has more than the ${BODY_BYTES_MAX} bytes that are read.`,
);

const refused = (error: Refusal): Outcome<never> => ({ ok: false, error });
const inBody = (field: string, message: string): FieldProblem => ({ in: 'body', field, message });

/** JSON in UTF-8, and nothing that has to be unpacked first. */
const mediaFault = (headers: Headers): string | null => {
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity')
    return `content-encoding: ${encoding.slice(0, 40)} is not read; send it plain.`;
  const [type = '', ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  const isUtf8 = parameters.every((part) => /^\s*charset\s*=\s*"?utf-?8"?\s*$/.test(part));
  return type.trim() === 'application/json' && isUtf8
    ? null
    : 'content-type must be application/json, in UTF-8.';
};

/** Reads as much as is taken, whatever the request says of its length. */
const readBytes = async ({ headers, body }: Request): Promise<Uint8Array | null> =>
  Number(headers.get('content-length') ?? 0) > BODY_BYTES_MAX ? null : boundedBytes(body, BODY_BYTES_MAX);

/** The scanner's numbers for its tokens; their names exist for its own build alone. */
const TOKEN = {
  ...{ openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4 },
  ...{ comma: 5, colon: 6, string: 10, end: 17 },
} as const;

type Level = { readonly keys: Set<string> | null; index: number; key: string };

const pathOf = (levels: readonly Level[]): string =>
  levels.map(({ keys, key, index }) => (keys === null ? String(index) : key)).join('.');

/** Of the shape alone, before anything is built of it: how deep it is, and whether a key is there twice. */
const shapeFault = (text: string): FieldProblem | null => {
  const scanner = createScanner(text, true);
  const levels: Level[] = [];
  let word = '';
  for (let kind: number = scanner.scan(); kind !== TOKEN.end; kind = scanner.scan()) {
    const top = levels.at(-1);
    if (kind === TOKEN.string) word = scanner.getTokenValue();
    if (kind === TOKEN.openBrace) levels.push({ keys: new Set(), index: 0, key: '' });
    if (kind === TOKEN.openBracket) levels.push({ keys: null, index: 0, key: '' });
    if (levels.length > DEPTH_MAX)
      return inBody(pathOf(levels.slice(0, 1)), `is nested deeper than ${DEPTH_MAX} levels`);
    if (kind === TOKEN.closeBrace || kind === TOKEN.closeBracket) levels.pop();
    if (kind === TOKEN.comma && top !== undefined) top.index += 1;
    if (kind !== TOKEN.colon || top?.keys == null) continue;
    top.key = word;
    if (top.keys.has(word)) return inBody(pathOf(levels), 'is there twice');
    if (FORBIDDEN_KEYS.has(word)) return inBody(pathOf(levels), 'there is no such field');
    top.keys.add(word);
  }
  return null;
};

/**
 * A request's body as JSON, strictly: at most {@link BODY_BYTES_MAX} bytes of UTF-8, no comments, no key twice, 16 levels deep.
 * Fails with `media-type-unsupported`, `too-large`, `not-json` (by line and column) or `bad-request` (by field).
 */
export const readBody = async (request: Request): Promise<Outcome<unknown>> => {
  const media = mediaFault(request.headers);
  if (media !== null) return refused(failure('media-type-unsupported', media));
  const bytes = await readBytes(request);
  if (bytes === null) return refused(tooLarge);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused({
      ...failure('not-json', 'The body is not UTF-8.'),
      fields: [inBody('', 'is not UTF-8')],
    });
  }
  const shape = shapeFault(text);
  if (shape !== null)
    return refused({
      ...failure('bad-request', `${shape.field || 'The body'} ${shape.message}.`),
      fields: [shape],
    });
  try {
    return ok(JSON.parse(text));
  } catch {
    const fault = jsonFault(text);
    return refused({
      ...failure('not-json', `The body is not JSON: ${fault}.`),
      fields: [inBody('', fault)],
    });
  }
};
