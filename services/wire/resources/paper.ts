import 'server-only';
import * as declared from '../../../lib/api/paper.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { paperStateText } from '../../../lib/paper/paper-state.ts';
import { paperTermsToJson } from '../../../lib/paper/paper-terms.ts';
import { fail, ok } from '../../../lib/result.ts';
import { type BegunPaper, beginPaper, paperPlanOf, paperTermsOf } from '../../paper/begin-paper.ts';
import { paperDetailOf, paperDtoOf } from '../../paper/paper-dto.ts';
import {
  countPapers,
  deletePaper as deleteStored,
  insertPaper,
  readPaperDays,
  readPapers,
  readPaperTrades,
  readPaper as readStored,
} from '../../store/api/papers.ts';
import { serve } from '../api.ts';
import { followedTokens, holdingsAtHead, pricesAtHead } from '../pages/paper-chain.ts';
import { servedAsked } from './chains.ts';
import { note } from './note.ts';

const unknownPaper = fail('not-found', 'You have no paper portfolio of this id.');

export const readHoldings = serve(declared.readHoldings, async ({ query: { chainId, address } }) => {
  const served = servedAsked(chainId, 'query');
  return served.ok ? holdingsAtHead(served.value, address) : served;
});

type Begun = BegunPaper & { readonly block: Parameters<typeof paperPlanOf>[1] };

/** Opens what is asked for at the chain's head. */
const begin = async (asked: declared.PaperRequest): Promise<Outcome<Begun>> => {
  const served = servedAsked(asked.chainId, 'body');
  if (!served.ok) return served;
  const listed = await followedTokens(served.value);
  if (!listed.ok) return listed;
  const terms = paperTermsOf(asked, listed.value);
  if (!terms.ok) return terms;
  const names = new Set(terms.value.assets.map(({ token }) => token));
  const head = await pricesAtHead(
    served.value,
    listed.value.filter(({ token }) => names.has(token)),
  );
  if (!head.ok) return head;
  const { block, prices } = head.value;
  const begun = beginPaper(terms.value, prices, block);
  return begun.ok ? ok({ ...begun.value, block }) : begun;
};

export const planPaper = serve(declared.planPaper, async ({ body }) => {
  const begun = await begin(body);
  return begun.ok ? ok(paperPlanOf(begun.value, begun.value.block)) : begun;
});

export const listPapers = serve(declared.listPapers, ({ inDatabase }) =>
  inDatabase(async (sql) => ok({ rows: (await readPapers(sql)).map(paperDtoOf) })),
);

const nameOf = ({ name, watched }: { readonly name: string; readonly watched: string | null }): string =>
  name || (watched === null ? 'Made-up amounts' : `Wallet ending in ${watched.slice(-4)}`);

export const followPaper = serve(declared.followPaper, async ({ body, caller, request, inDatabase }) => {
  // The chain is asked before the transaction: none is held open across a wait for a node.
  const begun = await begin(body);
  if (!begun.ok) return begun;
  const { terms, state, row } = begun.value;
  return inDatabase(async (sql) => {
    if ((await countPapers(sql)) >= declared.PAPERS_MAX)
      return fail('too-many', `You follow ${declared.PAPERS_MAX} on paper; delete one first.`);
    const stored = await insertPaper(sql, {
      ...{ chainId: body.chainId, name: nameOf(body), watched: body.watched, preset: body.preset },
      ...{ terms: paperTermsToJson(terms), stateText: paperStateText(state) },
      ...{ openedAtSeconds: row.knownAtSeconds, openingUsdE18: state.meter.startUsdE18 },
    });
    const { id, chainId, name } = stored;
    await note(
      sql,
      { caller, request },
      { action: 'paper-followed', portfolioId: null, before: null, after: { id, chainId, name } },
    );
    return ok(paperDtoOf(stored));
  });
});

export const readPaper = serve(declared.readPaper, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => {
    const row = await readStored(sql, id);
    if (row === null) return unknownPaper;
    const trades = await readPaperTrades(sql, { id, limit: declared.PAPER_TRADES_MAX });
    return ok(paperDetailOf(row, trades, await readPaperDays(sql, { id, limit: declared.PAPER_DAYS_MAX })));
  }),
);

export const deletePaper = serve(declared.deletePaper, ({ params: { id }, caller, request, inDatabase }) =>
  inDatabase(async (sql) => {
    if (!(await deleteStored(sql, id))) return unknownPaper;
    await note(
      sql,
      { caller, request },
      { action: 'paper-deleted', portfolioId: null, before: { id }, after: null },
    );
    return ok(undefined);
  }),
);
