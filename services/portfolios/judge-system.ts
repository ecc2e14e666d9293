import type { AlertKind } from '../../lib/alerts/alert-kinds.ts';
import { type Clocks, wrongClock } from '../../lib/time/clock-skew.ts';

/** A part of the system and how it does; `down` keeps the system from being ready. */
export type Component = {
  readonly name: string;
  readonly state: 'ok' | 'degraded' | 'down';
  readonly detail: string | null;
};

/** How the database's migrations differ from those that this build carries, each by its name. */
export type Migrations = {
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
  readonly changed: readonly string[];
  readonly halfApplied: readonly string[];
};

/** What the database knows of the system. */
export type Watched = {
  readonly migration: string | null;
  /** Open ones by kind. */
  readonly alerts: Readonly<Partial<Record<AlertKind, number>>>;
  readonly chains: readonly { readonly chainId: number; readonly headAgeSeconds: number }[];
  readonly day: {
    readonly ticks: number;
    readonly failed: number;
    readonly missed: number;
    readonly milliseconds: number | null;
    readonly milliseconds95: number | null;
  };
};

/** Of a chain whose head moves on; an index that stands still for longer stands. */
const HEAD_AGE_SECONDS_MAX = 900;

const byAlerts = (
  name: string,
  { alerts }: Watched,
  kinds: Readonly<Partial<Record<AlertKind, 'degraded' | 'down'>>>,
): Component => {
  const open = Object.keys(kinds).filter((kind) => (alerts[kind as AlertKind] ?? 0) > 0) as AlertKind[];
  const state = open.some((kind) => kinds[kind] === 'down') ? 'down' : open.length > 0 ? 'degraded' : 'ok';
  const detail = open.map((kind) => `${kind} × ${alerts[kind]}`).join(', ');
  return { name, state, detail: detail === '' ? null : detail };
};

const NAMES_MAX = 5;

const listed = (what: string, names: readonly string[]): readonly string[] => {
  if (names.length === 0) return [];
  const more = names.length > NAMES_MAX ? `, and ${names.length - NAMES_MAX} more` : '';
  return [`${what}: ${names.slice(0, NAMES_MAX).join(', ')}${more}`];
};

/** One that is missing or half there is what this build fails by; one of another build may well be the next one's. */
const migrationsOf = ({ migration }: Watched, state: Migrations | null): Component => {
  const name = 'migrations';
  if (state === null) return { name, state: 'degraded', detail: `${migration}; this build carries none` };
  const { missing, halfApplied, unknown, changed } = state;
  const down = [...listed('half applied', halfApplied), ...listed('missing', missing)];
  const degraded = [...listed('unknown to this build', unknown), ...listed('changed', changed)];
  const detail = [...down, ...degraded].join('; ');
  if (down.length > 0) return { name, state: 'down', detail };
  return degraded.length > 0 ? { name, state: 'degraded', detail } : { name, state: 'ok', detail: migration };
};

/** What keeps every tick from working, whatever it is about. */
const ENDS_ALL_TICKS = ['database-unavailable', 'database-refused', 'database-not-migrated'];

/** Ticks that begin in time and come to nothing are no ticks. */
const ticksOf = (lastTickError: string | null): Component => {
  // An index on its way to the head is work.
  const detail = lastTickError === 'nobody-checked' ? null : lastTickError;
  const state = detail === null ? 'ok' : ENDS_ALL_TICKS.includes(detail) ? 'down' : 'degraded';
  return { name: 'ticks', state, detail: detail === null ? null : `the last one failed: ${detail}` };
};

/** Nothing is decided by it: who logs in or signs a message by it is refused. */
const clockOf = (clocks: Clocks): Component => {
  const detail = wrongClock(clocks);
  return { name: 'clock', state: detail === null ? 'ok' : 'degraded', detail };
};

export type Judged = {
  readonly watched: Watched;
  /** Null where the build carries none. */
  readonly migrations: Migrations | null;
  /** Code of what the last tick that is over failed by. */
  readonly lastTickError: string | null;
  readonly clocks: Clocks;
};

/** Every part but the database and the age of the last tick, which are asked themselves. */
export const componentsOf = (
  { watched, migrations, lastTickError, clocks }: Judged,
  intervalSeconds: number,
): readonly Component[] => {
  const ageMax = Math.max(HEAD_AGE_SECONDS_MAX, 3 * intervalSeconds);
  const chains = watched.chains.map(({ chainId, headAgeSeconds }): Component => {
    const isStill = headAgeSeconds > ageMax;
    const detail = `head of ${Math.round(headAgeSeconds)} s ago`;
    return { name: `chain ${chainId}`, state: isStill ? 'down' : 'ok', detail };
  });
  return [
    migrationsOf(watched, migrations),
    ticksOf(lastTickError),
    clockOf(clocks),
    ...chains,
    byAlerts('nodes', watched, { RPC_LAGGING: 'down' }),
    byAlerts('prices', watched, { PRICE_ANOMALY: 'degraded' }),
    byAlerts('venues', watched, { VENUE_DOWN: 'degraded' }),
    byAlerts('signers', watched, { SIGNER_LOW_GAS: 'degraded', SIGNER_NOT_AUTHORISED: 'degraded' }),
  ];
};

/** What the system is held to over a day, in per cent. */
export type Objective = {
  readonly name: 'ticks-on-time' | 'errors';
  readonly targetPercent: number;
  /** Null before the first tick of the day. */
  readonly actualPercent: number | null;
  readonly isMet: boolean | null;
};

const ON_TIME_PERCENT_MIN = 99.5;
const ERRORS_PERCENT_MAX = 2;

const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 100;

/** 99.5 % of ticks on time, and under 2 % errors; a tick that never was is not on time. */
export const objectivesOf = ({ day: { ticks, failed, missed } }: Watched): readonly Objective[] => {
  const onTime = percent(ticks, ticks + missed);
  const errors = percent(failed, ticks);
  return [
    {
      ...{ name: 'ticks-on-time', targetPercent: ON_TIME_PERCENT_MIN, actualPercent: onTime },
      isMet: onTime === null ? null : onTime >= ON_TIME_PERCENT_MIN,
    },
    {
      ...{ name: 'errors', targetPercent: ERRORS_PERCENT_MAX, actualPercent: errors },
      isMet: errors === null ? null : errors < ERRORS_PERCENT_MAX,
    },
  ];
};
