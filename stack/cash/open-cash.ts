import { type Address, encodeFunctionData, erc20Abi, type Hex, parseEventLogs, zeroHash } from 'viem';
import { z } from 'zod';
import type { Deployer } from '../../hardhat/deploy/deploy-local.ts';
import { cashFactoryAbi } from '../../lib/abi/cash-factory-abi.ts';
import { messagesPath, mintCalldata } from '../../lib/cctp/mint-yourself.ts';
import {
  type CashTerms,
  createCashCall,
  nameSiblingCall,
  openSiblingCall,
  testSiblingCall,
} from '../../lib/owner/cash-calls.ts';
import { waitFor } from '../process/sleep.ts';
import { type CashEnd, mintUsdc, sendAs } from './cash-end.ts';

/** A portfolio of USDC, and its owner's wallet on that chain. */
export type OwnedCash = { readonly end: CashEnd; readonly wallet: Deployer; readonly portfolio: Address };

const addressOf = ({ account }: Deployer): Address => account.address;

/** Creates a portfolio by its owner's own transaction, with so many units of USDC that it is given before. */
export const createCash = async (
  end: CashEnd,
  wallet: Deployer,
  { terms, units }: { readonly terms: CashTerms; readonly units: bigint },
): Promise<OwnedCash> => {
  const { usdc } = end.cctp;
  const { factory } = end.cash;
  await mintUsdc(end, addressOf(wallet), units);
  const allow = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [factory, units] });
  await sendAs(wallet, { to: usdc, data: allow, valueWei: 0n });
  const { logs } = await sendAs(wallet, createCashCall(factory, { terms, salt: zeroHash, usdc, units }));
  const [created] = parseEventLogs({ abi: cashFactoryAbi, eventName: 'CashPortfolioCreated', logs });
  if (created === undefined) throw new Error('the factory created no portfolio of USDC');
  return { end, wallet, portfolio: created.args.portfolio.toLowerCase() as Address };
};

const bytes = z
  .string()
  .regex(/^0x([0-9a-f]{2})*$/i)
  .transform((text) => text as Hex);
const answerShape = z.object({
  messages: z.array(z.object({ status: z.string(), message: bytes, attestation: z.string() })),
});
const ATTESTED_WITHIN_MS = 20_000;

/** What was attested of a burn, once its chain has gone on for long enough. */
const attestedOf = async (apiUrl: string, domain: number, hash: Hex) => {
  const attested = await waitFor(
    async () => {
      const response = await fetch(`${apiUrl}${messagesPath(domain, hash)}`);
      if (!response.ok) return null;
      const [first] = answerShape.parse(await response.json()).messages;
      return first?.status === 'complete' ? first : null;
    },
    { timeoutMs: ATTESTED_WITHIN_MS, everyMs: 50 },
  );
  if (attested === null) throw new Error(`what ${hash} burnt is not attested after 20 s`);
  return { message: attested.message, attestation: bytes.parse(attested.attestation) };
};

export type Joining = {
  readonly apiUrl: string;
  /** Lets so many blocks come. */
  readonly mine: (end: CashEnd, blocks: number) => Promise<void>;
  /** Blocks on top of a burn after which it is attested. */
  readonly finalityBlocks: number;
};

/** Brings what a test has burnt to its end on the other chain, as anybody may. */
export const mintTested = async (
  burnt: { readonly end: CashEnd; readonly hash: Hex },
  to: Pick<OwnedCash, 'end' | 'wallet'>,
  { apiUrl, mine, finalityBlocks }: Joining,
): Promise<void> => {
  await mine(burnt.end, finalityBlocks);
  const attested = await attestedOf(apiUrl, burnt.end.cctp.domain, burnt.hash);
  const mint = { to: to.end.cctp.messageTransmitter, data: mintCalldata(attested), valueWei: 0n };
  await sendAs(to.wallet, mint);
};

/** Names the other's portfolio and sends it 1 USDC, which is attested and minted there as any transfer is. */
export const testSibling = async (from: OwnedCash, to: OwnedCash, joining: Joining): Promise<void> => {
  const { domain } = to.end.cctp;
  await sendAs(from.wallet, nameSiblingCall(from.portfolio, { domain, sibling: to.portfolio }));
  const burnt = await sendAs(from.wallet, testSiblingCall(from.portfolio, { domain, maxFeeUnits: 0n }));
  await mintTested({ end: from.end, hash: burnt.transactionHash }, to, joining);
};

/** Longest that a sibling may stay open. */
const OPEN_SECONDS = 90 * 86_400;

/** Opens a tested sibling for as long as may be; an hour must have passed since its test. */
export const openSibling = async (from: OwnedCash, to: OwnedCash): Promise<void> => {
  const { timestamp } = await from.end.deployer.publicClient.getBlock();
  const untilSeconds = Number(timestamp) + OPEN_SECONDS;
  const { domain } = to.end.cctp;
  await sendAs(from.wallet, openSiblingCall(from.portfolio, { domain, untilSeconds }));
};
