import { z } from 'zod';
import { latestBlock, rpc } from '../chain/rpc.ts';
import { type DatabaseUrls, openJournal } from '../postgres/database.ts';

const reachedRow = z.object({ reached: z.string().nullable() });

const indexedUpTo = async (urls: DatabaseUrls): Promise<bigint | null> => {
  const sql = openJournal(urls);
  try {
    const [row] = await sql`select max(block_number)::text as reached from cursors`;
    const { reached } = reachedRow.parse(row);
    return reached === null ? null : BigInt(reached);
  } finally {
    await sql.end();
  }
};

/**
 * A chain that came back from its last dump may lack blocks that the database has seen. A node that is behind proves
 * nothing, so nobody would believe it before its new branch is longer: empty blocks, a second apart, make it so.
 * Answers how many blocks were lost.
 */
export const outgrowLostBlocks = async (rpcUrl: string, urls: DatabaseUrls): Promise<bigint> => {
  const reached = await indexedUpTo(urls);
  const { number } = await latestBlock(rpcUrl);
  if (reached === null || reached <= number) return 0n;
  const lost = reached - number;
  await rpc(rpcUrl, 'hardhat_mine', { params: [`0x${(lost + 1n).toString(16)}`, '0x1'] });
  return lost;
};
