import {
  type CheckName,
  type Finding,
  fault,
  orWell,
  skipped,
  warning,
  well,
} from '../../lib/doctor/finding.ts';
import type { Result } from '../../lib/result.ts';
import { SKEW_SECONDS_MAX } from '../../lib/time/clock-skew.ts';

/** What a login is told by its server. */
export type DatabaseFacts = {
  /** Major version of Postgres. */
  readonly version: number;
  readonly isReadOnly: boolean;
  /** Superuser, or past row level security. */
  readonly isAbove: boolean;
  readonly canBeBot: boolean;
  readonly isMigrated: boolean;
  /** The server's clock minus ours, in seconds, give or take half of the way there and back. */
  readonly skewSeconds: number;
};

const VERSION_MIN = 15;

const unreachable = (
  check: CheckName,
  { variable, why }: { readonly variable: string; readonly why: string },
) =>
  fault(check, {
    says: `${variable}: ${why}`,
    disables: 'nothing is stored or shown: no ticks, no pages, no order book',
    mend: `see that the server runs and can be reached from here, and that user, password and name in ${variable} are right`,
  });

/** The bot's own login. */
export const judgeDatabase = (read: Result<DatabaseFacts> | null): readonly Finding[] => {
  if (read === null) return [skipped('database', 'DB_URL is not set')];
  if (!read.ok) return [unreachable('database', { variable: 'DB_URL', why: read.error.message })];
  const { version, isReadOnly, isAbove, canBeBot, isMigrated } = read.value;
  const gaps: Finding[] = [];
  if (version < VERSION_MIN)
    gaps.push(
      fault('database', {
        says: `The server is Postgres ${version}.`,
        disables: 'the migrations, which need what came later',
        mend: `use Postgres ${VERSION_MIN} or newer`,
      }),
    );
  if (isReadOnly)
    gaps.push(
      fault('database', {
        says: 'The database takes no writes.',
        disables: 'nothing is journaled, so nothing is signed or placed: no ticks',
        mend: 'name the primary and no replica; else see why it is read-only (a full disk, a quota, a maintenance)',
      }),
    );
  if (isMigrated && !canBeBot)
    gaps.push(
      fault('database', {
        says: 'The login of DB_URL may not act as balancer_bot.',
        disables: 'no ticks',
        mend: 'run `npm run db -- logins` and put what it prints for the bot into DB_URL',
      }),
    );
  if (isAbove)
    gaps.push(
      warning('database', {
        says: 'The login of DB_URL is above row level security.',
        disables: 'what keeps a mistake of one query from showing or changing everybody’s rows',
        mend: 'run `npm run db -- logins` and put what it prints for the bot into DB_URL',
      }),
    );
  return orWell(gaps, well('database', `Postgres ${version} answers, and takes writes as balancer_bot.`));
};

export type MigrationFacts = {
  /** Of the build's files; null where the login may not see. */
  readonly states:
    | readonly { readonly name: string; readonly state: 'applied' | 'pending' | 'changed' }[]
    | null;
  /** Name of the last that the database was given; null = none, or it didn't say. */
  readonly last: string | null;
  /** Name of the build's last. */
  readonly newest: string;
};

const DISABLED = 'whatever needs the tables as this build knows them: ticks and pages fail';
const MIGRATE = 'run `npm run db -- migrate` with an administrator’s URL in DB_DIRECT_URL';

const statesOf = ({ states, last, newest }: MigrationFacts): readonly Finding[] => {
  const namesOf = (state: 'pending' | 'changed') =>
    (states ?? []).filter((each) => each.state === state).map(({ name }) => name);
  const [pending, changed] = [namesOf('pending'), namesOf('changed')];
  const isBehind = states === null ? last === null || last < newest : pending.length > 0;
  const gaps: Finding[] = [];
  if (isBehind)
    gaps.push(
      fault('migrations', {
        says:
          states === null
            ? `The database stands at ${last ?? 'none'}, and this build’s last is ${newest}.`
            : `${pending.length} of ${states.length} are not applied; the first is ${pending[0]}.`,
        ...{ disables: DISABLED, mend: MIGRATE },
      }),
    );
  if (changed.length > 0)
    gaps.push(
      fault('migrations', {
        says: `Edited after it was applied: ${changed.join(', ')}.`,
        disables: `${DISABLED}; no further one is applied`,
        mend: 'put the file back as it was applied, and write a new migration',
      }),
    );
  if (last !== null && last > newest)
    gaps.push(
      fault('migrations', {
        says: `The database stands at ${last}, which this build doesn’t know.`,
        disables: 'an older build on a newer database may write what the newer one can’t read',
        mend: 'deploy the newer build again, or restore the back-up from before it',
      }),
    );
  return gaps;
};

/** What is applied against what this build brings. */
export const judgeMigrations = (read: Result<MigrationFacts> | null): readonly Finding[] => {
  if (read === null) return [skipped('migrations', 'the database does not answer')];
  if (!read.ok) return [unreachable('migrations', { variable: 'DB_DIRECT_URL', why: read.error.message })];
  const { states, newest } = read.value;
  const count = states === null ? `as far as ${newest}` : `all ${states.length}`;
  return orWell(statesOf(read.value), well('migrations', `They are applied, ${count}.`));
};

/** The web app's login. `read` is why it may not be used, or null; the outer null: no web app is set up here. */
export const judgeWebDatabase = (read: Result<string | null> | null): readonly Finding[] => {
  const check = 'web-database';
  if (read === null) return [skipped(check, 'no web app is set up here')];
  if (!read.ok) return [unreachable(check, { variable: 'APP_DB_URL', why: read.error.message })];
  return read.value === null
    ? [well(check, 'The web app’s login answers and can do no more than it should.')]
    : [
        fault(check, {
          says: read.value,
          disables: 'pages, order book and log-in refuse to work',
          mend: 'run `npm run db -- logins` and put what it prints for the web app into APP_DB_URL',
        }),
      ];
};

const SKEW_WARNED_SECONDS = 5;

/** This machine's clock against the database's, which all machines go by. */
export const judgeClock = (read: Result<DatabaseFacts> | null): readonly Finding[] => {
  if (read === null || !read.ok) return [skipped('clock', 'the database does not answer')];
  const { skewSeconds } = read.value;
  const apart = Math.abs(skewSeconds);
  const says = `This machine’s clock is ${apart.toFixed(1)} s ${skewSeconds > 0 ? 'behind' : 'ahead of'} the database’s.`;
  if (apart <= SKEW_WARNED_SECONDS) return [well('clock', says)];
  const gap = {
    says,
    disables:
      'ages of prices are judged wrongly, and log-ins and signed messages are refused as too old or too new',
    mend: 'set both machines’ clocks by NTP (timedatectl, chronyc tracking)',
  };
  return [apart > SKEW_SECONDS_MAX ? fault('clock', gap) : warning('clock', gap)];
};
