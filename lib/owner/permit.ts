import {
  type Address,
  decodeFunctionResult,
  domainSeparator,
  encodeFunctionData,
  type Hex,
  isHex,
  parseAbi,
  parseSignature,
} from 'viem';
import { type Ask, chainIdOf } from './ask.ts';
import { readNowSeconds } from './read-now.ts';

// EIP-2612, and EIP-5267 for what the token calls itself.
const abi = parseAbi([
  'function DOMAIN_SEPARATOR() view returns (bytes32)',
  'function PERMIT_TYPEHASH() view returns (bytes32)',
  'function nonces(address owner) view returns (uint256)',
  'function name() view returns (string)',
  'function version() view returns (string)',
  'function eip712Domain() view returns (bytes1, string name, string version, uint256, address, bytes32, uint256[])',
  'function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
]);

/** keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"); DAI's own is another. */
const PERMIT_TYPEHASH = '0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9';
/** How an account looks that has code by EIP-7702, and whose key signs for it all the same. */
const DELEGATED = '0xef0100';
const PERMIT_SECONDS = 3_600;

type Domain = {
  readonly name: string;
  readonly version: string;
  readonly chainId: number;
  readonly verifyingContract: Address;
};

/** What a permit of one token is signed over, read at the newest block. */
export type PermitTerms = {
  readonly domain: Domain;
  readonly owner: Address;
  readonly nonce: bigint;
  /** Unix seconds by the chain's time: an hour from the newest block. */
  readonly deadlineSeconds: bigint;
};

/** An allowance as a signature, in the form that `Deposit` of the contract takes. */
export type Permit = {
  readonly deadlineSeconds: bigint;
  readonly v: number;
  readonly r: Hex;
  readonly s: Hex;
};

type Holder = { readonly token: Address; readonly owner: Address };

const caller =
  (ask: Ask, to: Address) =>
  async (data: Hex): Promise<Hex> => {
    const answer = await ask({ method: 'eth_call', params: [{ to, data }, 'latest'] });
    if (!isHex(answer) || answer === '0x') throw new TypeError('The token does not answer.');
    return answer;
  };

type Call = ReturnType<typeof caller>;

async function textOf(call: Call, functionName: 'name' | 'version'): Promise<string> {
  const data = await call(encodeFunctionData({ abi, functionName }));
  return decodeFunctionResult({ abi, functionName, data });
}

/** Name and version that the token signs by: its own word for it, else those it shows, else version 1. */
async function namesOf(call: Call): Promise<Pick<Domain, 'name' | 'version'>> {
  try {
    const data = await call(encodeFunctionData({ abi, functionName: 'eip712Domain' }));
    const [, name, version] = decodeFunctionResult({ abi, functionName: 'eip712Domain', data });
    return { name, version };
  } catch {
    return { name: await textOf(call, 'name'), version: await textOf(call, 'version').catch(() => '1') };
  }
}

/** An account of code can't sign one: tokens recover a key. */
async function hasKey(ask: Ask, owner: Address): Promise<boolean> {
  const code = await ask({ method: 'eth_getCode', params: [owner, 'latest'] });
  return code === '0x' || (typeof code === 'string' && code.toLowerCase().startsWith(DELEGATED));
}

/** @returns what a permit of this token is signed over; null where it has none that can be told for certain */
export async function readPermitTerms(ask: Ask, { token, owner }: Holder): Promise<PermitTerms | null> {
  const call = caller(ask, token);
  try {
    if (!(await hasKey(ask, owner))) return null;
    const separator = await call(encodeFunctionData({ abi, functionName: 'DOMAIN_SEPARATOR' }));
    const nonces = await call(encodeFunctionData({ abi, functionName: 'nonces', args: [owner] }));
    const typehash = await call(encodeFunctionData({ abi, functionName: 'PERMIT_TYPEHASH' })).catch(
      () => null,
    );
    if (typehash !== null && typehash !== PERMIT_TYPEHASH) return null;
    const domain = { ...(await namesOf(call)), chainId: await chainIdOf(ask), verifyingContract: token };
    if (domainSeparator({ domain }) !== separator) return null;
    return {
      ...{ domain, owner },
      nonce: decodeFunctionResult({ abi, functionName: 'nonces', data: nonces }),
      deadlineSeconds: (await readNowSeconds(ask)) + BigInt(PERMIT_SECONDS),
    };
  } catch {
    return null;
  }
}

type Grant = { readonly spender: Address; readonly units: bigint };

const typedData = ({ domain, owner, nonce, deadlineSeconds }: PermitTerms, { spender, units }: Grant) => ({
  domain,
  primaryType: 'Permit',
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ],
    Permit: [
      { name: 'owner', type: 'address' },
      { name: 'spender', type: 'address' },
      { name: 'value', type: 'uint256' },
      { name: 'nonce', type: 'uint256' },
      { name: 'deadline', type: 'uint256' },
    ],
  },
  message: {
    ...{ owner, spender, value: units.toString() },
    ...{ nonce: nonce.toString(), deadline: deadlineSeconds.toString() },
  },
});

/** The wallet signed, and the token does not take it: an allowance by a transaction is left. */
export class PermitRefused extends Error {
  override readonly name = 'PermitRefused';
}

/**
 * Has the wallet sign that `spender` may take exactly this much, and tries it on the token. Nothing is sent.
 * @throws the wallet's refusal, or {@link PermitRefused}
 */
export async function signPermit(ask: Ask, terms: PermitTerms, grant: Grant): Promise<Permit> {
  const { owner, deadlineSeconds, domain } = terms;
  const signature = await ask({
    method: 'eth_signTypedData_v4',
    params: [owner, JSON.stringify(typedData(terms, grant))],
  });
  try {
    if (!isHex(signature)) throw new TypeError('no signature');
    const { r, s, yParity } = parseSignature(signature);
    const v = 27 + yParity;
    const args = [owner, grant.spender, grant.units, deadlineSeconds, v, r, s] as const;
    const data = encodeFunctionData({ abi, functionName: 'permit', args });
    await ask({ method: 'eth_call', params: [{ to: domain.verifyingContract, data }, 'latest'] });
    return { deadlineSeconds, v, r, s };
  } catch (cause) {
    throw new PermitRefused('The token does not take this signature. Allow it by a transaction instead.', {
      cause,
    });
  }
}
