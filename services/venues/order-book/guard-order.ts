import type { Observation } from '../../../lib/ledger/look.ts';
import { buildMakerTraits, readMakerTraits } from '../../../lib/orders/maker-traits.ts';
import { isBoundTo, type PublicBookTerms, saltGeneration } from '../../../lib/orders/order-terms.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import type { Result } from '../../../lib/result.ts';
import { HOLDINGS, judge, PRICING, type Rule, STANDING } from '../trade-rules.ts';

/** What somebody wants signed, or shown once signed. */
export type GuardedBody = Pick<OrderBody, 'order' | 'extension'> & {
  /** What 1inch's public book is known to ask of it; null for our own book, which asks nothing. */
  readonly publicBook: PublicBookTerms | null;
};

const expiryOf = ({ order }: GuardedBody): number => readMakerTraits(order.makerTraits).expiresAtSeconds;

/** Most of these the contract checks again; it has the last word. */
const RULES: readonly Rule<GuardedBody>[] = [
  { name: 'it has an expiry', holds: (g) => expiryOf(g) !== 0 },
  ...STANDING,
  {
    name: 'the proceeds go to the portfolio',
    holds: ({ order, publicBook }) => order.receiver === BigInt(publicBook?.feeTaker ?? 0),
  },
  {
    name: 'it carries no extension but the one its venue asks for',
    holds: ({ extension, publicBook }) => extension === (publicBook?.extension ?? '0x'),
  },
  {
    name: 'its extension is bound to it',
    holds: ({ order, publicBook }) => publicBook === null || isBoundTo(order.salt, publicBook.extension),
  },
  {
    name: 'the contract is open to the public book',
    holds: ({ sell, publicBook }) => publicBook === null || sell.allowanceUnits !== null,
  },
  ...HOLDINGS,
  {
    name: 'it carries the current generation',
    holds: (g) => saltGeneration(g.order.salt) === g.snapshot.generation,
  },
  { name: 'it has not expired', holds: (g) => expiryOf(g) > g.snapshot.nowSeconds },
  {
    name: 'it lives no longer than the contract allows',
    holds: (g) => expiryOf(g) <= g.snapshot.nowSeconds + g.snapshot.guard.orderTtlMaxSeconds,
  },
  {
    name: 'its traits are exactly the ones we make',
    holds: (g) =>
      g.order.makerTraits ===
      buildMakerTraits({
        ...{ expiresAtSeconds: expiryOf(g), fillMode: g.fillMode, hasExtension: g.publicBook !== null },
      }),
  },
  ...PRICING,
];

/** Says whether an order may be signed, or shown once signed. Whatever isn't expressly right is refused, with the rule's name. */
export const guardOrder = (body: GuardedBody, observation: Observation): Result<null> =>
  judge(body, observation, RULES);
