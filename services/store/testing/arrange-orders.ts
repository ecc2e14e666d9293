import type { Sql } from 'postgres';
import { tokenAt } from '../../../lib/engine/testing/builders.ts';
import { hashOf } from './arrange.ts';
import { timeOf } from './arrange-looks.ts';

export type WishedOrder = {
  readonly status: string;
  readonly sold: bigint;
  readonly bought: bigint;
};

/** Stores an order of the decision's first leg, filled as far as said; `n` tells it from others. */
export const arrangeOrder = async (
  admin: Sql,
  { decisionId, n }: { readonly decisionId: string; readonly n: number },
  { status, sold, bought }: WishedOrder,
): Promise<void> => {
  await admin`
    insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units)
    select id, 0, 'order-book', decision #>> '{plan,legs,0,sellToken}', decision #>> '{plan,legs,0,buyToken}',
      (decision #>> '{plan,legs,0,sellUnits}')::numeric, (decision #>> '{plan,legs,0,buyUnits}')::numeric
    from decisions where id = ${decisionId}`;
  await admin`
    insert into orders (id, order_hash, portfolio_id, decision_id, leg_index, venue, chain_id, generation, maker, receiver, sell_token,
      buy_token, sell_units, buy_units, salt, maker_traits, signature, expires_at_seconds, status, filled_sell_units, filled_buy_units,
      placed_at)
    select ${hashOf(`id ${n}`)}, ${hashOf(`order ${n}`)}, d.portfolio_id, d.id, 0, 'order-book', 31337, 1, ${tokenAt(9)}, ${tokenAt(9)},
      l.sell_token, l.buy_token, l.sell_units, l.buy_units, ${n}, 0, '0x00', 1, ${status}, ${`${sold}`}, ${`${bought}`}, now()
    from decisions d join legs l on l.decision_id = d.id where d.id = ${decisionId}`;
};

export type WishedFill = {
  /** Its order's. */
  readonly n: number;
  readonly block: number;
  readonly sold: bigint;
  readonly bought: bigint;
};

/** Stores a fill as the index would. */
export const arrangeFill = async (admin: Sql, { n, block, sold, bought }: WishedFill): Promise<void> => {
  await admin`
    insert into fills (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, order_hash, taker,
      sell_token, buy_token, sell_units, buy_units)
    select 31337, ${hashOf(`fill ${n} ${block}`)}, 0, ${hashOf(`block ${block}`)}, ${block}, ${timeOf(block)}, portfolio_id, order_hash,
      ${tokenAt(5)}, sell_token, buy_token, ${`${sold}`}, ${`${bought}`} from orders where order_hash = ${hashOf(`order ${n}`)}`;
};
