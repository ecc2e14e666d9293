import { decide } from '../../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import type { JournalEntry, Lease } from '../../../lib/ledger/tick-record.ts';
import { addressToWord, type LimitOrder } from '../../../lib/orders/limit-order.ts';
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
