import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { STATE_BLOCKS } from './anvil.ts';
import type { BlockHistory, BlockPlace } from './block-history.ts';
import { callTogether } from './rpc.ts';

/** A whole state of the chain at one block, as a file a node can start from. */
export type Checkpoint = BlockPlace & {
  /** The last change of state by a call that is in it. */
  readonly callId: number;
  readonly path: string;
};

const KEPT = 4;
const NAME = /^checkpoint-(\d+)-(0x[0-9a-f]{64})-(\d+)\.json$/;
/** What a node needs of its past once it has been started anew: the block hashes that a contract may ask for. */
const HEADERS_KEPT = STATE_BLOCKS + 1;

const dumpSchema = z.looseObject({
  best_block_number: z.coerce.number(),
  blocks: z.array(z.looseObject({ header: z.looseObject({ number: z.string() }) })),
});

/** The checkpoints in `folder`, the youngest first. */
export const listCheckpoints = (folder: string): readonly Checkpoint[] => {
  const names = (() => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  })();
  return names
    .flatMap((name) => {
      const [, number, hash, callId] = NAME.exec(name) ?? [];
      return number === undefined || hash === undefined
        ? []
        : [{ number: Number(number), hash, callId: Number(callId), path: join(folder, name) }];
    })
    .sort((a, b) => b.number - a.number);
};

const removeOld = (folder: string): void => {
  for (const { path } of listCheckpoints(folder).slice(KEPT)) rmSync(path, { force: true });
};

/**
 * Writes the node's state, without the blocks and transactions that the history has. Null, and nothing is written,
 * when the history doesn't know the block it is of. No change of state may come in between.
 */
export const writeCheckpoint = async (
  folder: string,
  nodeUrl: string,
  history: Pick<BlockHistory, 'hashOf' | 'lastCallId'>,
): Promise<Checkpoint | null> => {
  const [packed] = await callTogether(nodeUrl, [['anvil_dumpState', []]]);
  const bytes = await promisify(gunzip)(Buffer.from(z.string().parse(packed).slice(2), 'hex'));
  const dump = dumpSchema.parse(JSON.parse(bytes.toString()));
  const number = dump.best_block_number;
  const hash = await history.hashOf(number);
  if (hash === null) return null;
  const recent = dump.blocks.filter(({ header }) => Number(header.number) > number - HEADERS_KEPT);
  mkdirSync(folder, { recursive: true });
  const callId = await history.lastCallId();
  const path = join(folder, `checkpoint-${number}-${hash}-${callId}.json`);
  writeFileSync(`${path}.new`, JSON.stringify({ ...dump, blocks: recent, transactions: [] }));
  renameSync(`${path}.new`, path);
  removeOld(folder);
  return { number, hash, callId, path };
};

/** Removes the checkpoints of blocks after `number`: they are of a branch that is no more. */
export const dropCheckpointsAfter = (folder: string, number: number): void => {
  for (const each of listCheckpoints(folder)) if (each.number > number) rmSync(each.path, { force: true });
};
