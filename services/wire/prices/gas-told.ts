import { parseAbi } from 'viem';
import { type GasTold, MOVE_BYTES } from '../../../lib/cash/move-gas.ts';
import type { Block } from '../../../lib/ledger/chain-facts.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { readMarket } from '../../chain/call-chain.ts';
import { readHead } from '../../chain/chain-client.ts';
import { asChainResult } from '../../chain/chain-failure.ts';
import type { ServedChain } from '../served-chain.ts';
import { readNativeUsdE18 } from './native-price.ts';

type Asked = Pick<ServedChain, 'facts' | 'chain'>;

/** Of the OP stack's `GasPriceOracle` since Fjord: what a transaction of so many bytes, unsigned, is charged at most, in wei. */
const DATA_FEES = parseAbi(['function getL1FeeUpperBound(uint256 unsignedTxSize) view returns (uint256)']);

/** Null where the chain charges nothing beside gas. */
const readDataFees = async (
  { facts: { dataFeeOracle }, chain }: Asked,
  block: Block,
): Promise<Result<GasTold['dataFeesWei']>> => {
  if (dataFeeOracle === null) return ok(null);
  const at = { abi: DATA_FEES, address: dataFeeOracle, blockNumber: block.number } as const;
  const feeOf = (bytes: bigint): Promise<bigint> =>
    chain.readContract({ ...at, functionName: 'getL1FeeUpperBound', args: [bytes] });
  return asChainResult(async () => {
    const [deposit, redeem, burn, mint] = await Promise.all([
      feeOf(MOVE_BYTES.deposit),
      feeOf(MOVE_BYTES.redeem),
      feeOf(MOVE_BYTES.burn),
      feeOf(MOVE_BYTES.mint),
    ]);
    return { deposit, redeem, burn, mint };
  });
};

/**
 * What gas costs on a chain now: the price that a transaction may pay at most, what its data costs beside it where a chain charges for
 * that, and the native coin's price. Fails as the chain, its oracle and its feed do.
 */
export const readGasTold = async (served: Asked): Promise<Result<GasTold>> => {
  const head = await readHead(served.chain);
  if (!head.ok) return head;
  const [market, dataFees, native] = await Promise.all([
    readMarket(served.chain),
    readDataFees(served, head.value),
    readNativeUsdE18(served, head.value),
  ]);
  if (!market.ok) return market;
  if (!dataFees.ok) return dataFees;
  if (!native.ok) return native;
  const { timeSeconds: atSeconds } = head.value;
  return ok({
    ...{ gasPriceWei: market.value.maxFeeWei, dataFeesWei: dataFees.value },
    ...{ nativeUsdE18: native.value, atSeconds },
  });
};
