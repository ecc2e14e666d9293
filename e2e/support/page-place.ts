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
    return last;
  } finally {
    await sql.end();
  }
}
