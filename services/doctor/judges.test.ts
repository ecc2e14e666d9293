import { describe, expect, it } from 'vitest';
import type { Finding } from '../../lib/doctor/finding.ts';
import { fail, failure, ok } from '../../lib/result.ts';
import {
  type ChainFacts,
  type ContractFacts,
  judgeContracts,
  judgeNodes,
  type NodeFacts,
} from './judge-chain.ts';
import { type DatabaseFacts, judgeClock, judgeDatabase, judgeMigrations } from './judge-database.ts';
import { judgeOrders, judgePortfolios } from './judge-portfolios.ts';
import { judgeSigners } from './judge-signers.ts';
import { judgeTicks } from './judge-ticks.ts';

const NOW = 1_800_000_000;
const shown = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ state, says }) => `${state}: ${says}`);

const node = (age: number, more: Partial<NodeFacts> = {}): NodeFacts => ({
  ...{ host: 'a.example', head: ok({ number: 1_000n, timeSeconds: NOW - age }), milliseconds: 40 },
  ...{ lens: ok(null), state: ok(null), logs: ok(null), ...more },
});
const chain = (nodes: readonly NodeFacts[], chainId = 8_453): ChainFacts => ({
  ...{ name: 'Base', chainId, blockSeconds: 2, nodes, nowSeconds: NOW },
});

describe('doctor judges a node', () => {
  it.each([
    [10, /^ok: Base: its node answers, at block 1000\.$/],
    [61, /^warning: Base, a\.example: its head is 61 s old\.$/],
    [901, /^fault: Base, a\.example: its head is 901 s old\.$/],
    [-31, /^warning: Base, a\.example: its head is 31 s in our future\.$/],
  ])('by the age of its head: %i s', (age, expected) => {
    const [only, ...others] = shown(judgeNodes([chain([node(age)])]));
    expect(only).toMatch(expected);
    expect(others).toEqual([]);
  });

  it('of a local chain without its age, which its tests make', () => {
    expect(shown(judgeNodes([chain([node(90_000)], 31_337)]))).toEqual([
      'ok: Base: its node answers, at block 1000.',
    ]);
  });

  it('by what it can’t do, and how slow it is', () => {
    const no = fail('chain-unavailable', 'The node could not be reached.');
    const limited = node(1, { lens: no, state: no, logs: no, milliseconds: 2_001 });
    expect(shown(judgeNodes([chain([limited])])).map((line) => line.replace(/ \(.*/, ''))).toEqual([
      'fault: Base, a.example: it answers no call with a state override',
      'fault: Base, a.example: it has no state of eight blocks ago',
      'fault: Base, a.example: it has no logs of the block at which the index begins',
      'warning: Base, a.example: it took 2001 ms to tell its head.',
    ]);
  });

  it('beside others: one that lags, and one that is of another chain', () => {
    const behind = node(1, { host: 'b.example', head: ok({ number: 984n, timeSeconds: NOW }) });
    const other = node(1, {
      host: 'c.example',
      head: fail('wrong-chain', 'c.example serves chain 1, not 8453.'),
    });
    expect(shown(judgeNodes([chain([node(1), behind, other])]))).toEqual([
      'warning: Base, b.example: it is 16 blocks behind another node.',
      'fault: Base, c.example: c.example serves chain 1, not 8453.',
    ]);
  });
});

it('doctor judges where an index begins', () => {
  const facts: ContractFacts = {
    ...{ name: 'Base', factoryBlock: 0n, headNumber: 200_000n },
    ...{ factory: { address: '0xfa', kind: 'factory' }, router: { address: '0x11', hasCode: true } },
    cash: null,
  };
  const judged = (change: Partial<typeof facts>) =>
    shown(judgeContracts([{ name: 'Base', read: ok({ ...facts, ...change }) }]));
  expect(judged({})).toEqual(['warning: Base: FACTORY_BLOCK is 0, and the chain is at 200000.']);
  expect(judged({ factoryBlock: 200_001n })).toEqual([
    'fault: Base: FACTORY_BLOCK is 200001, and the chain is at 200000.',
  ]);
  expect(judged({ factoryBlock: 9n, router: { address: '0x11', hasCode: false } })).toEqual([
    'fault: Base: at 0x11 there is no Limit Order Protocol.',
  ]);
  const cash = { address: '0xca', kind: 'factory', isLens: null } as const;
  expect(judged({ factoryBlock: 9n, cash })[0]).toMatch(/^ok: /);
  expect(judged({ factoryBlock: 9n, cash: { ...cash, kind: 'other-code', isLens: false } })).toEqual([
    'fault: Base: at 0xca there is no factory of cash portfolios.',
    'fault: Base: the lens of cash has other code than ours.',
  ]);
});

describe('doctor judges the database', () => {
  const facts: DatabaseFacts = {
    ...{ version: 16, isReadOnly: false, isAbove: false, canBeBot: true, isMigrated: true, skewSeconds: 0 },
  };

  it('by its version and the rights of the login', () => {
    expect(shown(judgeDatabase(ok({ ...facts, version: 14, isAbove: true, canBeBot: false })))).toEqual([
      'fault: The server is Postgres 14.',
      'fault: The login of DB_URL may not act as balancer_bot.',
      'warning: The login of DB_URL is above row level security.',
    ]);
    expect(shown(judgeDatabase(ok({ ...facts, canBeBot: false, isMigrated: false })))[0]).toMatch(/^ok: /);
  });

  it.each([
    [4.9, 'ok', 'behind'],
    [-5.1, 'warning', 'ahead of'],
    [61, 'fault', 'behind'],
  ])('by its clock: %d s', (skewSeconds, state, side) => {
    const [line] = shown(judgeClock(ok({ ...facts, skewSeconds })));
    expect(line).toMatch(
      new RegExp(`^${state}: This machine’s clock is ${Math.abs(skewSeconds).toFixed(1)} s ${side}`),
    );
  });

  it('by migrations that were edited, or that this build doesn’t know', () => {
    const states = [
      { name: '1.sql', state: 'applied' as const },
      { name: '2.sql', state: 'changed' as const },
    ];
    expect(shown(judgeMigrations(ok({ states, last: '3.sql', newest: '2.sql' })))).toEqual([
      'fault: Edited after it was applied: 2.sql.',
      'fault: The database stands at 3.sql, which this build doesn’t know.',
    ]);
  });
});

describe('doctor judges what is traded', () => {
  it('by who owns a portfolio, whether it is set aside, and whether it can be read', () => {
    const read = (signer: string, owner: string) => ok({ signer, owners: [owner], assets: [] });
    const portfolios = [
      { address: '0xa', isQuarantined: false, read: read('0xbot', '0xbot') },
      { address: '0xb', isQuarantined: true, read: read('0xbot', '0xann') },
      { address: '0xc', isQuarantined: false, read: fail('portfolio-unreadable', 'It can’t be read.') },
    ];
    const bot = { signers: ['0xbot'], isOwnerKeyAllowed: false };
    expect(shown(judgePortfolios(ok(portfolios), bot))).toEqual([
      'fault: 1 of 3 portfolios can’t be read: 0xc.',
      'fault: 1 of 3 portfolios are owned by the bot’s own key: 0xa.',
      'warning: 1 of 3 portfolios are set aside after failures of their own: 0xb.',
    ]);
  });

  it.each([
    [{ state: 0, limit: 17 }, 'The protocol may not take that much'],
    [{ state: 0, limit: 16 }, 'The portfolio doesn’t hold that much'],
    [{ state: 11, limit: 0 }, 'Its signer may not sign any more'],
  ])('by what nobody but a person can mend in an open order: %j', (answer, words) => {
    const orders = [
      { orderHash: '0x1', portfolio: '0xa', answer },
      // A day's budget is used up: that passes.
      { orderHash: '0x2', portfolio: '0xb', answer: { state: 0, limit: 15 } },
    ];
    expect(shown(judgeOrders(ok(orders)))).toEqual([`warning: 1 of 2 open orders: ${words} (0xa).`]);
  });

  it('by keys whose service is away, and parts that ticks found down', () => {
    const away = { addresses: [], unreachable: 'BOT_SIGNER_KMS_KEY_ID: no answer.' };
    expect(shown(judgeSigners(ok(away)))).toEqual(['fault: BOT_SIGNER_KMS_KEY_ID: no answer.']);
    const bot = { lastTickAtSeconds: NOW, lastTickAgeSeconds: 9, intervalSeconds: 60, stale: false };
    const components = [
      { name: 'nodes', state: 'down' as const, detail: 'RPC_LAGGING × 1' },
      { name: 'prices', state: 'degraded' as const, detail: null },
    ];
    expect(shown(judgeTicks({ ready: false, database: 'ok', bot, components }))).toEqual([
      'fault: The last ticks found nodes down (RPC_LAGGING × 1).',
      'warning: The last ticks found prices in trouble.',
    ]);
  });
});

it('doctor says of what it could not ask that it was not looked at', () => {
  const away = { ok: false, error: failure('database-unavailable', 'away') } as const;
  expect(judgeClock(away)[0]?.state).toBe('skipped');
  expect(judgeOrders(null)[0]?.state).toBe('skipped');
  expect(judgeTicks(null)[0]?.state).toBe('skipped');
});
