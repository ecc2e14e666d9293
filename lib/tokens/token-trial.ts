import type { Address } from 'viem';
import type { UnixSeconds } from '../result.ts';

/** A holder's units of a token, of which a trial would send all. */
export type Holding = { readonly token: Address; readonly holder: Address; readonly units: bigint };

/**
 * What a trial transfer of a holder's units has shown: brought all, brought less, refused. `unanswered` = the node could not try it, since
 * the time it says.
 */
export const FINDINGS = ['whole', 'short', 'refused', 'unanswered'] as const;
export type Finding = (typeof FINDINGS)[number];

/** The last word of one holder's units. Addresses are lower-cased; the time is the block's. */
export type TokenTrial = {
  readonly token: Address;
  readonly holder: Address;
  readonly finding: Finding;
  readonly atSeconds: UnixSeconds;
};

/** A good word is asked for again after this, and serves for so long where nobody can be asked. */
const RENEWED_AFTER_SECONDS = 6 * 3_600;
const SERVES_SECONDS = 24 * 3_600;
/** A bad word is asked for again after this. */
const RETRIED_AFTER_SECONDS = 15 * 60;
/** A node that can't try a token holds it no longer than this: the contract measures what every fill brings. */
const UNANSWERED_SECONDS_MAX = 3_600;
/** Nobody is believed alone against a token: anybody can have a holder barred or make one up. */
const ACCUSERS = 3;
/** Of one token that nothing speaks against. */
const HOLDERS_TRIED = 2;
/** In one request: all of it is gas that a hostile token may burn. */
const TRIALS_MAX = 25;

/** A token's words as one: newest good and bad, who said the bad ones since the last good one. */
type Standing = {
  readonly wholeAt: UnixSeconds;
  readonly badAt: UnixSeconds;
  readonly accusers: ReadonlySet<Address>;
  readonly unansweredAt: UnixSeconds;
};

const NEVER = Number.NEGATIVE_INFINITY;
const newest = (trials: readonly TokenTrial[]): UnixSeconds =>
  trials.reduce((latest, { atSeconds }) => Math.max(latest, atSeconds), NEVER);
const isBad = ({ finding }: TokenTrial): boolean => finding === 'short' || finding === 'refused';

const standingOf = (trials: readonly TokenTrial[], nowSeconds: UnixSeconds): Standing => {
  const wholeAt = newest(trials.filter(({ finding }) => finding === 'whole'));
  const bad = trials.filter(
    (trial) => isBad(trial) && trial.atSeconds > wholeAt && nowSeconds - trial.atSeconds <= SERVES_SECONDS,
  );
  return {
    wholeAt,
    badAt: newest(bad),
    accusers: new Set(bad.map(({ holder }) => holder)),
    unansweredAt: newest(trials.filter(({ finding }) => finding === 'unanswered')),
  };
};

const largestFirst = (a: Holding, b: Holding): number => {
  if (a.units !== b.units) return a.units > b.units ? -1 : 1;
  return a.holder < b.holder ? -1 : 1;
};

/** Who is tried of one token, the most telling first. */
const dueOfToken = (
  holdings: readonly Holding[],
  trials: readonly TokenTrial[],
  nowSeconds: UnixSeconds,
): readonly Holding[] => {
  const { wholeAt, badAt, accusers } = standingOf(trials, nowSeconds);
  const sorted = [...holdings].sort(largestFirst);
  const others = sorted.filter(({ holder }) => !accusers.has(holder));
  if (accusers.size > 0) {
    const isSettled = accusers.size >= ACCUSERS || others.length === 0;
    if (isSettled && nowSeconds - badAt < RETRIED_AFTER_SECONDS) return [];
    return [...others, ...sorted.filter(({ holder }) => accusers.has(holder))].slice(0, ACCUSERS);
  }
  if (nowSeconds - wholeAt >= RENEWED_AFTER_SECONDS) return sorted.slice(0, HOLDERS_TRIED);
  // Barred alone: its own word stands until it is tried again.
  return sorted.filter(({ holder }) => {
    const own = trials.find((trial) => trial.holder === holder);
    return own !== undefined && isBad(own) && nowSeconds - own.atSeconds >= RETRIED_AFTER_SECONDS;
  });
};

const byToken = <T extends { readonly token: Address }>(list: readonly T[]): ReadonlyMap<Address, T[]> => {
  const groups = new Map<Address, T[]>();
  for (const each of list) {
    const group = groups.get(each.token);
    if (group === undefined) groups.set(each.token, [each]);
    else group.push(each);
  }
  return groups;
};

/**
 * Which holdings are to be tried now, at most 25: of tokens spoken against first, then of those that most portfolios hold, so that nobody
 * pushes another's token out by listing many. What nobody holds can't be tried.
 * @param trials all that is known of the holdings' tokens
 */
export const trialsDue = (
  holdings: readonly Holding[],
  trials: readonly TokenTrial[],
  nowSeconds: UnixSeconds,
): readonly Holding[] => {
  const known = byToken(trials);
  const due = [...byToken(holdings.filter(({ units }) => units > 0n))].flatMap(([token, held]) => {
    const own = known.get(token) ?? [];
    const wanted = dueOfToken(held, own, nowSeconds);
    const spokenAgainst = standingOf(own, nowSeconds).accusers.size > 0;
    return wanted.length === 0
      ? []
      : [{ wanted, rank: spokenAgainst ? Number.POSITIVE_INFINITY : held.length }];
  });
  return due
    .sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank))
    .flatMap(({ wanted }) => wanted)
    .slice(0, TRIALS_MAX);
};

/** The words of a node that could try none of these: `unanswered` for each token that has no word yet that serves, once. */
export const unansweredTrials = (
  due: readonly Holding[],
  trials: readonly TokenTrial[],
  nowSeconds: UnixSeconds,
): readonly TokenTrial[] => {
  const known = byToken(trials);
  return [...byToken(due)].flatMap(([token, [first]]) => {
    const { wholeAt, badAt, unansweredAt } = standingOf(known.get(token) ?? [], nowSeconds);
    const serves = nowSeconds - Math.max(wholeAt, badAt) <= SERVES_SECONDS;
    if (first === undefined || serves || unansweredAt > wholeAt) return [];
    return [{ token, holder: first.holder, finding: 'unanswered' as const, atSeconds: nowSeconds }];
  });
};

/** Of whoever holds it, as far as no word of the holder's own is against it. */
const sharedIllness = (trials: readonly TokenTrial[], nowSeconds: UnixSeconds): string | null => {
  const { wholeAt, accusers, unansweredAt } = standingOf(trials, nowSeconds);
  if (accusers.size > 0)
    return 'a transfer of it did not bring what was sent when another portfolio’s was tried';
  const isKnown = nowSeconds - wholeAt <= SERVES_SECONDS;
  const waits = unansweredAt > wholeAt && nowSeconds - unansweredAt <= UNANSWERED_SECONDS_MAX;
  return !isKnown && waits ? 'it could not be tried: the node does not answer' : null;
};

const OWN_WORDS: Readonly<Record<Finding, string | null>> = {
  short: 'a transfer of it brought less than was sent when it was tried',
  refused: 'it could not be transferred when it was tried',
  whole: null,
  unanswered: null,
};

/**
 * Why a holder's token is not to be traded by what trials of it have shown, one plain clause; null when nothing speaks against it. A
 * holder's own bad word stands; another's counts until anybody's units have come through as they were sent. What holds for all of a
 * token's holders is judged once.
 */
export const trialIllnessBy = (
  trials: readonly TokenTrial[],
  nowSeconds: UnixSeconds,
): ((holding: Omit<Holding, 'units'>) => string | null) => {
  const words = new Map(
    [...byToken(trials)].map(([token, own]) => [
      token,
      {
        ofHolder: new Map(own.map(({ holder, finding }) => [holder, OWN_WORDS[finding]])),
        shared: sharedIllness(own, nowSeconds),
      },
    ]),
  );
  return ({ token, holder }) => {
    const known = words.get(token);
    return known === undefined ? null : (known.ofHolder.get(holder) ?? known.shared);
  };
};

/** The known words with these in place of a holder's former ones. */
export const withTrials = (
  known: readonly TokenTrial[],
  news: readonly TokenTrial[],
): readonly TokenTrial[] => [
  ...known.filter(({ token, holder }) => !news.some((one) => one.token === token && one.holder === holder)),
  ...news,
];
