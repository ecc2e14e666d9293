import 'server-only';
import { cutPage, positionOf } from '../../../lib/api/fields.ts';
import * as declared from '../../../lib/api/indexes.ts';
import { indexOfWish } from '../../../lib/index-portfolio/index-policy.ts';
import type { PlannedLook } from '../../../lib/index-portfolio/plan-index.ts';
import { formatDecimalRounded } from '../../../lib/money/fixed-point.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import { readIndexWorld } from '../../intents/read-index-sight.ts';
import { lookAtIndex } from '../../intents/tend-indexes.ts';
import { readIndexAccount } from '../../store/indexes/index-accounts.ts';
import { peekIndex } from '../../store/indexes/index-policies.ts';
import { readOwnIndex, readOwnTrades, saveIndex, wakeIndex } from '../../store/indexes/index-wishes.ts';
import { readSettings } from '../../store/settings.ts';
import { serve } from '../api.ts';
import { indexDto, indexLookDto, indexTradeDto } from '../indexes/index-dto.ts';
import { intentsForVisitors } from '../indexes/intents-of-app.ts';
import { note } from './note.ts';

const unknown = fail('not-found', 'You have no index account of this id.');
const NO_INDEX = fail('not-found', 'This account has no index yet.');

export const readIndex = serve(declared.readIndex, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => {
    const own = await readOwnIndex(sql, id);
    if (own === null) return (await readIndexAccount(sql, id)) === null ? unknown : NO_INDEX;
    return own.index.ok ? ok(indexDto(own, own.index.value)) : own.index;
  }),
);

export const writeIndex = serve(
  declared.writeIndex,
  async ({ params: { id }, body, caller, request, inDatabase }) => {
    const index = indexOfWish({ ...body, name: body.name === '' ? 'Index' : body.name });
    if (!index.ok) return index;
    return inDatabase(async (sql) => {
      const before = await readOwnIndex(sql, id);
      if ((await saveIndex(sql, id, index.value)) === null) return unknown;
      const own = await readOwnIndex(sql, id);
      if (own === null) return unknown;
      const told = ({ name, allocations }: typeof index.value) => ({ id, name, allocations });
      await note(
        sql,
        { caller, request },
        {
          ...{ action: 'index-written', portfolioId: null, after: told(index.value) },
          before: before?.index.ok === true ? told(before.index.value) : null,
        },
      );
      return ok(indexDto(own, index.value));
    });
  },
);

const swapDto = ({ asked, valueUsdE18 }: PlannedLook['swaps'][number]) => ({
  ...{ from: asked.originAsset, to: asked.destinationAsset, amountUnits: `${asked.amountUnits}` },
  leastOutUnits: `${asked.leastOutUnits}`,
  valueUsd: valueUsdE18 === null ? null : formatDecimalRounded(valueUsdE18, 18, 2),
});

export const rebalanceIndex = serve(
  declared.rebalanceIndex,
  async ({ params: { id }, body: { dryRun }, caller, request, inDatabase }) => {
    if (!dryRun)
      return inDatabase(async (sql) => {
        if (!(await wakeIndex(sql, id)))
          return (await readIndexAccount(sql, id)) === null ? unknown : NO_INDEX;
        await note(
          sql,
          { caller, request },
          { action: 'index-look-asked-for', portfolioId: null, before: null, after: { id } },
        );
        return ok({ dryRun, look: null, swaps: [] });
      });
    const known = await inDatabase(async (sql) => {
      const own = await readOwnIndex(sql, id);
      const due = own === null ? null : await peekIndex(sql, id);
      if (due === null) return (await readIndexAccount(sql, id)) === null ? unknown : NO_INDEX;
      return ok({ due, halted: (await readSettings(sql)).halted });
    });
    if (!known.ok) return known;
    const intents = intentsForVisitors();
    if (!intents.ok) return intents;
    const world = await readIndexWorld(intents.value);
    if (!world.ok) return world;
    const { due, halted } = known.value;
    const { verifier } = intents.value;
    const looked: Result<PlannedLook> = await lookAtIndex(
      { verifier, halted, nowSeconds: systemClock.nowSeconds },
      due,
      world.value,
    );
    if (!looked.ok) return looked;
    return ok({ dryRun, look: indexLookDto(looked.value), swaps: looked.value.swaps.map(swapDto) });
  },
);

export const listIndexTrades = serve(
  declared.listIndexTrades,
  ({ params: { id }, query: { cursor, limit }, inDatabase }) =>
    inDatabase(async (sql) => {
      if ((await readIndexAccount(sql, id)) === null) return unknown;
      const place = positionOf(cursor);
      const below = place === null ? null : { micros: place.first, id: place.second ?? '' };
      const rows = await readOwnTrades(sql, id, { below, limit });
      return ok(
        cutPage(rows, limit, { cursorOf: (row) => `${row.micros}-${row.id}`, shownAs: indexTradeDto }),
      );
    }),
);
