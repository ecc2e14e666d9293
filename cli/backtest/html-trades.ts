import type { FinishedRun } from './finished-run.ts';
import { escapeHtml, htmlTable } from './html-table.ts';
import { lookRows } from './looks.ts';

/** A page is read, not searched: the whole list is what --trades --json is for. */
const ROWS_MAX = 200;

/** Every trade of a run and what its limits held back, folded away; the last ones where they are many. */
export const tradesHtml = ({ name, looks }: FinishedRun, named: boolean): string => {
  const all = looks.flatMap(lookRows);
  const rows = all.slice(-ROWS_MAX);
  const note =
    all.length > rows.length ? `The last ${rows.length} of ${all.length} lines.` : `${all.length} lines.`;
  const table = htmlTable(['UTC', 'leg', 'USD', 'held back', 'tracking error'], rows);
  return `<section><h2>${escapeHtml(named ? `Trades of ${name}` : 'Trades')}</h2><p>${note} In brackets, what a limit held back.</p><details><summary>Every trade</summary>${table}</details></section>`;
};
