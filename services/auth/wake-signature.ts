import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';

/** Older or newer by more, a message is refused: clocks differ, and what was overheard must not be of use for long. */
export const WAKE_AGE_SECONDS_MAX = 300;

const TIMESTAMP = /^\d{10,12}$/;
const SIGNATURE = /^v1=([0-9a-f]{64})$/;

/** A message as it arrived. */
export type SignedMessage = {
  /** Unix seconds, as text. */
  readonly timestamp: string | null;
  /** `v1=` and 64 hex digits. */
  readonly signature: string | null;
  /** The bytes as they were sent. */
  readonly body: Uint8Array;
};

/** HMAC-SHA256 of the timestamp, a dot and the body. */
const macOf = ({ timestamp, body }: SignedMessage, secret: string): Buffer =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();

/** What a message says and when, as one word: the same message has the same, another one another. */
export const contentIdOf = ({ timestamp, body }: SignedMessage): `0x${string}` =>
  `0x${createHash('sha256').update(`${timestamp}.`).update(body).digest('hex')}`;

/**
 * Whether a message was signed with one of the secrets, and lately. Every secret is tried, each in constant time. Fails with
 * `not-configured` where there is none, and with `unauthorised`, which doesn't tell what was wrong beyond its time.
 */
export const checkWakeSignature = (
  message: SignedMessage,
  secrets: readonly string[],
  nowSeconds: UnixSeconds,
): Result<null> => {
  if (secrets.length === 0)
    return fail('not-configured', 'WAKE_SECRET is missing or shorter than 32 characters.');
  const given = SIGNATURE.exec(message.signature ?? '')?.[1];
  if (given === undefined || !TIMESTAMP.test(message.timestamp ?? ''))
    return fail('unauthorised', 'The signature or its time is missing or malformed.');
  const mac = Buffer.from(given, 'hex');
  const matches = secrets.map((secret) => timingSafeEqual(mac, macOf(message, secret)));
  if (!matches.includes(true)) return fail('unauthorised', 'The signature is wrong.');
  return Math.abs(nowSeconds - Number(message.timestamp)) <= WAKE_AGE_SECONDS_MAX
    ? ok(null)
    : fail('unauthorised', `The message is more than ${WAKE_AGE_SECONDS_MAX} s old, or of the future.`);
};
