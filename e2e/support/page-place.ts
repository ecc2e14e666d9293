import postgres from 'postgres';
import type { Place } from './every-page.ts';
import { storedPortfolios } from './ledger.ts';
import { runningStack } from './running-stack.ts';

/** The running stack's portfolio of this place in the order of their making; from the end where it is negative. */
export async function placeAt(index: number): Promise<Place> {
  const sql = postgres(runningStack().administerUrl, { max: 1, onnotice: () => undefined });
  try {
    const found = (await storedPortfolios(sql)).at(index);
    if (found === undefined) throw new Error(`the running stack has no portfolio ${index}`);
    const [fill] = await sql<{ orderHash: string; txHash: string }[]>`
      select order_hash as "orderHash", tx_hash as "txHash" from fills where portfolio_id = ${found.id}
      order by block_number desc, log_index desc limit 1`;
    if (fill === undefined) throw new Error(`the running stack's portfolio ${index} has no fill`);
    return { ...found, ...fill };
  } finally {
    await sql.end();
  }
}

/** One that no journey changes. */
export const untouchedPlace = (): Promise<Place> => placeAt(-1);
