import type { Address } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import type { CashSight } from '../../lib/cash/cash-sight.ts';
import type { DueCash } from '../../lib/cash/moves/due-cash.ts';
import { accountOf, sightOf, VAULT } from '../../lib/cash/moves/testing/sight-builders.ts';
import { BASE, ETHEREUM, openPolicy, vaultOf } from '../../lib/cash/testing/cash-builders.ts';
import { type Failure, fail, ok, type Result } from '../../lib/result.ts';
import { type CashPorts, type LookedCash, tickCash } from './tick-cash.ts';

const KEY = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const SIGNER = KEY.address.toLowerCase() as Address;
const POLICY = openPolicy();
const due: DueCash = {
  ...{ ownerId: '1', owner: `0x${'d'.repeat(40)}`, token: 5n, policy: ok(POLICY), leadE18: 0n, anchor: [] },
};
const signed = (sight: CashSight): CashSight => ({
  ...sight,
  accounts: sight.accounts.map((one) => ({ ...one, signer: SIGNER })),
});
const SIGHT = signed(sightOf());

/** A better vault over there, into which all may go. */
const CROSSING: CashSight = {
  ...signed(sightOf({ here: accountOf(ETHEREUM) })),
  snapshot: {
    ...SIGHT.snapshot,
    anchor: [{ chainId: ETHEREUM, vault: VAULT, shareBps: 10_000 }],
    leadE18: 10n ** 17n,
    chains: SIGHT.snapshot.chains.map((chain) =>
      chain.chainId === BASE
        ? { ...chain, vaults: [vaultOf(VAULT, { rate: 12 })] }
        : { ...chain, idleUnits: 0n },
    ),
  },
};

/** These owners, and then nobody. */
const once = (owners: readonly DueCash[]): CashPorts['claim'] => {
  const batches = [owners];
  return async () => ok(batches.shift() ?? []);
};

type Written = {
  readonly looks: LookedCash[];
  readonly failures: Failure[];
  readonly released: string[];
  readonly asked: object[];
  readonly logged: string[];
  readonly poked: CashSight[];
};

const tick = async (
  sight: Result<CashSight> | null,
  more: Partial<CashPorts> = {},
): Promise<Written & { readonly outcome: Result<null> }> => {
  const written: Written = { looks: [], failures: [], released: [], asked: [], logged: [], poked: [] };
  const told = (_: object, event: string) => void written.logged.push(event);
  const outcome = await tickCash({
    claim: once([due]),
    see: async () => ok(new Map(sight === null ? [] : [['1', sight]])),
    feeShareE7: async (pair) => {
      written.asked.push(pair);
      return ok(0n);
    },
    signAs: (by) => (by === SIGNER ? async (digest) => ok(await KEY.sign({ hash: digest })) : null),
    journal: async (look) => {
      written.looks.push(look);
      return ok('7');
    },
    poke: async (sight) => {
      written.poked.push(sight);
      return ok(null);
    },
    failed: async (_, failure) => {
      written.failures.push(failure);
      return ok('again' as const);
    },
    release: async ({ ownerId }) => ok(void written.released.push(ownerId)),
    log: { info: told, warn: told },
    ...{ isOver: () => false, tickIntervalSeconds: 60, dryRun: false },
    ...more,
  });
  return { ...written, outcome };
};

describe("a tick over owners' cash", () => {
  it('journals what it decides with moves that the portfolio’s signer has signed, and chooses the starting place', async () => {
    const { looks, failures, asked } = await tick(ok(SIGHT));
    const [look] = looks;
    expect(failures).toEqual([]);
    expect(asked).toEqual([]);
    expect(look?.decision.plan).toMatchObject({ kind: 'move', moves: [{ kind: 'deposit', vault: VAULT }] });
    expect(look?.sight.snapshot.anchor).toEqual([{ chainId: ETHEREUM, vault: VAULT, shareBps: 10_000 }]);
    expect(look?.moves).toMatchObject([
      { chainId: ETHEREUM, signer: SIGNER, signature: expect.stringMatching(/^0x/) },
    ]);
    expect(look?.dueInSeconds).toBe(86_400);
  });

  it('asks Circle for the fees of what it bridges, and pays with what it redeems first', async () => {
    const { looks, asked } = await tick(ok(CROSSING));
    expect(looks[0]?.moves.map(({ words }) => words.kind)).toEqual(['Redeem', 'Bridge']);
    expect(asked).toEqual([{ source: 0, destination: 6 }]);
    expect(looks[0]?.dueInSeconds).toBe(3_600);
  });

  it.each<[string, Result<CashSight> | null, Partial<CashPorts>, string]>([
    [
      'Circle does not answer',
      ok(CROSSING),
      { feeShareE7: async () => fail('venue-unavailable', 'away') },
      'venue-unavailable',
    ],
    ['nothing could be read', null, {}, 'portfolio-unreadable'],
    ['the chain is away', fail('chain-unavailable', 'away'), {}, 'chain-unavailable'],
    ['the key is not at hand', ok(SIGHT), { signAs: () => null }, 'signer-unavailable'],
    [
      'its guard refuses',
      ok(signed(sightOf({ here: { maxLossBps: 25, generation: 3n, owner: SIGNER } }))),
      {},
      'guard-refused',
    ],
  ])('moves nothing where %s, and says so', async (_, sight, more, code) => {
    const { looks, failures } = await tick(sight, more);
    expect(looks).toEqual([]);
    expect(failures).toMatchObject([{ code }]);
  });

  it('moves nothing while all is stopped, and stays by that reason', async () => {
    const { looks } = await tick(ok({ ...SIGHT, snapshot: { ...SIGHT.snapshot, halted: true } }));
    expect(looks).toMatchObject([{ decision: { plan: { stay: { reason: 'halted' } } }, moves: [] }]);
  });

  it('is stopped by nobody’s unreadable policy or bug, which are that owner’s', async () => {
    const bad = { ...due, policy: fail('policy-invalid', 'x') };
    const { failures } = await tick(ok(SIGHT), { claim: once([bad]) });
    expect(failures).toMatchObject([{ code: 'policy-invalid' }]);
    const thrown = await tick(ok({ ...SIGHT, snapshot: { ...SIGHT.snapshot, chains: null as never } }));
    expect(thrown.failures).toMatchObject([{ code: 'bug', whose: 'own' }]);
    expect(thrown.outcome).toEqual({ ok: true, value: null });
  });

  it('has marks raised by what it saw, whatever comes of the look, and in a dry run none', async () => {
    expect((await tick(ok(SIGHT))).poked).toEqual([SIGHT]);
    const away = async () => fail('database-unavailable', 'away');
    const failing = await tick(ok(SIGHT), { journal: away, poke: away });
    expect(failing.logged).toEqual(['cash-look-failed', 'marks-not-poked']);
    expect(failing.outcome).toEqual({ ok: true, value: null });
    expect((await tick(fail('chain-unavailable', 'away'))).poked).toEqual([]);
    expect((await tick(ok(SIGHT), { dryRun: true })).poked).toEqual([]);
  });

  it('holds a deposit that its vault’s contract would refuse, and says why', async () => {
    const [seen] = accountOf(ETHEREUM).vaults;
    if (seen === undefined) throw new Error('no vault');
    const vaults = [{ ...seen, liveUnits: (seen.markUnits * 10_060n) / 10_000n }];
    const { looks, failures, logged } = await tick(ok(signed(sightOf({ here: { vaults } }))));
    expect(failures).toEqual([]);
    expect(looks).toMatchObject([
      { decision: { plan: { kind: 'move' } }, moves: [], held: [{ shift: { to: { vault: VAULT } } }] },
    ]);
    expect(logged).toEqual(['cash-shift-held', 'cash-decided']);
  });

  it('gives back whom it has no time for', async () => {
    const answers = [false];
    const { released, looks } = await tick(ok(SIGHT), { isOver: () => answers.shift() ?? true });
    expect(released).toEqual(['1']);
    expect(looks).toEqual([]);
  });

  it('writes and signs nothing when it is dry, and says what it would do', async () => {
    const { looks, failures, logged } = await tick(ok(SIGHT), {
      ...{ dryRun: true, signAs: () => null },
    });
    expect([...looks, ...failures]).toEqual([]);
    expect(logged).toEqual(['cash-would-be-decided']);
  });
});

it('looks at what is due no sooner than a tick later, and at every tick where block time is not wall time', async () => {
  const policy = { ...POLICY, lookEverySeconds: 10 };
  const soon = { ...due, policy: ok(policy) };
  expect((await tick(ok(SIGHT), { claim: once([soon]) })).looks[0]?.dueInSeconds).toBe(60);
  expect((await tick(ok(SIGHT), { tickIntervalSeconds: 0 })).looks[0]?.dueInSeconds).toBe(0);
});
