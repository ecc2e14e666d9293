import { describe, expect, it } from 'vitest';
import { type DecisionContent, decisionContentHash, type LegIdentity, legContentId } from './content-id.ts';

const leg = {
  index: 0,
  venue: 'order-book',
  sellToken: `0x${'11'.repeat(20)}`,
  buyToken: `0x${'22'.repeat(20)}`,
  sellUnits: 1_000n,
  buyUnits: 2_000n,
  limit: { expiresInSeconds: 900 },
} as const;
const content: DecisionContent = { blockHash: `0x${'aa'.repeat(32)}`, engineVersion: '1.0.0', legs: [leg] };
const identity: LegIdentity = {
  chainId: 31337,
  portfolio: `0x${'33'.repeat(20)}`,
  policyVersion: 1,
  decision: decisionContentHash(content),
  legIndex: 0,
};

describe('content-derived ids', () => {
  it('are the same for the same content', () => {
    expect(decisionContentHash(structuredClone(content))).toBe(decisionContentHash(content));
    expect(legContentId({ ...identity })).toBe(legContentId(identity));
  });

  it('do not depend on how an address or a hash is written', () => {
    const portfolio = `0x${'Ab'.repeat(20)}` as const;
    const lower = `0x${'ab'.repeat(20)}` as const;
    expect(legContentId({ ...identity, portfolio })).toBe(legContentId({ ...identity, portfolio: lower }));
    const sell = (sellToken: typeof lower) => ({ ...content, legs: [{ ...leg, sellToken }] });
    expect(decisionContentHash(sell(portfolio))).toBe(decisionContentHash(sell(lower)));
  });

  it('differ as soon as any part of the decision differs', () => {
    const others: DecisionContent[] = [
      { ...content, blockHash: `0x${'ab'.repeat(32)}` },
      { ...content, engineVersion: '1.0.1' },
      { ...content, legs: [] },
      { ...content, legs: [leg, { ...leg, index: 1 }] },
      { ...content, legs: [{ ...leg, index: 1 }] },
      { ...content, legs: [{ ...leg, venue: 'proposal' }] },
      { ...content, legs: [{ ...leg, sellToken: leg.buyToken }] },
      { ...content, legs: [{ ...leg, buyToken: leg.sellToken }] },
      { ...content, legs: [{ ...leg, sellUnits: 1_001n }] },
      { ...content, legs: [{ ...leg, buyUnits: 2_001n }] },
      { ...content, legs: [{ ...leg, limit: { expiresInSeconds: 901 } }] },
    ];
    expect(new Set([content, ...others].map(decisionContentHash)).size).toBe(others.length + 1);
  });

  it('differ as soon as any part of the leg identity differs', () => {
    const others: LegIdentity[] = [
      { ...identity, chainId: 1 },
      { ...identity, portfolio: `0x${'34'.repeat(20)}` },
      { ...identity, policyVersion: 2 },
      { ...identity, decision: `0x${'00'.repeat(32)}` },
      { ...identity, legIndex: 1 },
    ];
    expect(new Set([identity, ...others].map(legContentId)).size).toBe(others.length + 1);
  });
});
