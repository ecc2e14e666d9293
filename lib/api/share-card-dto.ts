import type { AssetDto, PortfolioState } from './portfolio-dto.ts';

/** One asset of a card: shares of the whole, and nothing of how much that is. */
export type ShareCardAssetDto = Pick<AssetDto, 'symbol' | 'targetBps' | 'weightBps' | 'band' | 'standing'>;

/** What everybody may see of a portfolio whose owner shares it in per cent. */
export type ShareCardDto = {
  readonly readAtSeconds: number;
  readonly chainId: number;
  readonly address: string;
  readonly name: string;
  readonly simulated: boolean;
  readonly state: PortfolioState;
  readonly stateDetail: string | null;
  /** Without an amount in it. */
  readonly why: string;
  readonly lookedAtSeconds: number;
  /** Of every percentage here. */
  readonly places: 1 | 2;
  readonly trackingErrorBps: number | null;
  readonly assets: readonly ShareCardAssetDto[];
  /** Since the first look that could be valued. */
  readonly sinceSeconds: number | null;
  /** Null while there is none to tell. */
  readonly timeWeightedBps: number | null;
  /** Of the first basket, left alone. */
  readonly holdBps: number | null;
  /** Null unless the owner allows amounts. US dollars. */
  readonly valueUsd: string | null;
};
