import { parseArgs } from 'node:util';
import { type RecordedDecision, type Replay, replay } from '../../lib/engine/replay.ts';
import { ENGINE_VERSION } from '../../lib/engine/version.ts';
import type { Result } from '../../lib/result.ts';

const USAGE = `npm run replay -- DECISION_ID | --all [--json]

Recomputes stored decisions from their own rows: snapshot and policy in, decision out. This engine's own decisions
(${ENGINE_VERSION}) must be identical to the last field; for another engine's, what would be decided otherwise today is shown.

  --json   one line of JSON per decision

Exit code 0 when every decision of this engine is identical, 1 when one isn't or can't be read, 2 on bad usage.`;

const PAGE_ROWS = 200;
const DIFFERENCES_SHOWN = 12;

/** Where stored decisions are read. */
export type DecisionSource = {
  readonly decision: (id: string) => Promise<Result<RecordedDecision | null>>;
  readonly decisionsAfter: (id: string, rowsMax: number) => Promise<Result<readonly RecordedDecision[]>>;
  readonly close: () => Promise<void>;
};

export type ReplayIo = { readonly out: (text: string) => void; readonly error: (text: string) => void };

const short = (value: unknown): string => {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
};

const verdictOf = (outcome: Replay): string => {
  if (outcome.kind === 'unreadable') return `unreadable: ${outcome.why}`;
  if (outcome.kind === 'identical') return outcome.sameEngine ? 'identical' : 'the same today';
  return outcome.sameEngine ? 'DIFFERENT under the same engine' : 'different today';
};

/** One engine gives one answer: anything else is a bug, a changed row, or one that can't be read. */
const isWrong = (outcome: Replay): boolean =>
  outcome.kind === 'unreadable' || (outcome.kind === 'different' && outcome.sameEngine);

const show = (row: RecordedDecision, outcome: Replay, { out }: ReplayIo): void => {
  out(`decision ${row.id}, engine ${row.engineVersion}: ${verdictOf(outcome)}`);
  if (outcome.kind !== 'different') return;
  for (const { path, stored, now } of outcome.differences.slice(0, DIFFERENCES_SHOWN))
    out(`  ${path}: ${short(stored)} → ${short(now)}`);
  const more = outcome.differences.length - DIFFERENCES_SHOWN;
  if (more > 0) out(`  and ${more} more`);
};

const jsonLine = (row: RecordedDecision, outcome: Replay): string =>
  JSON.stringify({ id: row.id, engineVersion: row.engineVersion, ...outcome });

type Tally = { total: number; identical: number; otherEngine: number; changed: number; wrong: number };

const count = (tally: Tally, outcome: Replay): void => {
  tally.total += 1;
  if (isWrong(outcome)) tally.wrong += 1;
  else if (outcome.kind === 'identical' && outcome.sameEngine) tally.identical += 1;
  else tally.otherEngine += 1;
  if (outcome.kind === 'different' && !outcome.sameEngine) tally.changed += 1;
};

const replayAll = async (source: DecisionSource, io: ReplayIo, json: boolean): Promise<number> => {
  const tally: Tally = { total: 0, identical: 0, otherEngine: 0, changed: 0, wrong: 0 };
  for (let after = '0'; ; ) {
    const page = await source.decisionsAfter(after, PAGE_ROWS);
    if (!page.ok) {
      io.error(page.error.message);
      return 1;
    }
    for (const row of page.value) {
      const outcome = replay(row);
      count(tally, outcome);
      if (json) io.out(jsonLine(row, outcome));
      else if (outcome.kind !== 'identical') show(row, outcome, io);
    }
    const last = page.value.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  const { total, identical, otherEngine, changed, wrong } = tally;
  if (!json)
    io.out(
      `${total} decisions: ${identical} identical, ${otherEngine} of other engines (${changed} different today), ${wrong} wrong`,
    );
  return wrong > 0 ? 1 : 0;
};

const replayOne = async (
  source: DecisionSource,
  io: ReplayIo,
  { id, json }: { id: string; json: boolean },
) => {
  const found = await source.decision(id);
  if (!found.ok || found.value === null) {
    io.error(found.ok ? `There is no decision ${id}.` : found.error.message);
    return 1;
  }
  const outcome = replay(found.value);
  if (json) io.out(jsonLine(found.value, outcome));
  else show(found.value, outcome, io);
  return isWrong(outcome) ? 1 : 0;
};

type Request = { readonly id: string | null; readonly json: boolean };

const requestOf = (argv: readonly string[]): Request | 'help' | { readonly problem: string } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return 'help';
    const [id, ...more] = positionals;
    if ((id === undefined) !== values.all || more.length > 0)
      return { problem: 'Name one decision, or --all.' };
    if (id !== undefined && !/^\d{1,18}$/.test(id))
      return { problem: `"${id}" is not the number of a decision.` };
    return { id: id ?? null, json: values.json };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

/** Runs the command; `open` gives null when no database is configured. */
export const runReplay = async (
  argv: readonly string[],
  io: ReplayIo,
  open: () => DecisionSource | null,
): Promise<number> => {
  const request = requestOf(argv);
  if (request === 'help') {
    io.out(USAGE);
    return 0;
  }
  if ('problem' in request) {
    io.error(`${request.problem}\n\n${USAGE}`);
    return 2;
  }
  const source = open();
  if (source === null) {
    io.error('DB_URL is not set: there is no database with decisions.');
    return 1;
  }
  try {
    return request.id === null
      ? await replayAll(source, io, request.json)
      : await replayOne(source, io, { id: request.id, json: request.json });
  } finally {
    await source.close();
  }
};
