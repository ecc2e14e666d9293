import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import type { Asked, Violation } from './asked.ts';
import type { ChainFlow } from './chain-record.ts';

const differ = (what: string, onChain: readonly string[], stored: readonly string[]): readonly Violation[] =>
  [...onChain].sort().join() === [...stored].sort().join()
    ? []
    : [`I1 the chain has ${onChain.length} ${what}, ${stored.length} are stored, and they are not the same`];

type Placed = Pick<ChainFlow, 'portfolio' | 'blockNumber'>;

/** Facts of a contract count from where the index stood when it became a portfolio: one that is another bot's has none. */
const servedAt = async ({ world }: Asked): Promise<(fact: Placed) => boolean> => {
  const rows = await world.admin<{ address: string; after: string }[]>`
    select a.address, s.after_block::text as after
    from simulated.served s join portfolios p on p.id = s.portfolio_id join accounts a on a.id = p.account_id`;
  const afterOf = new Map(rows.map(({ address, after }) => [address, BigInt(after)]));
  return ({ portfolio, blockNumber }) => {
    const after = afterOf.get(portfolio);
    return after !== undefined && blockNumber > after;
  };
};

/** Fill by fill: where it stands, whose it is and what it moved. */
const fillsAgree = async (asked: Asked): Promise<readonly Violation[]> => {
  const { world, chain } = asked;
  const isServed = await servedAt(asked);
  const rows = await world.admin<{ fill: string }[]>`
    select concat_ws(' ', a.address, f.tx_hash, f.block_hash, f.order_hash, f.sell_units, f.buy_units) as fill
    from fills f join portfolios p on p.id = f.portfolio_id join accounts a on a.id = p.account_id
    join simulated.served s on s.portfolio_id = p.id and f.block_number > s.after_block`;
  const onChain = chain.fills
    .filter(isServed)
    .map(({ portfolio, txHash, blockHash, orderHash, sellUnits, buyUnits }) =>
      [portfolio, txHash, blockHash, orderHash, sellUnits, buyUnits].join(' '),
    );
  return differ(
    'fills',
    onChain,
    rows.map(({ fill }) => fill),
  );
};

/** Transfers that no fill moved. */
const flowsAgree = async (asked: Asked): Promise<readonly Violation[]> => {
  const { world, chain } = asked;
  const isServed = await servedAt(asked);
  const rows = await world.admin<{ flow: string }[]>`
    select concat_ws(' ', a.address, c.tx_hash, c.block_hash, c.token,
      case when c.direction = 'in' then c.units else -c.units end) as flow
    from cash_flows c join portfolios p on p.id = c.portfolio_id join accounts a on a.id = p.account_id
    join simulated.served s on s.portfolio_id = p.id and c.block_number > s.after_block where c.units > 0`;
  const traded = new Set(chain.fills.map(({ txHash }) => txHash));
  const onChain = chain.flows
    .filter((flow) => isServed(flow) && !traded.has(flow.txHash))
    .map(({ portfolio, txHash, blockHash, token, units }) =>
      [portfolio, txHash, blockHash, token, units].join(' '),
    );
  return differ(
    'cash flows',
    onChain,
    rows.map(({ flow }) => flow),
  );
};

/** What orders say of themselves follows from the fills. */
const sumsAgree = async ({ world }: Asked): Promise<readonly Violation[]> => {
  const wrong = await world.admin`
    select from orders o left join lateral (
      select sum(f.sell_units) as sold, sum(f.buy_units) as bought from fills f where f.order_hash = o.order_hash
    ) f on true
    where o.filled_sell_units <> coalesce(f.sold, 0) or o.filled_buy_units <> coalesce(f.bought, 0)`;
  const unknown = await world.admin`
    select from fills f where not exists (select from orders o where o.order_hash = f.order_hash)`;
  return [
    ...wrong.map(() => 'I1 an order was filled by other than the sum of its fills'),
    ...unknown.map(() => 'I5 an order was filled that is not stored'),
  ];
};

/** What the database says of a contract is what the contract says of itself. */
const statesAgree = async ({ world }: Asked): Promise<readonly Violation[]> => {
  const violations: Violation[] = [];
  for (const address of world.portfolios) {
    const ask = (functionName: 'generation' | 'paused' | 'authorizedSigner') =>
      world.client.readContract({ address, abi: balancerAbi, functionName });
    const told = await Promise.all([ask('generation'), ask('paused'), ask('authorizedSigner')]);
    const [row] = await world.admin<{ told: string }[]>`
      select concat_ws(' ', generation, paused, signer) as told from accounts where address = ${address}`;
    if (
      row?.told !==
      told
        .map((each) => (each === true ? 't' : each === false ? 'f' : each))
        .join(' ')
        .toLowerCase()
    )
      violations.push(`I1 the contract says ${told.join(' ')}, stored is ${row?.told}`);
  }
  return violations;
};

/** A fact stays where it is while the chain stays on its branch, whatever a node says that has not seen it yet. */
const nothingUndone = async ({ world, goneBlocks }: Asked): Promise<readonly Violation[]> => {
  if (goneBlocks.size > 0) return [];
  const rows = await world.admin<{ fact: string }[]>`select distinct fact from simulated.undone`;
  return rows.map(({ fact }) => `I1 ${fact} were undone, and no block has gone`);
};

/** I1: what the chain says has happened is what is stored, each in its place, and in sum. I5: what was filled is stored. */
export const factsAgree = async (asked: Asked): Promise<readonly Violation[]> =>
  (
    await Promise.all([
      ...[fillsAgree(asked), flowsAgree(asked), sumsAgree(asked), statesAgree(asked)],
      nothingUndone(asked),
    ])
  ).flat();
