import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { addressText, chainIdField, decimalText, pageOf, placedPageQuery, secondsField } from './fields.ts';
import { SCOPES } from './scopes.ts';

const access = { who: 'anyone', scope: 'any' } as const;

export const readOpenApi = endpoint({
  id: 'readOpenApi',
  method: 'GET',
  path: '/api/openapi.json',
  tag: 'System',
  summary: 'This document.',
  access,
  answer: z.record(z.string(), z.unknown()),
});

export const listChains = endpoint({
  id: 'listChains',
  method: 'GET',
  path: '/api/chains',
  tag: 'System',
  summary: 'The chains that are served here, with the tokens and feeds that are known on them.',
  access,
  answer: z.object({
    chains: z.array(
      z
        .object({
          id: chainIdField,
          slug: z.string(),
          name: z.string(),
          testnet: z.boolean(),
          nativeSymbol: z.string(),
          router: addressText.nullable().describe('The Limit Order Protocol that orders are for.'),
          factory: addressText.nullable().describe('Whose contracts are served; null = none.'),
          blockTimeSeconds: z.number(),
          tokens: z.array(
            z.object({ symbol: z.string(), address: addressText, decimals: z.int(), feed: z.string() }),
          ),
          feeds: z.array(
            z.object({ asset: z.string(), address: addressText, heartbeatSeconds: z.int().nullable() }),
          ),
        })
        .meta({ id: 'Chain' }),
    ),
  }),
});

export const readConfig = endpoint({
  id: 'readConfig',
  method: 'GET',
  path: '/api/config',
  tag: 'System',
  summary: 'What this installation is set to, as far as it is everybody’s business.',
  access,
  answer: z
    .object({
      appUrl: z.string(),
      tickIntervalSeconds: z.int(),
      halted: z.boolean().describe('All trading is stopped by an admin.'),
      serves: z.enum(['registered', 'anyone']).describe('Whose contracts are looked at.'),
      portfoliosPerOwnerMax: z.int(),
      requestsPerMinute: z.object({ user: z.int(), address: z.int() }),
      bodyBytesMax: z.int(),
      scopes: z.array(z.enum(SCOPES)),
    })
    .meta({ id: 'Config' }),
});

const SOURCE = /^[a-z0-9][a-z0-9 .:-]{0,63}$/;
const ASSET = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
export const priceRow = z
  .object({ asset: z.string(), source: z.string(), timeSeconds: secondsField, usd: decimalText })
  .meta({ id: 'PriceRow' });
export type PriceRow = z.infer<typeof priceRow>;

export const listPrices = endpoint({
  id: 'listPrices',
  method: 'GET',
  path: '/api/prices',
  tag: 'Prices',
  summary: 'Recorded prices in US dollars, the latest first.',
  access,
  query: z.strictObject({
    asset: z.string().regex(ASSET, 'must be the name of an asset, like WBTC'),
    source: z.string().regex(SOURCE, 'must be the name of a source').optional().describe('Default all.'),
    ...placedPageQuery,
  }),
  answer: pageOf(priceRow),
});
