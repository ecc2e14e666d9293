import { z } from 'zod';
import { RATE_FAULTS } from '../cash/rate-fault.ts';
import { endpoint } from './endpoint.ts';
import { addressText, chainIdField, decimalText, secondsField } from './fields.ts';

/** A rate with who told it and how old it is. */
export const sourcedRate = z
  .object({
    percent: decimalText
      .nullable()
      .describe('A simple rate a year, in per cent. Null where nobody tells; then `fault` says why.'),
    source: z.string().nullable().describe('“own share price” or “DefiLlama”.'),
    atSeconds: secondsField
      .nullable()
      .describe('When its source told it; of a share price, the time of its block.'),
    ageSeconds: z.int().nullable().describe('Below 0 where a chain’s clock is ahead.'),
    overDays: z
      .int()
      .nullable()
      .describe('Days of growth that it was measured over; null for one that is only told.'),
    fault: z
      .object({ word: z.enum(RATE_FAULTS), why: z.string() })
      .nullable()
      .describe('Why nothing is moved by it; null when it may be used.'),
  })
  .meta({ id: 'SourcedRate' });
export type SourcedRateDto = z.infer<typeof sourcedRate>;

const vaultRates = z
  .object({
    chainId: chainIdField,
    chainName: z.string(),
    vault: addressText,
    name: z.string(),
    protocol: z.string(),
    tvlUsd: decimalText.nullable().describe('All that it holds, in USDC; null before it was read.'),
    realised: sourcedRate.describe('What its shares grew by over the last seven days.'),
    promised: sourcedRate.describe('What is promised now, rewards included.'),
    trouble: z
      .object({ why: z.string(), atSeconds: secondsField })
      .nullable()
      .describe('Why the vault itself could not be read last; null when it was.'),
  })
  .meta({ id: 'VaultRates' });
export type VaultRatesDto = z.infer<typeof vaultRates>;

const rates = z.object({ readAtSeconds: secondsField, vaults: z.array(vaultRates) }).meta({ id: 'Rates' });
export type RatesDto = z.infer<typeof rates>;

export const listRates = endpoint({
  id: 'listRates',
  method: 'GET',
  path: '/api/rates',
  tag: 'USDC',
  summary: 'What vaults of USDC paid and what they promise, side by side, each with source and age.',
  access: { who: 'anyone', scope: 'any' },
  answer: rates,
});
