import 'server-only';
import * as declared from '../../../lib/api/drafts.ts';
import { cutPage } from '../../../lib/api/fields.ts';
import { fail, failure, ok } from '../../../lib/result.ts';
import {
  countDrafts,
  deleteDraft as deleteStored,
  holdDraft,
  insertDraft,
  readDrafts,
  replaceDraft,
} from '../../store/api/drafts.ts';
import { serve } from '../api.ts';

const unknownDraft = fail('not-found', 'You have no draft of this id.');

export const listDrafts = serve(declared.listDrafts, ({ query, inDatabase }) =>
  inDatabase(async (sql) =>
    ok(
      cutPage(await readDrafts(sql, query), query.limit, {
        cursorOf: ({ micros }) => micros,
        shownAs: ({ draft }) => draft,
      }),
    ),
  ),
);

export const createDraft = serve(declared.createDraft, ({ body, inDatabase }) =>
  inDatabase(async (sql) =>
    (await countDrafts(sql)) >= declared.DRAFTS_MAX
      ? fail('too-many', `You have ${declared.DRAFTS_MAX} drafts; delete one first.`)
      : ok(await insertDraft(sql, body)),
  ),
);

export const readDraft = serve(declared.readDraft, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => {
    const draft = await holdDraft(sql, id);
    return draft === null ? unknownDraft : ok(draft);
  }),
);

export const updateDraft = serve(declared.updateDraft, ({ params: { id }, body, inDatabase }) =>
  inDatabase(async (sql) => {
    const held = await holdDraft(sql, id);
    if (held === null) return unknownDraft;
    if (held.version !== body.version)
      return {
        ok: false,
        error: {
          ...failure('version-stale', `The latest version is ${held.version}: read it, and change that one.`),
          current: held,
        },
      };
    return ok(await replaceDraft(sql, id, body.draft));
  }),
);

export const deleteDraft = serve(declared.deleteDraft, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => ((await deleteStored(sql, id)) ? ok(undefined) : unknownDraft)),
);
