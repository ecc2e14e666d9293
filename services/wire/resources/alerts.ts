import 'server-only';
import * as declared from '../../../lib/api/alerts.ts';
import { cutPage } from '../../../lib/api/fields.ts';
import { fail, ok } from '../../../lib/result.ts';
import { codeHashOf } from '../../alerts/confirmation-code.ts';
import { readEnv } from '../../env.ts';
import { readAlertRows } from '../../store/api/alert-rows.ts';
import {
  askForCode as askForStored,
  askForTest,
  countChannels,
  deleteChannel as deleteStored,
  insertChannel,
  newChannelId,
  readChannel,
  readChannels,
  readDeliveries,
  takeCode,
} from '../../store/api/channels.ts';
import { sealedChannel } from '../alerts/sealed-channel.ts';
import { serve } from '../api.ts';
import { note } from './note.ts';
import { whereTold } from './portfolio-access.ts';

const shown = {
  cursorOf: ({ id }: declared.AlertRow) => id,
  shownAs: (row: declared.AlertRow) => row,
};

export const listPortfolioAlerts = serve(
  declared.listPortfolioAlerts,
  ({ params: { id }, query, inDatabase }) =>
    inDatabase((sql) =>
      whereTold(sql, id, async () =>
        ok(cutPage(await readAlertRows(sql, { ...query, portfolioId: id }), query.limit, shown)),
      ),
    ),
);

export const listSystemAlerts = serve(declared.listSystemAlerts, ({ query, inDatabase }) =>
  inDatabase(async (sql) =>
    ok(cutPage(await readAlertRows(sql, { ...query, portfolioId: null }), query.limit, shown)),
  ),
);

export const listChannels = serve(declared.listChannels, ({ inDatabase }) =>
  inDatabase(async (sql) => ok({ channels: [...(await readChannels(sql))] })),
);

const unknownChannel = fail('not-found', 'You have no channel of this id.');

const tooManyCodes = fail(
  'rate-limited',
  'No code is sent now: one a minute, three a day to one address and ten a day in all are.',
);

export const createChannel = serve(declared.createChannel, ({ body, caller, request, inDatabase }) => {
  const sealed = sealedChannel(readEnv().sealing, newChannelId(), body.address);
  if (!sealed.ok) return Promise.resolve(sealed);
  return inDatabase(async (sql) => {
    if (body.forOperators && (caller.kind === 'anonymous' || caller.role === 'user'))
      return fail('forbidden', 'Only an operator is told of the whole system.');
    if ((await countChannels(sql)) >= declared.CHANNELS_MAX)
      return fail('too-many', `You have ${declared.CHANNELS_MAX} channels; remove one first.`);
    const made = await insertChannel(sql, body, sealed.value);
    const { id, kind, name, hint, forOperators } = made;
    if (kind === 'email' && (await askForStored(sql, id)) === null) return tooManyCodes;
    await note(
      sql,
      { caller, request },
      {
        ...{ action: 'channel-made', portfolioId: null, before: null },
        after: { id, kind, name, hint, forOperators },
      },
    );
    return ok({ ...made, secret: sealed.value.shownSecret });
  });
});

export const deleteChannel = serve(
  declared.deleteChannel,
  ({ params: { id }, caller, request, inDatabase }) =>
    inDatabase(async (sql) => {
      const channel = await readChannel(sql, id);
      if (channel === null || !(await deleteStored(sql, id))) return unknownChannel;
      await note(
        sql,
        { caller, request },
        {
          ...{ action: 'channel-removed', portfolioId: null, after: null },
          before: { id, kind: channel.kind, name: channel.name },
        },
      );
      return ok(undefined);
    }),
);

export const askForCode = serve(declared.askForCode, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => {
    if ((await readChannel(sql, id)) === null) return unknownChannel;
    const deliveryId = await askForStored(sql, id);
    return deliveryId === null ? tooManyCodes : ok({ deliveryId });
  }),
);

export const confirmChannel = serve(
  declared.confirmChannel,
  ({ params: { id }, body: { code }, caller, request, inDatabase }) =>
    inDatabase(async (sql) => {
      const channel = await readChannel(sql, id);
      if (channel === null) return unknownChannel;
      if (!(await takeCode(sql, { channelId: id, codeHash: codeHashOf(code) })))
        return fail('bad-request', 'It is no code of this channel’s, or it was used or is older than a day.');
      const after = { id, kind: channel.kind, name: channel.name };
      await note(
        sql,
        { caller, request },
        { ...{ action: 'channel-confirmed', portfolioId: null, before: null }, after },
      );
      return ok(undefined);
    }),
);

export const testChannel = serve(declared.testChannel, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => {
    const channel = await readChannel(sql, id);
    if (channel === null) return unknownChannel;
    if (!channel.told)
      return fail('forbidden', 'Nothing is sent to a mailbox before it was confirmed by its code.');
    const deliveryId = await askForTest(sql, id);
    return deliveryId === null
      ? fail('rate-limited', 'A test was asked for within this minute.')
      : ok({ deliveryId });
  }),
);

export const listDeliveries = serve(declared.listDeliveries, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) =>
    (await readChannel(sql, id)) === null
      ? unknownChannel
      : ok({ deliveries: [...(await readDeliveries(sql, id))] }),
  ),
);
