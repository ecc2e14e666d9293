import { isAscii } from 'node:buffer';
import { boundedBytes } from '../../lib/json/bounded-bytes.ts';

/** An answer of more bytes than that is none. */
const ANSWER_BYTES_MAX = 20 * 1_024 * 1_024;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told as malformed by whoever reads it
  }
};

/** An answer is megabytes of hex: letters that are bytes are copied, not read as UTF-8. */
const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): string => {
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
};

const idOf = (value: unknown): string | null =>
  isObject(value) && (typeof value['id'] === 'number' || typeof value['id'] === 'string')
    ? String(value['id'])
    : null;

/** An error may come without the id of a request that the node could not read. */
const answersOne = (asked: unknown, answer: unknown): boolean =>
  !isObject(answer) || idOf(answer) === idOf(asked) || ('error' in answer && idOf(answer) === null);

const answersAll = (asked: readonly unknown[], answers: readonly unknown[]): boolean => {
  const ids = new Set(answers.map(idOf));
  return answers.length === asked.length && asked.every((one) => ids.has(idOf(one)));
};

const isAnswerTo = (asked: unknown, answer: unknown): boolean =>
  Array.isArray(asked) && Array.isArray(answer) ? answersAll(asked, answer) : answersOne(asked, answer);

/** How a node begins a single answer; what follows may be megabytes, and is parsed once by who reads it. */
const BEGINNING = /^\{"jsonrpc":"2\.0","id":(\d+),"result":"0x/;

const beginsAsAnswer = (asked: unknown, text: string): boolean =>
  !Array.isArray(asked) && BEGINNING.exec(text.slice(0, 80))?.[1] === idOf(asked);

/**
 * `fetch` of JSON-RPC that fails where what comes back answers something else. viem takes a single answer whatever its id says, and gives
 * the answers of a batch out by their place, so that one which a node leaves out would hand the next one's to the wrong question. The body
 * is read here too, within the same time limit.
 */
export const fetchAnswers: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (!response.ok || response.body === null) return response;
  const bytes = await boundedBytes(response.body, ANSWER_BYTES_MAX);
  if (bytes === null) throw new Error('the response size is too large');
  const text = textOf(bytes);
  const asked = parsed(String(init?.body));
  if (!beginsAsAnswer(asked, text) && !isAnswerTo(asked, parsed(text)))
    throw new Error('mismatch: the answer is to another request');
  const type = response.headers.get('content-type');
  const headers: HeadersInit = type === null ? {} : { 'content-type': type };
  // Megabytes of text are handed on as they are: a body made of them would be encoded and decoded once more.
  return Object.assign(new Response(null, { status: response.status, headers }), { text: async () => text });
};
