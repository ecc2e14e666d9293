import { bpsToE18, E18, E18_PER_BPS, larger, mulDivUp, smaller } from '../money/fixed-point.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import type { CashPolicy } from './cash-policy.ts';
import type { CashReason } from './cash-reasons.ts';
import type { CashChain, CashVault } from './cash-snapshot.ts';
import { easedTo } from './lead-ease.ts';
import { type MarketDepth, rateAfterOwnE18Down } from './rate-curve.ts';
import { RATE_ABSURD_E18, RATE_DOUBTED_E18, type RateFault, rateFault } from './rate-fault.ts';
import { earnedDown } from './year-rate.ts';

/** Why nothing goes into a vault. */
export type Refusal = { readonly reason: CashReason; readonly detail: string | null };

/** What may be expected of a vault; rates are simple ones a year in 18 decimals, as they are with what we hold now. */
export type VaultOutlook = {
  readonly key: string;
  readonly chain: CashChain;
  readonly vault: CashVault;
  /** What it pays now; null when nothing may be moved by it, neither in nor out. */
  readonly spotE18: bigint | null;
  /** What it is expected to pay over the horizon, seen by who comes (careful: a day ago counts where it paid less) and by who would leave. */
  readonly goE18: bigint;
  readonly stayE18: bigint;
  /** The same seen across chains: who goes there is days away, so the month counts more. */
  readonly goFarE18: bigint;
  readonly stayFarE18: bigint;
  /** Its source has been silent for a day or more, though what it told last may still be used. */
  readonly silent: boolean;
  readonly depth: MarketDepth;
  /** The largest of its risks as a part of its limit, in basis points. */
  readonly riskBps: number;
  /** Why it can't be judged; null when it can. */
  readonly refusal: Refusal | null;
  /** Which limit of its market is passed; the risk scorer says stay by it. */
  readonly risky: CashReason | null;
};

/** What keeps money out of a vault, whatever it earns; null when nothing does. */
export const closedBy = ({ refusal, risky }: VaultOutlook): Refusal | null =>
  refusal ?? (risky === null ? null : { reason: risky, detail: null });

const REASON_OF: Readonly<Record<RateFault, CashReason>> = {
  missing: 'rate-missing',
  stale: 'rate-stale',
  negative: 'rate-negative',
  absurd: 'rate-absurd',
  doubted: 'rate-doubted',
};

const VAULT_REASON = { unreadable: 'vault-unreadable', 'below-mark': 'vault-below-mark' } as const;

export const vaultKeyOf = (chainId: number, vault: string): string => `${chainId}:${vault}`;

type Seen = { readonly spotE18: bigint | null; readonly refusal: Refusal | null };

/** A rate above 15 % is doubted until the share price has grown so fast for a day; then it counts as the smaller of both. */
const seenRate = ({ rates }: CashVault, nowSeconds: number): Seen => {
  const fault = rateFault(rates.told, nowSeconds);
  const told = rates.told?.rateE18 ?? null;
  if (fault === null) return { spotE18: told, refusal: null };
  const refusal = { reason: REASON_OF[fault.fault], detail: fault.detail };
  if (fault.fault !== 'doubted' || told === null) return { spotE18: null, refusal };
  const { dayE18 } = rates;
  const isConfirmed = dayE18 !== null && dayE18 >= RATE_DOUBTED_E18 && dayE18 <= RATE_ABSURD_E18;
  return isConfirmed
    ? { spotE18: smaller(told, dayE18), refusal: null }
    : { spotE18: RATE_DOUBTED_E18, refusal };
};

/** One limit of a market: what passes it is called by the reason. */
export type MarketRisk = {
  readonly reason: 'depositors-leaving' | 'market-tight' | 'market-too-small';
  /** How much of the limit is used, in basis points, up; null where nobody tells. */
  readonly partBps: number | null;
};

/** How much of a limit is used, in basis points, up. */
const partOf = (actual: bigint, whole: bigint, limitBps: number): number =>
  whole <= 0n || actual <= 0n
    ? 0
    : Number(smaller(mulDivUp(actual, 100_000_000n, whole * BigInt(Math.max(limitBps, 1))), 1_000_000n));

type Market = Pick<CashVault, 'tvlUnits' | 'tvlWeekAgoUnits' | 'utilisationE18' | 'heldUnits'>;

/** What the risk scorer goes by: how far value locked has fallen in a week, how much of it is lent out, how much of it is ours. */
export const marketRisks = (
  { tvlUnits, tvlWeekAgoUnits, utilisationE18, heldUnits }: Market,
  policy: CashPolicy,
): readonly MarketRisk[] => [
  {
    partBps:
      tvlUnits === null || tvlWeekAgoUnits === null
        ? null
        : partOf(tvlWeekAgoUnits - tvlUnits, tvlWeekAgoUnits, policy.tvlFallBpsMax),
    reason: 'depositors-leaving',
  },
  {
    partBps:
      utilisationE18 === null ? null : partOf(utilisationE18, bpsToE18(10_000), policy.utilisationBpsMax),
    reason: 'market-tight',
  },
  {
    partBps: tvlUnits === null ? null : partOf(heldUnits, tvlUnits, policy.marketShareBpsMax),
    reason: 'market-too-small',
  },
];

type Nearest = { readonly partBps: number; readonly reason: MarketRisk['reason'] };

/** The limit that is used most; what nobody tells uses none. */
const nearestRisk = (vault: CashVault, policy: CashPolicy): Nearest =>
  marketRisks(vault, policy)
    .map(({ partBps, reason }) => ({ partBps: partBps ?? 0, reason }))
    .reduce((one, other) => (other.partBps > one.partBps ? other : one));

const unknownIn = ({ tvlUnits, rates }: CashVault): string | null => {
  if (tvlUnits === null || tvlUnits <= 0n) return 'nobody tells how much it holds';
  return rates.monthE18 === null ? 'what it paid is known for less than 30 days' : null;
};

/** A spike fades within days: of what is paid now beyond this, little is expected to last. */
const SPIKE_BPS = 1_600n;
const SPIKE_E18 = SPIKE_BPS * E18_PER_BPS;
const SPIKE_PARTS = 3n;

/** Of the rate now so many parts in 20, and the others of the last month's. On one chain a move is undone in a day. */
const NOW_PARTS = 16n;
const NOW_PARTS_E18 = NOW_PARTS * E18;
const NOW_PARTS_FAR_E18 = 9n * E18;

/** What is expected of a rate on one chain, in words for whoever is told it: by the numbers that it is reckoned by. */
export const EXPECTED_IN_WORDS =
  `of the smaller of what it pays now and what its share price grew by in a day ${NOW_PARTS} parts in 20 up to ${SPIKE_BPS / 100n} % ` +
  `and ${SPIKE_PARTS} parts in 20 of what is beyond, and ${20n - NOW_PARTS} parts in 20 of what it grew by in thirty days`;

/**
 * Of the rate now so many parts in 20, beyond a spike 3, and the rest of the last month's. What is paid now tells best what will be; across chains
 * the month holds back who has nothing to lose yet. Chosen by the back-test (docs/cash.md).
 */
const expectedE18 = (nowE18: bigint, monthE18: bigint, partsE18: bigint): bigint => {
  const lasting = smaller(nowE18, SPIKE_E18);
  const spikeE18 = SPIKE_PARTS * (nowE18 - lasting);
  return (partsE18 * lasting + E18 * spikeE18 + (20n * E18 - partsE18) * monthE18) / (20n * E18);
};

/** How a look sees rates: its time, its limits, and how far a lead eases it. */
export type Sight = { readonly nowSeconds: number; readonly policy: CashPolicy; readonly ease: bigint };

const isSilent = ({ rates: { told } }: CashVault, nowSeconds: number): boolean =>
  told !== null && nowSeconds - told.atSeconds >= DAY_SECONDS;

/** What is to be expected of one vault: what the yield scorer and the risk scorer go by. */
export const outlookOf = (
  chain: CashChain,
  vault: CashVault,
  { nowSeconds, policy, ease }: Sight,
): VaultOutlook => {
  const { spotE18, refusal } = seenRate(vault, nowSeconds);
  const spot = spotE18 ?? 0n;
  const month = vault.rates.monthE18 ?? spot;
  const day = vault.rates.dayE18 ?? spot;
  const [comes, stays] = [smaller(spot, day), larger(spot, smaller(day, RATE_DOUBTED_E18))];
  const farE18 = easedTo(NOW_PARTS_FAR_E18, NOW_PARTS_E18, ease);
  const risk = nearestRisk(vault, policy);
  const unknown = unknownIn(vault);
  const fault = vault.fault === null ? null : { reason: VAULT_REASON[vault.fault], detail: null };
  const missing = unknown === null ? null : { reason: 'rate-missing' as const, detail: unknown };
  return {
    key: vaultKeyOf(chain.chainId, vault.vault),
    chain,
    vault,
    spotE18: vault.fault === null ? spotE18 : null,
    goE18: expectedE18(comes, month, NOW_PARTS_E18),
    stayE18: expectedE18(stays, month, NOW_PARTS_E18),
    goFarE18: expectedE18(comes, month, farE18),
    stayFarE18: expectedE18(stays, month, farE18),
    silent: isSilent(vault, nowSeconds),
    depth: {
      tvlUnits: vault.tvlUnits ?? 0n,
      curve: vault.curve,
      utilisationE18: vault.utilisationE18,
    },
    riskBps: risk.partBps,
    refusal: fault ?? refusal ?? missing,
    risky: risk.partBps > 10_000 ? risk.reason : null,
  };
};

/** What `units` of ours earn there in a time when the market pays `rateE18` with what we hold now; rounded down. */
export const earnedAtDown = (
  { depth, vault }: VaultOutlook,
  { rateE18, units, seconds }: { readonly rateE18: bigint; readonly units: bigint; readonly seconds: number },
): bigint =>
  units === 0n
    ? 0n
    : earnedDown(units, rateAfterOwnE18Down(rateE18, depth, units - vault.heldUnits), seconds);
