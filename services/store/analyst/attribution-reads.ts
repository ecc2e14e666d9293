import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { AttributedFill } from '../../../lib/facts/contributions.ts';
import type { ReadFlow } from '../../../lib/facts/portfolio-read.ts';
import { FLOW_KINDS } from '../../../lib/performance/series-point.ts';

const count = z.coerce.number().int();
const integer = z.string().transform(BigInt);

/** Blocks of one portfolio: after the first, up to and with the last. */
export type BlocksOf = {
  readonly portfolioId: string;
  readonly afterBlock: bigint;
  readonly toBlock: bigint;
};

const spansOf = (spans: readonly BlocksOf[]) => ({
  ids: spans.map(({ portfolioId }) => portfolioId),
  after: spans.map(({ afterBlock }) => afterBlock.toString()),
  to: spans.map(({ toBlock }) => toBlock.toString()),
});

/** Rows of many portfolios, by portfolio; their order stays. */
const byPortfolio = <T>(rows: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const [id, one] of rows) {
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [one]);
    else group.push(one);
  }
  return groups;
};

const flowRow = z
  .object({
    portfolio_id: z.string(),
    kind: z.enum(FLOW_KINDS),
    block_number: integer,
    time_seconds: count,
    token: z.string(),
    units: integer,
    value: integer.nullable(),
    before: integer,
    after: integer,
  })
  .transform((row): readonly [string, ReadFlow] => [
    row.portfolio_id,
    {
      ...{ kind: row.kind, blockNumber: row.block_number, timeSeconds: row.time_seconds, token: row.token },
      ...{ units: row.units, valueUsdE18: row.value, beforeUsdE18: row.before, afterUsdE18: row.after },
    },
  ]);

/** What came in and went out of each in its blocks, in the order of the chain. */
export const readFlowsBetween = async (
  sql: TransactionSql,
  spans: readonly BlocksOf[],
): Promise<ReadonlyMap<string, readonly ReadFlow[]>> => {
  const { ids, after, to } = spansOf(spans);
  const rows = await sql`
    select w.portfolio_id::text, f.kind, f.block_number::text, f.time_seconds::text, f.token, f.units::text,
      f.value_usd_e18::text as value, f.before_usd_e18::text as before, f.after_usd_e18::text as after
    from unnest(${ids}::bigint[], ${after}::bigint[], ${to}::bigint[]) as w(portfolio_id, after, upto)
    join flow_values f on f.portfolio_id = w.portfolio_id and f.block_number > w.after and f.block_number <= w.upto
    order by w.portfolio_id, f.block_number, f.place, f.token`;
  return byPortfolio(rows.map((row) => flowRow.parse(row)));
};

const fillRow = z
  .object({
    portfolio_id: z.string(),
    block_number: integer,
    sell_token: z.string(),
    sell_units: integer,
    buy_token: z.string(),
    buy_units: integer,
    decision_id: z.string().nullable(),
    leg_sell_units: integer.nullable(),
    expected_buy_units: integer.nullable(),
    sell_value_usd_e18: integer.nullable(),
    buy_price_usd_e18: integer.nullable(),
    buy_decimals: count.nullable(),
  })
  .transform((row): readonly [string, AttributedFill] => {
    const {
      leg_sell_units: sellUnits,
      expected_buy_units: expectedBuyUnits,
      buy_decimals: buyDecimals,
    } = row;
    const { sell_value_usd_e18: sellValueUsdE18, buy_price_usd_e18: buyPriceUsdE18 } = row;
    const isQuoted =
      sellUnits !== null &&
      expectedBuyUnits !== null &&
      sellValueUsdE18 !== null &&
      buyPriceUsdE18 !== null &&
      buyDecimals !== null;
    const fill = {
      ...{ blockNumber: row.block_number, sellToken: row.sell_token, sellUnits: row.sell_units },
      ...{ buyToken: row.buy_token, buyUnits: row.buy_units },
    };
    return [
      row.portfolio_id,
      isQuoted
        ? {
            ...{ ...fill, decisionId: row.decision_id },
            quote: { sellUnits, expectedBuyUnits, sellValueUsdE18, buyPriceUsdE18, buyDecimals },
          }
        : { ...fill, decisionId: row.decision_id, quote: null },
    ];
  });

/** Fills of each in its blocks, in the order of the chain, with the legs that their decisions saw. */
export const readFillsBetween = async (
  sql: TransactionSql,
  spans: readonly BlocksOf[],
): Promise<ReadonlyMap<string, readonly AttributedFill[]>> => {
  const { ids, after, to } = spansOf(spans);
  const rows = await sql`
    select w.portfolio_id::text, f.block_number::text, f.sell_token, f.sell_units::text, f.buy_token, f.buy_units::text,
      d.id::text as decision_id, leg.one ->> 'sellUnits' as leg_sell_units, leg.one ->> 'expectedBuyUnits' as expected_buy_units,
      leg.one ->> 'sellValueUsdE18' as sell_value_usd_e18, leg.one ->> 'buyPriceUsdE18' as buy_price_usd_e18,
      bought.one ->> 'decimals' as buy_decimals
    from unnest(${ids}::bigint[], ${after}::bigint[], ${to}::bigint[]) as w(portfolio_id, after, upto)
    join fills f on f.portfolio_id = w.portfolio_id and f.block_number > w.after and f.block_number <= w.upto
    left join orders o on o.order_hash = f.order_hash and o.portfolio_id = f.portfolio_id
    left join decisions d on d.id = o.decision_id
    left join snapshots s on s.id = d.snapshot_id
    left join lateral (
      select leg as one from jsonb_array_elements(d.decision -> 'plan' -> 'legs') leg where (leg ->> 'index')::int = o.leg_index limit 1
    ) leg on true
    left join lateral (
      select asset as one from jsonb_array_elements(s.snapshot -> 'assets') asset where asset ->> 'token' = f.buy_token limit 1
    ) bought on true
    order by w.portfolio_id, f.block_number, f.log_index, f.tx_hash`;
  return byPortfolio(rows.map((row) => fillRow.parse(row)));
};
