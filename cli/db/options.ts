import { PRESET_NAMES } from '../../lib/engine/policy.ts';
import type { Options } from '../command/command.ts';

const POLICY = {
  value: 'PRESET|FILE',
  text:
    `${PRESET_NAMES.join(', ')}, or a FILE of JSON (docs/policy.md). What it leaves out it takes from the policyDefaults that are ` +
    'set, then from the environment, and keeps',
} as const;
const NAME = { value: 'TEXT', text: 'what pages call it, at most 80 characters' } as const;
const CHAIN = {
  value: 'CHAIN',
  otherwise: 'the only one that is served',
  text: 'word or id of the chain (docs/chains.md)',
} as const;
const JSON_LINES = { text: 'a line of JSON each instead of a table' } as const;

export const REGISTER_OPTIONS = {
  policy: POLICY,
  signed: {
    value: 'FILE',
    text:
      'takes what owners signed instead: the typed data of `db registration` with its "signature" beside it, or lines of ' +
      '`db registrations --json`, all or those of ADDRESS',
  },
  name: NAME,
  chain: CHAIN,
  shared: { text: 'readable without a wallet' },
  'unsigned-too': {
    text: 'with --signed: also lines that nobody signed, as the operator’s word, where nothing is registered',
  },
} as const satisfies Options;

export const REGISTRATION_OPTIONS = {
  policy: POLICY,
  name: { ...NAME, fallback: '', otherwise: 'none' },
  chain: CHAIN,
} as const satisfies Options;

export const REGISTRATIONS_OPTIONS = { chain: CHAIN, json: JSON_LINES } as const satisfies Options;

export const UNSERVED_OPTIONS = {
  signer: {
    value: 'ADDRESS',
    otherwise: 'those of the bot’s keys',
    text: 'whose portfolios: the bot’s address',
  },
  chain: CHAIN,
  json: JSON_LINES,
} as const satisfies Options;

export const DUMP_OPTIONS = {
  rows: { text: 'every row of every table as a line of JSON, all as of one moment, in place of the schema' },
} as const satisfies Options;
