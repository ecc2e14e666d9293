import type { FillDto, OrderDto, PortfolioDto } from './portfolio-dto.ts';

/** One fill of an order, and what it got. */
export type OrderFillDto = FillDto & {
  /** Bought beyond what the order asks for as much; whole tokens, exact. */
  readonly surplusUnits: string;
  /** More (+) or less (−) than the prices of the decision; null without both of them. */
  readonly againstDecisionBps: number | null;
};

/** One order, from the decision that wanted it to the last of its fills. */
export type OrderDetailDto = {
  readonly readAtSeconds: number;
  /** Of its portfolio: another one means that the page is worth asking for. */
  readonly version: string;
  readonly portfolio: Pick<PortfolioDto, 'id' | 'chainId' | 'address' | 'name' | 'simulated'>;
  readonly sellSymbol: string;
  readonly buySymbol: string;
  readonly order: OrderDto;
  /** Null when this version can't read the decision. */
  readonly decisionWhy: string | null;
  /** The database's clock; null while nobody was shown it. */
  readonly placedAtSeconds: number | null;
  readonly closedAtSeconds: number | null;
  readonly generation: string;
  readonly venue: string;
  /** Oldest first. */
  readonly fills: readonly OrderFillDto[];
  /** What was signed, as EIP-712 typed data in JSON. */
  readonly typedData: string;
  readonly signature: string;
};
