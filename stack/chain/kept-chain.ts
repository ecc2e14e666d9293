import { z } from 'zod';
import { ok, type Result } from '../../lib/result.ts';
import { answerFromHistory, type NodeCall, transactionFromHistory } from './answer-from-history.ts';
import { STATE_BLOCKS } from './anvil.ts';
import { type AnvilNode, type NodeStart, startNodeAt } from './anvil-node.ts';
import type { BlockHistory } from './block-history.ts';
import { type BlockRecorder, createBlockRecorder } from './block-recorder.ts';
import { dropCheckpointsAfter, listCheckpoints, writeCheckpoint } from './checkpoints.ts';
import { createGate, createQueue, type Gate, type Queue } from './gate.ts';
import {
  type ChangeKind,
  changeKind,
  createPendingClock,
  isRefusal,
  type PendingClock,
} from './node-changes.ts';
import { replayBlocks } from './replay-blocks.ts';
import { latestBlock, rpc } from './rpc.ts';
import { type AnswerRequest, openRpcFront, type RpcRequest } from './rpc-front.ts';

/** A chain whose node may be killed or replaced at any moment: what it has told is kept beside it. */
export type KeptChain = {
  readonly rpcUrl: string;
  /** Of those whose node may be broken. */
  readonly productUrl: string;
  readonly setBroken: (isBroken: boolean) => void;
  /** Recorded blocks that could not be made again, and are undone. */
  readonly lost: number;
  readonly close: () => Promise<void>;
};

export type KeptChainStart = NodeStart & {
  readonly history: BlockHistory;
  readonly port: number;
  /** A node grows with each block it has made, and faster than that: a new one takes over after so many. */
  readonly blocksPerNode?: number;
};

const PRODUCT_PATH = '/product';
const UPKEEP_MS = 250;
const CHECKPOINT_EVERY = 256;
const BLOCKS_PER_NODE = 768;
/** Fewer than what the node keeps beyond the promise. */
const UNRECORDED_MAX = 16;

const count = z.coerce.number();
const poolSchema = z.object({ pending: count, queued: count });

const ABOUT_TRANSACTIONS = new Set(['eth_getTransactionByHash', 'eth_getTransactionReceipt']);

type Kept = KeptChainStart & {
  readonly recorder: BlockRecorder;
  readonly gate: Gate;
  /** Changes come one after the other, so that each call that changes state has its place between two blocks. */
  readonly inTurn: Queue;
  readonly clock: PendingClock;
  node: AnvilNode;
  checkpointAt: number;
  unrecorded: number;
  hasSnapshots: boolean;
};

const headNumber = ({ recorder }: Kept): number => recorder.head()?.number ?? 0;

const forward = async (url: string, body: string): Promise<string> => {
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(120_000);
  return (await fetch(url, { method: 'POST', headers, body, signal })).text();
};

const callOf = ({ method, params }: RpcRequest): NodeCall => ({
  method,
  params: Array.isArray(params) ? params : [],
});

const reply = ({ id }: RpcRequest, { result }: { readonly result: unknown }): unknown => ({
  ...{ jsonrpc: '2.0', id: id ?? null },
  result,
});

const read = async (kept: Kept, request: RpcRequest, text: string): Promise<unknown> => {
  const { node, history } = kept;
  const call = callOf(request);
  const head = headNumber(kept);
  const from = Math.max(node.base + 1, head - STATE_BLOCKS);
  const known = await answerFromHistory(history, call, { from, head });
  if (known !== null) return reply(request, known);
  const said = await forward(node.url, text);
  if (!ABOUT_TRANSACTIONS.has(request.method) || !/"result":\s*null/.test(said)) return said;
  const old = await transactionFromHistory(history, call);
  return old === null ? said : reply(request, old);
};

const recordSoon = ({ recorder }: Kept): void => {
  // The node answers before the block is there.
  for (const delayMs of [0, 20])
    setTimeout(() => void recorder.sync().catch(() => undefined), delayMs).unref();
};

/** What was mined is recorded at once, and waited for when the node could otherwise run ahead of what it keeps. */
const recordChange = async (kept: Kept, kind: ChangeKind): Promise<void> => {
  kept.unrecorded += 1;
  if (kind === 'transaction' && kept.unrecorded < UNRECORDED_MAX) return recordSoon(kept);
  await kept.recorder.sync();
  kept.unrecorded = 0;
  if (kind !== 'rewind') return;
  dropCheckpointsAfter(kept.paths.chain, headNumber(kept));
  kept.checkpointAt = Number.NEGATIVE_INFINITY;
};

const change = async (kept: Kept, request: RpcRequest, text: string): Promise<unknown> => {
  const kind = changeKind(request.method);
  const after = kind === 'state' ? Number((await latestBlock(kept.node.url)).number) : 0;
  const said = await forward(kept.node.url, text);
  if (isRefusal(said)) return said;
  if (kind === 'state') await kept.history.recordCall({ after, ...callOf(request) });
  else if (kind === 'clock') kept.clock.add(callOf(request));
  else if (kind === 'snapshot') kept.hasSnapshots = true;
  else {
    kept.clock.clear();
    await recordChange(kept, kind ?? 'rewind');
  }
  return said;
};

const writeDueCheckpoint = async (kept: Kept): Promise<void> => {
  if (headNumber(kept) - kept.checkpointAt < CHECKPOINT_EVERY) return;
  await kept.inTurn(async () => {
    await kept.recorder.sync();
    const written = await writeCheckpoint(kept.paths.chain, kept.node.url, kept.history);
    if (written !== null) kept.checkpointAt = written.number;
  });
};

const hasNothingPending = async (url: string): Promise<boolean> => {
  const pool = poolSchema.parse(await rpc(url, 'txpool_status'));
  return pool.pending + pool.queued === 0 && (await rpc(url, 'anvil_getAutomine')) === true;
};

/** A new node is made ready beside the old one, and takes over between two requests. */
const renewNode = async (kept: Kept): Promise<void> => {
  const ready = await startNodeAt(kept, kept.history, headNumber(kept));
  if (!ready.ok) return;
  const { stands, ...next } = ready.value;
  const open = await kept.gate.close();
  try {
    await kept.recorder.sync();
    const now = headNumber(kept);
    const caughtUp = await replayBlocks(next.url, kept.history, { from: stands, to: now });
    if (caughtUp.head !== now || !(await hasNothingPending(kept.node.url)))
      return void (await next.child.stop());
    for (const { method, params } of kept.clock.calls()) await rpc(next.url, method, { params });
    const old = kept.node;
    kept.node = next;
    void old.child.stop();
  } finally {
    open();
  }
};

const upkeep = async (kept: Kept): Promise<void> => {
  await kept.recorder.sync();
  kept.unrecorded = 0;
  await writeDueCheckpoint(kept);
  const isDue =
    headNumber(kept) - kept.node.base > (kept.blocksPerNode ?? BLOCKS_PER_NODE) && !kept.hasSnapshots;
  if (isDue && (await hasNothingPending(kept.node.url))) await renewNode(kept);
};

const keepUp = (kept: Kept): (() => void) => {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    // A node or database that is gone ends the stack by its own death; until then requests say what is wrong.
    void upkeep(kept)
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, UPKEEP_MS);
  timer.unref();
  return () => clearInterval(timer);
};

/**
 * Starts the chain, or goes on with the one in the history. Blocks, receipts and logs since genesis are answered from the history
 * once the node no longer has them; state is there for the last 256 blocks at least.
 */
export const startKeptChain = async (options: KeptChainStart): Promise<Result<KeptChain>> => {
  const { history, paths, port } = options;
  const recorded = (await history.head())?.number ?? 0;
  const started = await startNodeAt(options, history, recorded);
  if (!started.ok) return started;
  const { stands, ...node } = started.value;
  if (stands.head < recorded) {
    await history.cutAfter(stands.head);
    dropCheckpointsAfter(paths.chain, stands.head);
  }
  const kept: Kept = {
    ...{ ...options, node, gate: createGate(), inTurn: createQueue(), clock: createPendingClock() },
    recorder: await createBlockRecorder(history, () => kept.node.url),
    ...{ checkpointAt: listCheckpoints(paths.chain)[0]?.number ?? 0, unrecorded: 0, hasSnapshots: false },
  };
  await kept.recorder.sync();
  const broken = new Set<string>();
  const answer: AnswerRequest = (request, text) =>
    kept.gate.pass(() =>
      changeKind(request.method) === null
        ? read(kept, request, text)
        : kept.inTurn(() => change(kept, request, text)),
    );
  const front = await openRpcFront(port, answer, (path) => broken.has(path));
  const rest = keepUp(kept);
  return ok({
    rpcUrl: `http://127.0.0.1:${port}`,
    productUrl: `http://127.0.0.1:${port}${PRODUCT_PATH}`,
    setBroken: (isBroken) => void (isBroken ? broken.add(PRODUCT_PATH) : broken.delete(PRODUCT_PATH)),
    lost: recorded - stands.head,
    close: async () => {
      rest();
      front.close();
      front.closeAllConnections();
      await history.close();
    },
  });
};
