import { type Address, decodeFunctionResult, encodeFunctionData, zeroAddress } from 'viem';
import { priceLensAbi } from '../../lib/abi/price-lens-abi.ts';
import { priceLensCode } from '../../lib/abi/price-lens-code.ts';
import type { ChainPrices, ChainPricesQuestion } from '../../lib/ledger/chain-prices.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** Nobody's address: the lens's code is put there for the one call. */
const OVERRIDE_ADDRESS: Address = '0x1ba1a9ce00000000000000000000000000000003';
/** What each token and each feed may burn, whatever the others do: about twice what they need. */
const TOKEN_GAS = 400_000n;
const FEED_GAS = 200_000n;
const OWN_GAS = 1_000_000n;

const gasOf = ({ tokens, feeds }: ChainPricesQuestion): bigint =>
  OWN_GAS + BigInt(tokens.length) * TOKEN_GAS + BigInt(feeds.length) * FEED_GAS;

const termsOf = ({ spot }: ChainPricesQuestion) => ({
  router: spot?.router ?? zeroAddress,
  quoteToken: spot?.quoteToken ?? zeroAddress,
  middleToken: spot?.middleToken ?? zeroAddress,
});

/** Pools and feeds at one block by one `eth_call`, needing no deployment. Fails as the chain does, and with an answer of another block. */
export const readChainPrices = (
  chain: ChainClient,
  question: ChainPricesQuestion,
): Promise<Result<ChainPrices>> =>
  asChainResult(async () => {
    const { block, tokens, feeds } = question;
    const call = { abi: priceLensAbi, functionName: 'read' } as const;
    const { data } = await chain.call({
      to: OVERRIDE_ADDRESS,
      data: encodeFunctionData({ ...call, args: [termsOf(question), tokens, feeds] }),
      blockNumber: block.number,
      gas: gasOf(question),
      stateOverride: [{ address: OVERRIDE_ADDRESS, code: priceLensCode }],
    });
    const [number, time, spots, answers] = decodeFunctionResult({ ...call, data: data ?? '0x' });
    if (number !== block.number || spots.length !== tokens.length || answers.length !== feeds.length)
      throw new Error('block or count mismatch in the answer');
    return { blockTimeSeconds: Number(time), spots, feeds: answers };
  });
