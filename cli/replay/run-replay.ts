import { replayCash } from '../../lib/cash/replay-cash.ts';
import { type RecordedDecision, type Replay, replay } from '../../lib/ledger/replay.ts';
import type { Result } from '../../lib/result.ts';
import { openRecords } from '../../services/wire/operation/records.ts';
import { EXIT, type ExitCode, UsageError } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment } from '../environment.ts';

/** Where decisions come from. */
export type DecisionSource = {
  /** How one of them is made again. */
  readonly replay: (recorded: RecordedDecision) => Replay;
  readonly decision: (id: string) => Promise<Result<RecordedDecision | null>>;
  readonly decisionsAfter: (id: string, rowsMax: number) => Promise<Result<readonly RecordedDecision[]>>;
};

const PAGE_ROWS = 500;
const SHOWN_MAX = 12;

type Counts = { replayed: number; identical: number; older: number; different: number; unreadable: number };

const text = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value));

const wordsOf = (id: string, outcome: Replay): string => {
  if (outcome.kind === 'unreadable') return `decision ${id} can't be read: ${outcome.why}`;
  if (outcome.kind === 'identical') return `decision ${id} is identical`;
  const who = outcome.sameEngine
    ? 'DIFFERS although the same engine made it'
    : 'differs from what an older engine made of it';
  const lines = outcome.differences
    .slice(0, SHOWN_MAX)
    .map(({ path, stored, now }) => `  ${path}: ${text(stored)} → ${text(now)}`);
  const more = outcome.differences.length - lines.length;
  return [`decision ${id} ${who}:`, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
};

const count = (counts: Counts, outcome: Replay): void => {
  counts.replayed += 1;
  if (outcome.kind === 'unreadable') counts.unreadable += 1;
  else if (outcome.kind === 'identical') counts.identical += 1;
  else if (outcome.sameEngine) counts.different += 1;
  else counts.older += 1;
};

const show = (
  terminal: Terminal,
  json: boolean,
  { id, outcome }: { readonly id: string; readonly outcome: Replay },
): void => {
  if (json) terminal.out(JSON.stringify({ id, ...outcome }));
  else terminal.out(wordsOf(id, outcome));
};

const finish = (terminal: Terminal, json: boolean, counts: Counts): ExitCode => {
  const { replayed, identical, older, different, unreadable } = counts;
  if (json) terminal.out(JSON.stringify(counts));
  else
    terminal.out(
      `${replayed} replayed: ${identical} identical, ${older} differ from an older engine, ${different} differ, ${unreadable} unreadable`,
    );
  return different + unreadable === 0 ? EXIT.done : EXIT.found;
};

const replayOne = async (
  source: DecisionSource,
  terminal: Terminal,
  { id, json }: { readonly id: string; readonly json: boolean },
): Promise<ExitCode> => {
  const found = await source.decision(id);
  if (!found.ok || found.value === null) {
    terminal.error(found.ok ? `There is no decision ${id}.` : found.error.message);
    return EXIT.refused;
  }
  const outcome = source.replay(found.value);
  show(terminal, json, { id, outcome });
  const faulty = outcome.kind === 'unreadable' || (outcome.kind === 'different' && outcome.sameEngine);
  return faulty ? EXIT.found : EXIT.done;
};

const replayAll = async (source: DecisionSource, terminal: Terminal, json: boolean): Promise<ExitCode> => {
  const counts: Counts = { replayed: 0, identical: 0, older: 0, different: 0, unreadable: 0 };
  let last = '0';
  for (;;) {
    const page = await source.decisionsAfter(last, PAGE_ROWS);
    if (!page.ok) {
      terminal.error(page.error.message);
      return EXIT.refused;
    }
    for (const recorded of page.value) {
      const outcome = source.replay(recorded);
      count(counts, outcome);
      if (outcome.kind !== 'identical') show(terminal, json, { id: recorded.id, outcome });
      last = recorded.id;
    }
    if (page.value.length < PAGE_ROWS) return finish(terminal, json, counts);
  }
};

export type ReplayArguments = {
  /** Null = all. */
  readonly id: string | null;
  readonly json: boolean;
  /** Decisions about owners' cash, which have ids of their own. */
  readonly cash: boolean;
};

/** Replays what is wanted; `found` when the engine that made a decision makes another of it now, or a row can't be read. */
export const runReplay = (
  source: DecisionSource,
  terminal: Terminal,
  wanted: ReplayArguments,
): Promise<ExitCode> =>
  wanted.id === null
    ? replayAll(source, terminal, wanted.json)
    : replayOne(source, terminal, { id: wanted.id, json: wanted.json });

/** The command's words, as its declaration has them read. */
export type ReplayInput = {
  readonly values: { readonly all: boolean; readonly json: boolean; readonly cash: boolean };
  readonly words: readonly string[];
};

/** One decision by its id, or all. @throws {UsageError} when it is neither, or both */
export const readReplay = ({ values: { all, json, cash }, words: [id] }: ReplayInput): ReplayArguments => {
  if (all === (id !== undefined)) throw new UsageError('Name a DECISION_ID, or say --all.');
  if (id === undefined) return { id: null, json, cash };
  if (!/^\d{1,18}$/.test(id)) throw new UsageError(`"${id}" is no id of a decision: a whole number.`);
  return { id, json, cash };
};

/** Recomputes stored decisions. */
export const runReplayCommand = async (input: ReplayInput, terminal: Terminal): Promise<ExitCode> => {
  const wanted = readReplay(input);
  const { dbUrl } = environment();
  if (dbUrl === null) {
    terminal.error('DB_URL is not set: there is no database with decisions.');
    return EXIT.refused;
  }
  const records = openRecords(dbUrl.reveal(), wanted.cash ? 'cash' : 'portfolios');
  try {
    return await runReplay({ ...records, replay: wanted.cash ? replayCash : replay }, terminal, wanted);
  } finally {
    await records.close();
  }
};
