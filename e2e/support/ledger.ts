import type { Sql } from 'postgres';
import { runningStack } from './running-stack.ts';

/** What the database says of a portfolio, read by a path of its own. */
export type StoredPortfolio = {
  readonly id: string;
  readonly name: string;
  readonly shared: boolean;
  readonly address: string;
  readonly owner: string;
  readonly generation: string;
  readonly decisionId: string;
  /** By symbol: USD in 18 decimals of what is held, without open orders. */
  readonly held: Readonly<Record<string, string>>;
  readonly targets: Readonly<Record<string, number>>;
  readonly block: string;
  readonly fills: number;
};

/** Every portfolio that the stack has made, with its last look; those that a journey makes are its own. */
export const storedPortfolios = (sql: Sql) => sql<StoredPortfolio[]>`
  select p.id::text, p.name, p.shared, a.address, a.owner, a.generation::text, d.id::text as "decisionId",
    (select jsonb_object_agg(coalesce(v ->> 'symbol', v ->> 1),
        (coalesce(v ->> 'valueUsdE18', v ->> 2)::numeric - coalesce(v ->> 'inFlightUsdE18', v ->> 3)::numeric)::text)
      from jsonb_array_elements(coalesce(d.decision -> 'assets', (d.decision ->> 'values')::jsonb -> 0)) v) as held,
    (select jsonb_object_agg(coalesce(v ->> 'symbol', v ->> 1), coalesce(v ->> 'targetBps', v ->> 4)::int)
      from jsonb_array_elements(coalesce(s.snapshot -> 'assets', (s.snapshot ->> 'values')::jsonb -> 0)) v) as targets,
    s.block_number::text as block, (select count(*)::int from fills f where f.portfolio_id = p.id) as fills
  from portfolios p join accounts a on a.id = p.account_id
  join lateral (select * from decisions where portfolio_id = p.id order by id desc limit 1) d on true
  join snapshots s on s.id = d.snapshot_id
  where a.address = any(${runningStack().balancers.map((address) => address.toLowerCase())})
  order by p.id`;

/** Which of them, in the order of their making, is whose: files of journeys run side by side, so none changes another's. */
const PORTFOLIO_OF = { list: 0, owner: 1, nobody: 2, stream: 3 } as const;

/** The portfolio that the journeys of this kind may change; nobody's is changed by none. */
export async function portfolioOf(sql: Sql, whose: keyof typeof PORTFOLIO_OF): Promise<StoredPortfolio> {
  const found = (await storedPortfolios(sql))[PORTFOLIO_OF[whose]];
  if (found === undefined) throw new Error(`the running stack has no portfolio for ${whose}`);
  return found;
}

/** "1,204". */
export const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** Dollars and cents of an 18-decimal amount, rounded half up, by string arithmetic. */
export function dollars(e18: bigint): string {
  const cents = ((e18 + 5n * 10n ** 15n) / 10n ** 16n).toString().padStart(3, '0');
  return `$ ${grouped(cents.slice(0, -2))}.${cents.slice(-2)}`;
}

/** All that is held, USD in 18 decimals. */
export const heldOf = ({ held }: StoredPortfolio): bigint =>
  Object.values(held).reduce((sum, value) => sum + BigInt(value), 0n);

/** A share in whole basis points, rounded half up. */
export const bpsOf = (part: bigint, whole: bigint): number => Number((part * 20_000n + whole) / (2n * whole));

/** "50.32" of 5,032 basis points. */
export const percent = (bps: number): string => (bps / 100).toFixed(2);
