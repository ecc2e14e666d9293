import { BaseError, HttpRequestError, RpcRequestError, TimeoutError } from 'viem';
import { type Failure, failure, ok, type Result } from '../../lib/result.ts';

/** What a caller of the chain can do about a failure; `too-much` means asking for less may work. */
export type ChainFailureCode =
  | 'wrong-chain'
  | 'chain-too-much'
  | 'chain-timeout'
  | 'chain-busy'
  | 'chain-block-unknown'
  | 'chain-answer-malformed'
  | 'chain-unavailable';

type Row = {
  readonly code: ChainFailureCode;
  readonly message: string;
  readonly matches: (error: Error) => boolean;
};

const textOf = (error: Error): string => {
  const parts = [error.message];
  if (error instanceof BaseError) parts.push(error.details);
  return parts.join(' ').toLowerCase();
};
const says = (pattern: RegExp) => (error: Error) => pattern.test(textOf(error));

/** The first row that matches counts. Providers word the same refusal differently, so words and codes are both looked at. */
const TABLE: readonly Row[] = [
  {
    // First, because a rate's "limit exceeded" is no reason to ask for less of anything.
    code: 'chain-busy',
    message: 'The node asks for fewer requests.',
    matches: (error) =>
      (error instanceof HttpRequestError && error.status === 429) ||
      says(
        /too many requests|rate.?limit|(request|call|compute|daily|monthly|credit)s?( units?)?( per second)?( count)? (limit|quota|capacity)|throttl/,
      )(error),
  },
  {
    code: 'chain-too-much',
    message: 'The node refused the size of the request.',
    matches: (error) =>
      (error instanceof HttpRequestError && error.status === 413) ||
      says(
        /out of ?gas|gas limit|request entity too large|(response|body) size|too large|returned more than|block range|range is too|limited to a|max(imum)? (block|results|logs|range)|too many (results|logs|blocks)|limit exceeded|max(imum)? (message|code|initcode) size/,
      )(error),
  },
  {
    code: 'chain-timeout',
    message: 'The node did not answer in time.',
    matches: (error) => error instanceof TimeoutError || says(/timed? ?out|timeout/)(error),
  },
  {
    // The code of both a rate and a size beyond the limit, when the words say neither.
    code: 'chain-busy',
    message: 'The node asks for fewer requests.',
    matches: (error) => error instanceof RpcRequestError && error.code === -32005,
  },
  {
    // A node behind a balancer may not have the block that another one announced.
    code: 'chain-block-unknown',
    message: 'The node does not know the block that was asked for.',
    matches: says(
      /header (for hash )?not found|unknown block|block not found|could not be found|resource not found|not currently canonical|blockoutofrange|missing trie node/,
    ),
  },
  {
    code: 'chain-answer-malformed',
    message: 'The node answered something that is not the answer to the question.',
    matches: says(
      /unexpected token|(in|of|after) json|invalid json|not valid json|cannot decode|returned no data|out of bounds|mismatch/,
    ),
  },
];

/** Nodes of another chain: their answers would be about something else. Names them by their hosts. */
export class WrongChainError extends Error {
  override readonly name = 'WrongChainError';
}

const UNREACHABLE = { code: 'chain-unavailable', message: 'The node could not be reached.' } as const;

/** The error and what caused it, outermost first. */
export const causesOf = (error: unknown): readonly Error[] => {
  const causes: Error[] = [];
  for (let at: unknown = error; at instanceof Error && causes.length < 12; at = at.cause) causes.push(at);
  return causes;
};

/** The failure behind what a chain client threw. Bugs of ours (a wrong argument) are not told apart here: all of it is foreign. */
export const chainFailure = (error: unknown): Failure & { readonly code: ChainFailureCode } => {
  const causes = causesOf(error);
  const wrong = causes.find((cause) => cause instanceof WrongChainError);
  if (wrong !== undefined) return failure('wrong-chain', wrong.message, { when: 'next-tick' });
  const row = TABLE.find(({ matches }) => causes.some(matches));
  const { code, message } = row ?? UNREACHABLE;
  return failure(code, message, { when: 'next-tick' });
};

/** Runs work against the chain; whatever is thrown becomes a failure that says when to try again. */
export const asChainResult = async <T>(work: () => Promise<T>): Promise<Result<T>> => {
  try {
    return ok(await work());
  } catch (error) {
    return { ok: false, error: chainFailure(error) };
  }
};
