import { z } from 'zod';
import { REASONS } from '../engine/reasons.ts';
import { endpoint } from './endpoint.ts';
import {
  addressField,
  addressText,
  chainIdField,
  decimalText,
  nameField,
  secondsField,
  uuidField,
  wholeText,
} from './fields.ts';

/** Paper portfolios of one person. */
export const PAPERS_MAX = 10;
/** Would-be trades and days that one answer has, the latest. */
export const PAPER_TRADES_MAX = 50;
export const PAPER_DAYS_MAX = 400;
/** Reading a stranger's address, or planning for it, asks the operator's node. */
const CHAIN_COST = 5;

const open = { who: 'anyone', scope: 'any' } as const;
const read = { who: 'user', scope: 'portfolios:read' } as const;
const write = { who: 'user', scope: 'portfolios:write' } as const;
const params = z.strictObject({ id: uuidField });

export const PAPER_PRESETS = ['conservative', 'balanced', 'aggressive', 'index', 'test-network'] as const;

const heldToken = z
  .object({
    token: addressText,
    symbol: z.string(),
    decimals: z.int(),
    feed: addressText,
    heartbeatSeconds: z.int(),
    navMaxAgeSeconds: z.int(),
    units: wholeText.nullable().describe('Null where the token doesn’t answer.'),
    ofNative: z.boolean().describe('The chain’s own coin is counted in.'),
    priceUsd: decimalText.nullable(),
    priceAtSeconds: secondsField.nullable(),
    noPrice: z.string().nullable().describe('Why there is none to go by.'),
    valueUsd: decimalText.nullable(),
  })
  .meta({ id: 'HeldToken' });
export type HeldTokenDto = z.infer<typeof heldToken>;

const holdings = z
  .object({
    chainId: z.int(),
    address: addressText,
    kind: z.enum(['account', 'contract', 'portfolio']),
    blockNumber: wholeText,
    blockTimeSeconds: secondsField,
    looked: z.int().describe('Tokens that were looked at.'),
    listed: z.int().describe('Tokens of the chain that have a feed here.'),
    tokens: z.array(heldToken).describe('All that were looked at, what is held first.'),
    otherTokens: z
      .int()
      .nullable()
      .describe('Others that came to the address in the newest blocks; null where the node doesn’t search.'),
    valueUsd: decimalText,
  })
  .meta({ id: 'Holdings' });
export type HoldingsDto = z.infer<typeof holdings>;

export const readHoldings = endpoint({
  id: 'readHoldings',
  method: 'GET',
  path: '/api/paper/holdings',
  tag: 'Paper',
  summary:
    'What an address holds of the tokens that have a feed here, at the chain’s head. Nothing is asked of the address, and nothing is stored.',
  access: open,
  query: z.strictObject({
    chainId: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, 'must be a chain’s id')
      .transform(Number),
    address: addressField,
  }),
  answer: holdings,
  cost: CHAIN_COST,
});

const paperBody = z.strictObject({
  chainId: chainIdField,
  assets: z
    .array(
      z.strictObject({
        token: addressField,
        targetBps: z.int().min(0).max(10_000),
        units: z
          .string()
          .regex(/^\d{1,60}$/, 'must be a whole number of the token’s smallest units')
          .describe('How much there is to begin with.'),
      }),
    )
    .min(1)
    .max(16)
    .describe('Targets make 10,000 together.'),
  preset: z.enum(PAPER_PRESETS),
});
export type PaperRequest = z.output<typeof paperBody>;

const shownPlan = z.object({
  engineVersion: z.string(),
  blockNumber: wholeText,
  why: z.string(),
  kind: z.enum(['act', 'hold']),
  rows: z.array(
    z.object({
      symbol: z.string(),
      targetBps: z.int(),
      beforeBps: z.int(),
      afterBps: z.int(),
      tradeUsd: decimalText,
    }),
  ),
  legs: z.array(
    z.object({
      sellSymbol: z.string(),
      buySymbol: z.string(),
      sellUnits: decimalText,
      buyUnits: decimalText,
      valueUsd: decimalText,
      spreadBps: z.number(),
      expiresInSeconds: z.int(),
      slice: z.object({ number: z.int(), of: z.int() }),
      costUsd: decimalText,
    }),
  ),
  dropped: z.array(z.object({ pair: z.string(), valueUsd: decimalText, why: z.string() })),
  checks: z.array(z.object({ name: z.string(), state: z.enum(['pass', 'warn', 'fail']), words: z.string() })),
  contradictions: z.array(z.string()),
});

const paperPlan = z
  .object({
    blockTimeSeconds: secondsField,
    valueUsd: decimalText,
    tradedUsd: decimalText,
    costUsd: decimalText.describe('Of all its trades, by the model: 10 basis points of what is sold.'),
    policyText: z.string(),
    plan: shownPlan,
  })
  .meta({ id: 'PaperPlan' });
export type PaperPlanDto = z.infer<typeof paperPlan>;

export const planPaper = endpoint({
  id: 'planPaper',
  method: 'POST',
  path: '/api/paper/plan',
  tag: 'Paper',
  summary: 'What the engine would do now with these amounts, targets and policy. Nothing is stored.',
  access: open,
  body: paperBody.meta({ id: 'PaperPlanRequest' }),
  answer: paperPlan,
  problems: ['paper-invalid'],
  cost: CHAIN_COST,
});

const paperAsset = z.object({
  token: addressText,
  symbol: z.string(),
  decimals: z.int(),
  feed: addressText,
  heartbeatSeconds: z.int(),
  openingUnits: wholeText,
  targetBps: z.int(),
  weightBps: z.int().nullable(),
  units: decimalText,
  priceUsd: decimalText.nullable().describe('The last that was believed.'),
  valueUsd: decimalText,
});
export type PaperAssetDto = z.infer<typeof paperAsset>;

const paper = z
  .object({
    id: uuidField,
    chainId: z.int(),
    name: z.string(),
    watched: addressText.nullable(),
    preset: z.string(),
    policyText: z.string().nullable(),
    setAside: z.string().nullable().describe('Why it is not followed any more.'),
    openedAtSeconds: secondsField,
    lookedAtSeconds: secondsField.describe('Time of the block that was decided on last.'),
    looks: z.int(),
    kind: z.enum(['act', 'hold']).nullable(),
    reason: z.enum(REASONS).nullable(),
    why: z.string().nullable(),
    openingUsd: decimalText,
    valueUsd: decimalText,
    heldUsd: decimalText.describe('What the opening amounts are worth, untouched.'),
    rebalances: z.int().nullable(),
    costUsd: decimalText.nullable(),
    turnover: z.number().nullable(),
    drawdown: z.number().nullable(),
    assets: z.array(paperAsset),
    readAtSeconds: secondsField,
    nextTurnAtSeconds: secondsField,
  })
  .meta({ id: 'PaperPortfolio' });
export type PaperDto = z.infer<typeof paper>;

const paperTrade = z.object({
  atSeconds: secondsField,
  leg: z.int(),
  sellSymbol: z.string(),
  buySymbol: z.string(),
  sellUnits: decimalText,
  buyUnits: decimalText,
  valueUsd: decimalText,
  costUsd: decimalText,
});
export type PaperTradeDto = z.infer<typeof paperTrade>;

const paperDetail = z
  .object({
    paper,
    trades: z.array(paperTrade).describe(`The latest first, at most ${PAPER_TRADES_MAX}.`),
    days: z
      .array(z.object({ atSeconds: secondsField, valueUsd: decimalText, heldUsd: decimalText }))
      .describe('What each UTC day ended with, the oldest first.'),
  })
  .meta({ id: 'PaperDetail' });
export type PaperDetailDto = z.infer<typeof paperDetail>;

export const listPapers = endpoint({
  id: 'listPapers',
  method: 'GET',
  path: '/api/paper/portfolios',
  tag: 'Paper',
  summary: `Your paper portfolios, the latest first; at most ${PAPERS_MAX}.`,
  access: read,
  answer: z.object({ rows: z.array(paper) }),
});

export const followPaper = endpoint({
  id: 'followPaper',
  method: 'POST',
  path: '/api/paper/portfolios',
  tag: 'Paper',
  summary:
    'Has the bot follow a portfolio on paper: it decides on it as on any other, and trades it by a model. No contract, no signature.',
  access: write,
  body: paperBody
    .extend({
      name: nameField.default('').describe('Left empty, it is named after the address.'),
      watched: addressField.nullable().default(null).describe('Whose holdings it begins with.'),
    })
    .meta({ id: 'PaperBeginning' }),
  answer: paper,
  status: 201,
  problems: ['paper-invalid', 'too-many'],
  cost: CHAIN_COST,
});

export const readPaper = endpoint({
  id: 'readPaper',
  method: 'GET',
  path: '/api/paper/portfolios/{id}',
  tag: 'Paper',
  summary: 'One of your paper portfolios with its would-be trades, beside holding.',
  access: read,
  params,
  answer: paperDetail,
});

export const deletePaper = endpoint({
  id: 'deletePaper',
  method: 'DELETE',
  path: '/api/paper/portfolios/{id}',
  tag: 'Paper',
  summary: 'Ends a paper portfolio and forgets it.',
  access: write,
  params,
});
