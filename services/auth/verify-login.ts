import { type Address, type Hex, hashMessage, isHex, recoverAddress, size } from 'viem';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type LoginMessage, readLogin } from './read-login.ts';

/** More than any wallet signs with, and less than it costs to look at. */
const SIGNATURE_BYTES_MAX = 4_096;
const PLAIN_SIGNATURE_BYTES = 65;
/** What clocks of people and servers differ by. */
const CLOCKS_APART_MS = 120_000;
/** As long as its nonce lives: older, it was kept and not just signed. */
const AGE_MS_MAX = 600_000;

/** What a wallet has signed, and its signature in hex. */
export type SignedLogin = { readonly message: string; readonly signature: string };

export type SignatureQuestion = {
  readonly chainId: number;
  readonly address: Address;
  readonly hash: Hex;
  readonly signature: Hex;
};

export type VerifyLoginDeps = {
  /** The configured origin of the web app; never what a request says. */
  readonly appUrl: string;
  readonly chainIds: readonly number[];
  /**
   * Uses the nonce up, once for everybody who brings it at the same moment, and tells the time by the database's clock. Fails with
   * `nonce-unknown`, `nonce-used` or `nonce-expired`.
   */
  readonly consumeNonce: (nonce: string) => Promise<Result<{ readonly nowMs: number }>>;
  /**
   * Whether the contract at an address, deployed or not yet, takes the signature for its own. Fails with `not-configured` where no contract
   * of the chain can log in, and like its nodes.
   */
  readonly isContractSignature: (question: SignatureQuestion) => Promise<Result<boolean>>;
};

type Check = (message: LoginMessage, deps: VerifyLoginDeps) => Result<null>;

const checkDomain: Check = ({ scheme, domain, uri }, { appUrl }) => {
  const { host, protocol, origin } = new URL(appUrl);
  const isOurs =
    domain === host &&
    (scheme === null || `${scheme}:` === protocol) &&
    URL.canParse(uri) &&
    new URL(uri).origin === origin;
  return isOurs
    ? ok(null)
    : fail(
        'login-wrong-domain',
        `The message is for another site than ${appUrl}: do not sign such a one here.`,
      );
};

const checkChain: Check = ({ chainId }, { chainIds }) =>
  chainIds.includes(chainId)
    ? ok(null)
    : fail(
        'login-wrong-chain',
        `The message is for chain ${chainId}; here it must be ${chainIds.length === 1 ? '' : 'one of '}${chainIds.join(', ')}.`,
      );

const checkTimes = ({ issuedAtMs, expiresAtMs, validFromMs }: LoginMessage, nowMs: number): Result<null> => {
  if (issuedAtMs > nowMs + CLOCKS_APART_MS)
    return fail(
      'login-issued-ahead',
      'The message was issued in the future: the clock of this device is wrong.',
    );
  if (validFromMs !== null && validFromMs > nowMs)
    return fail('login-not-yet-valid', 'The message is not valid yet.');
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return fail('login-expired', 'The message has expired.');
  return issuedAtMs < nowMs - AGE_MS_MAX
    ? fail(
        'login-too-old',
        `The message was issued more than ${AGE_MS_MAX / 60_000} minutes ago: sign a new one.`,
      )
    : ok(null);
};

/** The address whose key made the signature; null when it is none of a plain key. */
const keyOf = async (hash: Hex, signature: Hex): Promise<string | null> => {
  if (size(signature) !== PLAIN_SIGNATURE_BYTES) return null;
  try {
    return (await recoverAddress({ hash, signature })).toLowerCase();
  } catch {
    return null;
  }
};

const WRONG_SIGNER = fail(
  'login-wrong-signer',
  'The signature is not by the address of the message: another account signed, or the message was changed afterwards.',
);

/** A plain key first: so it logs in while every node is down, and none is asked for it. */
const checkSigner = async (
  { text, address, chainId }: LoginMessage,
  signature: Hex,
  { isContractSignature }: VerifyLoginDeps,
): Promise<Result<null>> => {
  const hash = hashMessage(text);
  if ((await keyOf(hash, signature)) === address) return ok(null);
  const asked = await isContractSignature({ chainId, address, hash, signature });
  if (!asked.ok && asked.error.code === 'not-configured')
    return fail('login-wrong-signer', `No key of this address made the signature. ${asked.error.message}`);
  if (!asked.ok)
    return fail(
      'signature-unchecked',
      `No key of this address made the signature, and its chain can’t be asked whether a contract did. (${asked.error.code})`,
      { when: 'next-tick' },
    );
  return asked.value ? ok(null) : WRONG_SIGNER;
};

const signatureOf = (text: string): Hex | null =>
  isHex(text, { strict: true }) &&
  text.length % 2 === 0 &&
  text.length > 2 &&
  size(text) <= SIGNATURE_BYTES_MAX
    ? text
    : null;

/**
 * Who signed in, by what they signed for this very moment. The nonce is used up before anything of the message is believed, so that
 * nothing can be tried twice. Fails with a `login-…`, `nonce-…` or `signature-…` code, and like the database.
 */
export const verifyLogin = async (
  deps: VerifyLoginDeps,
  { message: text, signature: signatureText }: SignedLogin,
): Promise<Result<LoginMessage>> => {
  const signature = signatureOf(signatureText);
  if (signature === null)
    return fail(
      'signature-malformed',
      `The signature must be 1 to ${SIGNATURE_BYTES_MAX} bytes in hex, with 0x.`,
    );
  const message = readLogin(text);
  if (!message.ok) return message;
  const consumed = await deps.consumeNonce(message.value.nonce);
  if (!consumed.ok) return consumed;
  for (const checked of [
    checkDomain(message.value, deps),
    checkChain(message.value, deps),
    checkTimes(message.value, consumed.value.nowMs),
  ])
    if (!checked.ok) return checked;
  const signed = await checkSigner(message.value, signature, deps);
  return signed.ok ? message : signed;
};
