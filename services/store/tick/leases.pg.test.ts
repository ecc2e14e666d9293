import { beforeEach, describe, expect, it } from 'vitest';
import type { LeaseOutcome } from '../../../lib/ledger/tick-record.ts';
import { failure } from '../../../lib/result.ts';
import type { BotDatabase } from '../database.ts';
import { addressOf, arrangePortfolios, CHAIN_ID, hashOf, removePortfolios } from '../testing/arrange.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import { claimDue, completeLeases, countDue, releaseLeases, wakeUnfunded } from './leases.ts';

let database: TestDatabase;
let bot: BotDatabase;
withTestBot((opened) => {
  ({ database, bot } = opened);
}, 20);
beforeEach(() => removePortfolios(database.admin));

const CLAIM = { chainId: CHAIN_ID, owner: 'test', limit: 500, leaseSeconds: 60, dueBefore: 'infinity' };
const claim = (change: Partial<typeof CLAIM> = {}) =>
  bot.run((sql) => claimDue(sql, { ...CLAIM, ...change }));
type Outcome = Omit<LeaseOutcome, 'unfundedAt' | 'dueInSeconds'> & Partial<LeaseOutcome>;
const complete = (outcomes: readonly Outcome[], dueInSeconds = 300) =>
  bot.run((sql) =>
    completeLeases(sql, {
      outcomes: outcomes.map((outcome) => ({ unfundedAt: null, dueInSeconds, ...outcome })),
      failuresMax: 3,
    }),
  );
const broken = failure('bug', 'it broke', { when: 'next-tick' });

describe('claiming what is due', () => {
  it('gives the portfolio that has waited longest first, with its account and latest policy', async () => {
    const arranged = await arrangePortfolios(database.admin, 3);
    const [first] = await claim({ limit: 1 });
    expect(first).toMatchObject({
      portfolioId: arranged[0]?.id,
      account: { kind: 'balancer', chainId: CHAIN_ID, address: arranged[0]?.address },
      policyVersion: 1,
      policy: { ok: true },
    });
  });

  it('gives twenty claimants at once 200 different portfolios, none twice and none left over', async () => {
    await arrangePortfolios(database.admin, 200);
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim({ limit: 13 })));
    const ids = claims.flat().map(({ portfolioId }) => portfolioId);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await claim();
    expect(ids.length + rest.length).toBe(200);
    expect(await claim()).toEqual([]);
  });

  it('gives nothing that came due after the tick began, nothing of another chain, and nothing that is held', async () => {
    await arrangePortfolios(database.admin, 1);
    expect(await claim({ dueBefore: '2020-01-01' })).toEqual([]);
    expect(await claim({ chainId: 1 })).toEqual([]);
    expect(await claim()).toHaveLength(1);
    expect(await claim()).toEqual([]);
    expect(await bot.run((sql) => countDue(sql, CLAIM))).toBe(1);
  });

  it('gives a lapsed lease to somebody else with another token', async () => {
    await arrangePortfolios(database.admin, 1);
    const [frozen] = await claim();
    await database.admin`update leases set visible_at = now()`;
    const [next] = await claim();
    expect(next?.portfolioId).toBe(frozen?.portfolioId);
    expect(next?.token).not.toBe(frozen?.token);
  });
});

describe('ending a lease', () => {
  it('brings each portfolio back when its outcome says, by the clock of the database', async () => {
    await arrangePortfolios(database.admin, 2);
    const claimed = await claim();
    await complete(
      claimed.map((lease, index) => ({ lease, failure: null, blame: false, dueInSeconds: 300 + index * 60 })),
    );
    const rows = await database.admin`
      select extract(epoch from visible_at - looked_at)::int as seconds, lease_owner from leases where looked_at > now() - interval '1 hour' order by id`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { seconds: 300, lease_owner: null },
      { seconds: 360, lease_owner: null },
    ]);
  });

  it('changes nothing for who has lost the lease, whether he completes or gives back', async () => {
    await arrangePortfolios(database.admin, 1);
    const [frozen] = await claim();
    await database.admin`update leases set visible_at = now()`;
    const [next] = await claim();
    if (frozen === undefined || next === undefined) throw new Error('nothing claimed');
    const [before] =
      await database.admin`select visible_at::text, lease_token::text, lease_owner from leases`;
    expect(await complete([{ lease: frozen, failure: null, blame: false }], 0)).toEqual([]);
    await bot.run((sql) => releaseLeases(sql, [frozen]));
    const [after] = await database.admin`select visible_at::text, lease_token::text, lease_owner from leases`;
    expect(after).toEqual(before);
    await bot.run((sql) => releaseLeases(sql, [next]));
    expect(await claim()).toHaveLength(1);
  });

  it('sets a portfolio aside after three failures of its own in a row, and says why', async () => {
    await arrangePortfolios(database.admin, 2);
    for (const round of [1, 2, 3]) {
      const claimed = await claim();
      expect(claimed).toHaveLength(2);
      const [poison, healthy] = claimed;
      if (poison === undefined || healthy === undefined) throw new Error('nothing claimed');
      const ended = await complete(
        [
          { lease: poison, failure: broken, blame: true },
          { lease: healthy, failure: null, blame: false },
        ],
        0,
      );
      expect(ended.filter(({ quarantined }) => quarantined)).toHaveLength(round === 3 ? 1 : 0);
    }
    expect(await claim()).toHaveLength(1);
    const rows = await database.admin`select failures, quarantine_reason from portfolios order by id`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { failures: 3, quarantine_reason: 'bug: it broke' },
      { failures: 0, quarantine_reason: null },
    ]);
    const [told] = await database.admin`select action, details ->> 'reason' as reason from audit_log`;
    expect(told).toEqual({ action: 'quarantined', reason: 'bug: it broke' });
  });

  it('sets a portfolio aside at once for what is never worth another try', async () => {
    await arrangePortfolios(database.admin, 1);
    const claimed = await claim();
    const never = failure('policy-invalid', 'no targets');
    await complete(claimed.map((lease) => ({ lease, failure: never, blame: true })));
    const [row] = await database.admin`select failures, quarantine_reason from portfolios`;
    expect(row).toEqual({ failures: 1, quarantine_reason: 'policy-invalid: no targets' });
    expect(await claim()).toEqual([]);
  });

  it('forgets failures after a success, and counts none that are not the portfolio’s own', async () => {
    await arrangePortfolios(database.admin, 1);
    const turn = async (outcome: { failed: boolean; blame: boolean }) => {
      const claimed = await claim();
      await complete(
        claimed.map((lease) => ({ lease, failure: outcome.failed ? broken : null, blame: outcome.blame })),
        0,
      );
      const [row] = await database.admin`select failures from portfolios`;
      return row?.failures;
    };
    expect(await turn({ failed: true, blame: true })).toBe(1);
    expect(await turn({ failed: true, blame: true })).toBe(2);
    expect(await turn({ failed: false, blame: false })).toBe(0);
    expect(await turn({ failed: true, blame: false })).toBe(0);
  });
});

describe('a portfolio that is worth nothing', () => {
  const secondsLeft = async () =>
    (
      await database.admin`select round(extract(epoch from visible_at - now()))::int as seconds from leases`
    )[0]?.seconds;
  const transferIn = (id: string, blockNumber: number) => database.admin`
    insert into cash_flows (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, token,
      direction, units, counterparty)
    values (${CHAIN_ID}, ${hashOf('tx')}, 1, ${hashOf('block')}, ${blockNumber}, 1, ${id}, ${addressOf(7)}, 'in', 5, ${addressOf(8)})`;
  const looked = async () => {
    const [portfolio] = await arrangePortfolios(database.admin, 1);
    const claimed = await claim();
    if (portfolio === undefined) throw new Error('not arranged');
    const end = () =>
      complete(
        claimed.map((lease) => ({ lease, failure: null, blame: false, unfundedAt: 50n })),
        0,
      );
    return { portfolio, end };
  };

  it('is looked at once a day, whatever the interval, and at once when something has come in', async () => {
    const { portfolio, end } = await looked();
    await end();
    expect(await secondsLeft()).toBe(86_400);
    expect(await claim()).toEqual([]);
    await bot.run((sql) => wakeUnfunded(sql, { chainId: CHAIN_ID, addresses: [portfolio.address] }));
    expect(await claim()).toHaveLength(1);
  });

  it('doesn’t wait a day for what came in while it was being looked at', async () => {
    const { portfolio, end } = await looked();
    await transferIn(portfolio.id, 51);
    await end();
    expect(await secondsLeft()).toBe(0);
  });

  it('is not woken by what came in before the block it was seen at', async () => {
    const { portfolio, end } = await looked();
    await transferIn(portfolio.id, 50);
    await end();
    expect(await secondsLeft()).toBe(86_400);
  });

  it('hears of a transfer that is stored in the same moment as its look ends', async () => {
    const { portfolio, end } = await looked();
    let stored = (): void => undefined;
    const holding = new Promise<void>((resolve) => {
      stored = resolve;
    });
    const storing = bot.run(async (sql) => {
      await wakeUnfunded(sql, { chainId: CHAIN_ID, addresses: [portfolio.address] });
      await sql`
        insert into cash_flows (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id,
          token, direction, units, counterparty)
        values (${CHAIN_ID}, ${hashOf('tx')}, 1, ${hashOf('block')}, 51, 1, ${portfolio.id}, ${addressOf(7)}, 'in', 5, ${addressOf(8)})`;
      await holding;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const ending = end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    stored();
    await Promise.all([storing, ending]);
    expect(await secondsLeft()).toBe(0);
  });
});
