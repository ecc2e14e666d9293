import { z } from 'zod';
import { SCORERS } from '../cash/cash-decision.ts';
import { CASH_PROFILES } from '../cash/cash-policy.ts';
import { CASH_REASONS } from '../cash/cash-reasons.ts';
import { OPTIMIZE_STRATEGIES } from '../cash/optimize-cash.ts';
import { endpoint } from './endpoint.ts';
import { addressText, chainIdField, decimalText, secondsField, wholeText } from './fields.ts';

/** Every chain's node is asked what gas costs. */
const CHAINS_COST = 5;
const CHAINS_MAX = 20;

/** What is asked of an amount. */
export const optimizeBody = z.strictObject({
  amountUsd: z
    .string()
    .regex(/^[1-9]\d{0,11}(\.\d{1,6})?$/, 'must be an amount of USDC of at least 1, with at most six places')
    .describe('USDC, in decimal.'),
  riskTolerance: z.enum(CASH_PROFILES).default('balanced').describe('The profile whose limits count.'),
  strategy: z
    .enum(OPTIMIZE_STRATEGIES)
    .default('never-worse')
    .describe(
      '“never-worse”: what this project decides. “highest-promised”: all of it where most is promised, to compare. “on-hand”: nothing.',
    ),
  preferredChains: z
    .array(chainIdField)
    .max(CHAINS_MAX)
    .default([])
    .describe('Only these; none named = all that are served and have listed vaults.'),
  fromChainId: chainIdField
    .nullable()
    .default(null)
    .describe('Where the USDC lies now; null = it is paid in on the chains where it is to earn.'),
});
export type OptimizeBody = z.output<typeof optimizeBody>;

const told = z
  .object({
    value: decimalText.nullable().describe('Null where nobody tells; then `why` says so.'),
    source: z.string().nullable(),
    atSeconds: secondsField.nullable(),
    ageSeconds: z.int().nullable().describe('Below 0 where a chain’s clock is ahead.'),
    why: z.string().nullable(),
  })
  .meta({ id: 'ToldValue' });
export type ToldDto = z.infer<typeof told>;

const risk = z
  .object({
    name: z.enum(['value-fall', 'utilisation', 'concentration']),
    percentOfLimit: decimalText.nullable().describe('100 is at the limit. Null where nobody tells.'),
    why: z.string().nullable(),
  })
  .meta({ id: 'MarketRisk' });
export type MarketRiskDto = z.infer<typeof risk>;

const vault = z
  .object({
    chainId: chainIdField,
    chainName: z.string(),
    vault: addressText,
    name: z.string(),
    protocol: z.string(),
    amountUsd: decimalText.describe('What the plan would have there.'),
    expectedPercent: decimalText
      .nullable()
      .describe('Simple, a year, before our own money is priced in; null without a rate that may be used.'),
    paidNowPercent: told,
    paidDayPercent: told,
    paidMonthPercent: told,
    promisedPercent: told,
    valueLockedUsd: told,
    valueLockedWeekAgoUsd: told,
    utilisationPercent: told,
    risks: z.array(risk),
    reason: z.enum(CASH_REASONS).nullable().describe('Why nothing goes in now; null when it may.'),
    why: z.string().nullable(),
  })
  .meta({ id: 'OptimizeVault' });
export type OptimizeVaultDto = z.infer<typeof vault>;

export const cashVote = z
  .object({
    scorer: z.enum(SCORERS),
    vote: z.enum(['move', 'stay']),
    reason: z.enum(CASH_REASONS).nullable(),
    actual: decimalText,
    allowed: decimalText.describe('The limit that it is held against.'),
    unit: z.enum(['usd', 'percent-of-limit']),
    why: z.string(),
  })
  .meta({ id: 'CashVote' });
export type CashVoteDto = z.infer<typeof cashVote>;

export const cashPlanMove = z
  .object({
    kind: z.enum(['deposit', 'redeem', 'bridge']),
    chainId: chainIdField,
    chainName: z.string(),
    vault: addressText.nullable(),
    vaultName: z.string().nullable(),
    toChainId: chainIdField.nullable(),
    toChainName: z.string().nullable(),
    amountUsd: decimalText,
  })
  .meta({ id: 'CashPlanMove' });
export type CashPlanMoveDto = z.infer<typeof cashPlanMove>;

const expected = z.object({
  apyPercent: decimalText.nullable().describe('The rate, compounded all the time.'),
  ratePercent: decimalText.nullable().describe('Simple, a year, our own money priced in, before gas.'),
  yearUsd: decimalText.nullable().describe('Of the amount, at that simple rate.'),
  why: z.string().nullable().describe('Why it is not known.'),
});

const optimized = z
  .object({
    dryRun: z.literal(true),
    decidedAtSeconds: secondsField,
    cashVersion: z.string(),
    amountUsd: decimalText,
    riskTolerance: z.enum(CASH_PROFILES),
    strategy: z.enum(OPTIMIZE_STRATEGIES),
    expected,
    risk: z.object({
      score: z.int().min(0).nullable().describe('Per cent of the nearest limit; 0 is none, 100 at it.'),
      why: z.string().nullable(),
    }),
    plan: z.object({
      kind: z.enum(['move', 'stay']),
      reason: z.enum(CASH_REASONS).nullable(),
      why: z.string(),
      moves: z.array(cashPlanMove),
      onHandUsd: decimalText.describe('What no vault would have.'),
      votes: z.array(cashVote).describe('Of the first shift, or of the best that is not taken.'),
    }),
    costs: z.object({
      gasUsd: decimalText.nullable(),
      transferFeeUsd: decimalText.nullable(),
      why: z.string().nullable(),
      chains: z.array(
        z.object({
          chainId: chainIdField,
          chainName: z.string(),
          gasPriceWei: wholeText.nullable(),
          dataFeesWei: z
            .object({ deposit: wholeText, redeem: wholeText, burn: wholeText, mint: wholeText })
            .nullable()
            .describe(
              'What the bytes of a move cost at most beside its gas; null where gas is all that is paid.',
            ),
          nativeUsd: decimalText.nullable(),
          source: z.string().nullable(),
          atSeconds: secondsField.nullable(),
          ageSeconds: z.int().nullable(),
          why: z.string().nullable(),
        }),
      ),
    }),
    compared: z
      .array(z.object({ strategy: z.enum(OPTIMIZE_STRATEGIES), expected, riskScore: z.int().nullable() }))
      .describe('Every strategy with the same money.'),
    limits: z.object({
      chains: z.array(z.object({ chainId: chainIdField, chainName: z.string(), mostPercent: decimalText })),
      vaultMostPercent: decimalText,
      onHandLeastPercent: decimalText,
      marketShareMostPercent: decimalText,
      valueFallMostPercent: decimalText,
      utilisationMostPercent: decimalText,
      costMostPercent: decimalText,
    }),
    vaults: z.array(vault),
    leftOut: z.array(z.object({ chainId: chainIdField, chainName: z.string().nullable(), why: z.string() })),
    formulas: z.object({
      expected: z.string(),
      risk: z.string(),
      costs: z.string(),
      plan: z.string(),
    }),
  })
  .meta({ id: 'Optimized' });
export type OptimizedDto = z.infer<typeof optimized>;

export const optimize = endpoint({
  id: 'optimize',
  method: 'POST',
  path: '/api/optimize',
  tag: 'USDC',
  summary:
    'What an amount of USDC would do by a profile’s limits: expected rate, risk, moves and costs, with every input’s source and age. Nothing is stored or moved.',
  access: { who: 'anyone', scope: 'any' },
  body: optimizeBody.meta({ id: 'OptimizeRequest' }),
  answer: optimized,
  cost: CHAINS_COST,
});
