import { describe, expect, it } from 'vitest';
import type { CashMove } from '../cash-decision.ts';
import type { CashSight } from '../cash-sight.ts';
import { BASE, ETHEREUM, NOW, usdc, vaultOf } from '../testing/cash-builders.ts';
import { type MoveToSign, movesToSign } from './cash-move.ts';
import { guardMove } from './guard-move.ts';
import { accountOf, OVER_THERE, sightOf, VAULT } from './testing/sight-builders.ts';

const DEPOSIT: CashMove = { kind: 'deposit', chainId: ETHEREUM, vault: VAULT, units: usdc(500) };
const REDEEM: CashMove = { kind: 'redeem', chainId: ETHEREUM, vault: VAULT, units: usdc(550) };
const BRIDGE: CashMove = { kind: 'bridge', chainId: ETHEREUM, toChainId: BASE, units: usdc(550) };

const moveOf = (move: CashMove): MoveToSign => {
  const made = movesToSign(
    { plan: { kind: 'move', shifts: [] as never, moves: [move] } },
    sightOf(),
    () => 0n,
  );
  if (!made.ok || made.value[0] === undefined) throw new Error('not made');
  return made.value[0];
};

const refusal = (move: MoveToSign, sight: CashSight = sightOf()): string | null => {
  const judged = guardMove(move, sight);
  return judged.ok ? null : judged.error.message;
};
const [deposit, redeem, bridge] = [moveOf(DEPOSIT), moveOf(REDEEM), moveOf(BRIDGE)];
const worded = (move: MoveToSign, words: object): MoveToSign => ({
  ...move,
  words: { ...move.words, ...words } as MoveToSign['words'],
});
const termed = (move: MoveToSign, terms: object): MoveToSign => ({
  ...move,
  terms: { ...move.terms, ...terms },
});
const listing = (more: Partial<ReturnType<typeof vaultOf>>) =>
  sightOf({ chain: { vaults: [vaultOf(VAULT, { held: 1_100, givenUnits: usdc(1_000), ...more })] } });

describe('the bot signs nothing that is not expressly right', () => {
  it.each([
    ['deposit', deposit],
    ['redemption', redeem],
    ['transfer', bridge],
  ])('but a %s as it was decided', (_, move) => {
    expect(refusal(move)).toBeNull();
  });

  it.each<[string, MoveToSign, CashSight]>([
    ['moves are not stopped', deposit, sightOf({ halted: true })],
    ['the portfolio is not paused', deposit, sightOf({ chain: { paused: true } })],
    ['its chain is not behind', deposit, sightOf({ chain: { lagging: true } })],
    ['it is of its contract', { ...deposit, account: OVER_THERE }, sightOf()],
    ['it is of its row', { ...deposit, portfolioId: '9' }, sightOf()],
    ['its signer is the contract’s', { ...deposit, signer: OVER_THERE }, sightOf()],
    ['the signer is nobody’s owner', deposit, sightOf({ here: { owner: deposit.signer } })],
    ['it carries the current generation', termed(deposit, { generation: 2 }), sightOf()],
    ['it has not expired', termed(deposit, { deadline: NOW }), sightOf()],
    ['it lives no longer than the contract allows', termed(deposit, { deadline: NOW + 86_401 }), sightOf()],
    ['its nonce is unused', termed(deposit, { nonce: 4n }), sightOf({ here: { nonceWord0: 16n } })],
    ['it moves something', { ...deposit, units: 0n }, sightOf()],
    ['its vault can be read, and stands at its mark', redeem, listing({ fault: 'below-mark' })],
    [
      'its vault has a rate',
      redeem,
      sightOf({ here: { vaults: accountOf(ETHEREUM).vaults.map((one) => ({ ...one, liveUnits: 0n })) } }),
    ],
    ['the day’s turnover has room for it', deposit, sightOf({ chain: { turnoverLeftE18: 10n ** 17n } })],
    ['it deposits what was decided', worded(deposit, { assets: usdc(501) }), sightOf()],
    [
      'the portfolio has what it deposits',
      { ...worded(deposit, { assets: usdc(2_101) }), units: usdc(2_101) },
      sightOf(),
    ],
    ['its vault’s cap has room for it', deposit, listing({ capBps: 7_400 })],
    ['it loses no more than the contract lets it', worded(deposit, { minShares: 1n }), sightOf()],
    ['the portfolio has the shares', worded(redeem, { shares: 1_001n * 10n ** 18n }), sightOf()],
    ['it loses no more than the contract lets it', worded(redeem, { minAssets: 1n }), sightOf()],
    ['its sibling is named', bridge, sightOf({ here: { siblings: [] } })],
    ['its sibling is named', worded(bridge, { sibling: deposit.account }), sightOf()],
    [
      'its sibling stays open',
      bridge,
      sightOf({
        here: { siblings: [{ chainId: BASE, domain: 6, address: OVER_THERE, openUntilSeconds: NOW + 60 }] },
      }),
    ],
    ['its sibling is the owner’s own', bridge, sightOf({ there: { owner: OVER_THERE } })],
    ['its sibling is the owner’s own', bridge, sightOf({ there: { address: VAULT } })],
    ['it bridges what was decided', worded(bridge, { amount: usdc(551) }), sightOf()],
    [
      'it is no less than a transfer may be',
      { ...worded(bridge, { amount: usdc(9) }), units: usdc(9) },
      sightOf(),
    ],
    [
      'the day’s bridge budget has room for it',
      bridge,
      sightOf({ chain: { bridgeLeftE18: 2n * 10n ** 17n } }),
    ],
    ['its fee is within bounds', worded(bridge, { maxFee: 0n }), sightOf()],
    ['its fee is within bounds', worded(bridge, { maxFee: usdc(0.56) }), sightOf()],
    ['the day’s loss budget has room for its fee', bridge, sightOf({ chain: { lossLeftE18: 0n } })],
  ])('unless %s', (name, move, sight) => {
    expect(refusal(move, sight)).toContain(name);
  });

  it('nor of a vault or a portfolio that was not read', () => {
    expect(refusal(worded(deposit, { vault: OVER_THERE }))).toContain('is not listed');
    expect(refusal({ ...deposit, chainId: 10 })).toContain('was not read');
  });
});
