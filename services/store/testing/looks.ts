import { decide } from '../../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import type { Action } from '../../../lib/ledger/action.ts';
import type { JournalEntry, Lease } from '../../../lib/ledger/tick-record.ts';
import { addressToWord, type LimitOrder, orderHasher } from '../../../lib/orders/limit-order.ts';
import { buildMakerTraits } from '../../../lib/orders/maker-traits.ts';
import type { BotDatabase } from '../database.ts';
import { writeJournal } from '../tick/journal.ts';
import { claimDue } from '../tick/leases.ts';
import { startTick } from '../tick/ticks.ts';
import { type ArrangedPortfolio, CHAIN_ID, hashOf } from './arrange.ts';

/** The order's expiry: the time of block 600. */
export const EXPIRES_AT = 1_794_975_000;

/** A look at a portfolio of two assets that has drifted, with one signed order for its one leg. `salt` tells orders apart. */
export const lookOf = (
  lease: Lease,
  portfolio: ArrangedPortfolio,
  { salt = 1n, expiresAt = EXPIRES_AT }: { readonly salt?: bigint; readonly expiresAt?: number } = {},
): JournalEntry => {
  const snapshot = snapshotOf(
    [
      { usd: 7_000, targetBps: 5_000 },
      { usd: 3_000, targetBps: 5_000 },
    ],
    {
      account: { kind: 'balancer', chainId: CHAIN_ID, address: portfolio.address },
      blockNumber: 100n,
      blockHash: hashOf('block 100'),
    },
  );
  const policy = policyOf();
  const decision = decide(snapshot, policy);
  const leg = decision.plan.kind === 'act' ? decision.plan.legs[0] : null;
  if (leg === null) throw new Error('the builder has not drifted');
  const order: LimitOrder = {
    salt,
    maker: addressToWord(portfolio.address),
    receiver: 0n,
    makerAsset: addressToWord(leg.sellToken),
    takerAsset: addressToWord(leg.buyToken),
    makingAmount: leg.sellUnits,
    takingAmount: leg.buyUnits,
    makerTraits: buildMakerTraits({
      expiresAtSeconds: expiresAt,
      fillMode: { kind: 'parts', series: 1n, epoch: 0n },
      hasExtension: false,
    }),
  };
  const orderHash = orderHasher(CHAIN_ID)(order);
  return {
    lease: { portfolioId: lease.portfolioId, token: lease.token },
    policyVersion: 1,
    look: { snapshot, policy, decision },
    actions: [
      {
        id: hashOf(`order ${portfolio.address} ${salt}`),
        portfolioId: lease.portfolioId,
        chainId: CHAIN_ID,
        account: portfolio.address,
        generation: 1n,
        venue: 'order-book',
        leg: {
          index: leg.index,
          sliceNumber: leg.slice.number,
          sellToken: leg.sellToken,
          buyToken: leg.buyToken,
        },
        body: {
          kind: 'order',
          order,
          orderHash,
          extension: '0x',
          signature: '0xabcd',
          expiresAtSeconds: expiresAt,
        },
      },
    ],
  };
};

/** Journals such a look as a tick does, of a portfolio that is due; answers its order, signed and shown to nobody. */
export const signedOrder = async (
  bot: BotDatabase,
  portfolio: ArrangedPortfolio,
  terms: { readonly salt?: bigint; readonly expiresAt?: number } = {},
): Promise<Action> => {
  const [lease] = await bot.run((sql) =>
    claimDue(sql, { chainId: CHAIN_ID, owner: 't', limit: 1, leaseSeconds: 60, dueBefore: 'infinity' }),
  );
  if (lease === undefined) throw new Error('nothing claimed');
  const tick = await bot.run((sql) => startTick(sql, { source: 'cli', schedulerExecutionId: null }));
  const look = lookOf(lease, portfolio, terms);
  await bot.run((sql) => writeJournal(sql, tick.id, [look]));
  const [order] = look.actions;
  if (order === undefined) throw new Error('no order');
  return order;
};
