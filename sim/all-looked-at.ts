import type { Asked, Violation } from './asked.ts';
import { LOOK_EVERY_SECONDS } from './simulated-world.ts';

/**
 * I7: once the faults had stopped and leases had run out, one tick looked at everybody, held nobody and put nobody off for longer than
 * the policy allows. Nobody is set aside, since nobody is to blame; and no order waits unseen, since it would keep its leg for ever.
 */
export const allLookedAt = async ({ world, lastTickId }: Asked): Promise<readonly Violation[]> => {
  const { admin, portfolios } = world;
  const looked = await admin`
    select from portfolios p join accounts a on a.id = p.account_id
    where a.address = any(${[...portfolios]}::text[])
      and exists (select from decisions d where d.portfolio_id = p.id and d.tick_id::text = ${lastTickId})`;
  const left = await admin`
    select from portfolios p left join leases l on l.id = p.id
    where l.id is null or l.lease_owner is not null or p.quarantined_at is not null or p.archived_at is not null
      or l.visible_at not between simulated.now() + interval '1 second' and simulated.now() + make_interval(secs => ${LOOK_EVERY_SECONDS})`;
  const unseen = await admin`select from orders where status = 'signed'`;
  return [
    ...(looked.length === portfolios.length
      ? []
      : [`I7 the last tick looked at ${looked.length} of ${portfolios.length}`]),
    ...left.map(() => 'I7 a portfolio was left due, held, set aside or put off'),
    ...unseen.map(() => 'I7 an order was left signed, neither shown nor closed'),
  ];
};
