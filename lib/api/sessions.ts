import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { secondsField, uuidField } from './fields.ts';

// Sessions are a person's own: a token neither sees nor ends them.
const access = { who: 'user', scope: null } as const;

const loginTerms = z
  .object({
    nonce: z.string().describe('Good for one try.'),
    expiresAtSeconds: secondsField,
    domain: z.string(),
    uri: z.string(),
    version: z.literal('1'),
    statement: z.string().describe('What the wallet shows; another one is taken as well.'),
    chainIds: z.array(z.int()).describe('The message must be for one of these.'),
  })
  .meta({ id: 'SignInTerms' });
/** What a wallet is to put into the message that it signs (EIP-4361). */
export type LoginTerms = z.infer<typeof loginTerms>;

export const issueLoginNonce = endpoint({
  id: 'issueLoginNonce',
  method: 'POST',
  path: '/api/auth/nonce',
  tag: 'Sessions',
  summary: 'What to put into the message that a wallet signs to log in; see docs/login.md for the rest.',
  access: { who: 'anyone', scope: 'any' },
  answer: loginTerms,
  problems: ['not-configured'],
  cost: 5,
});

export const listSessions = endpoint({
  id: 'listSessions',
  method: 'GET',
  path: '/api/sessions',
  tag: 'Sessions',
  summary: 'Where you are logged in, the latest first.',
  access,
  answer: z.object({
    sessions: z.array(
      z
        .object({
          id: uuidField,
          isThis: z.boolean().describe('The one that asks.'),
          userAgent: z.string().nullable(),
          chainId: z.int().nullable(),
          createdAtSeconds: secondsField,
          lastSeenAtSeconds: secondsField.describe('To about a minute.'),
          endsAtSeconds: secondsField.describe('Whatever is done in it until then.'),
        })
        .meta({ id: 'Session' }),
    ),
  }),
});

export const endSession = endpoint({
  id: 'endSession',
  method: 'DELETE',
  path: '/api/sessions/{id}',
  tag: 'Sessions',
  summary: 'Logs you out where this session is, at once. Doing it again changes nothing.',
  access,
  params: z.strictObject({ id: uuidField }),
});

export const endSessions = endpoint({
  id: 'endSessions',
  method: 'DELETE',
  path: '/api/sessions',
  tag: 'Sessions',
  summary: 'Logs you out everywhere, here as well.',
  access,
  answer: z.object({ ended: z.int().describe('How many sessions there were.') }),
});

export const issueStepUpNonce = endpoint({
  id: 'issueStepUpNonce',
  method: 'POST',
  path: '/api/step-up/nonce',
  tag: 'Sessions',
  summary: 'What to put into the message that a wallet signs afresh for a sensitive change.',
  access,
  answer: loginTerms,
  problems: ['not-configured'],
  cost: 5,
});

const SIGNATURE_BYTES_MAX = 4_096;

export const stepUp = endpoint({
  id: 'stepUp',
  method: 'POST',
  path: '/api/step-up',
  tag: 'Sessions',
  summary:
    'Takes a fresh signature by the account that is logged in: sensitive changes may be made for ten minutes.',
  access,
  body: z
    .strictObject({
      message: z.string().min(1).max(4_096),
      signature: z
        .string()
        .max(2 + 2 * SIGNATURE_BYTES_MAX)
        .regex(/^0x([0-9a-fA-F]{2})+$/, `must be 1 to ${SIGNATURE_BYTES_MAX} bytes in hex, with 0x`),
    })
    .meta({ id: 'FreshSignature' }),
  answer: z.object({ untilSeconds: secondsField }),
  problems: [
    'login-malformed',
    'login-wrong-domain',
    'login-wrong-chain',
    'login-expired',
    'login-not-yet-valid',
    'login-issued-ahead',
    'login-too-old',
    'login-wrong-signer',
    'nonce-unknown',
    'nonce-used',
    'nonce-expired',
    'signature-unchecked',
  ],
  cost: 10,
});
