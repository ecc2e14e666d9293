import type { Address } from 'viem';
import { z } from 'zod';
import type { FeeTakerTerms } from '../../../lib/orders/fee-taker-extension.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { addressField, countField } from './wire-fields.ts';

const NOBODY: Address = `0x${'0'.repeat(40)}`;
/** Of the extension's field. */
const WHITELIST_MAX = 255;
const FEE_BPS_MAX = 6_553;
const E5_PER_BPS = 10;

/** `GET /fee-info` of the orderbook API v4.1: what an order of a pair must carry to be taken. */
const feeInfo = z.object({
  whitelist: z.record(z.string().max(100), addressField),
  feeBps: countField(0, FEE_BPS_MAX),
  whitelistDiscountPercent: countField(0, 100),
  protocolFeeReceiver: addressField,
  extensionAddress: addressField,
  integratorFeeBps: countField(0, FEE_BPS_MAX).optional(),
  integratorFeeReceiver: addressField.optional(),
  integratorFeeSharePercent: countField(0, 100).optional(),
});

/** What the terms are compared with before anything is made of them. */
export type FeeBounds = {
  readonly maker: Address;
  /** The portfolio's own `feeTaker()`: no other may be called by an order of it. */
  readonly feeTaker: Address;
};

const malformed = (why: string): Result<never> =>
  fail('venue-malformed', `1inch's fee terms ${why}`, { when: 'next-tick' });

/**
 * The terms of FeeTaker in a `/fee-info` answer, verbatim. Fails with `venue-malformed` where it isn't one, and with
 * `venue-router-changed` where it names another contract than the one the portfolio is built for.
 */
export const feeTakerTermsOf = (json: unknown, { maker, feeTaker }: FeeBounds): Result<FeeTakerTerms> => {
  const read = feeInfo.safeParse(json);
  if (!read.success)
    return malformed(`can't be read: ${read.error.issues[0]?.path.join('.') || 'no object'}`);
  const info = read.data;
  if (info.extensionAddress !== feeTaker)
    return fail(
      'venue-router-changed',
      `1inch names ${info.extensionAddress} as the contract that takes its fee, and the portfolio is built for ${feeTaker}: nothing is signed.`,
      { when: 'next-tick' },
    );
  const whitelist = Object.values(info.whitelist);
  if (whitelist.length > WHITELIST_MAX)
    return malformed(`let ${whitelist.length} takers in, and ${WHITELIST_MAX} fit`);
  const integratorFeeBps = info.integratorFeeBps ?? 0;
  if (integratorFeeBps > 0 && info.integratorFeeReceiver === undefined)
    return malformed('name no receiver of a fee');
  return ok({
    feeTaker,
    maker,
    integratorFeeRecipient: integratorFeeBps === 0 ? NOBODY : (info.integratorFeeReceiver ?? NOBODY),
    protocolFeeRecipient: info.protocolFeeReceiver,
    integratorFeeE5: integratorFeeBps * E5_PER_BPS,
    integratorSharePercent: integratorFeeBps === 0 ? 0 : (info.integratorFeeSharePercent ?? 0),
    resolverFeeE5: info.feeBps * E5_PER_BPS,
    whitelistDiscountNumeratorPercent: 100 - info.whitelistDiscountPercent,
    whitelist,
  });
};
