import type { Address, ContractFunctionReturnType } from 'viem';
import type { balancerLensAbi } from '../../../lib/abi/balancer-lens-abi.ts';
import type { Account, Withheld } from '../../../lib/engine/snapshot.ts';
import type { AccountState } from '../../../lib/ledger/chain-facts.ts';
import type { AccountReading, HeldAsset } from '../../../lib/ledger/custody.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';

/** What the lens says of one portfolio; `ok` is false when it could not be read. */
export type LensReading = ContractFunctionReturnType<typeof balancerLensAbi, 'view', 'read'>[2][number];
type LensAsset = LensReading['assets'][number];

/** The part of it that an account's reading is made of. */
export type LensAccount = Pick<
  LensReading,
  | 'portfolio'
  | 'owner'
  | 'pendingOwner'
  | 'signer'
  | 'paused'
  | 'generation'
  | 'assets'
  | 'guard'
  | 'budgets'
  | 'series'
  | 'epoch'
  | 'executor'
  | 'routers'
>;

/** What the lens says of a token's state, in the order of the contract's enum `TokenState`; null = it is as it was listed. */
const TOKEN_STATES: readonly (string | null)[] = [
  null,
  'its decimals are not what they were when it was listed, or cannot be read',
  'it moves together with another asset of the list: the two addresses are one token',
];

const lower = (address: string): Address => address.toLowerCase() as Address;
const nobodyIsNull = (address: Address): Address | null => (BigInt(address) === 0n ? null : lower(address));
const stamp = (seconds: bigint): number | null => (seconds === 0n ? null : Number(seconds));
const notBelowZero = (value: bigint): bigint => (value < 0n ? 0n : value);

const changeOf = ({ token, symbol, tokenState }: LensAsset): string | null => {
  const words = TOKEN_STATES[tokenState];
  if (words === null) return null;
  return `${symbol === '' ? lower(token) : symbol}: ${words ?? 'it is in an unknown state'}`;
};

const tokenChanged = (assets: readonly LensAsset[]): Withheld | null => {
  const changes = assets.map(changeOf).filter((change) => change !== null);
  return changes.length === 0 ? null : { reason: 'token-changed', detail: changes.join('; ') };
};

const heldAsset = (asset: LensAsset, { guard }: LensAccount, chainId: number): HeldAsset => {
  const token = lower(asset.token);
  return {
    state: {
      token,
      symbol: asset.symbol,
      decimals: asset.decimals,
      units: asset.balance,
      targetBps: asset.targetBps,
      priceAgeSecondsMax: Number(asset.heartbeat),
      // The contract locks none; an owner's locks are the policy's.
      lock: 'none',
      lastBoughtAtSeconds: stamp(asset.lastBoughtAt),
      lastSoldAtSeconds: stamp(asset.lastSoldAt),
      // With 1inch's public book the contract approves nothing just in time.
      allowanceUnits: guard.publicBook ? asset.lopAllowance : null,
    },
    priced: { chainId, token, symbol: asset.symbol, decimals: asset.decimals, feed: asset },
  };
};

/** What was read, and where. */
type Read = Pick<Account, 'kind' | 'chainId'>;

/** A portfolio as the lens reads it, in the words of every account. */
export const accountReading = ({ chainId, kind }: Read, lens: LensAccount): AccountReading => {
  const { guard, budgets } = lens;
  return {
    account: { kind, chainId, address: lower(lens.portfolio) },
    // The account that a clone serves is its owner.
    holder: lower(kind === 'delegated' ? lens.owner : lens.portfolio),
    generation: BigInt(lens.generation),
    assets: lens.assets.map((asset) => heldAsset(asset, lens, chainId)),
    guard: {
      maxSlippageBps: guard.maxSlippageBps,
      lossBpsPerDay: guard.lossBpsPerDay,
      turnoverBpsPerDay: guard.turnoverBpsPerDay,
      orderTtlMaxSeconds: guard.orderTtlMax,
      cooldownSeconds: guard.cooldown,
      minDriftBps: guard.minDriftBps,
      overshootBps: guard.overshootBps,
      minFillBps: guard.minFillBps,
    },
    buckets: {
      lossLeftE18: notBelowZero(budgets.lossCapacityE18 - budgets.lossLevelE18),
      turnoverLeftE18: notBelowZero(budgets.turnoverCapacityE18 - budgets.turnoverLevelE18),
      oneOffTurnoverLeftE18: budgets.oneOffE18,
      oneOffExpiresAtSeconds: Number(budgets.oneOffExpiresAt),
    },
    paused: lens.paused,
    signer: nobodyIsNull(lens.signer),
    owners: [lens.owner, lens.pendingOwner].flatMap((address) => nobodyIsNull(address) ?? []),
    withheld: tokenChanged(lens.assets),
    fillMode: { kind: 'parts', series: lens.series, epoch: lens.epoch },
    swapping: { executor: lower(lens.executor), routers: lens.routers.map(lower) },
  };
};

const unreadable = (message: string): Result<never> =>
  fail('portfolio-unreadable', message, { when: 'next-tick' });

/**
 * What of the lens's answer can be decided on. A token that doesn't tell a balance, by reverting or by burning what it is given, keeps
 * its portfolio from ever being valued.
 */
export const readableAccount = (read: Read, answer: Result<LensReading>): Result<AccountReading> => {
  const sound = soundReading(answer);
  if (!sound.ok) return sound;
  const mute = sound.value.assets.find(({ balanceOk }) => !balanceOk);
  return mute === undefined
    ? ok(accountReading(read, sound.value))
    : unreadable(`The balance of ${mute.symbol} (${lower(mute.token)}) can't be read.`);
};

/** A reading that the lens itself calls unsound is that portfolio's failure. */
export const soundReading = (answer: Result<LensReading>): Result<LensReading> =>
  answer.ok && !answer.value.ok
    ? unreadable(`The contract ${lower(answer.value.portfolio)} can't be read.`)
    : answer;

/** What a portfolio says of itself in the lens's answer. */
export const accountState = (lens: LensReading): AccountState => ({
  address: lower(lens.portfolio),
  owner: lower(lens.owner),
  signer: nobodyIsNull(lens.signer),
  generation: BigInt(lens.generation),
  paused: lens.paused,
  tokens: lens.assets.map(({ token }) => lower(token)),
});
