import { secp256k1 } from '@noble/curves/secp256k1';
import { bytesToHex, type Hex, hexToBytes, keccak256, recoverAddress, toHex } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { awsKms } from './aws-kms.ts';
import { openKeyService, type Signer } from './signer.ts';
import {
  CREDENTIALS,
  type FakeAwsKms,
  type Fault,
  KEY_ID,
  REGION,
  startFakeAwsKms,
} from './testing/fake-aws-kms.ts';

const KEY = keccak256(toHex('a key in a service'));
const ADDRESS = privateKeyToAddress(KEY).toLowerCase();
const DIGEST = keccak256(toHex('a digest'));
const HALF_ORDER = secp256k1.CURVE.n / 2n;

let kms: FakeAwsKms;
let nowMs = 0;
beforeAll(async () => {
  kms = await startFakeAwsKms(KEY);
  const environment = {
    ...CREDENTIALS,
    AWS_ENDPOINT_URL_KMS: kms.url,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(() => {
  kms.mend();
  nowMs += 60_000;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await kms.stop();
});

const open = (change: { readonly keyId?: string; readonly region?: string } = {}) =>
  openKeyService({ service: awsKms({ keyId: KEY_ID, region: REGION, ...change }), monotonicMs: () => nowMs });
const opened = async (): Promise<Signer> => {
  const signer = await open();
  if (!signer.ok) throw new Error(signer.error.message);
  return signer.value;
};
const error = (type: string, status = 400): Fault => ({ kind: 'error', status, type });
const derOf = (key: Hex, digest: Hex) =>
  Buffer.from(secp256k1.sign(hexToBytes(digest), hexToBytes(key)).toDERRawBytes());
const signed = (der: Buffer): Fault => ({ kind: 'fields', fields: { Signature: der.toString('base64') } });
const spki = (hex: string): Fault => ({
  kind: 'fields',
  fields: { PublicKey: Buffer.from(hex, 'hex').toString('base64') },
});

describe('a key in AWS KMS', () => {
  it('signs a thousand digests, half of them with high s, and each leaves with low s and recovers to the key', async () => {
    const signer = await opened();
    expect(signer.address).toBe(ADDRESS);
    const before = kms.counts();
    const signsWell = async (number: number): Promise<void> => {
      const hash = keccak256(toHex(number));
      const answer = await signer.sign(hash);
      if (!answer.ok) throw new Error(answer.error.message);
      expect(answer.value).toMatch(/^0x[0-9a-f]{128}1[bc]$/);
      expect(BigInt(`0x${answer.value.slice(66, 130)}`) <= HALF_ORDER).toBe(true);
      expect((await recoverAddress({ hash, signature: answer.value })).toLowerCase()).toBe(ADDRESS);
    };
    // Few at once: this process is the service as well, and no answer may take five seconds.
    for (let first = 0; first < 1_000; first += 5)
      await Promise.all(Array.from({ length: 5 }, (_, offset) => signsWell(first + offset)));
    const { signatures, highs } = kms.counts();
    expect([signatures - before.signatures, highs - before.highs]).toEqual([1_000, 500]);
  });

  it('is asked again where the service only throttles or stumbles', async () => {
    const signer = await opened();
    kms.fail(error('ThrottlingException'), error('KMSInternalException', 500));
    expect(await signer.sign(DIGEST)).toMatchObject({ ok: true });
  });

  it.each<readonly [string, readonly Fault[]]>([
    ['throttles on and on', Array.from({ length: 3 }, () => error('ThrottlingException'))],
    ['fails on and on', Array.from({ length: 3 }, () => error('KMSInternalException', 500))],
    ['has the key disabled', [error('DisabledException')]],
    ['takes the permission away', [error('AccessDeniedException')]],
    ['answers no JSON', Array.from({ length: 3 }, (): Fault => ({ kind: 'text', text: '<html>' }))],
    ['answers another document', Array.from({ length: 3 }, (): Fault => ({ kind: 'text', text: '{}' }))],
    ['answers the signature of another key', [signed(derOf(keccak256(toHex('another')), DIGEST))]],
    ['answers the signature of another digest', [signed(derOf(KEY, keccak256(toHex('another'))))]],
    ['answers a byte too few', [signed(derOf(KEY, DIGEST).subarray(0, -1))]],
    ['answers a byte too many', [signed(Buffer.concat([derOf(KEY, DIGEST), Buffer.of(0)]))]],
    ['answers an empty signature', [signed(Buffer.alloc(0))]],
  ])(
    'is unavailable until the next tick when the service %s, and its words are not told',
    async (_, faults) => {
      const signer = await opened();
      kms.fail(...faults);
      const answer = await signer.sign(DIGEST);
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'signer-unavailable', retry: { when: 'next-tick' }, whose: 'shared' },
      });
      expect(JSON.stringify(answer)).not.toMatch(/arn:aws|111122223333/);
    },
  );

  it('is waited for a bounded time only', async () => {
    const signer = await opened();
    kms.fail({ kind: 'silence' }, { kind: 'silence' }, { kind: 'silence' });
    const startedMs = performance.now();
    expect(await signer.sign(DIGEST)).toMatchObject({ ok: false, error: { code: 'signer-unavailable' } });
    expect(performance.now() - startedMs).toBeLessThan(60_000);
  });

  it('that is away is not asked once for every order: it rests for seconds, and then goes on', async () => {
    const signer = await opened();
    kms.fail(error('DisabledException'));
    await signer.sign(DIGEST);
    const { requests } = kms.counts();
    expect(await signer.sign(DIGEST)).toMatchObject({ ok: false, error: { code: 'signer-unavailable' } });
    expect(kms.counts().requests).toBe(requests);
    nowMs += 5_001;
    expect(await signer.sign(DIGEST)).toMatchObject({ ok: true });
  });
});

describe('opening a key in AWS KMS', () => {
  const point = bytesToHex(secp256k1.getPublicKey(hexToBytes(KEY), false)).slice(2);
  const compressed = bytesToHex(secp256k1.getPublicKey(hexToBytes(KEY), true)).slice(2);
  const head = '3056301006072a8648ce3d020106052b8104000a034200';

  it.each<readonly [string, Fault]>([
    ['of another curve', { kind: 'fields', fields: { KeySpec: 'ECC_NIST_P256' } }],
    ['that is there to agree on keys', { kind: 'fields', fields: { KeyUsage: 'KEY_AGREEMENT' } }],
    ['whose DER names another curve', spki(`3059301306072a8648ce3d020106082a8648ce3d030107034200${point}`)],
    [
      'whose DER names another curve beside a good point',
      spki(`${head.replace('2b8104000a', '2b81040022')}${point}`),
    ],
    ['whose point is compressed where DER says it is not', spki(`${head}${compressed}`)],
    ['whose DER has a byte too many', spki(`${head}${point}00`)],
    ['whose DER has a byte too few', spki(`${head}${point.slice(0, -2)}`)],
    [
      'whose point is off the curve',
      spki(`${head}${point.slice(0, -2)}${point.endsWith('00') ? '01' : '00'}`),
    ],
    ['that may not be used', error('AccessDeniedException')],
    ['that is disabled', error('DisabledException')],
  ])('refuses one %s', async (_, fault) => {
    kms.fail(fault);
    expect(await open()).toMatchObject({ ok: false, error: { code: 'not-configured' } });
  });

  it('refuses a name that nobody knows, and a region where it is not', async () => {
    expect(await open({ keyId: 'alias/none' })).toMatchObject({
      ok: false,
      error: { code: 'not-configured' },
    });
    expect(await open({ region: 'us-east-1' })).toMatchObject({
      ok: false,
      error: { code: 'not-configured' },
    });
  });

  it('is worth another try when the service is away', async () => {
    kms.fail(...Array.from({ length: 3 }, () => error('KMSInternalException', 500)));
    expect(await open()).toMatchObject({
      ok: false,
      error: { code: 'signer-unavailable', retry: { when: 'next-tick' } },
    });
  });
});

describe('the fake of AWS KMS', () => {
  const ask = async (change: {
    readonly headers?: Record<string, string>;
    readonly body?: string;
    readonly path?: string;
  }) => {
    const answer = await fetch(`${kms.url}${change.path ?? '/'}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'TrentService.Sign',
        ...change.headers,
      },
      body: change.body ?? '{}',
    });
    return ((await answer.json()) as { __type: string }).__type;
  };
  const authorization = `AWS4-HMAC-SHA256 Credential=${CREDENTIALS.AWS_ACCESS_KEY_ID}/20260101/${REGION}/kms/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=${'ab'.repeat(32)}`;
  const dated = { 'x-amz-date': '20260101T000000Z' };

  it.each([
    ['another path', { path: '/sign' }, 'UnknownOperationException'],
    [
      'another content type',
      { headers: { 'content-type': 'application/json' } },
      'UnknownOperationException',
    ],
    [
      'another operation',
      { headers: { 'x-amz-target': 'TrentService.Decrypt' } },
      'UnknownOperationException',
    ],
    ['another service', { headers: { 'x-amz-target': 'Kms.Sign' } }, 'UnknownOperationException'],
    ['no signature', {}, 'IncompleteSignatureException'],
    ['a bearer token', { headers: { authorization: 'Bearer x' } }, 'IncompleteSignatureException'],
    ['a wrong signature', { headers: { authorization, ...dated } }, 'InvalidSignatureException'],
    ['no date', { headers: { authorization } }, 'InvalidSignatureException'],
    [
      'another region',
      { headers: { authorization: authorization.replace(REGION, 'us-east-1'), ...dated } },
      'InvalidSignatureException',
    ],
    [
      'somebody else',
      { headers: { authorization: authorization.replace('AKIA', 'AKIB'), ...dated } },
      'UnrecognizedClientException',
    ],
    [
      'too few signed headers',
      { headers: { authorization: authorization.replace(';x-amz-target', ''), ...dated } },
      'IncompleteSignatureException',
    ],
  ])('refuses %s', async (_, change, type) => {
    expect(await ask(change)).toBe(type);
  });
});
