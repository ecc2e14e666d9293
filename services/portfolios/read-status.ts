import type { StatusDto, StripSlotDto, StripState } from '../../lib/api/status-dto.ts';
import type { SystemRecord, TickSlot } from '../../lib/ledger/system-record.ts';
import { ok, type Result } from '../../lib/result.ts';
import { haltDtoOf } from './halt-dto-of.ts';
import { botState } from './readiness.ts';
import { versionOf } from './version-of.ts';

export type ReadStatusDeps = {
  readonly readSystem: () => Promise<Result<SystemRecord>>;
  /** Milliseconds on a clock that never goes back. */
  readonly monotonicMs: () => number;
  readonly tickIntervalSeconds: number;
};

const SLOT_SECONDS = 900;
const SLOTS = 96;
/** A loop of seconds may be slow without missing a run: it is judged as if it were due this often. */
const DUE_EVERY_SECONDS_MIN = 15;

type Strip = Pick<SystemRecord, 'heartbeat' | 'firstTickAtSeconds' | 'slots'>;

/** A part is missing when fewer than half of its ticks began; the newest part and the one of the first tick are judged by their share. */
const stateOf = (slot: TickSlot | undefined, expected: number): StripState => {
  const ticks = slot?.ticks ?? 0;
  if (ticks < expected / 2 || ticks === 0) return expected < 1 && ticks === 0 ? 'idle' : 'missing';
  const failed = slot?.failed ?? 0;
  if (failed === 0) return 'ok';
  return failed >= ticks ? 'failed' : 'partial';
};

/** The day before now, oldest part first. A run that never was leaves no row: it shows as missing. */
export const stripOf = (
  { heartbeat, firstTickAtSeconds, slots }: Strip,
  intervalSeconds: number,
): readonly StripSlotDto[] => {
  const now = heartbeat.readAtSeconds;
  const first = firstTickAtSeconds ?? now;
  const dueEverySeconds = Math.max(intervalSeconds, DUE_EVERY_SECONDS_MIN);
  return Array.from({ length: SLOTS }, (_, index) => {
    const slotsAgo = SLOTS - 1 - index;
    const untilSeconds = now - slotsAgo * SLOT_SECONDS;
    const fromSeconds = untilSeconds - SLOT_SECONDS;
    const slot = slots.find((one) => one.slotsAgo === slotsAgo);
    const livedSeconds = untilSeconds - Math.max(first, fromSeconds);
    const expected = livedSeconds / dueEverySeconds;
    const state =
      untilSeconds <= first ? 'idle' : stateOf(slot, Math.min(expected, SLOT_SECONDS / dueEverySeconds));
    return { fromSeconds, state, ticks: slot?.ticks ?? 0, failed: slot?.failed ?? 0 };
  });
};

/** By source, without the address that follows its first word: how many assets, and the oldest price. */
const sourcesOf = (prices: SystemRecord['prices']): StatusDto['priceSources'] => {
  const sources = new Map<string, { tokens: Set<string>; ageSecondsMax: number }>();
  for (const { source, token, ageSeconds } of prices) {
    const name = source.split(' ')[0] ?? source;
    const known = sources.get(name) ?? { tokens: new Set(), ageSecondsMax: 0 };
    known.tokens.add(token);
    known.ageSecondsMax = Math.max(known.ageSecondsMax, ageSeconds);
    sources.set(name, known);
  }
  return [...sources]
    .map(([source, { tokens, ageSecondsMax }]) => ({ source, assets: tokens.size, ageSecondsMax }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));
};

/** Of everything that the page shows but its age. */
export const statusVersion = (
  { heartbeat, halted }: Pick<SystemRecord, 'heartbeat' | 'halted'>,
  tickIntervalSeconds: number,
): string => versionOf([heartbeat.lastTick, halted, botState(heartbeat, tickIntervalSeconds).stale]);

/** The system's page. Fails with `database-unavailable` or `database-not-migrated`. */
export const readStatus = async (deps: ReadStatusDeps): Promise<Result<StatusDto>> => {
  const { tickIntervalSeconds, monotonicMs } = deps;
  const startMs = monotonicMs();
  const read = await deps.readSystem();
  if (!read.ok) return read;
  const system = read.value;
  return ok({
    readAtSeconds: system.heartbeat.readAtSeconds,
    version: statusVersion(system, tickIntervalSeconds),
    bot: botState(system.heartbeat, tickIntervalSeconds),
    halted: haltDtoOf(system.halted),
    databaseMs: Math.round(monotonicMs() - startMs),
    // One that still runs has counted nothing yet: told as the last, it would seem to have looked at nobody.
    lastTick: system.recent.find(({ durationMs }) => durationMs !== null) ?? system.recent[0] ?? null,
    recentTicks: system.recent,
    strip: stripOf(system, tickIntervalSeconds),
    chains: system.chains.map(({ blockNumber, ...chain }) => ({
      ...chain,
      blockNumber: blockNumber.toString(),
    })),
    signers: system.signers,
    priceSources: sourcesOf(system.prices),
  });
};
