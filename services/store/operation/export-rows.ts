import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import type { ExportedTable } from '../../../lib/ledger/exported.ts';

type Table = {
  readonly columns: readonly string[];
  readonly from: string;
  /** Whose rows they are. */
  readonly portfolio: string;
  /** Their order, each with its type: no two rows of a portfolio have the same. */
  readonly key: readonly (readonly [column: string, type: string])[];
};

const BY_ID = [['t.id', 'bigint']] as const;

/**
 * Column by column, so that what is added to a table later is not told by itself. Left out: signatures and signed bytes, which whoever has
 * them can use, and what the database keeps for itself.
 */
const TABLES: Readonly<Record<ExportedTable, Table>> = {
  snapshots: {
    columns: [
      't.id',
      't.block_number',
      't.block_hash',
      't.block_time_seconds',
      't.nav_usd_e18',
      't.snapshot',
      't.created_at::text',
    ],
    ...{ from: 'snapshots t', portfolio: 't.portfolio_id', key: BY_ID },
  },
  decisions: {
    columns: [
      ...[
        't.id',
        't.snapshot_id',
        't.policy_version',
        't.engine_version',
        't.kind',
        't.reason::text',
        't.tracking_error_bps',
      ],
      ...['t.next_look_at_seconds', 't.decision', 't.created_at::text'],
    ],
    ...{ from: 'decisions t', portfolio: 't.portfolio_id', key: BY_ID },
  },
  orders: {
    columns: [
      ...[
        't.id',
        't.order_hash',
        't.decision_id',
        't.leg_index',
        't.slice_number',
        't.venue',
        't.generation',
        't.maker',
      ],
      ...[
        't.receiver',
        't.sell_token',
        't.buy_token',
        't.sell_units',
        't.buy_units',
        't.filled_sell_units',
        't.filled_buy_units',
      ],
      ...[
        't.expires_at_seconds',
        't.status',
        't.status_reason',
        't.signed_at::text',
        't.placed_at::text',
        't.closed_at::text',
      ],
    ],
    ...{ from: 'orders t', portfolio: 't.portfolio_id' },
    key: [
      ['t.signed_at', 'timestamptz'],
      ['t.id', 'text'],
    ],
  },
  fills: {
    columns: [
      ...[
        't.tx_hash',
        't.log_index',
        't.block_number',
        't.block_hash',
        't.block_time_seconds',
        't.order_hash',
        't.taker',
      ],
      ...['t.sell_token', 't.buy_token', 't.sell_units', 't.buy_units'],
    ],
    ...{ from: 'fills t', portfolio: 't.portfolio_id' },
    key: [
      ['t.block_number', 'bigint'],
      ['t.log_index', 'integer'],
      ['t.tx_hash', 'text'],
      ['t.block_hash', 'text'],
    ],
  },
  transactions: {
    columns: [
      ...[
        't.tx_hash',
        't.call_id',
        't.attempt',
        't.sender',
        't.nonce',
        't.bump',
        't.max_fee_wei',
        't.max_priority_fee_wei',
      ],
      ...[
        't.status',
        't.refusal',
        't.sent_at_block',
        't.block_number',
        't.block_hash',
        't.gas_used',
        't.gas_price_wei',
      ],
      ...['t.native_usd_e18', 'c.target', 'c.order_id', 'c.token', 't.created_at::text'],
    ],
    ...{ from: 'transactions t join calls c on c.id = t.call_id', portfolio: 'c.portfolio_id' },
    key: [
      ['t.created_at', 'timestamptz'],
      ['t.tx_hash', 'text'],
    ],
  },
};

const aliasOf = (column: string): string => column.replace(/^\w+\./, '').replace(/::\w+$/, '');

/** Names of a table's columns as they are exported, whose row it is first. */
export const exportedColumns = (table: ExportedTable): readonly string[] => [
  ...['portfolio_id', 'chain_id', 'portfolio'],
  ...TABLES[table].columns.map(aliasOf),
];

/** A portfolio whose rows are exported. */
export type ExportedPortfolio = {
  readonly id: string;
  readonly chainId: string;
  readonly address: Address;
};

/** Every portfolio that is traded, archived ones too, or (with an address) those at it, by their ids. */
export const readExportedPortfolios = async (
  sql: TransactionSql,
  address: Address | null,
): Promise<readonly ExportedPortfolio[]> => sql<ExportedPortfolio[]>`
    select p.id::text, a.chain_id::text as "chainId", a.address from portfolios p join accounts a on a.id = p.account_id
    where a.kind in ('balancer', 'delegated') and (${address}::text is null or a.address = ${address}) order by p.id`;

const ROWS_AT_ONCE = 500;

/** A place in a table: the key of a row. */
export type ExportPlace = readonly string[];
export type ExportedRow = Readonly<Record<string, unknown>>;
export type ExportPage = {
  readonly rows: readonly ExportedRow[];
  /** Where the next page begins; null = there is none. */
  readonly next: ExportPlace | null;
};

/** Some hundred rows of one portfolio behind a place, the oldest first. Numbers that a double can't hold are texts. */
export const readExportPage = async (
  sql: TransactionSql,
  table: ExportedTable,
  { portfolio, after }: { readonly portfolio: ExportedPortfolio; readonly after: ExportPlace | null },
): Promise<ExportPage> => {
  const { columns, from, portfolio: whose, key } = TABLES[table];
  const order = key.map(([column, type]) => `${column}::${type}`);
  const places = order.map((column, index) => `${column}::text as place_${index}`);
  const named = columns.map((column) => `${column} as ${aliasOf(column)}`);
  const values = key.map(([, type], index) => `$${index + 2}::text::${type}`);
  const behind = after === null ? '' : `and (${order.join(', ')}) > (${values.join(', ')})`;
  const text = `select ${[...named, ...places].join(', ')} from ${from}
    where ${whose} = $1::bigint ${behind} order by ${order.join(', ')} limit ${ROWS_AT_ONCE}`;
  await sql`set local time zone 'UTC'`;
  const found = await sql.unsafe(text, [portfolio.id, ...(after ?? [])]);
  const names = columns.map(aliasOf);
  const owner = { portfolio_id: portfolio.id, chain_id: portfolio.chainId, portfolio: portfolio.address };
  const last = found.at(-1);
  return {
    rows: found.map((row) => ({ ...owner, ...Object.fromEntries(names.map((name) => [name, row[name]])) })),
    next:
      last === undefined || found.length < ROWS_AT_ONCE
        ? null
        : key.map((_, index) => String(last[`place_${index}`])),
  };
};
