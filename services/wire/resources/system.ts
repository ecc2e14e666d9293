import 'server-only';
import { ENDPOINTS } from '../../../lib/api/endpoints.ts';
import { cutPage, positionOf } from '../../../lib/api/fields.ts';
import { type OpenApi, openApiOf } from '../../../lib/api/openapi.ts';
import { SCOPES } from '../../../lib/api/scopes.ts';
import * as declared from '../../../lib/api/system.ts';
import { ok } from '../../../lib/result.ts';
import { BODY_BYTES_MAX } from '../../api/read-body.ts';
import { readEnv } from '../../env.ts';
import { readPriceRows } from '../../store/api/price-rows.ts';
import { readSettings } from '../../store/settings.ts';
import { serve } from '../api.ts';

let document: OpenApi | null = null;

export const readOpenApi = serve(declared.readOpenApi, async () => {
  document ??= openApiOf(ENDPOINTS);
  return ok(document);
});

export const listChains = serve(declared.listChains, async () =>
  ok({
    chains: readEnv().chains.map(({ chain, factoryAddress }) => ({
      id: chain.id,
      slug: chain.slug,
      name: chain.name,
      testnet: chain.testnet,
      nativeSymbol: chain.nativeSymbol,
      router: chain.router?.toLowerCase() ?? null,
      factory: factoryAddress,
      blockTimeSeconds: chain.blockTimeSeconds,
      tokens: chain.tokens.map((token) => ({ ...token })),
      feeds: chain.feeds.map(({ asset, address, heartbeatSeconds }) => ({
        asset,
        address,
        heartbeatSeconds,
      })),
    })),
  }),
);

export const readConfig = serve(declared.readConfig, ({ inDatabase }) =>
  inDatabase(async (sql) => {
    const { app, api, serving } = readEnv();
    const { tickIntervalSeconds, halted } = await readSettings(sql);
    return ok({
      appUrl: app.url,
      ...{ tickIntervalSeconds, halted },
      serves: serving.anyone ? ('anyone' as const) : ('registered' as const),
      portfoliosPerOwnerMax: serving.perOwnerMax,
      requestsPerMinute: { user: api.userRequestsPerMinute, address: api.addressRequestsPerMinute },
      bodyBytesMax: BODY_BYTES_MAX,
      scopes: [...SCOPES],
    });
  }),
);

/** Several sources may know a price of one second: the cursor says how many rows of it there were. */
const priceCursor =
  (page: readonly declared.PriceRow[], cursor: string | undefined) =>
  ({ timeSeconds }: declared.PriceRow): string => {
    const place = positionOf(cursor);
    const before = place?.first === String(timeSeconds) ? Number(place.second ?? 0) : 0;
    return `${timeSeconds}-${before + page.filter((row) => row.timeSeconds === timeSeconds).length}`;
  };

export const listPrices = serve(declared.listPrices, ({ query, inDatabase }) =>
  inDatabase(async (sql) => {
    const rows = await readPriceRows(sql, query);
    return ok(
      cutPage(rows, query.limit, {
        cursorOf: priceCursor(rows.slice(0, query.limit), query.cursor),
        shownAs: (row) => row,
      }),
    );
  }),
);
