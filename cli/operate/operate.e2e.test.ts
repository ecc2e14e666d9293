import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BotWorld, buildBotWorld, registerPolicy } from '../../e2e/support/bot-world.ts';
import { runCommand } from '../command/run-command.ts';
import { HOUSE } from '../commands/house.ts';

const NOBODY = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';

let world: BotWorld;
beforeAll(async () => {
  world = await buildBotWorld();
  for (const [name, value] of Object.entries(world.env)) vi.stubEnv(name, value);
  await world.tick();
  await world.setPrices(100_000_000n, 2_400_000_000_000n);
  await world.tick();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await world?.stop();
});

const run = async (...words: readonly string[]) => {
  const [out, error]: [string[], string[]] = [[], []];
  const terminal = {
    out: (text: string) => void out.push(text),
    error: (text: string) => void error.push(text),
  };
  const code = await runCommand(HOUSE, words, terminal);
  return { code, out: out.join('\n'), error: error.join('\n') };
};
const signer = async (): Promise<string> => {
  const [row] = await world.database.admin`select signer from accounts limit 1`;
  return row?.['signer'];
};
const orders = async () => {
  const rows = await world.database.admin`
    select order_hash, status, status_reason, sell_units::text, filled_sell_units::text from orders order by signed_at, id`;
  return rows.map((row) => ({ ...row }));
};
const calls = async () => {
  const rows = await world.database
    .admin`select status, generation::text, attempts from calls order by created_at, id`;
  return rows.map((row) => ({ ...row }));
};
const audited = async () => {
  const rows = await world.database.admin`
    select actor, action, after from audit_log where actor = 'operator' order by position desc limit 1`;
  return { ...rows[0] };
};

describe('orders', () => {
  it('says for each order whose it is, what it sells for how much, how old it is and how much of it is filled', async () => {
    await world.fillNewest(2_500);
    await world.bot.reconcile(20_000);
    const [stored, ...others] = await orders();
    expect(others).toEqual([]);
    const { code, out } = await run('orders');
    const [head, row, ...rest] = out.split('\n');
    expect([code, rest]).toEqual([0, []]);
    expect(head).toMatch(/^portfolio +chain +leg +sells +for +at +filled +age +venue +state$/);
    expect(row).toMatch(
      new RegExp(
        `^half and half \\(${world.portfolio}\\) +31337 +0\\.1 +[\\d.]+ WBTC +[\\d,.]+ USDC +2[34],\\d{3}\\.\\d\\d USDC/WBTC +2[45] % +\\d+ s +order-book +partially-filled$`,
      ),
    );
    const json = await run('orders', '--portfolio', world.portfolio, '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      ...{ orderHash: stored?.['order_hash'], chainId: 31_337, portfolio: world.portfolio, isShown: true },
      sell: {
        symbol: 'WBTC',
        decimals: 8,
        units: stored?.['sell_units'],
        filledUnits: stored?.['filled_sell_units'],
      },
      buy: { symbol: 'USDC', decimals: 6 },
      limitPrice: '24024',
    });
    expect(await run('orders', '--portfolio', NOBODY)).toMatchObject({ code: 0, out: 'No order is open.' });
  });

  it('ends with 2 for what is no address, and without a database', async () => {
    expect(await run('orders', '--portfolio', '0x12')).toMatchObject({ code: 2, out: '' });
    vi.stubEnv('DB_URL', '');
    const { code, error } = await run('orders');
    vi.stubEnv('DB_URL', world.env['DB_URL']);
    expect([code, error]).toEqual([2, expect.stringContaining('DB_URL is missing')]);
  });
});

describe('cancel-all', () => {
  it('shows what it would do and changes nothing, and does nothing while trading goes on', async () => {
    const before = await orders();
    const dry = await run('cancel-all');
    expect(dry.code, dry.error).toBe(0);
    expect(dry.out).toContain('1 orders would be shown no more.');
    expect(dry.out).toContain('Only an owner can do more');
    expect(dry.out.split('\n').at(-1)).toBe('Nothing has been changed: --yes does it.');
    const hasty = await run('cancel-all', '--yes');
    expect([hasty.code, hasty.out]).toEqual([1, '']);
    expect(hasty.error).toContain('trading-goes-on: Trading goes on');
    expect(hasty.error).toContain('1balancer pause.');
    expect([await orders(), await calls()]).toEqual([before, []]);
  });
});

describe('pause of one portfolio', () => {
  it('hides its orders, voids what a tick has in hand of it, and keeps it from being looked at', async () => {
    const [before] = await world.database.admin`select lease_token::int as token from leases`;
    const { code, out } = await run('pause', '--portfolio', world.portfolio);
    expect(code).toBe(0);
    expect(out).toContain(`${world.portfolio} is paused now; 1 orders are shown no more.`);
    const [after] = await world.database.admin`
      select lease_token::int as token, visible_at = 'infinity' as never_due from leases`;
    expect({ ...after }).toEqual({ token: before?.['token'] + 1, never_due: true });
    expect(await orders()).toMatchObject([{ status: 'unfillable', status_reason: 'hidden' }]);
    expect(await world.tick()).toMatchObject({ checked: 0 });
    expect(await audited()).toMatchObject({
      action: 'portfolio-paused',
      after: { reason: 'paused by the operator' },
    });
    const again = await run('pause', '--portfolio', world.portfolio);
    expect(again.out).toContain('was paused already; 0 orders are shown no more.');
    const [rows] = await world.database
      .admin`select count(*)::int as n from audit_log where action = 'portfolio-paused'`;
    expect(rows?.['n']).toBe(1);
  });

  it('is not lifted by a policy that is registered meanwhile', async () => {
    await registerPolicy(world.portfolio, world.database);
    expect(await world.tick()).toMatchObject({ checked: 0 });
    const [row] = await world.database.admin`select quarantine_reason from portfolios`;
    expect(row?.['quarantine_reason']).toBe('paused by the operator');
  });

  it('lets its open orders be voided on chain, journaled and once, however often it is asked for', async () => {
    expect(await world.generation()).toBe(1n);
    await world.rpc('anvil_setBalance', [await signer(), '0xde0b6b3a7640000']);
    const dry = await run('cancel-all', '--portfolio', world.portfolio, '--json');
    expect(JSON.parse(dry.out)).toMatchObject({
      done: false,
      chains: [{ chainId: 31_337, left: [world.portfolio], waiting: 0, sent: 0 }],
    });
    const first = await run('cancel-all', '--portfolio', world.portfolio, '--yes');
    expect(first.code, first.out + first.error).toBe(0);
    expect(first.out).toContain('Chain 31337: 1 revocations are sent and 0 wait for a tick.');
    expect(await world.generation()).toBe(2n);
    const second = await run('cancel-all', '--portfolio', world.portfolio, '--yes');
    expect(second.code, second.out + second.error).toBe(0);
    expect(await world.generation()).toBe(2n);
    expect(await calls()).toEqual([{ status: 'pending', generation: '1', attempts: 1 }]);
    await world.bot.reconcile(20_000);
    expect(await orders()).toMatchObject([{ status: 'superseded' }]);
    expect(await run('orders')).toMatchObject({ out: 'No order is open.' });
  });

  it('ends with resume, after which it is looked at and traded again', async () => {
    const resumed = await run('resume', '--portfolio', world.portfolio);
    expect(resumed).toMatchObject({
      code: 0,
      out: `${world.portfolio} is looked at again with the next tick; it was set aside: paused by the operator.`,
    });
    expect(await audited()).toMatchObject({ action: 'portfolio-resumed' });
    expect(await world.tick()).toMatchObject({ checked: 1, acted: 1 });
    expect(await run('resume', '--portfolio', world.portfolio)).toMatchObject({
      out: `${world.portfolio} was not set aside.`,
    });
    expect((await orders()).at(-1)).toMatchObject({ status: 'open' });
  });

  it('is refused for what is no portfolio', async () => {
    for (const word of ['pause', 'resume'])
      expect(await run(word, '--portfolio', NOBODY)).toMatchObject({
        ...{ code: 1, out: '', error: `not-found: No portfolio at ${NOBODY}.` },
      });
  });
});

describe('pause of all trading', () => {
  it('is the operator’s halt: portfolios hold, orders can be voided, and resume ends it', async () => {
    expect((await run('pause')).out).toContain('All trading is stopped now.');
    expect((await run('pause')).out).toContain('All trading was stopped already.');
    const voided = await run('cancel-all', '--yes');
    expect(voided.code, voided.out + voided.error).toBe(0);
    expect(voided.out).toContain('1 orders are shown no more.');
    expect(await audited()).toMatchObject({ action: 'orders-hidden', after: { orders: 1, portfolio: null } });
    expect(await world.generation()).toBe(3n);
    expect(await world.tick()).toMatchObject({ held: 1, acted: 0 });
    expect((await run('resume')).out).toBe('All trading is going on now.');
    expect(await world.tick()).toMatchObject({ acted: 1 });
  });

  it('says what could not be done where the chain does not answer, and goes on when asked again', async () => {
    await run('pause');
    vi.stubEnv('RPC_URL', 'http://127.0.0.1:9');
    const away = await run('cancel-all', '--yes');
    vi.stubEnv('RPC_URL', world.env['RPC_URL']);
    expect(away.code).toBe(1);
    expect(away.out).toContain('Chain 31337: chain-unavailable: ');
    expect(await world.generation()).toBe(3n);
    expect(await run('cancel-all', '--yes')).toMatchObject({ code: 0 });
    expect(await world.generation()).toBe(4n);
  });
});
