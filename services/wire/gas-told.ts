import type { GasTold } from '../../lib/cash/move-gas.ts';
import { ok, type Result } from '../../lib/result.ts';
import { readMarket } from '../chain/call-chain.ts';
import { readHead } from '../chain/chain-client.ts';
import { readNativeUsdE18 } from './native-price.ts';
import type { ServedChain } from './served-chain.ts';

/** What gas costs on a chain now: the price that a transaction may pay at most, and the native coin's. Fails as the chain and its feed do. */
export const readGasTold = async (served: ServedChain): Promise<Result<GasTold>> => {
  const head = await readHead(served.chain);
  if (!head.ok) return head;
  const [market, native] = await Promise.all([
    readMarket(served.chain),
    readNativeUsdE18(served, head.value),
  ]);
  if (!market.ok) return market;
  if (!native.ok) return native;
  const { timeSeconds: atSeconds } = head.value;
  return ok({ gasPriceWei: market.value.maxFeeWei, nativeUsdE18: native.value, atSeconds });
};
