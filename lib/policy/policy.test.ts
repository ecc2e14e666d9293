import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PRESET_NAMES } from '../engine/policy.ts';
import { parsePolicy, policyJsonSchema, policyToJson } from './policy.ts';
import { PRESET_SUMMARIES, PRESETS } from './policy-presets.ts';

const base = { version: 1, triggers: [{ kind: 'absolute', bandBps: 500 }] };
const refusal = (json: unknown): string => {
  const parsed = parsePolicy(json);
  return parsed.ok ? 'accepted' : parsed.error.message;
};

describe('a policy', () => {
  it('takes the documented defaults', () => {
    const parsed = parsePolicy(base);
    expect(parsed.ok && parsed.value).toEqual({
      version: 1,
      preset: 'custom',
      triggers: [{ kind: 'absolute', bandBps: 500 }],
      destination: { kind: 'band-edge', marginBps: 5_000 },
      limits: {
        minTradeUsdE18: 50n * 10n ** 18n,
        maxTradeUsdE18: 10_000n * 10n ** 18n,
        dailyVolumeUsdE18: 50_000n * 10n ** 18n,
        cooldownSeconds: 900,
        slippageBpsMax: 100,
        priceImpactBpsMax: 500,
        gasCostBpsMax: 200,
        gasLimitBufferBps: 12_000,
        priceDisagreementBpsMax: 200,
        weightBpsMax: 10_000,
        legsMax: 16,
      },
      window: null,
      costGate: null,
      orderTerms: {
        venue: 'order-book',
        immediate: null,
        inParts: null,
        walk: 'fixed',
        spreadBps: 10,
        walkBpsPerHour: 60,
        discountBpsMax: 50,
        expiresInSeconds: 900,
      },
      assetRules: [],
      lookEverySeconds: 300,
    });
  });

  it('survives being stored', () => {
    for (const name of PRESET_NAMES) {
      expect(parsePolicy(JSON.parse(JSON.stringify(policyToJson(PRESETS[name]))))).toEqual({
        ok: true,
        value: PRESETS[name],
      });
    }
    const rich = {
      ...base,
      limits: { minTradeUsd: '0.000000000000000001' },
      window: { days: [1], fromSecondOfDay: 1, toSecondOfDay: 2 },
      costGate: { benefitRateBps: 50 },
      assetRules: [{ token: `0x${'Ab'.repeat(20)}`, lock: 'no-buy' }],
    };
    const parsed = parsePolicy(rich);
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(parsed.value.assetRules[0]?.token).toBe(`0x${'ab'.repeat(20)}`);
    expect(parsePolicy(policyToJson(parsed.value))).toEqual(parsed);
  });

  it.each([
    ['another version', { ...base, version: 2 }, 'version: '],
    ['no trigger', { ...base, triggers: [] }, 'triggers'],
    ['an unknown field', { ...base, bandBps: 5 }, 'policy: Unrecognized key'],
    ['money as a number', { ...base, limits: { minTradeUsd: 50 } }, 'limits.minTradeUsd: '],
    [
      'a negative amount',
      { ...base, limits: { minTradeUsd: '-1' } },
      'limits.minTradeUsd: a plain decimal amount',
    ],
    ['a band of nothing', { ...base, triggers: [{ kind: 'absolute', bandBps: 0 }] }, 'triggers.0.bandBps: '],
    [
      'minimum above maximum',
      { ...base, limits: { minTradeUsd: '2', maxTradeUsd: '1' } },
      'limits.minTradeUsd: must not exceed maxTradeUsd (1)',
    ],
    [
      'minimum above the daily volume',
      { ...base, limits: { dailyVolumeUsd: '49' } },
      'limits.dailyVolumeUsd: must be at least minTradeUsd (50)',
    ],
    [
      'nothing may be traded',
      { ...base, limits: { minTradeUsd: '0', maxTradeUsd: '0' } },
      'limits.maxTradeUsd: must be above zero',
    ],
    [
      'a band edge without a band',
      { ...base, triggers: [{ kind: 'calendar', intervalSeconds: 3_600 }] },
      'destination.kind: band-edge needs a trigger with a band',
    ],
    [
      'a fraction that ends on the edge of the band',
      { ...base, destination: { kind: 'fraction', fractionBps: 100, marginBps: 0 } },
      'destination.marginBps: must be above 0 where a trigger has a band',
    ],
    [
      'a cooldown longer than the calendar',
      { ...base, triggers: [{ kind: 'calendar', intervalSeconds: 60 }], destination: { kind: 'target' } },
      'limits.cooldownSeconds: must not exceed the interval',
    ],
    [
      'a discount beyond the slippage',
      { ...base, limits: { slippageBpsMax: 10 } },
      'orderTerms.discountBpsMax: must not exceed limits.slippageBpsMax (10)',
    ],
    [
      'a spread below the discount',
      { ...base, orderTerms: { spreadBps: -60 } },
      'orderTerms.spreadBps: must not start below',
    ],
    [
      'parts shorter than the cooldown',
      { ...base, orderTerms: { inParts: { parts: 10, overSeconds: 3_600 } } },
      'orderTerms.inParts.overSeconds: must give each of the 10 parts limits.cooldownSeconds (900)',
    ],
    [
      'parts of a trade that only a cash flow calls for',
      {
        ...base,
        triggers: [{ kind: 'cash-flow', flowBpsMin: 100 }],
        destination: { kind: 'target' },
        orderTerms: { inParts: { parts: 2, overSeconds: 3_600 } },
      },
      'orderTerms.inParts: needs another trigger than cash-flow',
    ],
    [
      'a window that never opens',
      { ...base, window: { days: [1], fromSecondOfDay: 5, toSecondOfDay: 5 } },
      'window.toSecondOfDay: must differ',
    ],
    [
      'a day twice',
      { ...base, window: { days: [1, 1], fromSecondOfDay: 5, toSecondOfDay: 6 } },
      'window.days: names a day twice',
    ],
    [
      'an asset with two rules',
      { ...base, assetRules: [{ token: `0x${'ab'.repeat(20)}` }, { token: `0x${'AB'.repeat(20)}` }] },
      'assetRules.1.token: has two rules',
    ],
    [
      'a scale upside down',
      {
        ...base,
        triggers: [
          {
            kind: 'volatility-band',
            band: base.triggers[0],
            referenceVolatilityBps: 100,
            scaleBpsMin: 200,
            scaleBpsMax: 100,
          },
        ],
      },
      'triggers.0.scaleBpsMin: must not exceed scaleBpsMax (100)',
    ],
  ])('is refused with the field and the reason: %s', (_, json, message) => {
    expect(refusal(json)).toContain(message);
  });

  it('names every offending field at once', () => {
    expect(
      refusal({ ...base, limits: { minTradeUsd: '2', maxTradeUsd: '1' }, orderTerms: { spreadBps: -60 } }),
    ).toMatch(/minTradeUsd.*; orderTerms\.spreadBps/);
  });

  it('documents every field with unit, range and default', () => {
    const undocumented: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      const node = schema as {
        properties?: Record<string, unknown>;
        oneOf?: unknown[];
        anyOf?: unknown[];
        items?: unknown;
        description?: string;
        const?: unknown;
      };
      const leaf =
        node.properties === undefined &&
        node.oneOf === undefined &&
        node.anyOf === undefined &&
        node.items === undefined;
      if (
        leaf &&
        node.const === undefined &&
        node.description === undefined &&
        !path.endsWith('.kind') &&
        !path.endsWith('.token')
      )
        undocumented.push(path);
      for (const [key, value] of Object.entries(node.properties ?? {})) {
        const own = value as { description?: string };
        if (own.description === undefined) visit(value, `${path}.${key}`);
      }
      for (const value of [...(node.oneOf ?? []), ...(node.anyOf ?? [])])
        if ((value as { type?: string }).type !== 'null') visit(value, path);
    };
    visit(z.toJSONSchema(policyJsonSchema, { io: 'input' }), 'policy');
    expect(undocumented).toEqual([]);
  });
});

describe('the presets', () => {
  it('are complete policies, each with a line for menus', () => {
    expect(Object.keys(PRESETS)).toEqual([...PRESET_NAMES]);
    expect(Object.keys(PRESET_SUMMARIES)).toEqual([...PRESET_NAMES]);
    expect(PRESETS.index.triggers).toEqual([{ kind: 'absolute', bandBps: 500 }]);
    expect(PRESETS['test-network'].triggers).toEqual([{ kind: 'relative', bandBps: 1_500 }]);
    expect(PRESETS['test-network'].limits.cooldownSeconds).toBe(900);
  });
});
