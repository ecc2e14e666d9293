'use server';
import { headers } from 'next/headers';
import type { SpotPricesDto } from '../../lib/api/spot-prices-dto.ts';
import type { Result } from '../../lib/result.ts';
import { callerOf } from '../../services/wire/login/identity.ts';
import { spotPricesFor } from '../../services/wire/prices/spot-prices.ts';

/** Prices of up to 50 tokens of a served chain, `{ chain, tokens }`, for whoever has logged in: they cost the operator questions. */
export async function getSpotPrices(request: unknown): Promise<Result<SpotPricesDto>> {
  const caller = await callerOf({ headers: await headers() });
  return caller.ok ? spotPricesFor(caller.value, request) : caller;
}
