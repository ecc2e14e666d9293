/** Changes whenever the same snapshot and policy could give another decision; stored with every decision. */
export const CASH_VERSION = '1.4.0';
