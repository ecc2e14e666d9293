import type { AlertRow } from './alerts.ts';

/** What is and was wrong with one portfolio, as its page shows it. */
export type AlertsPageDto = {
  readonly readAtSeconds: number;
  readonly version: string;
  readonly portfolio: {
    readonly id: string;
    readonly chainId: number;
    readonly address: string;
    readonly name: string;
  };
  /** Null where the viewer doesn't own it: what is wrong with a portfolio is its owner's business. */
  readonly alerts: readonly AlertRow[] | null;
};
