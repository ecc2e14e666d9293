import { PROVIDERS } from '../../lib/prices/provider.ts';
import type { Options } from '../command/command.ts';
import { PRICE_OPTIONS } from '../price-options.ts';

const FROM_PROVIDER = {
  value: 'NAME',
  text: `whose files they are, where the files leave it open: ${PROVIDERS.join(', ')}`,
} as const;

export const CONVERT_OPTIONS = {
  from: FROM_PROVIDER,
  ...PRICE_OPTIONS,
  out: { value: 'FILE', text: 'a file to write instead of stdout; one that is there stays' },
} as const satisfies Options;

export const IMPORT_OPTIONS = {
  from: FROM_PROVIDER,
  ...PRICE_OPTIONS,
  source: { value: 'NAME', fallback: 'file', text: 'what the prices are called' },
} as const satisfies Options;

export const FETCH_OPTIONS = {
  from: { value: 'DAY', otherwise: 'a year before --to', text: 'first day' },
  to: { value: 'DAY', otherwise: 'yesterday', text: 'last day' },
  url: { value: 'URL', text: 'another address of the same API' },
} as const satisfies Options;
