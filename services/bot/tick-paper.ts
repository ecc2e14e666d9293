import { explain } from '../../lib/engine/explain.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { DuePaper, PaperMove } from '../../lib/ledger/paper-record.ts';
import { paperStateText, readPaperState } from '../../lib/paper/paper-state.ts';
import { type PaperPrices, paperResult, paperRow, stepPaper } from '../../lib/paper/paper-step.ts';
import { type PaperTerms, readPaperTerms } from '../../lib/paper/paper-terms.ts';
import { ok, type Result } from '../../lib/result.ts';
import { writeInParts } from './in-parts.ts';
import type { FedToken } from './price-paper.ts';
import type { TickLog } from './tick-deps.ts';

/** Paper portfolios that are read and written at once. */
const PAPERS_PER_BATCH = 100;

/** What a tick needs for its paper portfolios. Each is one short question, however many they are of. */
export type PaperPorts = {
  readonly due: (limit: number) => Promise<Result<readonly DuePaper[]>>;
  /** Those at the head, each once. Fails as the chain does. */
  readonly price: (block: Block, tokens: readonly FedToken[]) => Promise<Result<PaperPrices>>;
  readonly head: () => Promise<Result<Block>>;
  /** Void for whoever was moved on meanwhile; answers whom it moved. */
  readonly save: (moves: readonly PaperMove[]) => Promise<Result<readonly string[]>>;
  /** Between two looks at one at least; 0 = every tick looks at everybody. */
  readonly tickIntervalSeconds: number;
  readonly log: Pick<TickLog, 'warn'>;
};

export type PaperTick = { readonly stepped: number; readonly traded: number; readonly setAside: number };

type Turn = Pick<PaperMove, 'id' | 'fromSteps'>;
type Read = { readonly due: DuePaper; readonly terms: PaperTerms };

const WHY_MAX = 2_000;
const REASON_MAX = 500;
/** Until it would be asked for again, if anybody wanted it back. */
const SET_ASIDE_SECONDS = 86_400;

const setAside = ({ id, fromSteps }: Turn, why: string): PaperMove => ({
  ...{ id, fromSteps, dueInSeconds: SET_ASIDE_SECONDS, quarantineReason: why.slice(0, REASON_MAX) },
});

/** As often as its policy says, and never more often than the bot ticks. */
const dueIn = ({ policy }: PaperTerms, tickIntervalSeconds: number): number =>
  tickIntervalSeconds === 0 ? 0 : Math.max(tickIntervalSeconds, policy.lookEverySeconds);

type Scene = {
  readonly block: Block;
  readonly prices: PaperPrices;
  readonly tickIntervalSeconds: number;
};

const moved = ({ due, terms }: Read, { block, prices, tickIntervalSeconds }: Scene): PaperMove => {
  const turn = { id: due.id, fromSteps: due.steps };
  const dueInSeconds = dueIn(terms, tickIntervalSeconds);
  // A block is decided on once, whoever asks again.
  if (block.timeSeconds <= due.rowAtSeconds) return { ...turn, dueInSeconds, quarantineReason: null };
  const state = readPaperState(terms, due.state);
  if (!state.ok) return setAside(turn, state.error.message);
  const { decision, trades } = stepPaper(terms, state.value, paperRow(terms, prices, block.timeSeconds));
  const { run, baselines } = paperResult(state.value);
  const { plan } = decision;
  return {
    ...{ ...turn, dueInSeconds, trades, kind: plan.kind, atSeconds: block.timeSeconds },
    state: JSON.parse(paperStateText(state.value)),
    valueUsdE18: run.finalUsdE18,
    heldUsdE18: baselines?.hold.finalUsdE18 ?? 0n,
    reason: plan.kind === 'hold' ? plan.hold.reason : null,
    why: explain(decision).why.slice(0, WHY_MAX),
  };
};

/** What breaks for one is that one's alone. */
const moveOf = (read: Read, scene: Scene): PaperMove => {
  try {
    return moved(read, scene);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return setAside({ id: read.due.id, fromSteps: read.due.steps }, `its step broke: ${why}`);
  }
};

const NOT_TERMS = 'its terms can’t be read';

/** Void for whoever was moved on meanwhile; what the database refuses of one is that one's alone. */
const write = async (
  { save, log }: PaperPorts,
  moves: readonly PaperMove[],
  timeIsUp: () => boolean,
): Promise<Result<ReadonlySet<string>>> => {
  const written = await writeInParts(moves, save, timeIsUp);
  if (!written.ok) return written;
  const { answers, refused } = written.value;
  for (const [{ id }, { failure }] of refused)
    log.warn({ paperId: id, code: failure.code, why: failure.message }, 'paper-portfolio-refused');
  const own = [...refused].filter((one) => one[1].own);
  const ended = await save(own.map(([move, { failure }]) => setAside(move, failure.message)));
  return ended.ok ? ok(new Set([...answers, ...ended.value])) : ended;
};

const NOTHING: PaperTick = { stepped: 0, traded: 0, setAside: 0 };

const countOf = (
  moves: readonly PaperMove[],
  done: ReadonlySet<string>,
  log: PaperPorts['log'],
): PaperTick => {
  const counted = { ...NOTHING };
  for (const move of moves) {
    if (!done.has(move.id)) continue;
    if ('state' in move) {
      counted.stepped += 1;
      counted.traded += move.trades.length > 0 ? 1 : 0;
    } else if (move.quarantineReason !== null) {
      counted.setAside += 1;
      log.warn({ paperId: move.id, why: move.quarantineReason }, 'paper-portfolio-set-aside');
    }
  }
  return counted;
};

const workOn = async (
  ports: PaperPorts,
  due: readonly DuePaper[],
  timeIsUp: () => boolean,
): Promise<Result<PaperTick>> => {
  const read = due.map((one) => ({ due: one, terms: readPaperTerms(one.terms) }));
  const fit = read.flatMap(({ due: one, terms }) => (terms === null ? [] : [{ due: one, terms }]));
  const head = await ports.head();
  if (!head.ok) return head;
  const tokens = fit.flatMap(({ terms }) => terms.assets);
  const prices = await ports.price(head.value, tokens);
  if (!prices.ok) return prices;
  const scene = {
    ...{ block: head.value, prices: prices.value },
    tickIntervalSeconds: ports.tickIntervalSeconds,
  };
  const moves = [
    ...fit.map((one) => moveOf(one, scene)),
    ...read.flatMap(({ due: { id, steps }, terms }) =>
      terms === null ? [setAside({ id, fromSteps: steps }, NOT_TERMS)] : [],
    ),
  ];
  const done = await write(ports, moves, timeIsUp);
  return done.ok ? ok(countOf(moves, done.value, ports.log)) : done;
};

/**
 * Moves every paper portfolio that is due on by one row, a batch at a time, as far as there is time: two statements and one question for
 * prices a batch. May be doubled, overlap or be killed at any wait: each row is written with its trades or not at all, and once.
 */
export const tickPaper = async (ports: PaperPorts, timeIsUp: () => boolean): Promise<Result<PaperTick>> => {
  let sum = NOTHING;
  const seen = new Set<string>();
  while (!timeIsUp()) {
    const due = await ports.due(PAPERS_PER_BATCH);
    if (!due.ok) return due;
    // With an interval of 0 everybody is due again at once: who had a turn in this tick waits for the next.
    const fresh = due.value.filter(({ id }) => !seen.has(id));
    if (fresh.length === 0) break;
    for (const { id } of fresh) seen.add(id);
    const worked = await workOn(ports, fresh, timeIsUp);
    if (!worked.ok) return worked;
    const { stepped, traded, setAside: aside } = worked.value;
    sum = {
      stepped: sum.stepped + stepped,
      traded: sum.traded + traded,
      setAside: sum.setAside + aside,
    };
  }
  return ok(sum);
};
