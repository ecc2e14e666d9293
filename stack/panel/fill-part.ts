import { type Address, encodeFunctionData, type Hex, size } from 'viem';
import { z } from 'zod';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import { BPS, formatDecimal } from '../../lib/money/fixed-point.ts';
import { type LocalChain, type Sender, setEtherBalance } from '../chain/local-chain.ts';
import { CHAIN_ID } from '../chain/rpc.ts';
import { type DeployedAsset, obtain, tokenAbi } from '../world/tokens.ts';

/** Where orders are read, and as whom they are filled. */
export type BookPlace = {
  /** Of the web app, whose book it is. */
  readonly url: string;
  readonly local: LocalChain;
  readonly router: Address;
  readonly assets: readonly DeployedAsset[];
  readonly sender: Sender;
};

const word = z.string().regex(/^\d+$/).transform(BigInt);
const address = z.string().transform((text) => text.toLowerCase() as Address);
const hex = z.string().transform((text) => text as Hex);

const orderSchema = z.object({
  orderHash: z.string(),
  signature: hex,
  remainingMakingAmount: word,
  data: z.object({
    salt: word,
    maker: address,
    receiver: address,
    makerAsset: address,
    takerAsset: address,
    makingAmount: word,
    takingAmount: word,
    makerTraits: word,
    extension: hex,
  }),
});
const pageSchema = z.object({ orders: z.array(orderSchema) });
type OpenOrder = z.output<typeof orderSchema> & { readonly words: string };

/** What more an order may ask than a straight share of it: its price walks. */
const ROOM = 2n;
const ETHER = 10n ** 24n;

// Bit positions: TakerTraitsLib of @1inch/limit-order-protocol-contract 4.3.3.
const MAKER_AMOUNT_FLAG = 1n << 255n;
const EXTENSION_LENGTH_OFFSET = 224n;

const assetAt = ({ assets }: BookPlace, token: Address): DeployedAsset => {
  const asset = assets.find((one) => one.token === token);
  if (asset === undefined) throw new Error(`${token} is no token of this stack.`);
  return asset;
};

/** Orders that anybody may fill now, with what each offers in words. */
export const openOrdersOf = async (place: BookPlace): Promise<readonly OpenOrder[]> => {
  const answer = await fetch(`${place.url}/api/book/${CHAIN_ID}/orders`, {
    signal: AbortSignal.timeout(5_000),
  });
  if (!answer.ok) return [];
  const { orders } = pageSchema.parse(await answer.json());
  return orders.map((item) => {
    const [sold, asked] = [assetAt(place, item.data.makerAsset), assetAt(place, item.data.takerAsset)];
    const text = (units: bigint, { decimals, symbol }: DeployedAsset): string =>
      `${formatDecimal(units, decimals)} ${symbol}`;
    const rest = item.remainingMakingAmount;
    const left = rest < item.data.makingAmount ? `, of which ${text(rest, sold)} are left` : '';
    return {
      ...item,
      words: `${text(item.data.makingAmount, sold)} for ${text(item.data.takingAmount, asked)}${left}`,
    };
  });
};

/** Fills so much of a whole order as anybody may: what it asks for is minted first. @returns what was done, in a sentence */
export const fillPart = async (place: BookPlace, orderHash: string, partBps: bigint): Promise<string> => {
  const { sender, local, router } = place;
  const order = (await openOrdersOf(place)).find((one) => one.orderHash === orderHash);
  if (order === undefined) throw new Error('That order is not open any more.');
  const { extension, ...words } = order.data;
  const makingAmount = (words.makingAmount * partBps) / BPS;
  const takingMax = ((words.takingAmount * partBps) / BPS) * ROOM + 1n;
  const asked = assetAt(place, words.takerAsset);
  await setEtherBalance(local.rpcUrl, sender.address, ETHER + takingMax);
  await obtain(sender, asked, takingMax);
  await sender.send({
    to: asked.token,
    data: encodeFunctionData({ abi: tokenAbi, functionName: 'approve', args: [router, takingMax] }),
  });
  const traits = MAKER_AMOUNT_FLAG | (BigInt(size(extension)) << EXTENSION_LENGTH_OFFSET) | takingMax;
  const asWords = {
    ...words,
    ...{ maker: BigInt(words.maker), receiver: BigInt(words.receiver) },
    ...{ makerAsset: BigInt(words.makerAsset), takerAsset: BigInt(words.takerAsset) },
  };
  const receipt = await sender.send({
    to: router,
    data: encodeFunctionData({
      abi: limitOrderProtocolAbi,
      functionName: 'fillContractOrderArgs',
      args: [asWords, order.signature, makingAmount, traits, extension],
    }),
  });
  return `Filled ${Number(partBps) / 100} % of ${order.words}, in block ${receipt.blockNumber}.`;
};
