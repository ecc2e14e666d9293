import { decodeFunctionData } from 'viem';
import { describe, expect, it } from 'vitest';
import { balancerAbi } from '../abi/balancer-abi.ts';
import type { PortfolioFacts } from './read-portfolio.ts';
import { parseTargets, setTargetsAct } from './targets-action.ts';

const token = (digit: string) => `0x${digit.repeat(40)}` as const;
const asset = (digit: string, targetBps: number) => ({
  ...{ token: token(digit), symbol: `T${digit}`, decimals: 18, targetBps, held: 1n },
});
const FACTS: PortfolioFacts = {
  ...{
    chainId: 31_337,
    portfolio: token('a'),
    blockNumber: 9n,
    owner: token('b'),
    pendingOwner: token('0'),
    signer: token('c'),
  },
  ...{ paused: false, publicBook: false, generation: 3, assets: [asset('1', 5_000), asset('2', 5_000)] },
};

describe('targets as they are typed', () => {
  it('are exact hundredths of a per cent that come to 100', () => {
    expect(parseTargets(['33.33', '66.67'])).toEqual({ ok: true, targetsBps: [3_333, 6_667] });
    expect(parseTargets(['100', '0'])).toEqual({ ok: true, targetsBps: [10_000, 0] });
    expect(parseTargets([' 0.1 ', '99.9'])).toEqual({ ok: true, targetsBps: [10, 9_990] });
  });

  it.each([
    [['50', '49.99'], 'They come to 99.99 %: 0.01 % is missing.'],
    [['50', '50.5'], 'They come to 100.50 %: 0.50 % too much.'],
    [['50', ''], 'Some target is no share of the whole.'],
    [['1e1', '90'], 'Some target is no share of the whole.'],
    [['-10', '110'], 'Some target is no share of the whole.'],
    [['33.333', '66.667'], 'Some target is no share of the whole.'],
  ])('%j are told wrong: %s', (texts, sentence) => {
    expect(parseTargets(texts)).toMatchObject({ ok: false, sentence });
  });

  it('tell which of them is none', () => {
    const read = parseTargets(['50', 'half']);
    expect(read.ok ? null : read.faults).toEqual([null, 'Type a share from 0 to 100, like 12.5.']);
  });
});

describe('changing the targets', () => {
  it('names every asset of the list in its order, grants no turnover, and says what changes', () => {
    const act = setTargetsAct([6_000, 4_000])(FACTS, token('b'));
    expect(decodeFunctionData({ abi: balancerAbi, data: act.call.data })).toEqual({
      functionName: 'setTargets',
      args: [[token('1'), token('2')], [6_000, 4_000], { bps: 0, expiresAt: 0 }],
    });
    expect(act.effects).toContain('T1: 50.00 % to 60.00 %');
  });

  it('is refused when the list has changed meanwhile', () => {
    expect(() => setTargetsAct([10_000])(FACTS, token('b'))).toThrow('lists other assets now');
  });
});
