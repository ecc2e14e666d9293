/** A bug to plant: the file below the project's root, what is replaced by what (found exactly once), and where such a one was reported. */
export type PlantedBug = {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly report: string;
};

type Change = readonly [file: string, from: string, to: string];

const bug = (name: string, report: string, [file, from, to]: Change): PlantedBug => ({
  ...{ name, report, file, from, to },
});

const SETTLE = 'services/indexer/settle.ts';
const FACTS = 'services/store/tick/facts.ts';
const LEASES = 'services/store/tick/leases.ts';
const CUSTODY = 'services/custody/balancer/balancer-custody.ts';
const RANGE = 'services/custody/balancer/range-logs.ts';
const LOGS = 'services/chain/read-logs.ts';

/** The three guards that the simulation itself is guarded by: without any of them it has to find something. */
export const GUARDS: readonly PlantedBug[] = [
  bug('no-fence', 'guard', [
    'services/store/tick/journal.ts',
    'join leases l on l.id = i.portfolio_id and l.lease_token = i.token order by',
    'join leases l on l.id = i.portfolio_id order by',
  ]),
  bug('no-idempotency-key', 'guard', [
    'supabase/migrations/20261121000001_init.sql',
    'create unique index orders_one_live_per_leg on orders',
    'create index orders_one_live_per_leg on orders',
  ]),
  bug('no-reorganisation-check', 'guard', [
    SETTLE,
    'now.hash !== reached.hash',
    'now.number !== reached.number',
  ]),
];

/** Bugs that keepers, relayers, bots and indexers had, by their public reports, as they would be here. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  bug('first-message-only', 'ava-labs/icm-services 20: several messages in one block', [
    LOGS,
    'logs: [...read.value.logs].sort(byPlace)',
    'logs: [...read.value.logs].sort(byPlace).filter(({ address }, index, all) => all.findIndex((log) => log.address === address) === index)',
  ]),
  bug('failed-logs-are-none', 'GilgameshCaw/Caw 60: the cursor moves on after a failed read', [
    LOGS,
    'if (!smallerMayWork(whole)) return whole;',
    'if (!smallerMayWork(whole)) return ok({ logs: [], unanswered: [], toBlock: span.toBlock });',
  ]),
  bug('cursor-before-facts', 'ava-labs/icm-services 138: the height is stored before what is below it', [
    'services/wire/tick/bot-store.ts',
    'apply: (range) => run((sql) => applyRange(sql, range, { signers, defaultPolicy, serving })),',
    `apply: async (range) => {
    const { chainId: id, after, to } = range;
    await run((sql) => sql\`insert into cursors (chain_id, address_set, block_number, block_hash) values (\${id}, 'balancers', \${to.number.toString()}::bigint, \${to.hash}) on conflict do nothing\`);
    return run(async (sql) => {
      await sql\`delete from cursors where chain_id = \${id} and block_number > \${after.number.toString()}::bigint\`;
      return applyRange(sql, range, { signers, defaultPolicy, serving });
    });
  },`,
  ]),
  bug('range-begins-late', 'Snowfork/snowbridge 277: a block is skipped', [
    RANGE,
    'fromBlock: after.number + 1n, toBlock: end.number',
    'fromBlock: after.number + 2n < end.number ? after.number + 2n : end.number, toBlock: end.number',
  ]),
  bug('rollback-keeps-fills', 'darwinia-network/darwinia 1650: events of a branch that was left', [
    FACTS,
    "const FACT_TABLES = ['fills', 'cash_flows',",
    "const FACT_TABLES = ['cash_flows',",
  ]),
  bug('rollback-keeps-flows', 'RevokeCash/revoke.cash 119: a local index that nothing corrects', [
    FACTS,
    "const FACT_TABLES = ['fills', 'cash_flows',",
    "const FACT_TABLES = ['fills',",
  ]),
  bug('rollback-keeps-sums', 'graphprotocol/graph-node 5661: removed logs', [
    FACTS,
    'await advanceOrders(sql, { chainId, headTimeSeconds: to.timeSeconds, hashes, reopen: true });',
    'void hashes;',
  ]),
  bug('common-block-by-number', 'hoprnet/hoprnet 1191: lost logs after a reorganisation', [
    SETTLE,
    'block !== null && block.hash === trail[index]?.hash',
    'block !== null && block.number === trail[index]?.number',
  ]),
  bug('branch-not-read-again', 'boundless-xyz/boundless 1538: logs of the head come out empty', [
    CUSTODY,
    'if (isStill.value[0]?.hash !== range.end.hash) return movedAway();',
    '',
  ]),
  bug(
    'logs-read-once',
    'ethereum/go-ethereum 24078: a node behind answers for blocks that it does not have',
    [
      SETTLE,
      'return fromBlock > toBlock ? null : { fromBlock, toBlock };',
      'return fromBlock > toBlock || toBlock > 0n ? null : { fromBlock, toBlock };',
    ],
  ),
  bug('credit-overcount', 'public-market bots: a fill is credited again when it is asked about again', [
    'services/store/tick/order-status.ts',
    'const sold = facts.sold > makingAmount ? makingAmount : facts.sold;',
    'const more = facts.sold + (facts.sold > 0n ? 1_000n : 0n); const sold = more > makingAmount ? makingAmount : more;',
  ]),
  bug('stale-balances', 'hummingbot/hummingbot 601: decided on what was true before', [
    'services/chain/observe-fleet.ts',
    'const answer = await chain.call({ to, data, blockNumber, gas, ...override });',
    'const answer = await chain.call({ to, data, blockNumber: blockNumber - 1n, gas, ...override });',
  ]),
  bug('lost-reply-is-refusal', 'hummingbot/hummingbot 493, 5an1ty/BitBot 27: a time-out counts as refused', [
    'services/wire/tick/bot-store.ts',
    'markPlaced: (orderIds) => run((sql) => markPlaced(sql, orderIds)),',
    `markPlaced: async (orderIds) => {
    const marked = await run((sql) => markPlaced(sql, orderIds));
    if (!marked.ok)
      await run((sql) => sql\`update orders set status = 'rejected', closed_at = now() where id = any(\${[...orderIds]}::text[])\`);
    return marked;
  },`,
  ]),
  bug('lease-for-ever', 'keepers that stop silently: what a killed one held is never given up', [
    LEASES,
    'update leases l\n      set visible_at = now() + make_interval(',
    'update leases l\n      set visible_at = now() + 1000 * make_interval(',
  ]),
  bug('token-not-advanced', 'hummingbot/hummingbot 1791: two instances take one turn', [
    LEASES,
    'lease_token = l.lease_token + 1\n      where',
    'lease_token = l.lease_token\n      where',
  ]),
  bug('end-without-fence', 'Haehnchen/crypto-trading-bot 53: a late answer ends what is another one’s', [
    LEASES,
    'where l.id = i.id and l.lease_token = i.token\n      returning l.id, i.failed',
    'where l.id = i.id\n      returning l.id, i.failed',
  ]),
  bug('outage-sets-aside', 'sky-ecosystem/pymaker 57: a keeper stuck for good by what was not its own', [
    LEASES,
    'hopeless: failure !== null && blame && failure.retry.when',
    "hopeless: failure !== null && failure.retry.when !== 'never' ? true : failure !== null && blame && failure.retry.when",
  ]),
  bug('seconds-as-milliseconds', 'catch-up that never comes: a wait in the wrong unit', [
    'services/bot/steps/end.ts',
    'return Math.max(tickIntervalSeconds, Math.min(asked, interval));',
    'return 1_000 * Math.max(tickIntervalSeconds, Math.min(asked, interval));',
  ]),
  bug('wall-clock-expires', 'scrtlabs/catalyst 317: taken for over by one’s own clock', [
    'services/wire/tick/bot-store.ts',
    'run((sql) => advanceOrders(sql, { chainId, headTimeSeconds, hashes: [], reopen: false })),',
    `run(async (sql) => {
      const [clock] = await sql\`select extract(epoch from now())::int as seconds\`;
      return advanceOrders(sql, { chainId, headTimeSeconds: Math.max(headTimeSeconds, clock?.seconds ?? 0), hashes: [], reopen: false });
    }),`,
  ]),
  bug('refresh-forgotten', 'ava-labs/icm-services 1155: taken off the list before it was done', [
    'services/store/accounts.ts',
    'update accounts a set refresh_tries = a.refresh_tries + 1,',
    'update accounts a set refresh = false, refresh_tries = a.refresh_tries + 1,',
  ]),
  bug(
    'stuck-one-jams',
    'UMAprotocol/protocol 1785, sky-ecosystem/pymaker 46: what was not sent blocks what comes after',
    [
      'services/bot/steps/journal.ts',
      'actions: [...leftOver, ...fresh]',
      'actions: leftOver.length > 0 ? [] : fresh',
    ],
  ),
  bug('lag-is-news', 'filecoin-project/lotus 12078: a node behind is believed', [
    SETTLE,
    "if (head.number < reached.number) return ok({ done: 'lagging' });",
    "if (head.number < reached.number) { const undone = await ports.store.rollBack(reached, head); return undone.ok ? ok({ done: 'settled' }) : undone; }",
  ]),
  bug('fills-are-deposits-too', 'omni/tokenbridge 569: one transfer counted in two places', [
    CUSTODY,
    'fills: fillsByHolder(logs.holders, fills)',
    'fills: fillsByHolder(logs.holders, fills.slice(1))',
  ]),
];
