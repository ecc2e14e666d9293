import { z } from 'zod';
import { idField } from './fields.ts';

/** Those that need a person, the most urgent first. */
export const OPERATOR_NEEDS = ['quarantined', 'signer', 'blocked', 'unfilled', 'overdue'] as const;
/** All that a portfolio can be to whoever runs the bot. */
export const OPERATOR_STATES = [
  ...OPERATOR_NEEDS,
  ...(['not-looked-at', 'unserved', 'paused', 'order-open', 'waiting', 'on-target'] as const),
] as const;
export type OperatorState = (typeof OPERATOR_STATES)[number];

/** What the overview's address may ask; null: all that need a person. `after`: only what comes after that portfolio. */
export const operatorViewSchema = z.object({
  state: z.enum(OPERATOR_STATES).nullable().catch(null).default(null),
  after: idField.nullable().catch(null).default(null),
});
export type OperatorView = z.output<typeof operatorViewSchema>;

export const operatorHref = ({ state, after }: OperatorView): string => {
  const wanted = [state !== null && `state=${state}`, after !== null && `after=${after}`].filter(Boolean);
  return `/operator${wanted.length === 0 ? '' : `?${wanted.join('&')}`}`;
};

export type OperatorRowDto = {
  readonly id: string;
  readonly chainId: number;
  readonly address: string;
  /** Else its page is its owner's alone. */
  readonly shared: boolean;
  readonly state: OperatorState;
  readonly why: string | null;
  readonly valueUsd: string | null;
  /** The database's clock. */
  readonly sinceSeconds: number | null;
};

export type OperatorDto = {
  readonly readAtSeconds: number;
  readonly view: OperatorView;
  /** Of all whose last look had every price. */
  readonly valueUsd: string;
  readonly states: readonly {
    readonly state: OperatorState;
    readonly count: number;
    /** Of those whose last look had every price. */
    readonly valueUsd: string;
    readonly unvalued: number;
  }[];
  readonly rows: readonly OperatorRowDto[];
  readonly nextAfter: string | null;
};
