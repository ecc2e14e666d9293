import { isLosslessNumber } from 'lossless-json';
import { readLlamaChart } from '../../lib/cash/llama-chart.ts';
import type { RatePoint } from '../../lib/cash/rate-history.ts';
import type { Result } from '../../lib/result.ts';
import { type AskJson, askJsonOf, type HttpService } from '../http/ask-json.ts';
import type { HttpCodes } from '../http/http-faults.ts';

const CODES: HttpCodes = {
  unavailable: 'rates-unavailable',
  limited: 'rates-limited',
  // It takes no key.
  keyRefused: 'rates-refused',
  refused: 'rates-refused',
  malformed: 'rates-malformed',
};

/** A tick waits no longer for one pool, whatever the service does. */
const LIMITS = { attemptTimeoutMs: 4_000, totalTimeoutMs: 6_000 } as const;

/** Asks DefiLlama, or whoever answers as it does. */
export const llamaHttp = (service: Pick<HttpService, 'baseUrl' | 'clock' | 'sleep'>): AskJson =>
  askJsonOf({ ...service, ...LIMITS, name: 'DefiLlama', codes: CODES, key: null });

const NESTED_MAX = 6;

/** Rates are no sums of money: as doubles they are good to fifteen digits. What is nested deeper than any answer is left out. */
const withDoubles = (value: unknown, depth = 0): unknown => {
  if (isLosslessNumber(value)) return Number(value.value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > NESTED_MAX) return null;
  if (Array.isArray(value)) return value.map((one) => withDoubles(one, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withDoubles(one, depth + 1)]));
};

/** What is known of a pool by its UUID, the oldest first. */
export type AskPool = (pool: string) => Promise<Result<readonly RatePoint[]>>;

/** By DefiLlama's `/chart/{pool}`: a point a day, the last one of now. Fails with a code of rates; `rates-malformed` names the field. */
export const askLlamaPool =
  (askJson: AskJson): AskPool =>
  async (pool) => {
    const answer = await askJson({ path: `/chart/${pool}` });
    if (!answer.ok) return answer;
    const read = readLlamaChart({ chainId: 0, vault: pool }, withDoubles(answer.value.json));
    return read.ok ? { ok: true, value: read.value.points } : read;
  };
