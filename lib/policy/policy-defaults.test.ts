import { describe, expect, it } from 'vitest';
import { policyToJson } from './policy.ts';
import { completePolicy, firstDefaults, policyDefaultsSchema } from './policy-defaults.ts';

const complete = (json: unknown, defaults = {}) => {
  const policy = completePolicy(json, defaults);
  if (!policy.ok) throw new Error(policy.error.message);
  return policyToJson(policy.value);
};
const refusal = (json: unknown, defaults = {}) => {
  const policy = completePolicy(json, defaults);
  return policy.ok ? null : policy.error.message;
};

const DEFAULTS = { bandBps: 300, limits: { maxTradeUsd: '2000', cooldownSeconds: 60 } };

describe('completePolicy', () => {
  it('takes the defaults where the owner says nothing, and the documented ones where nobody does', () => {
    expect(complete({ version: 1 }, DEFAULTS)).toMatchObject({
      triggers: [{ kind: 'absolute', bandBps: 300 }],
      limits: { maxTradeUsd: '2000', cooldownSeconds: 60, minTradeUsd: '50', slippageBpsMax: 100 },
    });
  });

  it("never overrules an owner's word", () => {
    const own = { version: 1, triggers: [{ kind: 'relative', bandBps: 700 }], limits: { maxTradeUsd: '9' } };
    expect(complete({ ...own, limits: { ...own.limits, minTradeUsd: '1' } }, DEFAULTS)).toMatchObject({
      triggers: own.triggers,
      limits: { maxTradeUsd: '9', minTradeUsd: '1', cooldownSeconds: 60 },
    });
  });

  it('without any default refuses a policy without a trigger, by the field’s name', () => {
    expect(refusal({ version: 1 })).toContain('triggers');
  });

  it('names the fields of a policy that the defaults make impossible', () => {
    const message = refusal({ version: 1, limits: { minTradeUsd: '5000' } }, DEFAULTS);
    expect(message).toContain('limits.minTradeUsd: must not exceed maxTradeUsd (2000)');
  });

  it('gives away no more than a smaller slippage allows', () => {
    const tight = { bandBps: 300, limits: { slippageBpsMax: 30 } };
    expect(complete({ version: 1 }, tight).orderTerms.discountBpsMax).toBe(30);
    expect(complete({ version: 1, orderTerms: { spreadBps: 5 } }, tight).orderTerms).toMatchObject({
      spreadBps: 5,
      discountBpsMax: 30,
    });
    expect(refusal({ version: 1, orderTerms: { discountBpsMax: 40 } }, tight)).toContain('discountBpsMax');
    expect(complete({ version: 1 }, DEFAULTS).orderTerms.discountBpsMax).toBe(50);
  });

  it.each([null, 'balanced', [], { version: 1, limits: 'none' }, { version: 1, limits: null }])(
    'refuses %j as a policy',
    (json) => {
      expect(refusal(json, DEFAULTS)).not.toBeNull();
    },
  );
});

describe('the defaults', () => {
  it('are those of the first that says something, field by field', () => {
    expect(firstDefaults({ limits: { maxTradeUsd: '1' } }, DEFAULTS)).toEqual({
      bandBps: 300,
      limits: { maxTradeUsd: '1', cooldownSeconds: 60 },
    });
  });

  it('say nothing that nobody wrote', () => {
    expect(policyDefaultsSchema.parse({ limits: { legsMax: 3 } })).toEqual({ limits: { legsMax: 3 } });
  });

  it.each([
    [{ band: 3 }, 'band'],
    [{ limits: { maxTrade: '3' } }, 'maxTrade'],
    [{ limits: { maxTradeUsd: 3 } }, 'maxTradeUsd'],
    [{ limits: { slippageBpsMax: 1_001 } }, 'slippageBpsMax'],
  ])('are refused when they hold %j', (json, field) => {
    expect(JSON.stringify(policyDefaultsSchema.safeParse(json).error?.issues)).toContain(field);
  });
});
