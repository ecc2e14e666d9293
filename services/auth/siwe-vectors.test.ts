import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readLogin } from './read-login.ts';
import { type ChainState, loginWorld, type NonceState } from './testing/login-world.ts';
import { verifyLogin } from './verify-login.ts';

// The siwe project's own vectors, from a copy of its folder `test` that SIWE_VECTORS names: they are not ours to keep.
const FOLDER = process.env['SIWE_VECTORS'];

const fieldsSchema = z.looseObject({
  scheme: z.string().nullish(),
  domain: z.string().optional(),
  address: z.string().optional(),
  statement: z.string().nullish(),
  uri: z.string().optional(),
  version: z.string().optional(),
  chainId: z.union([z.number(), z.string()]).optional(),
  nonce: z.string().optional(),
  issuedAt: z.string().optional(),
  expirationTime: z.string().nullish(),
  notBefore: z.string().nullish(),
  requestId: z.string().nullish(),
  resources: z.array(z.string()).nullish(),
});
const signedSchema = fieldsSchema.extend({
  signature: z.string(),
  domainBinding: z.string().optional(),
  matchNonce: z.string().optional(),
  time: z.string().optional(),
});
type Fields = z.output<typeof fieldsSchema>;

const read = <T extends z.ZodType>(name: string, schema: T): readonly (readonly [string, z.output<T>])[] =>
  FOLDER === undefined
    ? []
    : Object.entries(
        z.record(z.string(), schema).parse(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'))),
      );

/** The text that the fields stand for, with nothing in place of what is missing. */
const textOf = (fields: Fields): string => {
  const named = [
    ['URI', fields.uri],
    ['Version', fields.version],
    ['Chain ID', fields.chainId],
    ['Nonce', fields.nonce],
    ['Issued At', fields.issuedAt],
    ['Expiration Time', fields.expirationTime],
    ['Not Before', fields.notBefore],
    ['Request ID', fields.requestId],
  ].flatMap(([name, value]) => (value === undefined || value === null ? [] : [`${name}: ${value}`]));
  const scheme = fields.scheme === undefined || fields.scheme === null ? '' : `${fields.scheme}://`;
  const statement = fields.statement === undefined || fields.statement === null ? [] : [fields.statement];
  const resources = fields.resources?.map((one) => `- ${one}`);
  return [
    `${scheme}${fields.domain ?? ''} wants you to sign in with your Ethereum account:`,
    ...[fields.address ?? '', '', ...statement, '', ...named],
    ...(resources === undefined ? [] : [['Resources:', ...resources].join('\n')]),
  ].join('\n');
};

type Case = {
  readonly message: string;
  readonly signature: string;
  readonly domain?: string | undefined;
  readonly time?: string | undefined;
  readonly nonce?: NonceState;
  readonly chain?: ChainState;
};

/** Through the function that the endpoint calls, on a site that the message is for, at the moment it was issued unless told otherwise. */
const outcomeOf = async ({
  message,
  signature,
  domain,
  time,
  nonce = 'good',
  chain = 'no',
}: Case): Promise<string> => {
  const login = readLogin(message);
  const known = login.ok ? login.value : null;
  const uri = known !== null && URL.canParse(known.uri) ? new URL(known.uri) : null;
  const scheme = known?.scheme ?? uri?.protocol.replace(':', '') ?? 'https';
  const { deps } = loginWorld({
    appUrl: `${scheme}://${domain ?? known?.domain ?? 'example.com'}`,
    chainIds: known === null ? [1] : [known.chainId],
    nowMs: time === undefined ? (known?.issuedAtMs ?? 0) : Date.parse(time),
    ...{ nonce, chain },
  });
  const verified = await verifyLogin(deps, { message, signature });
  return verified.ok ? 'ok' : verified.error.code;
};

/** What we ask beyond EIP-4361: the URI is a page of the site, and the message was issued minutes ago. */
const stricter = (message: string, time?: string): string | null => {
  const login = readLogin(message);
  if (!login.ok) return null;
  const { uri, domain, issuedAtMs } = login.value;
  if (!URL.canParse(uri) || new URL(uri).host !== domain) return 'login-wrong-domain';
  const nowMs = time === undefined ? issuedAtMs : Date.parse(time);
  if (issuedAtMs > nowMs + 120_000) return 'login-issued-ahead';
  return issuedAtMs < nowMs - 600_000 ? 'login-too-old' : null;
};

const ANY_SIGNATURE = `0x${'00'.repeat(65)}`;

describe.skipIf(FOLDER === undefined)('the vectors of the siwe project (SIWE_VECTORS)', () => {
  it.each(read('parsing_positive', z.looseObject({ message: z.string(), fields: fieldsSchema })))(
    'is read: %s',
    async (_name, { message, fields }) => {
      expect(readLogin(message)).toMatchObject({
        ok: true,
        value: {
          ...{ domain: fields.domain, uri: fields.uri, chainId: fields.chainId, nonce: fields.nonce },
          address: fields.address?.toLowerCase(),
        },
      });
      expect(await outcomeOf({ message, signature: ANY_SIGNATURE, chain: 'yes' })).toBe(
        stricter(message) ?? 'ok',
      );
    },
  );

  it.each(read('parsing_negative', z.string()))('is not read: %s', async (_name, message) => {
    expect(await outcomeOf({ message, signature: ANY_SIGNATURE, chain: 'yes' })).toBe('login-malformed');
  });

  it.each(read('parsing_negative_objects', fieldsSchema))(
    'is not read from its fields: %s',
    async (_name, fields) => {
      const message = textOf(fields);
      expect(await outcomeOf({ message, signature: ANY_SIGNATURE, chain: 'yes' })).toBe('login-malformed');
    },
  );

  it.each(read('verification_positive', signedSchema))(
    'is taken: %s',
    async (_name, { signature, time, ...fields }) => {
      const message = textOf(fields);
      expect(await outcomeOf({ message, signature, time, chain: 'down' })).toBe(
        stricter(message, time) ?? 'ok',
      );
    },
  );

  it.each(read('verification_negative', signedSchema))(
    'is refused: %s',
    async (_name, { signature, time, matchNonce, domainBinding: domain, ...fields }) => {
      const nonce = matchNonce !== undefined && matchNonce !== fields.nonce ? 'unknown' : 'good';
      const code = await outcomeOf({ message: textOf(fields), signature, time, domain, nonce });
      expect(code).toMatch(/^(login|nonce|signature)-/);
    },
  );

  it.each(read('eip1271', z.looseObject({ message: z.string(), signature: z.string() })))(
    'is taken when the contract says so, and else refused: %s',
    async (_name, { message, signature }) => {
      expect(await outcomeOf({ message, signature, chain: 'yes' })).toBe('ok');
      expect(await outcomeOf({ message, signature, chain: 'no' })).toBe('login-wrong-signer');
    },
  );
});
