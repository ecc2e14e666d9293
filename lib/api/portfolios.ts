import { z } from 'zod';
import { REASONS } from '../engine/reasons.ts';
import { ACCOUNT_KINDS } from '../engine/snapshot.ts';
import { endpoint } from './endpoint.ts';
import {
  addressField,
  addressText,
  chainIdField,
  decimalText,
  idField,
  nameField,
  pageOf,
  pageQuery,
  secondsField,
} from './fields.ts';
import { policyField } from './policies.ts';
import { portfolioDtoSchema } from './portfolio-dto.ts';

export const portfolioParams = z.strictObject({ id: idField });

const highDriftField = z.int().min(100).max(100_000);

/** A portfolio in a list: what its rows say, without the look behind it. */
export const portfolioRow = z
  .object({
    id: idField,
    kind: z.enum(ACCOUNT_KINDS).describe('delegated = it trades what the account that owns it keeps.'),
    chainId: chainIdField,
    address: addressText,
    owner: addressText,
    name: z.string(),
    shared: z.boolean(),
    cardShared: z.boolean().describe('Anybody may see its page in per cent, without amounts.'),
    simulated: z.boolean(),
    highDriftBps: highDriftField
      .nullable()
      .describe('Its own limit of HIGH_DRIFT; null = that of everybody, 2,500.'),
    paused: z.boolean().describe('The contract is paused: nobody can fill an order.'),
    archived: z.boolean(),
    setAside: z.string().nullable().describe('Why it is no longer looked at; null = it is.'),
    liveOrders: z.int().min(0),
    lastLook: z
      .object({
        decisionId: idField,
        atSeconds: secondsField.describe("The database's clock."),
        kind: z.enum(['hold', 'act']),
        reason: z.enum(REASONS).nullable(),
        trackingErrorBps: z.int().nullable(),
        valueUsd: decimalText.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'PortfolioRow' });
export type PortfolioRow = z.infer<typeof portfolioRow>;

export const listPortfolios = endpoint({
  id: 'listPortfolios',
  method: 'GET',
  path: '/api/portfolios',
  tag: 'Portfolios',
  summary:
    'Your portfolios and those of accounts that you guard, or those that their owners share; the newest first.',
  access: { who: 'anyone', scope: 'portfolios:read' },
  query: z.strictObject({
    of: z
      .enum(['me', 'everyone'])
      .default('me')
      .describe('me = yours, and of accounts that you guard; everyone = those that are shared. Default me.'),
    archived: z.enum(['yes', 'no']).default('no').describe('Those that you put away, or the others.'),
    ...pageQuery,
  }),
  answer: pageOf(portfolioRow),
});

export const registerPortfolio = endpoint({
  id: 'registerPortfolio',
  method: 'POST',
  path: '/api/portfolios',
  tag: 'Portfolios',
  summary:
    'Registers a contract that is deployed and yours: it is read from the chain, and its owner must be you, or a smart account that you own and guard.',
  access: { who: 'user', scope: 'portfolios:write' },
  body: z
    .strictObject({
      chainId: chainIdField,
      address: addressField,
      name: nameField,
      shared: z.boolean().default(false).describe('Readable without a wallet. Default false.'),
      policy: policyField,
    })
    .meta({ id: 'Registration' }),
  answer: z
    .object({
      chainId: chainIdField,
      address: addressText,
      owner: addressText,
      signer: addressText.nullable().describe('Who may sign orders for it; null = nobody.'),
      portfolioId: idField
        .nullable()
        .describe('Null until the index has found the contract, at the next tick.'),
      warnings: z
        .array(z.string())
        .describe('Where the policy asks for what the contract’s guard will not let it do.'),
    })
    .meta({ id: 'Registered' }),
  status: 201,
  problems: ['policy-invalid', 'not-owner', 'portfolio-unreadable', 'chain-unavailable'],
  cost: 10,
});

export const readPortfolio = endpoint({
  id: 'readPortfolio',
  method: 'GET',
  path: '/api/portfolios/{id}',
  tag: 'Portfolios',
  summary: 'One portfolio with its last look, open orders and last fills.',
  access: { who: 'anyone', scope: 'portfolios:read' },
  params: portfolioParams,
  answer: portfolioDtoSchema.meta({ id: 'Portfolio' }),
});

export const updatePortfolio = endpoint({
  id: 'updatePortfolio',
  method: 'PATCH',
  path: '/api/portfolios/{id}',
  tag: 'Portfolios',
  summary:
    'Names, shares or archives a portfolio, or says from which drift on you are told. An archived one is no longer looked at; its open orders end by their expiry.',
  access: { who: 'user', scope: 'portfolios:write' },
  params: portfolioParams,
  body: z
    .strictObject({
      name: nameField.optional(),
      shared: z.boolean().optional(),
      cardShared: z.boolean().optional(),
      archived: z.boolean().optional(),
      highDriftBps: highDriftField
        .nullable()
        .optional()
        .describe(
          'Told of as HIGH_DRIFT: an asset further from its target than that share of the target. Basis points, 100–100,000; null = 2,500.',
        ),
    })
    .meta({ id: 'PortfolioChange' }),
  answer: portfolioRow,
  problems: ['not-owner'],
});
