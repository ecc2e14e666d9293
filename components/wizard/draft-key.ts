/** Under which this browser keeps the draft of a portfolio. */
export const DRAFT_KEY = '1balancer.draft';
