'use client';

import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { type ApiAnswer, apiRequest } from '../ui/api-request.ts';

const listSchema = z.object({
  rows: z.array(
    z.object({
      ...{ asset: z.string(), symbol: z.string(), chain: z.string(), decimals: z.number() },
      ...{ priceUsd: z.nullable(z.string()), memoNeeded: z.boolean() },
      ...{ pricedBy: z.array(z.string()), addressesChecked: z.boolean() },
    }),
  ),
});
export type Asset = z.infer<typeof listSchema>['rows'][number];

/** "BTC on btc", sorted by it in lists. */
export const assetWords = ({ symbol, chain }: Pick<Asset, 'symbol' | 'chain'>): string =>
  `${symbol} on ${chain}`;

// Several forms of a page choose from one list.
let asked: Promise<ApiAnswer> | null = null;

const listOnce = async (): Promise<ApiAnswer> => {
  asked ??= apiRequest('GET', '/api/accounts/assets');
  const answer = await asked;
  if (!answer.ok) asked = null;
  return answer;
};

/** What can be deposited and held, by name; null while it is asked for. `why` = it could not be asked. */
export function useAssets(): { readonly assets: readonly Asset[] | null; readonly why: string | null } {
  const [answer, setAnswer] = useState<ApiAnswer | null>(null);
  useEffect(() => {
    void listOnce().then(setAnswer);
  }, []);
  if (answer === null) return { assets: null, why: null };
  if (!answer.ok) return { assets: null, why: answer.problem.detail };
  const { rows } = listSchema.parse(answer.value);
  return {
    assets: rows.toSorted((one, other) => assetWords(one).localeCompare(assetWords(other))),
    why: null,
  };
}
