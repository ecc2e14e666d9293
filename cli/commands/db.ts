import { command } from '../command/command.ts';
import {
  DUMP_OPTIONS,
  REGISTER_OPTIONS,
  REGISTRATION_OPTIONS,
  REGISTRATIONS_OPTIONS,
  UNSERVED_OPTIONS,
} from '../db/options.ts';

const files = () => import('../db/run-files.ts');
const migrations = () => import('../db/run-db.ts');
const settings = () => import('../db/run-db.ts');
const registrations = () => import('../db/run-register.ts');

const ADDRESS = { name: 'ADDRESS', text: 'of the portfolio, its Balancer contract' } as const;
const NO_DATABASE = 'wrong usage, or no database is named: nothing was done';

export const dbCommands = [
  command({
    name: 'db migrate',
    summary: 'Applies the pending files of supabase/migrations, in order, each in a transaction.',
    about: ['Works over DB_DIRECT_URL, else DB_URL. Doing it again does nothing.'],
    arguments: [],
    options: {},
    examples: [],
    exitCodes: {
      0: 'applied, or nothing to apply',
      1: 'an applied file was edited, or the database refused',
      2: NO_DATABASE,
    },
    load: async () => (await migrations()).runMigrate,
  }),
  command({
    name: 'db status',
    summary: 'Lists every migration: applied, pending, or changed after it was applied.',
    arguments: [],
    options: {},
    examples: [],
    exitCodes: { 0: 'all are applied', 1: 'no answer', 2: NO_DATABASE, 3: 'one is pending or was changed' },
    load: async () => (await migrations()).runStatus,
  }),
  command({
    name: 'db logins',
    summary: 'Makes the bot’s and the web app’s logins, each with a new password, and prints their URLs.',
    about: [
      'Works over DB_DIRECT_URL, else DB_URL, which must be an administrator’s. Doing it again changes the passwords: what still runs with ' +
        'the former ones is let in no more.',
    ],
    arguments: [],
    options: {},
    examples: [{ words: '>> .env', text: 'Into the environment, where nobody else reads them' }],
    exitCodes: { 0: 'made', 1: 'refused', 2: NO_DATABASE },
    load: async () => (await files()).runLogins,
  }),
  command({
    name: 'db seed',
    summary: 'Runs a file of SQL in a migrated database, all of it or nothing.',
    about: ['Without one supabase/seed.sql: an example to look at in an empty database for development.'],
    arguments: [{ name: 'FILE', text: 'of SQL', optional: true }],
    options: {},
    examples: [],
    exitCodes: { 0: 'done', 1: 'refused; nothing has changed', 2: NO_DATABASE },
    load: async () => (await files()).runSeed,
  }),
  command({
    name: 'db dump',
    summary: 'Prints the schema as SQL, as supabase/schema.sql holds the reviewed one, or every row.',
    about: [
      'Works over DB_DIRECT_URL, else DB_URL, which must be the owner’s or an administrator’s: what row level security would hide is refused ' +
        'and not left out. To move a whole database, use `db backup` and `db restore`.',
    ],
    arguments: [],
    options: DUMP_OPTIONS,
    examples: [
      { words: '', text: 'To be compared with supabase/schema.sql' },
      { words: '--rows > rows.jsonl', text: 'Everything that is stored, exact to the digit' },
    ],
    exitCodes: { 0: 'printed', 1: 'refused, or it broke off; what was printed is not all', 2: NO_DATABASE },
    load: async () => (await files()).runDump,
  }),
  command({
    name: 'db backup',
    summary: 'Writes every row into a new file, compressed, as of one moment.',
    about: [
      'Works over DB_DIRECT_URL, else DB_URL, which must be the owner’s or an administrator’s. Log-ins and what streams were told are left ' +
        'out. Secrets kept for others are in it as they are stored: without SECRETS_KEY nobody opens them, so keep that elsewhere.',
    ],
    arguments: [{ name: 'FILE', text: 'that isn’t there yet' }],
    options: {},
    examples: [{ words: 'balancer-2026-11-30.jsonl.gz', text: 'Beside a running bot' }],
    exitCodes: { 0: 'written whole', 1: 'refused; there is no such file', 2: NO_DATABASE },
    load: async () => (await files()).runBackup,
  }),
  command({
    name: 'db restore',
    summary: 'Migrates an empty database to where a back-up stood, puts its rows in, and migrates on.',
    about: [
      'Works over DB_DIRECT_URL, else DB_URL, which must be an administrator’s. What happened on chain since the back-up is read by ' +
        '`bot reconcile` (docs/backup.md).',
    ],
    arguments: [{ name: 'FILE', text: 'that `db backup` wrote' }],
    options: {},
    examples: [],
    exitCodes: {
      0: 'restored, and said so in the audit log',
      1: 'refused; no row was put in',
      2: NO_DATABASE,
    },
    load: async () => (await files()).runRestore,
  }),
  command({
    name: 'db settings',
    summary: 'Lists what operators change without a deploy.',
    arguments: [],
    options: {},
    examples: [],
    exitCodes: { 0: 'listed', 1: 'no answer', 2: NO_DATABASE },
    load: async () => (await settings()).runSettings,
  }),
  command({
    name: 'db set',
    summary:
      'Sets halted (true stops all trading), revocation, tickIntervalSeconds, policyDefaults or unhealthyTokens.',
    arguments: [
      { name: 'NAME', text: 'of the setting' },
      { name: 'JSON', text: 'its value' },
    ],
    options: {},
    examples: [
      { words: 'halted true', text: 'Stops all trading until it is false again (docs/stop.md)' },
      {
        words: `policyDefaults '{"bandBps":300,"limits":{"maxTradeUsd":"2000"}}'`,
        text: 'What policies registered from now on take where they say nothing',
      },
      {
        words: `unhealthyTokens '[{"chainId":8453,"token":"0x…","why":"its issuer has frozen it"}]'`,
        text: 'Tokens that nobody’s portfolio trades until the list says otherwise (docs/tokens.md)',
      },
    ],
    exitCodes: { 0: 'set, and said so in the audit log', 1: 'refused; nothing has changed', 2: NO_DATABASE },
    load: async () => (await settings()).runSet,
  }),
  command({
    name: 'db register',
    summary: 'The policy of a portfolio, before or after its contract is found.',
    about: [
      'By the operator’s word with --policy, or by its owner’s signature with --signed: that is taken when the contract’s owner at the ' +
        'chain’s head made it and it is newer than what is registered. Each line of a file stands for itself.',
    ],
    arguments: [{ ...ADDRESS, optional: true }],
    options: REGISTER_OPTIONS,
    examples: [
      { words: '0x… --policy index --name Savings', text: 'By the operator’s word' },
      {
        words: '--signed registrations.jsonl',
        text: 'A lost database, from its export or from what owners kept',
      },
    ],
    exitCodes: { 0: 'registered', 1: 'refused, or one line was; standard error names it', 2: NO_DATABASE },
    load: async () => (await registrations()).runRegister,
  }),
  command({
    name: 'db registration',
    summary: 'Prints a registration as typed data (EIP-712), which the owner’s wallet signs.',
    about: [
      'With eth_signTypedData_v4. `db register --signed` takes this JSON with the answer beside it, as "signature".',
    ],
    arguments: [ADDRESS],
    options: REGISTRATION_OPTIONS,
    examples: [{ words: '0x… --policy index > mine.json', text: 'Into a file' }],
    exitCodes: { 0: 'printed; nothing is stored', 1: 'the policy was refused', 2: NO_DATABASE },
    load: async () => (await registrations()).runRegistration,
  }),
  command({
    name: 'db registrations',
    summary: 'Lists what is registered, with who signed it; as JSON, it is the file to restore from.',
    arguments: [],
    options: REGISTRATIONS_OPTIONS,
    examples: [{ words: '--json > registrations.jsonl', text: 'To be kept outside the database' }],
    exitCodes: { 0: 'listed', 1: 'no answer', 2: NO_DATABASE },
    load: async () => (await registrations()).runRegistrations,
  }),
  command({
    name: 'db unserved',
    summary: 'Names portfolios that were found and are not served.',
    about: [
      'Why: not-registered (and SERVE is registered), over-owner-limit (PORTFOLIOS_PER_OWNER_MAX), quarantined (with what it failed of), ' +
        'or next-tick: nothing is in its way any more.',
    ],
    arguments: [],
    options: UNSERVED_OPTIONS,
    examples: [{ words: '--signer 0x… --json', text: 'Without the bot’s key at hand' }],
    exitCodes: { 0: 'named, or there is none', 1: 'no answer, or no signer is named', 2: NO_DATABASE },
    load: async () => (await registrations()).runUnserved,
  }),
];
