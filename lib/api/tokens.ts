import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { nameField, pageOf, pageQuery, secondsField, uuidField } from './fields.ts';
import { SCOPES } from './scopes.ts';

// Tokens are for programs: making and ending them is for the person, who logs in.
const access = { who: 'user', scope: null } as const;

export const TOKEN_DAYS_MAX = 365;

const tokenRow = z
  .object({
    id: uuidField,
    name: z.string(),
    prefix: z.string().describe('How the token begins, to tell it by.'),
    scopes: z.array(z.enum(SCOPES)),
    createdAtSeconds: secondsField,
    lastUsedAtSeconds: secondsField.nullable().describe('To about a minute; null = never.'),
    expiresAtSeconds: secondsField,
    revokedAtSeconds: secondsField.nullable(),
  })
  .meta({ id: 'TokenRow' });
export type TokenRow = z.infer<typeof tokenRow>;
export const tokenRowSchema = tokenRow;

export const listTokens = endpoint({
  id: 'listTokens',
  method: 'GET',
  path: '/api/tokens',
  tag: 'Tokens',
  summary: 'Your tokens, the latest first; those that are over or revoked included.',
  access,
  query: z.strictObject(pageQuery),
  answer: pageOf(tokenRow),
});

export const createToken = endpoint({
  id: 'createToken',
  method: 'POST',
  path: '/api/tokens',
  tag: 'Tokens',
  summary: 'Makes a token. It is shown in this answer and never again: its hash is all that is kept.',
  access,
  body: z
    .strictObject({
      name: nameField,
      scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length).describe('What the token is good for.'),
      expiresInDays: z.int().min(1).max(TOKEN_DAYS_MAX).default(90).describe('1 to 365, default 90.'),
    })
    .meta({ id: 'TokenRequest' }),
  answer: tokenRow
    .extend({
      token: z.string().nullable().describe('Shown once; null where this answer is repeated under its key.'),
    })
    .meta({ id: 'NewToken' }),
  status: 201,
  problems: ['too-many'],
  shownOnce: 'token',
  cost: 10,
});

export const revokeToken = endpoint({
  id: 'revokeToken',
  method: 'DELETE',
  path: '/api/tokens/{id}',
  tag: 'Tokens',
  summary: 'Revokes a token, at once and for good. Doing it again changes nothing.',
  access,
  params: z.strictObject({ id: uuidField }),
});

export const readCaller = endpoint({
  id: 'readCaller',
  method: 'GET',
  path: '/api/caller',
  tag: 'Tokens',
  summary: 'Who you are to the API: by session or token, with which role and scopes.',
  access: { who: 'anyone', scope: 'any' },
  answer: z
    .object({
      kind: z.enum(['anonymous', 'session', 'token']),
      address: z.string().nullable(),
      role: z.enum(['user', 'operator', 'admin']).nullable(),
      scopes: z
        .array(z.enum(SCOPES))
        .nullable()
        .describe('Of a token; null = a person, who may do all that is theirs.'),
    })
    .meta({ id: 'Caller' }),
});
