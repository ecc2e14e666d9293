import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Secret } from '../../services/secret.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import { openSecrets } from '../../services/wire/operation/secrets.ts';
import { runCommand } from '../command/run-command.ts';
import { HOUSE } from '../commands/house.ts';

const ANN = `0x${'a1'.repeat(20)}`;
const [OLD, NEW] = ['1f'.repeat(32), '2e'.repeat(32)];

/** Commands by which an operator changes what is stored, each as it is typed, and what the audit log then says. */
const WRITES = {
  'db set': { words: ['db', 'set', 'tickIntervalSeconds', '60'], action: 'setting-changed' },
  pause: { words: ['pause'], action: 'setting-changed' },
  resume: { words: ['resume'], action: 'setting-changed' },
  'db register': { words: ['db', 'register', ANN, '--policy', 'index'], action: 'portfolio-registered' },
  'roles give': { words: ['roles', 'give', ANN, 'admin'], action: 'role-changed' },
  'roles take': { words: ['roles', 'take', ANN], action: 'role-changed' },
  'secrets rotate': { words: ['secrets', 'rotate'], action: 'secrets-rotated' },
} as const;

/** The others, and why the log says nothing of them. */
const SILENT: Readonly<Record<string, string>> = {
  'bot once':
    'the bot’s own work is journaled as decisions, and what it sets aside is in the log by the statement that does it',
  bot: 'as bot once',
  'bot keep': 'works out series and sums up looks: nothing that somebody asked for',
  'bot reconcile': 'takes over what the chain says, which is kept with its block',
  'db migrate': 'schema_migrations says what was applied and when',
  'db logins': 'makes logins of the server, and no row',
  'db seed': 'an example for development',
  'prices import': 'prices are public facts with a source of their own',
};
const READS = [
  'doctor',
  'orders',
  'export',
  'bot plan',
  'db status',
  'db dump',
  'db backup',
  'db settings',
  'db registration',
  'db registrations',
  'db unserved',
  'prices list',
  'roles list',
];
/** Asks a chain as well; what it hides and pauses is in the log (cli/operate/operate.e2e.test.ts), what it sends is journaled. */
const ON_CHAIN = ['cancel-all'];
/** Says so in the log of the database that it fills (services/wire/operation/backup.pg.test.ts). */
const IN_A_NEW_DATABASE = ['db restore'];
const WITHOUT_DATABASE = [
  'backtest',
  'prices convert',
  'prices fetch',
  'tokens check',
  'usdc calls',
  'replay',
  'verify-log',
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.admin`insert into users (address) values (${ANN})`;
  const desk = openSecrets(database.urls.bot.reveal(), { current: new Secret(OLD), previous: null });
  await desk.keep({ table: 'alerts', rowId: '1', column: 'target' }, new Secret('a word'));
  await desk.close();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => database?.drop());

const position = async (): Promise<number> =>
  (await database.admin`select coalesce(max(position), 0)::int as last from audit_log`)[0]?.last;

describe('every command', () => {
  it('is known to change something that the audit log tells of, or not to', () => {
    const silent = [...Object.keys(SILENT), ...READS, ...WITHOUT_DATABASE];
    const known = [...Object.keys(WRITES), ...IN_A_NEW_DATABASE, ...ON_CHAIN, ...silent];
    expect(HOUSE.commands.map(({ name }) => name).sort()).toEqual(known.sort());
  });

  it.each(Object.entries(WRITES))(
    '%s is in the audit log, once, by the operator',
    async (_name, { words, action }) => {
      for (const [name, value] of Object.entries({
        ...{
          DB_URL: database.urls.bot.reveal(),
          DB_DIRECT_URL: database.adminUrl.reveal(),
          ADMIN_ADDRESSES: '',
        },
        ...{ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD },
      }))
        vi.stubEnv(name, value);
      const before = await position();
      const said: string[] = [];
      const terminal = {
        out: (text: string) => void said.push(text),
        error: (text: string) => void said.push(text),
      };
      expect(await runCommand(HOUSE, words, terminal), said.join('\n')).toBe(0);
      const rows = await database.admin`select actor, action from audit_log where position > ${before}`;
      expect(rows.map((row) => ({ ...row }))).toEqual([{ actor: 'operator', action }]);
    },
  );
});
