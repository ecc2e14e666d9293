import { base58, base64 } from '@scure/base';
import { type Hex, hashMessage, hexToBytes, recoverMessageAddress, toHex } from 'viem';
import { z } from 'zod';

/** What the contract holds at a time: units by account and token, and the nonces that are used up. */
type State = { readonly balances: ReadonlyMap<string, bigint>; readonly nonces: ReadonlySet<string> };

type Holding = { readonly account: string; readonly token: string; readonly units: bigint };

export type VerifierLedger = {
  /** As a state of the chain at a second, the last of it. */
  readonly at: (seconds: number) => State;
  readonly balanceOf: (account: string, token: string, seconds?: number) => bigint;
  /** Of all accounts: what was given in and has not left. */
  readonly supplyOf: (token: string) => bigint;
  readonly give: (what: Holding, seconds: number) => void;
  readonly take: (what: Holding, seconds: number) => void;
  /** What the contract does with a signed payload: the hash and what it moved, or why nothing. */
  readonly execute: (signed: unknown, seconds: number) => Promise<Executed | string>;
  readonly salt: { current: Hex };
  /** What the contract's garbage collector may do at any time (`cleanup_nonces`): those whose own deadline is over are no longer known. */
  readonly cleanUpNonces: (seconds: number) => void;
  /** A salt that was withdrawn counts no more. */
  readonly withdrawSalt: (next: Hex) => void;
};

export type Executed = {
  readonly intentHash: string;
  readonly signer: string;
  readonly transfers: readonly {
    readonly receiver: string;
    readonly token: string;
    readonly units: bigint;
  }[];
};

const NAME = /^(?=.{2,64}$)[a-z\d]+([._-][a-z\d]+)*$/;
const name = z.string().regex(NAME);
const U128 = 1n << 128n;
const amount = z
  .string()
  .regex(/^\d+$/)
  .transform(BigInt)
  .refine((units) => units < U128);

const multiPayload = z.strictObject({
  standard: z.literal('erc191'),
  payload: z.string(),
  signature: z.string().startsWith('secp256k1:'),
});
/** The contract ignores fields that it doesn't know; a fake that did would hide one of ours that is misspelt. */
const defusePayload = z.strictObject({
  signer_id: name,
  verifying_contract: name,
  deadline: z.iso.datetime(),
  nonce: z.base64(),
  intents: z.array(
    z.strictObject({
      intent: z.literal('transfer'),
      receiver_id: name,
      tokens: z.record(z.string(), amount),
      memo: z.string().nullish(),
      msg: z.string().optional(),
    }),
  ),
});

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const MAGIC = [0x56, 0x28, 0xf6, 0xc6];

const recovered = async (payload: string, signature: string): Promise<string | null> => {
  try {
    const bytes = base58.decode(signature.slice('secp256k1:'.length));
    const v = bytes[64] ?? 9;
    if (bytes.length !== 65 || v > 1 || BigInt(toHex(bytes.slice(32, 64))) > ORDER / 2n) return null;
    const ethereum = toHex(Uint8Array.from([...bytes.slice(0, 64), 27 + v]));
    return (await recoverMessageAddress({ message: payload, signature: ethereum })).toLowerCase();
  } catch {
    return null;
  }
};

const isExpirable = (bytes: Uint8Array): boolean =>
  MAGIC.every((byte, index) => bytes[index] === byte) && bytes[4] === 0;

/** Of a nonce with a deadline within, in seconds; its layout is magic, version, salt, nanoseconds. */
const deadlineOf = (bytes: Uint8Array): number =>
  Number(new DataView(Uint8Array.from(bytes).buffer).getBigUint64(9, true) / 1_000_000n) / 1_000;

const nonceFault = (bytes: Uint8Array, at: { salts: Set<Hex>; seconds: number; deadline: number }) => {
  if (bytes.length !== 32) return 'nonce has not 32 bytes';
  if (!isExpirable(bytes)) return null;
  if (!at.salts.has(toHex(bytes.slice(5, 9)))) return 'invalid salt';
  const ends = deadlineOf(bytes);
  if (at.deadline > ends) return 'deadline is greater than nonce';
  return ends < at.seconds ? 'nonce was already expired' : null;
};

const keyOf = (account: string, token: string): string => JSON.stringify([account, token]);

/** The verifier's books, strict about what its sources check: signature, signer, contract, deadline, nonce, salt, balance; all or nothing. */
export const verifierLedger = (contract: string): VerifierLedger => {
  const history: { seconds: number; state: State }[] = [
    { seconds: 0, state: { balances: new Map(), nonces: new Set() } },
  ];
  const salt: VerifierLedger['salt'] = { current: '0x0a0b0c0d' };
  const salts = new Set<Hex>([salt.current]);
  const latest = (): State => history.at(-1)?.state ?? { balances: new Map(), nonces: new Set() };
  const push = (state: State, seconds: number): void => {
    const last = history.at(-1);
    if (last !== undefined && last.seconds > seconds) throw new Error('the ledger goes forward alone');
    history.push({ seconds, state });
  };
  const at = (seconds: number): State => history.findLast((one) => one.seconds <= seconds)?.state ?? latest();
  const moved = (balances: ReadonlyMap<string, bigint>, key: string, units: bigint) => {
    const left = (balances.get(key) ?? 0n) + units;
    return left < 0n || left >= U128 ? null : new Map([...balances, [key, left]]);
  };
  const change = ({ account, token, units }: Holding, seconds: number): void => {
    const { balances, nonces } = latest();
    const after = moved(balances, keyOf(account, token), units);
    if (after === null) throw new Error(`${account} has not so much of ${token}`);
    push({ balances: after, nonces }, seconds);
  };
  const execute: VerifierLedger['execute'] = async (signed, seconds) => {
    const read = multiPayload.safeParse(signed);
    if (!read.success) return 'signed data can’t be read';
    const { payload, signature } = read.data;
    const signer = await recovered(payload, signature);
    if (signer === null) return 'invalid signature';
    let json: unknown;
    try {
      json = JSON.parse(payload);
    } catch {
      return 'payload is no JSON';
    }
    const parsed = defusePayload.safeParse(json);
    if (!parsed.success) return `payload: ${parsed.error.issues[0]?.path.join('.')}`;
    const { signer_id, verifying_contract, deadline, nonce, intents } = parsed.data;
    if (verifying_contract !== contract) return 'wrong verifying_contract';
    const deadlineSeconds = Date.parse(deadline) / 1_000;
    if (deadlineSeconds < seconds) return 'deadline has expired';
    if (signer !== signer_id) return `public key doesn’t exist for ${signer_id}`;
    const used = base64.decode(nonce);
    const fault = nonceFault(used, { salts, seconds, deadline: deadlineSeconds });
    if (fault !== null) return fault;
    const state = latest();
    const nonceKey = keyOf(signer_id, toHex(used));
    if (state.nonces.has(nonceKey)) return 'nonce was already used';
    let balances = state.balances;
    const transfers: Executed['transfers'][number][] = [];
    for (const { receiver_id, tokens } of intents) {
      if (receiver_id === signer_id || Object.keys(tokens).length === 0) return 'invalid intent';
      for (const [token, units] of Object.entries(tokens)) {
        const less = units === 0n ? null : moved(balances, keyOf(signer_id, token), -units);
        const more = less === null ? null : moved(less, keyOf(receiver_id, token), units);
        if (more === null) return 'insufficient balance or overflow';
        balances = more;
        transfers.push({ receiver: receiver_id, token, units });
      }
    }
    push({ balances, nonces: new Set([...state.nonces, nonceKey]) }, seconds);
    return { intentHash: base58.encode(hexToBytes(hashMessage(payload))), signer: signer_id, transfers };
  };
  return {
    ...{ at, execute, salt },
    balanceOf: (account, token, seconds) =>
      (seconds === undefined ? latest() : at(seconds)).balances.get(keyOf(account, token)) ?? 0n,
    supplyOf: (token) =>
      [...latest().balances].reduce(
        (sum, [key, units]) => (JSON.parse(key)[1] === token ? sum + units : sum),
        0n,
      ),
    give: change,
    take: (what, seconds) => change({ ...what, units: -what.units }, seconds),
    cleanUpNonces: (seconds) => {
      const { balances, nonces } = latest();
      const kept = [...nonces].filter((key) => {
        const bytes = hexToBytes(JSON.parse(key)[1]);
        return !isExpirable(bytes) || deadlineOf(bytes) >= seconds;
      });
      if (kept.length < nonces.size) push({ balances, nonces: new Set(kept) }, seconds);
    },
    withdrawSalt: (next) => {
      salts.clear();
      salts.add(next);
      salt.current = next;
    },
  };
};

/** The key under which {@link VerifierLedger.at} keeps a nonce. */
export const nonceKeyOf = (account: string, nonce: string): string | null => {
  try {
    const bytes = base64.decode(nonce);
    return bytes.length === 32 ? keyOf(account, toHex(bytes)) : null;
  } catch {
    return null;
  }
};
