import type { Sql, TransactionSql } from 'postgres';
import { ACTION_COLUMNS, LIFE_COLUMNS, type NamedColumn } from '../../lib/ledger/action.ts';
import type { Holds } from '../../lib/ledger/column.ts';

const TYPES: Readonly<Record<Holds, string>> = { text: 'text', uint: 'numeric', count: 'bigint' };

/** Numbers are read as text: a double can't hold them. */
const selected = ({ name, holds }: NamedColumn): string =>
  holds === 'text' && name !== 'portfolio_id' ? `o.${name}` : `o.${name}::text`;

/** The portfolio is the one whose lease the statement holds, not what the row says. */
const JOURNALED = ACTION_COLUMNS.filter(({ name }) => name !== 'portfolio_id');

const PLACED = [
  ...[...ACTION_COLUMNS, ...LIFE_COLUMNS].map(selected),
  '(extract(epoch from o.placed_at) * 1000000)::bigint::text as placed_at_micros',
].join(', ');

/** All of a placed action, from `orders o`. */
export const placedColumns = (sql: Sql | TransactionSql) => sql.unsafe(PLACED);

/** What an action writes, but for the portfolio. */
export const journaledColumns = (sql: TransactionSql) =>
  sql.unsafe(JOURNALED.map(({ name }) => name).join(', '));

/** The same as the columns of a recordset. */
export const journaledRecord = (sql: TransactionSql) =>
  sql.unsafe(JOURNALED.map(({ name, holds }) => `${name} ${TYPES[holds]}`).join(', '));
