/** What an allowance whole is: the requests of so many seconds, at once if somebody likes. */
const ALLOWANCE_SECONDS = 60;

/** What is left of an allowance; a refusal says in how many seconds there is enough again. */
export type Allowance = {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly retryAfterSeconds: number;
};

/** One allowance after a request was taken from it, or refused: seconds until it is whole. */
export type Spending = {
  readonly perMinute: number;
  readonly taken: boolean;
  readonly spentSeconds: number;
};

const allowanceOf = ({ perMinute, taken, spentSeconds }: Spending, cost: number): Allowance => {
  const stepSeconds = ALLOWANCE_SECONDS / perMinute;
  return {
    allowed: taken,
    limit: perMinute,
    remaining: Math.max(0, Math.floor((ALLOWANCE_SECONDS - spentSeconds) / stepSeconds)),
    retryAfterSeconds: taken
      ? 0
      : Math.max(1, Math.ceil(spentSeconds + cost * stepSeconds - ALLOWANCE_SECONDS)),
  };
};

const NOTHING: Allowance = { allowed: false, limit: 1, remaining: 0, retryAfterSeconds: 1 };

/** The one of a sender's allowances that says most about their next request. `cost` is the request's. */
export const tightest = (spendings: readonly Spending[], cost: number): Allowance => {
  const [first = NOTHING] = spendings
    .map((spending) => allowanceOf(spending, cost))
    .sort((a, b) => Number(a.allowed) - Number(b.allowed) || a.remaining - b.remaining);
  return first;
};
