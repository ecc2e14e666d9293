import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import { decodeOrderBlob } from '../lib/orders/order-blob.ts';
import type { Violation } from './asked.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** The contract's word for an order that it would let be filled. */
const STATE_OK = 0;

/**
 * I2: of all orders that were ever shown, the contract takes at most one for each leg of a generation. Whoever has seen an order can fill
 * it, whatever the database says of it; so the contract is asked, and the sum of its fills. Left out is the one that a reorganisation
 * brought back to life while another was shown: nobody could have known.
 */
export const oneLiveOrder = async (world: SimulatedWorld): Promise<readonly Violation[]> => {
  const rows = await world.admin<{ maker: `0x${string}`; signature: `0x${string}`; leg: string }[]>`
    select maker, signature, concat_ws(' ', portfolio_id, generation, sell_token, buy_token, slice_number) as leg from orders o
    where placed_at is not null and sell_units > (select coalesce(sum(f.sell_units), 0) from fills f where f.order_hash = o.order_hash)
      and status_reason is distinct from 'reopened by a reorganisation while another order of its leg is live'`;
  const legs = rows.map(({ leg }) => leg);
  const doubled = rows.filter(({ leg }) => legs.indexOf(leg) !== legs.lastIndexOf(leg));
  const live: string[] = [];
  for (const { maker: address, signature, leg } of doubled) {
    const blob = decodeOrderBlob(signature);
    if (blob === null) continue;
    const args = [blob.order, signature] as const;
    const state = await world.client.readContract({
      address,
      abi: balancerAbi,
      functionName: 'orderState',
      args,
    });
    if (state === STATE_OK) live.push(leg);
  }
  return new Set(live).size === live.length ? [] : ['I2 the contract would fill two orders of one leg'];
};
