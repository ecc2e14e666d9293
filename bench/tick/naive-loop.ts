import postgres from 'postgres';
import { type Address, createPublicClient, http, parseAbi } from 'viem';
import { decide } from '../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../lib/engine/testing/builders.ts';

// What most bots of this kind do: one portfolio after the other, a read for each thing that is to be known and a statement for each thing
// that is to be written. It is given the database and the node that the tick is given.

const getters = parseAbi([
  'function owner() view returns (uint256)',
  'function paused() view returns (uint256)',
  'function balanceOf(address) view returns (uint256)',
  'function latestAnswer() view returns (uint256)',
]);

export type NaiveLoop = { readonly dbUrl: string; readonly rpcUrl: string; readonly portfolios: number };

/** Seconds that it takes for so many portfolios of five assets: twelve reads and four statements each. */
export const runNaiveLoop = async ({ dbUrl, rpcUrl, portfolios }: NaiveLoop): Promise<number> => {
  const sql = postgres(dbUrl, { max: 1, prepare: false, onnotice: () => undefined });
  const chain = createPublicClient({ transport: http(rpcUrl) });
  const snapshot = snapshotOf(Array.from({ length: 5 }, () => ({ usd: 1_000, targetBps: 2_000 })));
  const policy = policyOf({});
  await sql`set role balancer_bot`;
  const startMs = performance.now();
  for (let count = 0; count < portfolios; count += 1) {
    const [due] = await sql<{ id: string; token: string; address: Address }[]>`
      update leases l set visible_at = now() + interval '1 minute', lease_token = lease_token + 1
      from portfolios p join accounts a on a.id = p.account_id
      where l.id = (select id from leases where visible_at <= now() order by visible_at, id limit 1 for update skip locked) and p.id = l.id
      returning l.id::text, l.lease_token::text as token, a.address`;
    if (due === undefined) throw new Error('nothing is due');
    const { address } = due;
    await chain.readContract({ address, abi: getters, functionName: 'owner' });
    await chain.readContract({ address, abi: getters, functionName: 'paused' });
    for (let asset = 0; asset < 5; asset += 1) {
      await chain.readContract({ address, abi: getters, functionName: 'balanceOf', args: [address] });
      await chain.readContract({ address, abi: getters, functionName: 'latestAnswer' });
    }
    const { plan } = decide(snapshot, policy);
    await sql`select version, policy from policies where portfolio_id = ${due.id} order by version desc limit 1`;
    await sql`select count(*) from orders where portfolio_id = ${due.id} and status in ('signed', 'open')`;
    await sql`
      update leases set visible_at = now() + interval '1 hour', looked_at = now(), lease_owner = ${plan.kind}
      where id = ${due.id} and lease_token = ${due.token}`;
  }
  const seconds = (performance.now() - startMs) / 1_000;
  await sql.end();
  return seconds;
};
