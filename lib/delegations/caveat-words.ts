import { grouped } from '../money/display.ts';
import { formatDecimal } from '../money/fixed-point.ts';
import { formatUtcDate, formatUtcTime } from '../time/utc.ts';
import {
  type CaveatKind,
  type CaveatTerms,
  caveatKind,
  decodeTerms,
  type Enforcers,
} from './caveat-terms.ts';
import type { Caveat } from './delegation.ts';

/** Last second that a date can be written for. */
const SECONDS_MAX = 253_402_300_799n;

/** A moment of a contract, which may be beyond every calendar. */
export const momentText = (seconds: bigint): string =>
  seconds <= SECONDS_MAX
    ? `${formatUtcDate(Number(seconds))} ${formatUtcTime(Number(seconds))} UTC`
    : 'a time beyond every calendar';

/** How a token is called where one is told of; null = as its contract counts. */
export type TokenWords = { readonly symbol: string; readonly decimals: number };

/** An amount as people read it, exact. */
export const amountText = (units: bigint, token: TokenWords | null): string =>
  token === null
    ? `${grouped(String(units))} smallest units`
    : `${grouped(formatDecimal(units, token.decimals))} ${token.symbol}`;

const PERIODS: ReadonlyMap<bigint, string> = new Map([
  [86_400n, 'a day'],
  [3_600n, 'an hour'],
  [604_800n, 'a week'],
]);

const wordsOf = (terms: CaveatTerms, token: TokenWords | null): string => {
  switch (terms.kind) {
    case 'period': {
      const often = PERIODS.get(terms.periodSeconds) ?? `each ${terms.periodSeconds} seconds`;
      return `At most ${amountText(terms.amountUnits, token)} ${often}, counted from ${momentText(terms.startSeconds)}.`;
    }
    case 'timestamp': {
      const { afterSeconds, beforeSeconds } = terms;
      const after = afterSeconds === 0n ? '' : ` after ${momentText(afterSeconds)}`;
      const before = beforeSeconds === 0n ? ' without end' : ` before ${momentText(beforeSeconds)}`;
      return `Only${after}${before}.`;
    }
    case 'value':
      return terms.maxWei === 0n
        ? 'None of the chain’s own coin goes along.'
        : `At most ${terms.maxWei} wei go along.`;
    case 'nonce':
      return `It ends when the account raises its nonce above ${terms.nonce}.`;
    case 'redeemer':
      return `Only ${terms.redeemers.join(' or ')} may redeem it.`;
  }
};

export type CaveatInWords = {
  readonly kind: CaveatKind | 'unknown';
  readonly enforcer: Caveat['enforcer'];
  readonly words: string;
};

/** What a caveat says, in a sentence. */
export const caveatInWords = (
  { enforcer, terms }: Caveat,
  { enforcers, token }: { readonly enforcers: Enforcers; readonly token: TokenWords | null },
): CaveatInWords => {
  const kind = caveatKind(enforcer, enforcers);
  const decoded = kind === null ? null : decodeTerms(kind, terms);
  if (kind === null || decoded === null)
    return { kind: 'unknown', enforcer, words: 'Nothing is known here of what it asks for.' };
  return { kind, enforcer, words: wordsOf(decoded, token) };
};
