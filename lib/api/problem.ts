import { z } from 'zod';
import type { FailureCode } from '../failure-code.ts';
import type { Failure } from '../result.ts';

/** One field that is wrong: where it is, as a path of the body, the query or the path, and why. */
export const fieldProblemSchema = z.object({
  in: z.enum(['body', 'query', 'path', 'header']),
  field: z.string().describe('Names and indexes with dots between them; empty = the whole.'),
  message: z.string(),
});
export type FieldProblem = z.infer<typeof fieldProblemSchema>;

/** Every refusal of the API (RFC 9457, `application/problem+json`). `code` is stable; titles and details are for people. */
export const problemSchema = z
  .object({
    type: z.string().describe('Address of the page that tells of the code.'),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: z.string().describe('Stable; branch on this.'),
    detail: z.string(),
    errors: z.array(fieldProblemSchema).optional(),
    current: z.unknown().optional().describe('What is stored now, where another version was meant.'),
    retryAfterSeconds: z.int().min(0).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** A refusal as a route's work gives it: a failure, and what else its reader can use. */
export type Refusal = Failure & {
  readonly fields?: readonly FieldProblem[];
  readonly current?: unknown;
  readonly retryAfterSeconds?: number;
};

/** What a route's work comes to. Every `Result` is one. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Refusal };

type Row = { readonly status: number; readonly title: string };

const UNAVAILABLE: Row = { status: 503, title: 'Not available now' };
const UNREADABLE: Row = { status: 422, title: 'The contract can’t be read' };

const ROWS: Readonly<Partial<Record<FailureCode, Row>>> = {
  'bad-request': { status: 400, title: 'The request is not what the schema says' },
  'not-json': { status: 400, title: 'The body is not strict JSON' },
  unauthorised: { status: 401, title: 'Log in, or send a token' },
  'login-malformed': { status: 400, title: 'The message is no sign-in' },
  'signature-malformed': { status: 400, title: 'The signature is none' },
  'login-wrong-domain': { status: 401, title: 'Signed for another site' },
  'login-wrong-chain': { status: 401, title: 'Signed for another chain' },
  'login-expired': { status: 401, title: 'The message has expired' },
  'login-not-yet-valid': { status: 401, title: 'The message is not valid yet' },
  'login-issued-ahead': { status: 401, title: 'The message is from the future' },
  'login-too-old': { status: 401, title: 'The message is too old' },
  'login-wrong-signer': { status: 401, title: 'Another account signed' },
  'nonce-unknown': { status: 401, title: 'The nonce was not given out here' },
  'nonce-used': { status: 401, title: 'The nonce was used before' },
  'nonce-expired': { status: 401, title: 'The nonce has expired' },
  'csrf-token-wrong': { status: 403, title: 'The token of the form is wrong' },
  forbidden: { status: 403, title: 'Not yours to do' },
  'scope-missing': { status: 403, title: 'The token lacks a scope' },
  'session-required': { status: 403, title: 'Tokens can’t do this' },
  'step-up-required': { status: 403, title: 'A fresh signature is needed' },
  'cross-origin': { status: 403, title: 'Asked from another site' },
  'not-found': { status: 404, title: 'There is nothing of that name' },
  'version-stale': { status: 409, title: 'Somebody was faster' },
  'registered-already': { status: 409, title: 'Registered already' },
  'role-fixed': { status: 409, title: 'The environment names it' },
  'last-admin': { status: 409, title: 'Nobody would be left' },
  'delegation-broader': { status: 409, title: 'It allows more than was asked for' },
  'delegation-refused': { status: 422, title: 'The delegation can’t be taken' },
  'too-many': { status: 409, title: 'No more of these' },
  'too-large': { status: 413, title: 'The body is too large' },
  'media-type-unsupported': { status: 415, title: 'The body is of another type' },
  'policy-invalid': { status: 422, title: 'The policy contradicts itself' },
  'index-refused': { status: 422, title: 'Refused: nothing was signed or sent' },
  'paper-invalid': { status: 422, title: 'It can’t be followed so' },
  'idempotency-key-reused': { status: 422, title: 'The key belongs to another request' },
  'not-owner': { status: 403, title: 'Another account owns the contract' },
  'portfolio-unreadable': UNREADABLE,
  'not-looked-at': { status: 409, title: 'No look has been stored yet' },
  'not-served': { status: 409, title: 'Nobody looks at it' },
  'setting-unknown': { status: 404, title: 'There is no such setting' },
  'setting-invalid': { status: 422, title: 'The setting can’t be so' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  cooldown: { status: 429, title: 'Looked at just now' },
  bug: { status: 500, title: 'Something broke' },
};

/** The codes that say something of the request; the rest are `503`, and pass. */
export const PROBLEM_CODES = Object.keys(ROWS) as readonly FailureCode[];

/** The status and title of a code; what isn't listed is the surroundings' fault and may be tried again. */
export const problemRow = (code: FailureCode): Row => ROWS[code] ?? UNAVAILABLE;

/** A failure of one part of what was asked is one of a field of its body. */
const fieldsOf = ({ fields, field, message }: Refusal): readonly FieldProblem[] | undefined =>
  fields ?? (field === undefined ? undefined : [{ in: 'body', field, message }]);

/** A refusal as it goes over the wire. */
export const problemOf = (refusal: Refusal): Problem => {
  const { code, message, current, retryAfterSeconds } = refusal;
  const fields = fieldsOf(refusal);
  const { status, title } = problemRow(code);
  return {
    type: `/docs/api#${code}`,
    ...{ title, status, code, detail: message },
    ...(fields === undefined ? {} : { errors: [...fields] }),
    ...(current === undefined ? {} : { current }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
};
