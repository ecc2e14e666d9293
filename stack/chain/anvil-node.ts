import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import { type Child, type ChildSpec, logTail } from '../process/child.ts';
import { nextFreePort } from '../process/free-port.ts';
import type { StackPaths } from '../process/paths.ts';
import { waitFor } from '../process/sleep.ts';
import { anvilSpec, STATE_BLOCKS } from './anvil.ts';
import type { BlockHistory } from './block-history.ts';
import { type Checkpoint, listCheckpoints } from './checkpoints.ts';
import { replayBlocks, type Standing } from './replay-blocks.ts';
import { answersRpc } from './rpc.ts';

/** A running node. It has every block after `base` whole, and of earlier ones nothing or only the header. */
export type AnvilNode = { readonly child: Child; readonly url: string; readonly base: number };

export type NodeStart = {
  readonly paths: StackPaths;
  readonly genesisSeconds: UnixSeconds;
  readonly start: (spec: ChildSpec) => Child;
};

/** Behind the front, out of the way of the ports people know. */
const NODE_PORT = 18_545;
const ATTEMPTS = 3;

const startNode = async (
  { paths, genesisSeconds, start }: NodeStart,
  checkpoint: Checkpoint | null,
): Promise<Result<AnvilNode>> => {
  let tail = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { port } = await nextFreePort(NODE_PORT);
    const child = start(anvilSpec(paths, { port, genesisSeconds, checkpoint: checkpoint?.path ?? null }));
    const url = `http://127.0.0.1:${port}`;
    const ready = await waitFor(() => (child.running() ? answersRpc(url) : false), { timeoutMs: 60_000 });
    if (ready === true) return ok({ child, url, base: checkpoint?.number ?? -1 });
    tail = logTail(child.logFile);
    // Another stack may have been faster to the port.
    await child.stop();
  }
  return fail('chain-start-failed', `The chain did not start; the end of its log:\n${tail}`);
};

/**
 * Where to start from, best first: the youngest checkpoint that leaves the promised state to be made again, then younger ones,
 * in case blocks between them can't be. Null is genesis.
 */
const startingPoints = async (
  folder: string,
  history: BlockHistory,
  head: number,
): Promise<readonly (Checkpoint | null)[]> => {
  const known: Checkpoint[] = [];
  for (const each of listCheckpoints(folder))
    if (each.number <= head && (await history.hashOf(each.number)) === each.hash) known.push(each);
  const old = known.find(({ number }) => number <= head - STATE_BLOCKS) ?? null;
  return [old, ...known.filter(({ number }) => number > (old?.number ?? -1)).reverse()];
};

/** Starts a node and makes the recorded blocks again on it, up to `head`; short of it when they don't come out the same. */
export const startNodeAt = async (
  options: NodeStart,
  history: BlockHistory,
  head: number,
): Promise<Result<AnvilNode & { readonly stands: Standing }>> => {
  const points = await startingPoints(options.paths.chain, history, head);
  for (const [index, point] of points.entries()) {
    const started = await startNode(options, point);
    if (!started.ok) return started;
    const from = { head: point?.number ?? 0, callId: point?.callId ?? 0 };
    const stands = await replayBlocks(started.value.url, history, { from, to: head });
    if (stands.head >= head || index === points.length - 1) return ok({ ...started.value, stands });
    await started.value.child.stop();
  }
  return fail('chain-start-failed', 'The chain has nowhere to start from.');
};
