import type { Address } from 'viem';
import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import {
  type CaveatKind,
  type CaveatTerms,
  caveatKind,
  decodeTerms,
  type Enforcers,
} from './caveat-terms.ts';
import { amountText, momentText } from './caveat-words.ts';
import { ANY_DELEGATE, type Delegation, ROOT_AUTHORITY } from './delegation.ts';
import { type Standing, whyNotGood } from './standing.ts';

/** The longest that a delegation may hold. */
export const GRANT_SECONDS_MAX = 90 * DAY_SECONDS;

/** What an account was asked for: a token that its clone may move, by whom and how much of it a day. */
export type AskedGrant = {
  readonly chainId: number;
  readonly manager: Address;
  readonly enforcers: Enforcers;
  readonly account: Address;
  readonly clone: Address;
  readonly token: { readonly address: Address; readonly symbol: string; readonly decimals: number };
  readonly amountUnits: bigint;
  readonly nowSeconds: UnixSeconds;
};

/** What came: a delegation, and the chain and manager that it was signed for. */
export type OfferedGrant = {
  readonly chainId: number;
  readonly manager: Address;
  readonly delegation: Delegation;
};

export type GrantTerm =
  | 'chain'
  | 'manager'
  | 'delegator'
  | 'delegate'
  | 'authority'
  | 'salt'
  | 'enforcer'
  | 'token'
  | 'amount'
  | 'period'
  | 'start'
  | 'expiry'
  | 'value'
  | 'redeemer'
  | 'standing';

/** A term that is not as asked, in a sentence. `more`: it allows more than asked, which its owner may mean. */
export type GrantFault = { readonly term: GrantTerm; readonly message: string; readonly more: boolean };

/** What a delegation allows. */
export type GrantedTerms = {
  readonly token: Address;
  readonly amountUnits: bigint;
  readonly periodSeconds: number;
  readonly startSeconds: UnixSeconds;
  readonly expiresAtSeconds: UnixSeconds;
};

/** `more`: to be taken only once its owner has said that it is meant. */
export type GrantVerdict =
  | { readonly kind: 'good'; readonly terms: GrantedTerms }
  | { readonly kind: 'more'; readonly terms: GrantedTerms; readonly faults: readonly GrantFault[] }
  | { readonly kind: 'refused'; readonly faults: readonly GrantFault[] };

const fault = (term: GrantTerm, message: string): GrantFault => ({ term, message, more: false });
const more = (term: GrantTerm, message: string): GrantFault => ({ term, message, more: true });

const same = (one: Address, other: Address): boolean => one.toLowerCase() === other.toLowerCase();

/** Who grants what to whom, and where. */
const partyFaults = (
  { chainId, manager, delegation }: OfferedGrant,
  asked: AskedGrant,
): readonly GrantFault[] => {
  const { delegate, delegator, authority, salt } = delegation;
  return [
    ...(chainId === asked.chainId
      ? []
      : [fault('chain', `It is for chain ${chainId}, and the account is on chain ${asked.chainId}.`)]),
    ...(same(manager, asked.manager)
      ? []
      : [
          fault(
            'manager',
            `It is for the DelegationManager ${manager}; ours on this chain is ${asked.manager}.`,
          ),
        ]),
    ...(same(delegator, asked.account)
      ? []
      : [fault('delegator', `It is of the account ${delegator}, and ${asked.account} was asked.`)]),
    ...delegateFaults(delegate, asked.clone),
    ...(BigInt(authority) === BigInt(ROOT_AUTHORITY)
      ? []
      : [
          fault(
            'authority',
            'It passes on what another delegation allows. Only the account’s own, a root, is taken.',
          ),
        ]),
    ...(salt === 0n
      ? [
          fault(
            'salt',
            'Its salt is 0: equal terms would be the same delegation, and revoking one would revoke both.',
          ),
        ]
      : []),
  ];
};

const delegateFaults = (delegate: Address, clone: Address): readonly GrantFault[] => {
  if (same(delegate, clone)) return [];
  const rest = `Only ${clone}, the contract that serves this account alone, may be named.`;
  return same(delegate, ANY_DELEGATE)
    ? [fault('delegate', `It lets anybody move the token who reads it. ${rest} Revoke it now.`)]
    : [fault('delegate', `It is for the delegate ${delegate}. ${rest}`)];
};

type Found = { readonly [K in CaveatKind]?: Extract<CaveatTerms, { readonly kind: K }> };
type Read = { readonly found: Found; readonly faults: readonly GrantFault[] };

/** The caveats by their kinds, each once. */
const readCaveats = ({ caveats }: Delegation, enforcers: Enforcers): Read => {
  const found: Partial<Record<CaveatKind, CaveatTerms>> = {};
  const faults: GrantFault[] = [];
  for (const { enforcer, terms } of caveats) {
    const kind = caveatKind(enforcer, enforcers);
    const decoded = kind === null ? null : decodeTerms(kind, terms);
    if (kind === null) faults.push(fault('enforcer', `Nothing is known here of its enforcer ${enforcer}.`));
    else if (decoded === null)
      faults.push(fault('enforcer', `The terms for its enforcer ${enforcer} can’t be read.`));
    else if (found[kind] !== undefined)
      faults.push(fault('enforcer', `Its enforcer ${enforcer} stands there twice; one of each is taken.`));
    else found[kind] = decoded;
  }
  return { found: found as Found, faults };
};

const periodFaults = (period: Found['period'], asked: AskedGrant): readonly GrantFault[] => {
  const { token, amountUnits, nowSeconds } = asked;
  if (period === undefined)
    return [fault('amount', 'It sets no amount a day: all of every token could be moved by it.')];
  const text = (units: bigint): string => amountText(units, token);
  const words = `It allows ${text(period.amountUnits)} a period, and ${text(amountUnits)} was asked for`;
  return [
    ...(same(period.token, token.address)
      ? []
      : [
          fault(
            'token',
            `It is for the token ${period.token}, and ${token.symbol} at ${token.address} was asked for.`,
          ),
        ]),
    ...(period.amountUnits < amountUnits ? [fault('amount', `${words}: a trade would stop at it.`)] : []),
    ...(period.amountUnits > amountUnits ? [more('amount', `${words}. Is more meant?`)] : []),
    ...(period.periodSeconds > BigInt(DAY_SECONDS)
      ? [fault('period', 'Its period is longer than a day: a trade would stop at it.')]
      : []),
    ...(period.periodSeconds === 0n ? [fault('period', 'Its period is 0 seconds, which is none.')] : []),
    ...(period.periodSeconds < BigInt(DAY_SECONDS) && period.periodSeconds > 0n
      ? [
          more(
            'period',
            `Its period is ${period.periodSeconds} seconds, less than a day. Is so much a day meant?`,
          ),
        ]
      : []),
    ...(period.startSeconds > BigInt(nowSeconds)
      ? [
          fault(
            'start',
            `Its first period begins on ${momentText(period.startSeconds)}, which is still to come.`,
          ),
        ]
      : []),
  ];
};

const timeFaults = (times: Found['timestamp'], nowSeconds: UnixSeconds): readonly GrantFault[] => {
  const now = BigInt(nowSeconds);
  if (times === undefined || times.beforeSeconds === 0n)
    return [fault('expiry', 'It never expires. An expiry within 90 days is taken.')];
  const { afterSeconds, beforeSeconds } = times;
  return [
    ...(beforeSeconds <= now ? [fault('expiry', `It expired on ${momentText(beforeSeconds)}.`)] : []),
    ...(beforeSeconds > now + BigInt(GRANT_SECONDS_MAX)
      ? [fault('expiry', `It expires on ${momentText(beforeSeconds)}, more than 90 days from now.`)]
      : []),
    ...(afterSeconds >= now && afterSeconds !== 0n
      ? [fault('start', `It holds only after ${momentText(afterSeconds)}.`)]
      : []),
  ];
};

const besideFaults = ({ value, redeemer }: Found, { clone }: AskedGrant): readonly GrantFault[] => [
  ...(value !== undefined && value.maxWei > 0n
    ? [fault('value', 'It lets the chain’s own coin be sent along. Only its limit of 0 is taken.')]
    : []),
  ...(redeemer !== undefined && !redeemer.redeemers.some((one) => same(one, clone))
    ? [fault('redeemer', `It may be redeemed by others alone, not by ${clone}.`)]
    : []),
];

/**
 * Whether a delegation is what was asked for: everything that is not, each term in a sentence. What passes is bounded by it; what bounds a
 * loss is the contract that it names.
 *
 * @param standing what the chain said when it was tried; null = not tried yet
 */
export const judgeGrant = (
  offered: OfferedGrant,
  asked: AskedGrant,
  standing: Standing | null,
): GrantVerdict => {
  const { found, faults: unread } = readCaveats(offered.delegation, asked.enforcers);
  const why = standing === null ? null : whyNotGood(standing);
  const { period, timestamp } = found;
  const faults = [
    ...partyFaults(offered, asked),
    ...unread,
    ...periodFaults(period, asked),
    ...timeFaults(timestamp, asked.nowSeconds),
    ...besideFaults(found, asked),
    ...(why === null ? [] : [fault('standing', why)]),
  ];
  if (period === undefined || timestamp === undefined || faults.some((one) => !one.more))
    return { kind: 'refused', faults };
  const terms = {
    token: period.token,
    amountUnits: period.amountUnits,
    periodSeconds: Number(period.periodSeconds),
    startSeconds: Number(period.startSeconds),
    expiresAtSeconds: Number(timestamp.beforeSeconds),
  };
  return faults.length === 0 ? { kind: 'good', terms } : { kind: 'more', terms, faults };
};
