import { type Address, decodeFunctionResult, encodeFunctionData, erc20Abi, type Hex, pad } from 'viem';
import { ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import { getLogs } from './get-logs.ts';
import { TRANSFER_TOPIC } from './read-transfers.ts';

/** What trying a token at a block has shown. */
export type TokenProbe = {
  readonly decimals: number;
  /** Units of the holder that were tried with. */
  readonly units: bigint;
  /** What a transfer of them did to somebody who held none: brought all, less, or nothing because it was refused. */
  readonly transfer:
    | { readonly kind: 'whole' }
    | { readonly kind: 'short'; readonly missingUnits: bigint }
    | { readonly kind: 'refused' };
  /** By how much the holder's balance has changed over the last blocks beyond what transfers say; null = it isn't that old. */
  readonly unexplainedUnits: bigint | null;
};

export type TokenToProbe = {
  readonly token: Address;
  /** Whose units are sent in the trial; nothing is sent on the chain. */
  readonly holder: Address;
};

/** Nobody's address: it holds none of any token. */
const STRANGER: Address = '0x1ba1a9ce00000000000000000000000000000002';
const GAS = 1_000_000n;
/** Full nodes keep the state of 128 blocks. */
const BLOCKS_BACK = 100n;

const balanceCall = (owner: Address): Hex =>
  encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [owner] });
const unitsOf = (data: Hex | undefined): bigint =>
  decodeFunctionResult({ abi: erc20Abi, functionName: 'balanceOf', data: data ?? '0x' });

/** Null where there is no contract. */
const readUnits = async (
  chain: ChainClient,
  { token, holder }: TokenToProbe,
  blockNumber: bigint,
): Promise<bigint | null> => {
  const { data } = await chain.call({ to: token, data: balanceCall(holder), blockNumber, gas: GAS });
  return data === undefined ? null : unitsOf(data);
};

/** Sends them in a simulation (`eth_simulateV1`), as the holder. */
const tryTransfer = async (
  chain: ChainClient,
  { token, holder }: TokenToProbe,
  { units, blockNumber }: { readonly units: bigint; readonly blockNumber: bigint },
): Promise<TokenProbe['transfer']> => {
  const ask = { account: holder, to: token, gas: GAS };
  const send = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [STRANGER, units] });
  const [block] = await chain.simulateBlocks({
    blockNumber,
    blocks: [
      {
        calls: [
          { ...ask, data: balanceCall(STRANGER) },
          { ...ask, data: send },
          { ...ask, data: balanceCall(STRANGER) },
        ],
      },
    ],
  });
  const [before, sent, after] = block?.calls ?? [];
  if (before === undefined || sent === undefined || after === undefined)
    throw new Error('mismatch: the simulation answered fewer calls than were asked');
  // Some tokens answer nothing, some that it failed.
  if (sent.status !== 'success' || (sent.data !== '0x' && BigInt(sent.data) === 0n))
    return { kind: 'refused' };
  const brought = unitsOf(after.data) - unitsOf(before.data);
  return brought >= units ? { kind: 'whole' } : { kind: 'short', missingUnits: units - brought };
};

/** The sum of what transfers brought the holder after `fromBlock`, less what they took. */
const transferredUnits = async (
  chain: ChainClient,
  { token, holder }: TokenToProbe,
  span: { readonly fromBlock: bigint; readonly toBlock: bigint },
): Promise<Result<bigint>> => {
  const word = pad(holder, { size: 32 });
  const addresses = [token];
  const [out, into] = await Promise.all([
    getLogs(chain, { addresses, topics: [[TRANSFER_TOPIC], [word]] }, span),
    getLogs(chain, { addresses, topics: [[TRANSFER_TOPIC], null, [word]] }, span),
  ]);
  if (!out.ok) return out;
  if (!into.ok) return into;
  const sum = (logs: typeof out.value) => logs.reduce((units, { data }) => units + BigInt(data), 0n);
  return ok(sum(into.value) - sum(out.value));
};

const unexplained = async (
  chain: ChainClient,
  probed: TokenToProbe,
  head: { readonly blockNumber: bigint; readonly units: bigint },
): Promise<Result<bigint | null>> => {
  const since = head.blockNumber - BLOCKS_BACK;
  if (since < 0n) return ok(null);
  const before = await asChainResult(() => readUnits(chain, probed, since));
  if (!before.ok) return before;
  if (before.value === null) return ok(null);
  const span = { fromBlock: since + 1n, toBlock: head.blockNumber };
  const moved = await transferredUnits(chain, probed, span);
  return moved.ok ? ok(head.units - before.value - moved.value) : moved;
};

/**
 * Tries a token at a block without sending anything: what a transfer of a holder's units brings, and whether balances change by
 * themselves. Fails as the node fails; one without `eth_simulateV1` can't be asked.
 */
export const probeToken = async (
  chain: ChainClient,
  probed: TokenToProbe,
  blockNumber: bigint,
): Promise<Result<TokenProbe>> => {
  const { token } = probed;
  const tried = await asChainResult(async () => {
    const units = (await readUnits(chain, probed, blockNumber)) ?? 0n;
    const call = { abi: erc20Abi, functionName: 'decimals' } as const;
    const told = await chain.call({ to: token, data: encodeFunctionData(call), blockNumber, gas: GAS });
    const decimals = decodeFunctionResult({ ...call, data: told.data ?? '0x' });
    const transfer = await tryTransfer(chain, probed, { units, blockNumber });
    return { decimals, units, transfer };
  });
  if (!tried.ok) return tried;
  const rest = await unexplained(chain, probed, { blockNumber, units: tried.value.units });
  return rest.ok ? ok({ ...tried.value, unexplainedUnits: rest.value }) : rest;
};
