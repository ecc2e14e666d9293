import type { Sql, TransactionSql } from 'postgres';
import type { Address } from 'viem';
import type { NoPrice, Price } from '../../lib/engine/snapshot.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { paperStateText } from '../../lib/paper/paper-state.ts';
import { openPaper, paperRow } from '../../lib/paper/paper-step.ts';
import { type PaperTerms, paperTermsToJson } from '../../lib/paper/paper-terms.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import type { PriceRow } from '../../lib/prices/price-file.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { PaperPorts } from '../../services/bot/tick-paper.ts';
import { insertPaper } from '../../services/store/api/papers.ts';
import { asNamedViewer } from '../../services/store/as-viewer.ts';
import { addressOf, CHAIN_ID, hashOf } from '../../services/store/testing/arrange.ts';
import type { TestBot } from '../../services/store/testing/with-test-bot.ts';
import { readDuePapers, savePaperMoves } from '../../services/store/tick/paper-ticks.ts';

/** Tokens of a paper portfolio by their symbols, targets and whole units at the opening. */
export const paperTerms = (
  assets: readonly { readonly symbol: string; readonly targetBps: number; readonly units: string }[],
  policy: PaperTerms['policy'] = PRESETS.index,
): PaperTerms => ({
  policy,
  assets: assets.map(({ symbol, targetBps, units }, index) => ({
    ...{ token: addressOf(index + 1), feed: addressOf(index + 101), symbol, targetBps, decimals: 8 },
    ...{ heartbeatSeconds: 3_600, openingUnits: BigInt(units) * 10n ** 8n },
  })),
});

/** The block at whose time this row's prices were the latest. */
const blockOfRow = ({ knownAtSeconds }: PriceRow): Block => ({
  number: BigInt(knownAtSeconds),
  hash: hashOf(`block ${knownAtSeconds}`),
  timeSeconds: knownAtSeconds,
});

/** What feeds say of a row: of a hole, that there is nothing. */
export const pricesOfRow = ({ assets }: PaperTerms, row: PriceRow): ReadonlyMap<Address, Price | NoPrice> =>
  new Map(
    assets.flatMap(({ token }, column) => {
      const usdE18 = row.prices[column] ?? null;
      const price = { source: 'replay', updatedAtSeconds: row.knownAtSeconds, disagreementBps: null };
      return usdE18 === null ? [] : [[token, { ok: true, usdE18, ...price }] as const];
    }),
  );

/** The person whose paper portfolios they are; made where there is none. */
const PERSON = addressOf(77);
export const arrangePerson = async (admin: Sql): Promise<void> => {
  await admin`insert into users (address, role) values (${PERSON}, 'user') on conflict do nothing`;
};

/** Does something as the web app does for the person. */
export const asPerson = <T>({ database }: TestBot, work: (sql: TransactionSql) => Promise<T>): Promise<T> =>
  asNamedViewer(database.admin, { address: PERSON, role: 'user' }, work);

/** Opens one at a row, as the API does. Answers its id. */
export const followAt = async (world: TestBot, terms: PaperTerms, row: PriceRow): Promise<string> => {
  const opened = openPaper(terms, paperRow(terms, pricesOfRow(terms, row), row.knownAtSeconds));
  if (!opened.ok) throw new Error(opened.error.message);
  const { id } = await asPerson(world, (sql) =>
    insertPaper(sql, {
      ...{ chainId: CHAIN_ID, name: 'on paper', watched: null, preset: 'index' },
      ...{ terms: paperTermsToJson(terms), stateText: paperStateText(opened.value) },
      ...{ openedAtSeconds: row.knownAtSeconds, openingUsdE18: opened.value.meter.startUsdE18 },
    }),
  );
  return id;
};

/** The tick's ports on the real store, with the prices of one row; what is given stands in place of them. */
export const paperPorts = (
  { bot }: TestBot,
  { terms, row }: { readonly terms: PaperTerms; readonly row: PriceRow },
  other: Partial<PaperPorts> = {},
): PaperPorts => {
  const run = async <T>(work: (sql: TransactionSql) => Promise<T>): Promise<Result<T>> =>
    ok(await bot.run(work));
  return {
    due: (limit) => run((sql) => readDuePapers(sql, { chainId: CHAIN_ID, limit })),
    price: async () => ok(pricesOfRow(terms, row)),
    head: async () => ok(blockOfRow(row)),
    save: (moves) => run((sql) => savePaperMoves(sql, moves)),
    tickIntervalSeconds: 0,
    log: { warn: () => undefined },
    ...other,
  };
};
