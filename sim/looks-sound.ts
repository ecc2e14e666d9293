import { numberToHex } from 'viem';
import { z } from 'zod';
import { decodeSnapshot } from '../lib/engine/codec.ts';
import type { AssetState, Snapshot } from '../lib/engine/snapshot.ts';
import type { Asked, Violation } from './asked.ts';

/** From a feed's 8 decimals to the 18 of a price. */
const FEED_SCALE = 10n ** 10n;
const header = z.object({ hash: z.string(), timestamp: z.string() }).nullable();

const assetFault = (
  { chain }: Asked,
  { account, blockNumber }: Snapshot,
  asset: AssetState,
): Violation | null => {
  const held = chain.balanceAt(account.address, asset.token, blockNumber);
  if (held !== asset.units) return `I4 a snapshot has ${asset.units} of what was ${held} in its block`;
  const answer = chain.answerAt(asset.token, blockNumber) * FEED_SCALE;
  return !asset.price.ok || asset.price.usdE18 === answer
    ? null
    : `I4 a snapshot has a price of ${asset.price.usdE18} where its block has ${answer}`;
};

const snapshotFaults = async (asked: Asked, snapshot: Snapshot): Promise<readonly Violation[]> => {
  const block = header.parse(
    await asked.world.rpc('eth_getBlockByNumber', [numberToHex(snapshot.blockNumber), false]),
  );
  if (block?.hash !== snapshot.blockHash)
    return asked.goneBlocks.has(snapshot.blockHash) ? [] : ['I4 a snapshot is of a block that never was'];
  const late =
    Number(block.timestamp) === snapshot.nowSeconds ? [] : ['I4 a snapshot has another time than its block'];
  return [...late, ...snapshot.assets.flatMap((asset) => assetFault(asked, snapshot, asset) ?? [])];
};

/** I4: every decision has one snapshot, and all that is in it is what the chain held in its one block. */
export const looksSound = async (asked: Asked): Promise<readonly Violation[]> => {
  const { admin } = asked.world;
  const doubled = await admin`select from decisions group by tick_id, portfolio_id having count(*) > 1`;
  const torn = await admin`
    select from snapshots s left join decisions d on d.snapshot_id = s.id
    group by s.id having count(d.id) <> 1`;
  const faults: Violation[] = [];
  for (const row of await admin`
    select snapshot, block_hash, block_number::text from snapshots order by id`) {
    const snapshot = decodeSnapshot(row.snapshot);
    if (!snapshot.ok) {
      faults.push(`I4 ${snapshot.error.message}`);
      continue;
    }
    const { blockHash, blockNumber } = snapshot.value;
    if (blockHash !== row.block_hash || `${blockNumber}` !== row.block_number)
      faults.push('I4 a snapshot is stored with another block');
    faults.push(...(await snapshotFaults(asked, snapshot.value)));
  }
  return [
    ...doubled.map(() => 'I4 one tick decided twice for a portfolio'),
    ...torn.map(() => 'I4 a snapshot without its one decision'),
    ...faults,
  ];
};
