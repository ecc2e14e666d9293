import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import {
  addressField,
  chainIdField,
  nameField,
  pageOf,
  pageQuery,
  secondsField,
  uuidField,
} from './fields.ts';
import { policyField } from './policies.ts';

const read = { who: 'user', scope: 'portfolios:read' } as const;
const write = { who: 'user', scope: 'portfolios:write' } as const;
const params = z.strictObject({ id: uuidField });

/** The contract takes no more assets. */
const ASSETS_MAX = 16;

/** A portfolio as far as it has been thought out. Nothing of it has to fit together yet. */
const draftField = z
  .strictObject({
    chainId: chainIdField,
    name: nameField.default(''),
    targets: z
      .array(z.strictObject({ token: addressField, targetBps: z.int().min(0).max(10_000) }))
      .max(ASSETS_MAX)
      .default([])
      .describe('Basis points of the portfolio’s value. They needn’t add up yet.'),
    policy: policyField.nullable().default(null),
  })
  .meta({ id: 'Draft' });

const draftDto = z
  .object({
    id: uuidField,
    version: z.int().min(1),
    draft: z.unknown().describe('As it was sent, its defaults said.'),
    createdAtSeconds: secondsField,
    updatedAtSeconds: secondsField,
  })
  .meta({ id: 'StoredDraft' });
export type DraftDto = z.infer<typeof draftDto>;
export const draftDtoSchema = draftDto;
export type Draft = z.output<typeof draftField>;

/** Drafts of one person. */
export const DRAFTS_MAX = 100;

export const listDrafts = endpoint({
  id: 'listDrafts',
  method: 'GET',
  path: '/api/drafts',
  tag: 'Drafts',
  summary: 'Your drafts, the latest first.',
  access: read,
  query: z.strictObject(pageQuery),
  answer: pageOf(draftDto),
});

export const createDraft = endpoint({
  id: 'createDraft',
  method: 'POST',
  path: '/api/drafts',
  tag: 'Drafts',
  summary: 'Keeps a draft of a portfolio that isn’t deployed yet.',
  access: write,
  body: draftField,
  answer: draftDto,
  status: 201,
  problems: ['too-many'],
});

export const readDraft = endpoint({
  id: 'readDraft',
  method: 'GET',
  path: '/api/drafts/{id}',
  tag: 'Drafts',
  summary: 'One draft.',
  access: read,
  params,
  answer: draftDto,
});

export const updateDraft = endpoint({
  id: 'updateDraft',
  method: 'PUT',
  path: '/api/drafts/{id}',
  tag: 'Drafts',
  summary: 'Replaces a draft. The version it replaces must be the latest.',
  access: write,
  params,
  body: z
    .strictObject({
      version: z.int().min(1).max(2_147_483_646).describe('The version that you read and changed.'),
      draft: draftField,
    })
    .meta({ id: 'DraftChange' }),
  answer: draftDto,
  problems: ['version-stale'],
});

export const deleteDraft = endpoint({
  id: 'deleteDraft',
  method: 'DELETE',
  path: '/api/drafts/{id}',
  tag: 'Drafts',
  summary: 'Deletes a draft.',
  access: write,
  params,
});
