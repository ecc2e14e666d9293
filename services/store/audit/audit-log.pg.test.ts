import { beforeEach, describe, expect, it } from 'vitest';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { PRESETS } from '../../../lib/policy/policy-presets.ts';
import { seedCursor } from '../cursors.ts';
import type { BotDatabase } from '../database.ts';
import {
  type ArrangedPortfolio,
  addressOf,
  arrangePortfolios,
  CHAIN_ID,
  hashOf,
  removePortfolios,
} from '../testing/arrange.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import { applyRange, rollBack } from '../tick/facts.ts';

let database: TestDatabase;
let bot: BotDatabase;
let portfolio: ArrangedPortfolio;

const blockOf = (number: bigint) => ({
  number,
  hash: hashOf(`block ${number}`),
  timeSeconds: 1_000 + Number(number),
});

withTestBot((opened) => {
  ({ database, bot } = opened);
});
beforeEach(async () => {
  const { admin } = database;
  await removePortfolios(admin);
  await admin`delete from cursors`;
  const [arranged] = await arrangePortfolios(admin, 1);
  if (arranged === undefined) throw new Error('nothing arranged');
  portfolio = arranged;
});

const events = () => database.admin`select name, details, block_time_seconds::int from chain_events`;
const note = () => database.admin`
  insert into audit_log (actor_kind, actor, portfolio_id, action) values ('system', 'tick', ${portfolio.id}, 'quarantined')`;

describe('the audit log', () => {
  it('is added to and never changed, whoever asks', async () => {
    await note();
    await expect(bot.run((sql) => sql`delete from audit_log`)).rejects.toThrow(/permission denied/);
    await expect(bot.run((sql) => sql`update audit_log set actor = 'nobody'`)).rejects.toThrow(/permission/);
  });

  it('keeps a portfolio with a past from being deleted', async () => {
    await note();
    await expect(database.admin`delete from accounts`).rejects.toThrow(/audit_log_portfolio_id_fkey/);
  });
});

describe('what contracts say of themselves', () => {
  const event = (number: bigint) => ({
    txHash: hashOf(`tx ${number}`),
    logIndex: 0,
    blockNumber: number,
    blockHash: blockOf(number).hash,
    blockTimeSeconds: blockOf(number).timeSeconds,
    account: portfolio.address,
    name: 'PausedSet',
    details: { paused: true },
  });

  it('goes with the block that said it, and the audit log stays', async () => {
    await note();
    const serving = { anyone: true, perOwnerMax: 1_000 };
    const terms = { signers: [addressOf(9)], defaultPolicy: policyToJson(PRESETS.index), serving };
    const range = {
      chainId: CHAIN_ID,
      creations: [],
      states: [],
      fills: [],
      cashFlows: [],
      listings: [],
      gaps: [],
    };
    await bot.run((sql) => seedCursor(sql, { chainId: CHAIN_ID, block: blockOf(10n) }));
    await bot.run((sql) =>
      applyRange(sql, { ...range, after: blockOf(10n), to: blockOf(20n), events: [event(15n)] }, terms),
    );
    expect(await events()).toEqual([
      { name: 'PausedSet', details: { paused: true }, block_time_seconds: 1_015 },
    ]);
    await bot.run((sql) => rollBack(sql, { chainId: CHAIN_ID, from: blockOf(20n), to: blockOf(10n) }));
    expect(await events()).toEqual([]);
    const [{ count } = { count: 0 }] = await database.admin`select count(*)::int from audit_log`;
    expect(count).toBe(1);
  });

  it('comes over from a bot of before, which still writes it to the audit log', async () => {
    await bot.run(
      (sql) => sql`
        insert into audit_log (actor_kind, actor, portfolio_id, action, details, chain_id, tx_hash, log_index, block_number,
          block_hash)
        values ('chain', ${portfolio.address}, ${portfolio.id}, 'CancelSent', '{"done": true}', ${CHAIN_ID},
          ${hashOf('tx')}, 0, 15, ${hashOf('block')})`,
    );
    expect(await events()).toEqual([
      { name: 'CancelSent', details: { done: true }, block_time_seconds: null },
    ]);
  });
});
