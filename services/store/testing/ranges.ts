import type { Action } from '../../../lib/ledger/action.ts';
import type { Block, ChainRange, FillFact } from '../../../lib/ledger/chain-facts.ts';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { PRESETS } from '../../../lib/policy/policy-presets.ts';
import type { BotDatabase } from '../database.ts';
import { applyRange } from '../tick/facts.ts';
import { addressOf, CHAIN_ID, hashOf } from './arrange.ts';

export const SIGNER = addressOf(9);
/** Whose portfolios are managed, and how one begins. */
export const TERMS = {
  signers: [SIGNER],
  defaultPolicy: policyToJson(PRESETS.index),
  serving: { anyone: true, perOwnerMax: 1_000 },
};

/** The block of that number on a branch, a second after the one below it. */
export const blockOf = (number: bigint, branch = 'a'): Block => ({
  number,
  hash: hashOf(`${branch} ${number}`),
  timeSeconds: 1_794_974_400 + Number(number),
});

/** What the chain says from after one block up to another: nothing, but for these facts. */
export const rangeOf = (after: Block, to: Block, facts: Partial<ChainRange> = {}): ChainRange => ({
  chainId: CHAIN_ID,
  after,
  to,
  creations: [],
  states: [],
  fills: [],
  cashFlows: [],
  events: [],
  listings: [],
  gaps: [],
  ...facts,
});

export const placeIn = (block: Block, logIndex = 0) => ({
  txHash: hashOf(`tx ${block.hash} ${logIndex}`),
  logIndex,
  blockNumber: block.number,
  blockHash: block.hash,
  blockTimeSeconds: block.timeSeconds,
});

/** A fill of a share of an order. */
export const fillOf = (
  { account, body }: Action,
  block: Block,
  { percent = 100n, logIndex = 0 } = {},
): FillFact => ({
  ...placeIn(block, logIndex),
  account,
  orderHash: body.orderHash,
  taker: addressOf(77),
  sellToken: addressOf(1),
  buyToken: addressOf(2),
  sellUnits: (body.order.makingAmount * percent) / 100n,
  buyUnits: (body.order.takingAmount * percent) / 100n,
});

export const apply = (bot: BotDatabase, range: ChainRange): Promise<boolean> =>
  bot.run((sql) => applyRange(sql, range, TERMS));
