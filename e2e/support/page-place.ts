import postgres from 'postgres';
import type { Place } from './every-page.ts';
import { storedPortfolios } from './ledger.ts';
import { runningStack } from './running-stack.ts';

/** The running stack's last portfolio; journeys that change one take the first. */
export async function lastPlace(): Promise<Place> {
  const sql = postgres(runningStack().administerUrl, { max: 1, onnotice: () => undefined });
  try {
    const last = (await storedPortfolios(sql)).at(-1);
    if (last === undefined) throw new Error('the running stack has no portfolio');
    const [fill] = await sql<{ orderHash: string; txHash: string }[]>`
      select order_hash as "orderHash", tx_hash as "txHash" from fills where portfolio_id = ${last.id}
      order by block_number desc, log_index desc limit 1`;
    if (fill === undefined) throw new Error('the last portfolio has no fill');
    return { ...last, ...fill };
  } finally {
    await sql.end();
  }
}
