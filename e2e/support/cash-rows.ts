import type { Sql } from 'postgres';
import type { Address } from 'viem';
import { encodeCashDecision, encodeCashPolicy, encodeCashSnapshot } from '../../lib/cash/cash-codec.ts';
import type { CashDecision } from '../../lib/cash/cash-decision.ts';
import { type CashPolicy, USDC } from '../../lib/cash/cash-policy.ts';
import type { CashChain, CashSnapshot, CashVault } from '../../lib/cash/cash-snapshot.ts';
import { CASH_VERSION } from '../../lib/cash/cash-version.ts';
import { decideCash } from '../../lib/cash/decide-cash.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { addressOf, hashOf } from '../../services/store/testing/arrange.ts';

// An owner's cash as the bot would have it in its rows: real decisions on made-up looks.

const DAY = 86_400;
const percent = (rate: number): bigint => BigInt(Math.round(rate * 1e6)) * 10n ** 10n;
export const usdc = (dollars: number): bigint => BigInt(Math.round(dollars * 100)) * (USDC / 100n);

export type CashPlace = { readonly chainId: number; readonly name: string; readonly address: Address };

/** A vault that pays so many per cent and has done so for a month. */
export const cashVault = (
  name: string,
  vault: Address,
  {
    rate,
    held,
    nowSeconds,
    ...more
  }: { rate: number; held: number; nowSeconds: UnixSeconds } & Partial<CashVault>,
): CashVault => ({
  ...{ vault, name, heldUnits: usdc(held), givenUnits: usdc(held), capBps: 10_000, fault: null },
  ...{ tvlUnits: usdc(40_000_000), tvlWeekAgoUnits: usdc(41_000_000), utilisationE18: (8n * E18) / 10n },
  ...{ curve: null, redeemableUnits: null, lastDepositedAtSeconds: null, lastRedeemedAtSeconds: null },
  rates: {
    told: { rateE18: percent(rate), atSeconds: nowSeconds - 1_800 },
    ...{ dayE18: percent(rate), monthE18: percent(rate) },
  },
  ...more,
});

/** A chain on which nothing stands in the way. */
export const cashChain = (
  { chainId, name }: Pick<CashPlace, 'chainId' | 'name'>,
  vaults: readonly CashVault[],
  {
    idle,
    siblings,
    nowSeconds,
    ...more
  }: {
    readonly idle: number;
    readonly siblings: readonly number[];
    readonly nowSeconds: UnixSeconds;
  } & Omit<Partial<CashChain>, 'siblings'>,
): CashChain => ({
  ...{ chainId, name, idleUnits: usdc(idle), arriving: [], paused: false, lagging: false },
  ...{ minMoveBps: 10, cooldownSeconds: 3_600, lossLeftE18: E18 / 100n, turnoverLeftE18: E18 },
  ...{ bridgeLeftE18: E18 / 6n, bridgeFeeBpsMax: 0, lastBridgedAtSeconds: null },
  siblings: siblings.map((other) => ({ chainId: other, openUntilSeconds: nowSeconds + 90 * DAY })),
  costs: { depositUnits: 50_000n, redeemUnits: 40_000n, burnUnits: 50_000n, mintUnits: 30_000n },
  ...{ vaults, ...more },
});

/** The owner's contract of a chain, as the bot finds one. Answers the portfolio's id. */
export const arrangeCashAccount = async (
  admin: Sql,
  { owner, chainId, address }: { readonly owner: Address } & Omit<CashPlace, 'name'>,
): Promise<string> => {
  const [row] = await admin<{ id: string }[]>`
    with account as (
      insert into accounts (kind, chain_id, address, owner, signer, created_block, created_block_hash, refresh)
      values ('cash', ${chainId}, ${address}, ${owner}, ${addressOf(9)}, 1, ${hashOf('block 1')}, false) returning id
    ) insert into portfolios (account_id) select id from account returning id::text`;
  if (row === undefined) throw new Error('not arranged');
  return row.id;
};

/** What an owner chose, looked at so long ago. Answers the row's id. */
export const arrangeCashOwner = async (admin: Sql, owner: Address, policy: CashPolicy): Promise<string> => {
  const stored = JSON.stringify(encodeCashPolicy(policy));
  const [row] = await admin<{ id: string }[]>`
    insert into cash_owners (owner, profile, policy, looked_at, visible_at)
    values (${owner}, 'balanced', ${stored}::text::jsonb, now() - interval '20 minutes', now() + interval '40 minutes')
    returning id::text`;
  if (row === undefined) throw new Error('not arranged');
  return row.id;
};

/** A look and the decision that it really comes to. Answers both with the row's id. */
export const arrangeCashLook = async (
  admin: Sql,
  ownerId: string,
  { snapshot, policy }: { readonly snapshot: CashSnapshot; readonly policy: CashPolicy },
): Promise<{ readonly id: string; readonly decision: CashDecision }> => {
  const decision = decideCash(snapshot, policy);
  const reason = decision.plan.kind === 'stay' ? decision.plan.stay.reason : null;
  const [row] = await admin<{ id: string }[]>`
    insert into cash_decisions (owner_id, snapshot, decision, policy, cash_version, kind, reason, value_units, decided_at_seconds)
    values (${ownerId}, ${JSON.stringify(encodeCashSnapshot(snapshot))}::text::jsonb,
      ${JSON.stringify(encodeCashDecision(decision))}::text::jsonb, ${JSON.stringify(encodeCashPolicy(policy))}::text::jsonb,
      ${CASH_VERSION}, ${decision.plan.kind}, ${reason}, ${`${decision.valueUnits}`}, ${decision.decidedAt})
    returning id::text`;
  if (row === undefined) throw new Error('not arranged');
  return { id: row.id, decision };
};

export type ArrangedMove = {
  readonly decisionId: string;
  readonly portfolioId: string;
  readonly chainId: number;
  /** Of a bridge null. */
  readonly vault: Address | null;
  readonly toChainId?: number;
  readonly units: bigint;
  readonly daysAgo: number;
  /** Null = not judged yet. */
  readonly scoreUnits: bigint | null;
};

/** A move that was done, and how it was judged. */
export const arrangeCashMove = async (admin: Sql, index: number, move: ArrangedMove): Promise<void> => {
  const { decisionId, portfolioId, chainId, vault, toChainId = null, units, daysAgo, scoreUnits } = move;
  const id = hashOf(`cash move ${decisionId} ${index}`);
  await admin`
    insert into cash_moves (id, decision_id, move_index, kind, portfolio_id, chain_id, vault, sibling, to_chain_id, units, least, nonce, generation,
      deadline_seconds, signature, from_block, status, tx_hash, block_number, block_hash, done_at_seconds, arrived_at_seconds, cost_units, score_units,
      judged_at, created_at)
    values (${id}, ${decisionId}, ${index}, ${vault === null ? 'bridge' : 'deposit'}, ${portfolioId}, ${chainId}, ${vault},
      ${vault === null ? addressOf(5) : null}, ${toChainId},
      ${`${units}`}, 0, ${index}, 1, 1, '0x00', 1, 'done', ${hashOf(`cash tx ${decisionId} ${index}`)}, 7, ${hashOf('block 7')},
      extract(epoch from now() - make_interval(days => ${daysAgo}))::bigint,
      extract(epoch from now() - make_interval(days => ${daysAgo}))::bigint, 130000, ${scoreUnits === null ? null : `${scoreUnits}`},
      ${scoreUnits === null ? null : new Date()}, now() - make_interval(days => ${daysAgo}))`;
};

/** USDC that was burnt, and that Circle has not attested yet. */
export const arrangeBurnt = async (
  admin: Sql,
  transfer: {
    readonly portfolioId: string;
    readonly from: CashPlace;
    readonly to: CashPlace;
    readonly units: bigint;
  },
): Promise<void> => {
  const { portfolioId, from, to, units } = transfer;
  const hash = hashOf(`burn ${from.address}`);
  await admin`
    insert into transfers (id, portfolio_id, source_chain_id, destination_chain_id, source_domain, destination_domain, account, recipient,
      amount, max_fee, min_finality, move_nonce, generation, deadline_seconds, source_from_block, destination_from_block, status, burn_tx,
      burn_log, burn_block, burn_block_hash, burn_message, burnt_at, why, wanted_at, visible_at)
    values (${hashOf(`transfer ${from.address}`)}, ${portfolioId}, ${from.chainId}, ${to.chainId}, 0, 6, ${from.address}, ${to.address},
      ${`${units}`}, 0, 2000, 1, 1, 1, 1, 1, 'burnt', ${hash}, 0, 5, ${hashOf('block 5')}, '0x00', now() - interval '9 minutes',
      'Circle has not attested it yet.', now() - interval '11 minutes', now() + interval '1 day')`;
};
