import { decide } from '../../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import type { JournalEntry, Lease, OrderToJournal } from '../../../lib/ledger/tick-record.ts';
import { addressToWord } from '../../../lib/orders/limit-order.ts';
import { buildMakerTraits } from '../../../lib/orders/maker-traits.ts';
import { orderHasher } from '../../../lib/orders/order-typed-data.ts';
import { type ArrangedPortfolio, CHAIN_ID, hashOf } from './arrange.ts';

const EXPIRES_AT = 1_794_975_000;

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
  const decision = decide(snapshot, policyOf());
  const leg = decision.plan.kind === 'act' ? decision.plan.legs[0] : null;
  if (leg === null) throw new Error('the builder has not drifted');
  const order: OrderToJournal['order'] = {
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
    snapshot,
    decision,
    orders: [
      {
        id: hashOf(`order ${portfolio.address} ${salt}`),
        orderHash,
        legIndex: leg.index,
        venue: 'book',
        generation: 1n,
        order,
        blob: '0xabcd',
        extension: '0x',
        expiresAtSeconds: expiresAt,
      },
    ],
  };
};
