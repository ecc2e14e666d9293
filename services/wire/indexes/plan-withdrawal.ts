import { randomBytes } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import type { Outcome } from '../../../lib/api/problem.ts';
import { centsUp } from '../../../lib/intents/ask-deposit.ts';
import {
  type PlannedWithdrawal,
  planWithdrawal,
  WITHDRAWAL_SLIPPAGE_BPS,
  type WithdrawalWish,
} from '../../../lib/intents/withdrawal.ts';
import {
  type PlannedShare,
  planShareWithdrawal,
  sellIdOf,
} from '../../../lib/intents/withdrawal-of-share.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import { lookAtAccount } from '../../intents/quote-deposit.ts';
import { readIndexAccount } from '../../store/indexes/index-accounts.ts';
import { readDepositAddresses } from '../../store/indexes/index-deposits.ts';
import { beginShareWithdrawal } from '../../store/indexes/index-share-withdrawals.ts';
import { readOwnIndex } from '../../store/indexes/index-wishes.ts';
import { beginIndexWithdrawal, isTriedPlace } from '../../store/indexes/index-withdrawals.ts';
import type { Intents } from './intents.ts';

export const UNKNOWN_ACCOUNT = fail('not-found', 'You have no index account of this id.');

/** What somebody wants to leave: a share of one asset, or of all of it, sold for one. */
export type AnyWithdrawalWish = WithdrawalWish & { readonly of: 'asset' | 'index' };

type AnyPlanned =
  | { readonly of: 'asset'; readonly plan: PlannedWithdrawal }
  | { readonly of: 'index'; readonly plan: PlannedShare };

export type WithdrawalPorts = Pick<Intents, 'api' | 'verifier' | 'quoteKey'> & {
  /** Reads as whoever owns the account. */
  readonly read: <T>(work: (sql: TransactionSql) => Promise<T>) => Promise<Result<T>>;
  readonly nowSeconds: () => UnixSeconds;
};

const knownOf = async (sql: TransactionSql, accountId: string) => {
  const account = await readIndexAccount(sql, accountId);
  const ours = await readDepositAddresses(sql, accountId);
  const own = await readOwnIndex(sql, accountId);
  const allocations = own?.index.ok === true ? own.index.value.allocations : [];
  return { account, ours, ofIndex: new Set(allocations.map(({ token }) => token)) };
};

/**
 * Looks at the account and judges the wish; nothing is written, asked for or signed. Fails with `index-refused` and a sentence, and like
 * provider and verifier.
 */
export const planAnyWithdrawal = async (
  ports: WithdrawalPorts,
  accountId: string,
  wish: AnyWithdrawalWish,
): Promise<Outcome<AnyPlanned>> => {
  const { read, nowSeconds } = ports;
  const known = await read((sql) => knownOf(sql, accountId));
  if (!known.ok) return known;
  const { account, ours, ofIndex } = known.value;
  if (account === null) return UNKNOWN_ACCOUNT;
  const seen = await lookAtAccount(ports, account.account);
  if (!seen.ok) return seen;
  const { listed } = seen.value;
  const chain = listed.get(wish.asset)?.blockchain ?? '';
  const tried = await read((sql) => isTriedPlace(sql, { accountId, chain, to: wish.to }));
  if (!tried.ok) return tried;
  const holdings = new Map(seen.value.holdings.map(({ token, units }) => [token.assetId, units]));
  const place = { listed, ours, isTried: tried.value, nowSeconds: nowSeconds() };
  if (wish.of === 'index') {
    const plan = planShareWithdrawal(wish, { ...place, holdings, ofIndex });
    return plan.ok ? ok({ of: 'index', plan: plan.value }) : plan;
  }
  const plan = planWithdrawal(wish, { ...place, heldUnits: holdings.get(wish.asset) ?? 0n });
  return plan.ok ? ok({ of: 'asset', plan: plan.value }) : plan;
};

type Begun = {
  readonly id: Hex;
  readonly verdict: Awaited<ReturnType<typeof beginIndexWithdrawal>>;
};

/** Writes down what was planned, as whoever owns the account and has just signed. @returns its id, and what became of it */
export const beginAnyWithdrawal = async (
  sql: TransactionSql,
  accountId: string,
  {
    wish,
    planned,
    nowSeconds,
  }: { readonly wish: AnyWithdrawalWish; readonly planned: AnyPlanned; readonly nowSeconds: UnixSeconds },
): Promise<Begun> => {
  // Of no content: two that are alike are two, and each is signed once.
  const id: Hex = `0x${randomBytes(32).toString('hex')}`;
  const { token, isTest, usdE18 } = planned.plan;
  const common = {
    ...{ accountId, asset: wish.asset, to: wish.to, usdCents: centsUp(usdE18), plannedAtSeconds: nowSeconds },
    ...{ chain: token.blockchain, symbol: token.symbol, decimals: token.decimals, isTest },
    slippageBps: WITHDRAWAL_SLIPPAGE_BPS,
  };
  if (planned.of === 'asset') {
    const { amountUnits, leastOutUnits } = planned.plan;
    const verdict = await beginIndexWithdrawal(sql, {
      ...common,
      legId: id,
      amountUnits,
      leastOutUnits,
      usdE18,
    });
    return { id, verdict };
  }
  const { ownUnits, heldUnits } = planned.plan;
  const sells = planned.plan.sells.map(({ token: sold, ...sell }) => ({
    ...{ ...sell, legId: sellIdOf(id, sold.assetId), asset: sold.assetId },
    ...{ symbol: sold.symbol, decimals: sold.decimals },
  }));
  const share = { ...common, id, shareBps: wish.shareBps, ownUnits, heldUnits, sells };
  return { id, verdict: await beginShareWithdrawal(sql, share) };
};
