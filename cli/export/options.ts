import { EXPORTED_TABLES } from '../../lib/ledger/exported.ts';
import type { Options } from '../command/command.ts';

export const EXPORT_OPTIONS = {
  portfolio: { value: 'ADDRESS', otherwise: 'everybody’s', text: 'of the portfolio, its Balancer contract' },
  what: { value: 'TABLE', many: true, otherwise: 'all of them', text: EXPORTED_TABLES.join(', ') },
  format: { value: 'FORMAT', fallback: 'jsonl', text: 'jsonl, a line of JSON a row; or csv, a header first' },
  to: {
    value: 'FOLDER',
    otherwise: 'standard output',
    text: 'a file for each table, which must not be there yet; it has its name once it is complete',
  },
} as const satisfies Options;
