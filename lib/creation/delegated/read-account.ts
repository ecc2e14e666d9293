import { type Address, decodeFunctionResult, encodeFunctionData, erc20Abi, isHex } from 'viem';
import type { Ask } from '../../owner/ask.ts';
import { readNowSeconds } from '../../owner/read-now.ts';
import { canBatch } from '../../transactions/wallet-batch.ts';
import { type CloneSeen, type CloneTerms, readClone } from './delegated-calls.ts';

/** How far an account is, as its chain and the wallet say it. */
export type AccountSeen = {
  readonly hasCode: boolean;
  /** Whether the code is another maker’s than the one that is known. */
  readonly isOtherCode: boolean;
  /** Whether the wallet carries out several calls as one, for which it upgrades the account. */
  readonly canUpgrade: boolean;
  readonly clone: CloneSeen;
  /** In the order of the tokens. */
  readonly balances: readonly bigint[];
  readonly nowSeconds: bigint;
};

/** How the code of an upgraded key begins (EIP-7702); the address that it names follows. */
const DESIGNATOR = '0xef0100';

const balanceOf = async (ask: Ask, token: Address, account: Address): Promise<bigint> => {
  const asked = { abi: erc20Abi, functionName: 'balanceOf' } as const;
  const data = encodeFunctionData({ ...asked, args: [account] });
  const answer = await ask({ method: 'eth_call', params: [{ to: token, data }, 'latest'] });
  if (!isHex(answer) || answer === '0x') throw new Error(`There is no token at ${token} on this chain.`);
  return decodeFunctionResult({ ...asked, data: answer });
};

/** Reads it all anew. @throws what the node says */
export async function readAccount(ask: Ask, terms: CloneTerms, owner: Address): Promise<AccountSeen> {
  const { account, chain, tokens } = terms;
  const code = await ask({ method: 'eth_getCode', params: [account, 'latest'] });
  const isOwn = account.toLowerCase() === owner.toLowerCase();
  const text = isHex(code) ? code.toLowerCase() : '0x';
  const known = `${DESIGNATOR}${chain.accounts.upgraded.slice(2).toLowerCase()}`;
  return {
    hasCode: text !== '0x',
    isOtherCode: isOwn && text !== '0x' && text !== known,
    canUpgrade: isOwn && text === '0x' ? await canBatch(ask, owner, chain.id) : false,
    clone: await readClone(ask, terms),
    balances: await Promise.all(tokens.map(({ listing }) => balanceOf(ask, listing.token, account))),
    nowSeconds: await readNowSeconds(ask),
  };
}
