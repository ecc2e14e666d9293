import postgres from 'postgres';
import type { Place } from './every-page.ts';
import { portfolioOf } from './ledger.ts';
import { runningStack } from './running-stack.ts';

/** Something real for every page's address, of the running stack's portfolio that these journeys may change. */
export async function placeOf(whose: Parameters<typeof portfolioOf>[1]): Promise<Place> {
  const sql = postgres(runningStack().administerUrl, { max: 1, onnotice: () => undefined });
  try {
    const found = await portfolioOf(sql, whose);
    const [fill] = await sql<{ orderHash: string; txHash: string }[]>`
      select order_hash as "orderHash", tx_hash as "txHash" from fills where portfolio_id = ${found.id}
      order by block_number desc, log_index desc limit 1`;
    if (fill === undefined) throw new Error(`the running stack's portfolio “${found.name}” has no fill`);
    return { ...found, ...fill };
  } finally {
    await sql.end();
  }
}

/** One that no journey changes. */
export const untouchedPlace = (): Promise<Place> => placeOf('nobody');
