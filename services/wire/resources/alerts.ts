import 'server-only';
import { randomBytes } from 'node:crypto';
import * as declared from '../../../lib/api/alerts.ts';
import { cutPage } from '../../../lib/api/fields.ts';
import { fail, ok } from '../../../lib/result.ts';
import { readEnv } from '../../env.ts';
import { Secret } from '../../secret.ts';
import { sealSecret } from '../../secrets/envelope.ts';
import { readAlertRows } from '../../store/api/alert-rows.ts';
import {
  askForTest,
  countChannels,
  deleteChannel as deleteStored,
  insertChannel,
  newChannelId,
  readChannel,
  readChannels,
  readDeliveries,
} from '../../store/api/channels.ts';
import { channelAddressPlace } from '../alerts.ts';
import { serve } from '../api.ts';
import { note } from './note.ts';
import { whereOwned } from './portfolio-access.ts';

const shown = {
  cursorOf: ({ id }: declared.AlertRow) => id,
  shownAs: (row: declared.AlertRow) => row,
};

export const listPortfolioAlerts = serve(
  declared.listPortfolioAlerts,
  ({ params: { id }, query, inDatabase }) =>
    inDatabase((sql) =>
      whereOwned(sql, id, async () =>
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

export const createChannel = serve(declared.createChannel, ({ body, caller, request, inDatabase }) => {
  const place = channelAddressPlace(newChannelId());
  const secret = body.address.kind === 'webhook' ? randomBytes(32).toString('base64url') : null;
  const address = JSON.stringify(secret === null ? body.address : { ...body.address, secret });
  const sealed = sealSecret(readEnv().sealing, place, new Secret(address));
  if (!sealed.ok) return Promise.resolve(sealed);
  return inDatabase(async (sql) => {
    if (body.forOperators && (caller.kind === 'anonymous' || caller.role === 'user'))
      return fail('forbidden', 'Only an operator is told of the whole system.');
    if ((await countChannels(sql)) >= declared.CHANNELS_MAX)
      return fail('too-many', `You have ${declared.CHANNELS_MAX} channels; remove one first.`);
    const made = await insertChannel(sql, body, { ...place, ...sealed.value });
    const { id, kind, name, hint, forOperators } = made;
    await note(
      sql,
      { caller, request },
      {
        ...{ action: 'channel-made', portfolioId: null, before: null },
        after: { id, kind, name, hint, forOperators },
      },
    );
    return ok({ ...made, secret });
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
          before: { id, ...channel },
        },
      );
      return ok(undefined);
    }),
);

export const testChannel = serve(declared.testChannel, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => {
    if ((await readChannel(sql, id)) === null) return unknownChannel;
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
