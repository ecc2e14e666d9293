import type { RecordedDecision, Replay } from '../../lib/ledger/replay.ts';
import { replay } from '../../lib/ledger/replay.ts';
import type { Result } from '../../lib/result.ts';

/** Where decisions come from. */
export type DecisionSource = {
  readonly decision: (id: string) => Promise<Result<RecordedDecision | null>>;
  readonly decisionsAfter: (id: string, rowsMax: number) => Promise<Result<readonly RecordedDecision[]>>;
};

export type Terminal = { readonly out: (text: string) => void; readonly error: (text: string) => void };

export const USAGE = `npm run replay -- DECISION_ID | --all [--json]

Recomputes stored decisions from their rows: the snapshot, the policy, and nothing else.

  DECISION_ID   one decision
  --all         every decision, oldest first
  --json        one line of JSON per decision that is not identical, and a last one with the counts

Exit code 0 when every decision of this engine version is identical (an older version's differences are shown, not counted as faults),
1 when one differs or can't be read, 2 when the arguments can't be read.`;

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

const finish = (terminal: Terminal, json: boolean, counts: Counts): number => {
  const { replayed, identical, older, different, unreadable } = counts;
  if (json) terminal.out(JSON.stringify(counts));
  else
    terminal.out(
      `${replayed} replayed: ${identical} identical, ${older} differ from an older engine, ${different} differ, ${unreadable} unreadable`,
    );
  return different + unreadable === 0 ? 0 : 1;
};

const replayOne = async (
  source: DecisionSource,
  terminal: Terminal,
  { id, json }: { readonly id: string; readonly json: boolean },
): Promise<number> => {
  const found = await source.decision(id);
  if (!found.ok || found.value === null) {
    terminal.error(found.ok ? `There is no decision ${id}.` : found.error.message);
    return 1;
  }
  const outcome = replay(found.value);
  show(terminal, json, { id, outcome });
  const faulty = outcome.kind === 'unreadable' || (outcome.kind === 'different' && outcome.sameEngine);
  return faulty ? 1 : 0;
};

const replayAll = async (source: DecisionSource, terminal: Terminal, json: boolean): Promise<number> => {
  const counts: Counts = { replayed: 0, identical: 0, older: 0, different: 0, unreadable: 0 };
  let last = '0';
  for (;;) {
    const page = await source.decisionsAfter(last, PAGE_ROWS);
    if (!page.ok) {
      terminal.error(page.error.message);
      return 1;
    }
    for (const recorded of page.value) {
      const outcome = replay(recorded);
      count(counts, outcome);
      if (outcome.kind !== 'identical') show(terminal, json, { id: recorded.id, outcome });
      last = recorded.id;
    }
    if (page.value.length < PAGE_ROWS) return finish(terminal, json, counts);
  }
};

export type ReplayArguments = { readonly id: string | null; readonly json: boolean };

/** Reads the arguments; null when they can't be read. `id` null = all. */
export const parseReplayArguments = (argv: readonly string[]): ReplayArguments | null => {
  const json = argv.includes('--json');
  const rest = argv.filter((argument) => argument !== '--json');
  const [only] = rest;
  if (rest.length !== 1 || only === undefined) return null;
  if (only === '--all') return { id: null, json };
  return /^\d{1,18}$/.test(only) ? { id: only, json } : null;
};

/** Replays what the arguments ask for and answers the exit code. */
export const runReplay = (
  source: DecisionSource,
  terminal: Terminal,
  wanted: ReplayArguments,
): Promise<number> =>
  wanted.id === null
    ? replayAll(source, terminal, wanted.json)
    : replayOne(source, terminal, { id: wanted.id, json: wanted.json });
