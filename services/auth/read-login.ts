import { SiweMessage } from 'siwe';
import type { Address } from 'viem';
import { fail, ok, type Result } from '../../lib/result.ts';

/** More than any wallet shows. */
export const LOGIN_BYTES_MAX = 4_096;

/** A Sign-In with Ethereum message (EIP-4361) as it was signed. Times are milliseconds since 1970. */
export type LoginMessage = {
  readonly text: string;
  readonly scheme: string | null;
  readonly domain: string;
  readonly address: Address;
  readonly uri: string;
  readonly chainId: number;
  readonly nonce: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number | null;
  readonly validFromMs: number | null;
};

const malformed = (why: string): Result<never> =>
  fail('login-malformed', `The message is no sign-in: ${why}.`);

const timeOf = (text: string | undefined): number | null => (text === undefined ? null : Date.parse(text));

/** Strict by the grammar of EIP-4361, with the checksum of the address; null when `text` is not in it. */
const parsed = (text: string): SiweMessage | null => {
  try {
    return new SiweMessage(text);
  } catch {
    return null;
  }
};

/** Reads what a wallet signed. Fails with `login-malformed`. */
export const readLogin = (text: string): Result<LoginMessage> => {
  if (Buffer.byteLength(text) > LOGIN_BYTES_MAX)
    return malformed(`it is longer than ${LOGIN_BYTES_MAX} bytes`);
  const message = parsed(text);
  if (message === null) return malformed('it does not follow EIP-4361, or its address has a wrong checksum');
  const { scheme, domain, address, uri, chainId, nonce, issuedAt, expirationTime, notBefore } = message;
  const issuedAtMs = timeOf(issuedAt);
  const [expiresAtMs, validFromMs] = [timeOf(expirationTime), timeOf(notBefore)];
  if (issuedAtMs === null || [issuedAtMs, expiresAtMs, validFromMs].some(Number.isNaN))
    return malformed('one of its times is no moment');
  if (!Number.isSafeInteger(chainId) || chainId < 1) return malformed('its chain id is none');
  return ok({
    ...{ text, domain, uri, chainId, nonce, issuedAtMs, expiresAtMs, validFromMs },
    scheme: scheme ?? null,
    address: address.toLowerCase() as Address,
  });
};
