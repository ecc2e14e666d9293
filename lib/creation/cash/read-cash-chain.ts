import {
  type Address,
  decodeFunctionResult,
  encodeEventTopics,
  encodeFunctionData,
  erc4626Abi,
  type Hex,
  isHex,
  numberToHex,
  zeroHash,
} from 'viem';
import { z } from 'zod';
import { cashFactoryAbi } from '../../abi/cash-factory-abi.ts';
import { cashPortfolioAbi } from '../../abi/cash-portfolio-abi.ts';
import { cctpTransmitterAbi } from '../../abi/cctp-transmitter-abi.ts';
import { powerOfTen } from '../../money/fixed-point.ts';
import { type Ask, chainIdOf, quantityOf } from '../../owner/ask.ts';
import { CASH_VAULTS_MAX, listingAround, predictCashData } from '../../owner/cash-calls.ts';
import { readTokenRights } from '../../owner/deposit-action.ts';
import { readNowSeconds } from '../../owner/read-now.ts';
import { type CashCreationChain, type CashDraft, type KeptCashChain, termsOf } from './cash-draft.ts';

/** A test's dollar that is on its way here, as far as Circle has told its number. */
export type Expected = { readonly domain: number; readonly nonce: Hex };

export type CashQuestion = {
  readonly chain: CashCreationChain;
  readonly draft: Pick<CashDraft, 'profile'>;
  readonly begun: NonNullable<CashDraft['begun']>;
  /** What was read before; null: the wallet is here for the first time. */
  readonly kept: KeptCashChain | null;
  readonly expected: readonly Expected[];
};

const call = async (ask: Ask, to: Address, data: Hex): Promise<Hex> => {
  const answer = await ask({ method: 'eth_call', params: [{ to, data }, 'latest'] });
  if (!isHex(answer)) throw new TypeError('The node answered a call with something that is no data.');
  return answer;
};

const listingsOf = (ask: Ask, { vaults }: CashCreationChain): Promise<KeptCashChain['listings']> =>
  Promise.all(
    vaults.slice(0, CASH_VAULTS_MAX).map(async ({ name, address, decimals }) => {
      const worth = { abi: erc4626Abi, functionName: 'convertToAssets' } as const;
      const data = await call(ask, address, encodeFunctionData({ ...worth, args: [powerOfTen(decimals)] }));
      if (data === '0x') throw new Error(`${name} doesn’t say what its shares are worth.`);
      const listed = listingAround(address, decodeFunctionResult({ ...worth, data }));
      const { rateMinUnits, rateMaxUnits } = listed;
      return { ...listed, rateMinUnits: `${rateMinUnits}`, rateMaxUnits: `${rateMaxUnits}` };
    }),
  );

const predict = async (
  ask: Ask,
  { chain, draft, begun }: CashQuestion,
  listings: KeptCashChain['listings'],
) => {
  const asked = predictCashData(termsOf(draft, begun.signer, { listings }), {
    ...{ salt: zeroHash, owner: begun.owner },
  });
  const data = await call(ask, chain.factory, asked);
  if (data === '0x') throw new Error(`There is no factory at ${chain.factory} on ${chain.name}.`);
  return decodeFunctionResult({ abi: cashFactoryAbi, functionName: 'predict', data });
};

const siblingsOf = async (ask: Ask, portfolio: Address): Promise<KeptCashChain['siblings']> => {
  const asked = { abi: cashPortfolioAbi, functionName: 'siblings' } as const;
  const siblings = decodeFunctionResult({
    ...{ ...asked, data: await call(ask, portfolio, encodeFunctionData(asked)) },
  });
  return siblings.map((sibling) => ({ ...sibling }));
};

const logsShape = z.array(
  z.object({ transactionHash: z.custom<Hex>((value) => isHex(value) && value.length === 66) }),
);

/** The transaction that burnt the dollar of a test for a domain; null: the node tells of none. */
const burnOf = async (
  ask: Ask,
  { portfolio, sinceBlock }: Pick<KeptCashChain, 'portfolio' | 'sinceBlock'>,
  domain: number,
): Promise<Hex | null> => {
  const args = { id: zeroHash, domain };
  const topics = encodeEventTopics({ abi: cashPortfolioAbi, eventName: 'Bridged', args });
  const filter = {
    address: portfolio,
    topics,
    fromBlock: numberToHex(BigInt(sinceBlock)),
    toBlock: 'latest',
  };
  const logs = logsShape.parse(await ask({ method: 'eth_getLogs', params: [filter] }));
  return logs.at(-1)?.transactionHash ?? null;
};

type Life = Pick<KeptCashChain, 'siblings' | 'burns' | 'arrived'>;

const burnsOf = async (
  ask: Ask,
  place: Pick<KeptCashChain, 'portfolio' | 'sinceBlock'>,
  { kept, siblings }: { readonly kept: KeptCashChain | null; readonly siblings: KeptCashChain['siblings'] },
): Promise<KeptCashChain['burns']> => {
  const read = siblings.map(async ({ domain, testedAt }) => {
    if (testedAt === 0) return [];
    const before = kept?.burns.find((one) => one.domain === domain);
    const hash = before?.hash ?? (await burnOf(ask, place, domain));
    return hash === null ? [] : [{ domain, hash }];
  });
  return (await Promise.all(read)).flat();
};

const arrivedOf = async (ask: Ask, { chain, kept, expected }: CashQuestion): Promise<number[]> => {
  const read = expected.map(async ({ domain, nonce }) => {
    const asked = { abi: cctpTransmitterAbi, functionName: 'usedNonces' } as const;
    const data = await call(ask, chain.transmitter, encodeFunctionData({ ...asked, args: [nonce] }));
    return decodeFunctionResult({ ...asked, data }) === 0n ? [] : [domain];
  });
  return [...new Set([...(kept?.arrived ?? []), ...(await Promise.all(read)).flat()])].sort((a, b) => a - b);
};

/** What a portfolio that is there says of its siblings; of one that isn't there is nothing to be said. */
const lifeOf = async (
  ask: Ask,
  question: CashQuestion,
  place: Pick<KeptCashChain, 'portfolio' | 'sinceBlock'>,
): Promise<Life> => {
  const siblings = await siblingsOf(ask, place.portfolio);
  const burns = await burnsOf(ask, place, { kept: question.kept, siblings });
  return { siblings, burns, arrived: await arrivedOf(ask, question) };
};

/** A wallet answers for the chain that it is on at that moment: what was read across a switch is of two chains. */
const requireChain = async (ask: Ask, { id, name }: CashCreationChain): Promise<void> => {
  if ((await chainIdOf(ask)) !== id) throw new Error(`Your wallet is not on ${name} any more.`);
};

/**
 * Reads through the wallet how far a portfolio of USDC is on the chain that it is on. What it is made of is read once, with what shares are
 * worth then, and kept. @throws what the node, a vault or the factory says, and where the wallet has gone to another chain meanwhile
 */
export const readCashChain = async (ask: Ask, question: CashQuestion): Promise<KeptCashChain> => {
  const { chain, begun, kept } = question;
  await requireChain(ask, chain);
  const block = await ask({ method: 'eth_blockNumber' });
  const listings = kept?.listings ?? (await listingsOf(ask, chain));
  const portfolio = kept?.portfolio ?? (await predict(ask, question, listings));
  const place = { portfolio, sinceBlock: kept?.sinceBlock ?? `${quantityOf(block, 'eth_blockNumber')}` };
  const code = await ask({ method: 'eth_getCode', params: [portfolio, 'latest'] });
  const isCreated = typeof code === 'string' && code.length > 2;
  const rights = await readTokenRights(ask, {
    ...{ token: chain.usdc, holder: begun.owner, spender: chain.factory },
  });
  const life = isCreated
    ? await lifeOf(ask, question, place)
    : { siblings: [], burns: [], arrived: kept?.arrived ?? [] };
  const nowSeconds = Number(await readNowSeconds(ask));
  await requireChain(ask, chain);
  return {
    ...{ listings, ...place, isCreated, ...life, nowSeconds },
    ...{ balanceUnits: `${rights.balance}`, allowanceUnits: `${rights.allowance}` },
  };
};
