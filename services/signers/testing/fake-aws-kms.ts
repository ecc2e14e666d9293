import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { secp256k1 } from '@noble/curves/secp256k1';
import { type Hex, hexToBytes } from 'viem';

/** What the fake takes for its own; a request must be signed with them, as the real one's must. */
export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const;
export const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
export const REGION = 'eu-central-1';
const KEY_ARN = `arn:aws:kms:${REGION}:111122223333:key/${KEY_ID}`;
const SPKI_HEAD = Buffer.from('3056301006072a8648ce3d020106052b8104000a034200', 'hex');

/** Instead of the answer: an error of the documented shape, other fields, other text, or none ever. */
export type Fault =
  | { readonly kind: 'error'; readonly status: number; readonly type: string }
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'silence' };

type Refusal = { readonly status: number; readonly type: string };
type Answer = { readonly status: number; readonly text: string };

const refusal = (type: string, status = 400): Refusal => ({ status, type });
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([A-Z0-9]+)\/(\d{8})\/([a-z0-9-]+)\/kms\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;

/** Signature Version 4, computed anew from what arrived. */
const unsigned = ({ headers }: IncomingMessage, body: string): Refusal | null => {
  const match = AUTHORIZATION.exec(headers.authorization ?? '');
  if (match === null) return refusal('IncompleteSignatureException');
  const [, id, day = '', region = '', names = '', signature] = match;
  const time = String(headers['x-amz-date'] ?? '');
  if (id !== CREDENTIALS.AWS_ACCESS_KEY_ID) return refusal('UnrecognizedClientException');
  const signed = names.split(';');
  if (!['host', 'x-amz-date', 'x-amz-target'].every((name) => signed.includes(name)))
    return refusal('IncompleteSignatureException');
  if (!/^\d{8}T\d{6}Z$/.test(time) || !time.startsWith(day) || region !== REGION)
    return refusal('InvalidSignatureException');
  const lines = signed.map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`).join('');
  const canonical = ['POST', '/', '', lines, names, sha256(body)].join('\n');
  const scope = `${day}/${region}/kms/aws4_request`;
  const key = [day, region, 'kms', 'aws4_request'].reduce<string | Buffer>(
    (above, part) => hmac(above, part),
    `AWS4${CREDENTIALS.AWS_SECRET_ACCESS_KEY}`,
  );
  const wanted = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex');
  return wanted === signature ? null : refusal('InvalidSignatureException');
};

const FIELDS = {
  GetPublicKey: ['KeyId', 'GrantTokens'],
  Sign: ['KeyId', 'Message', 'MessageType', 'SigningAlgorithm', 'GrantTokens', 'DryRun'],
} as const;

const isBase64 = (text: unknown): text is string =>
  typeof text === 'string' && Buffer.from(text, 'base64').toString('base64') === text;

const parsed = (body: string): Readonly<Record<string, unknown>> | null => {
  try {
    const json: unknown = JSON.parse(body);
    return json !== null && typeof json === 'object' && !Array.isArray(json) ? { ...json } : null;
  } catch {
    return null;
  }
};

/** A key in AWS KMS over HTTP on the loopback, as its documentation has it: JSON 1.1, signed requests, and high s every other time. */
export const startFakeAwsKms = async (key: Hex) => {
  const secret = hexToBytes(key);
  const faults: Fault[] = [];
  let requests = 0;
  let signatures = 0;
  let highs = 0;
  const sign = (digest: Buffer): Buffer => {
    // Random nonces, as in a hardware module.
    const low = secp256k1.sign(digest, secret, { extraEntropy: true, lowS: true });
    signatures += 1;
    if (signatures % 2 === 1) return Buffer.from(low.toDERRawBytes());
    highs += 1;
    return Buffer.from(new secp256k1.Signature(low.r, secp256k1.CURVE.n - low.s).toDERRawBytes());
  };
  const known = (keyId: unknown): boolean => keyId === KEY_ID || keyId === KEY_ARN;
  const operate = (
    operation: keyof typeof FIELDS,
    body: string,
  ): Refusal | Readonly<Record<string, unknown>> => {
    const input = parsed(body);
    if (input === null) return refusal('SerializationException');
    const allowed: readonly string[] = FIELDS[operation];
    if (Object.keys(input).some((field) => !allowed.includes(field)))
      return refusal('SerializationException');
    if (typeof input['KeyId'] !== 'string' || input['KeyId'] === '') return refusal('ValidationException');
    if (!known(input['KeyId'])) return refusal('NotFoundException');
    if (operation === 'GetPublicKey') {
      const point = Buffer.from(secp256k1.getPublicKey(secret, false));
      return {
        ...{ KeyId: KEY_ARN, KeySpec: 'ECC_SECG_P256K1', CustomerMasterKeySpec: 'ECC_SECG_P256K1' },
        ...{ KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ECDSA_SHA_256'] },
        PublicKey: Buffer.concat([SPKI_HEAD, point]).toString('base64'),
      };
    }
    const { Message: message, MessageType = 'RAW', SigningAlgorithm: algorithm } = input;
    if (!isBase64(message) || message === '') return refusal('ValidationException');
    if (MessageType !== 'RAW' && MessageType !== 'DIGEST') return refusal('ValidationException');
    if (typeof algorithm !== 'string') return refusal('ValidationException');
    if (algorithm !== 'ECDSA_SHA_256') return refusal('InvalidKeyUsageException');
    const bytes = Buffer.from(message, 'base64');
    if (MessageType === 'DIGEST' && bytes.length !== 32) return refusal('ValidationException');
    const digest = MessageType === 'DIGEST' ? bytes : createHash('sha256').update(bytes).digest();
    return { KeyId: KEY_ARN, Signature: sign(digest).toString('base64'), SigningAlgorithm: algorithm };
  };
  const judged = (request: IncomingMessage, body: string): Refusal | Readonly<Record<string, unknown>> => {
    const { headers, method, url } = request;
    if (method !== 'POST' || url !== '/') return refusal('UnknownOperationException', 404);
    if (headers['content-type'] !== 'application/x-amz-json-1.1')
      return refusal('UnknownOperationException', 404);
    const [service, operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
    if (service !== 'TrentService' || !(operation in FIELDS)) return refusal('UnknownOperationException');
    return unsigned(request, body) ?? operate(operation as keyof typeof FIELDS, body);
  };
  const errorAnswer = ({ status, type }: Refusal): Answer => ({
    status,
    text: JSON.stringify({
      __type: type,
      message: `of ${KEY_ARN}, asked by arn:aws:iam::111122223333:user/bot`,
    }),
  });
  const answerTo = (request: IncomingMessage, body: string): Answer | null => {
    const fault = faults.shift();
    if (fault?.kind === 'silence') return null;
    if (fault?.kind === 'error') return errorAnswer(fault);
    if (fault?.kind === 'text') return { status: 200, text: fault.text };
    const judgement = judged(request, body);
    if ('type' in judgement) return errorAnswer(judgement as Refusal);
    return { status: 200, text: JSON.stringify({ ...judgement, ...(fault?.fields ?? {}) }) };
  };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests += 1;
      const answer = answerTo(request, body);
      if (answer === null) return;
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': KEY_ID };
      response.writeHead(answer.status, headers).end(answer.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** Each answers one request, in their order. */
    fail: (...next: readonly Fault[]) => faults.push(...next),
    mend: () => faults.splice(0),
    counts: () => ({ requests, signatures, highs }),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export type FakeAwsKms = Awaited<ReturnType<typeof startFakeAwsKms>>;
