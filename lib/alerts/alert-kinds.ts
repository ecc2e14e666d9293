/** What may be wrong. The set is closed and used word for word in SQL, API, pages and messages. */
export const ALERT_KINDS = [
  'HIGH_DRIFT',
  'DRIFT_NOT_REBALANCING',
  'REBALANCE_FAILED',
  'ORDER_UNFILLED',
  'HIGH_GAS_COST',
  'PRICE_ANOMALY',
  'SLIPPAGE_BREACH',
  'BUDGET_NEAR_LIMIT',
  'SIGNER_NOT_AUTHORISED',
  'VENUE_DOWN',
  'TRANSFER_OVERDUE',
  'SWAP_OVERDUE',
  'DEPOSIT_UNSEEN',
  'DEPOSIT_TOO_LITTLE',
  'DEPOSIT_TOO_LATE',
  'DEPOSIT_STUCK',
  'INDEX_LOW_BALANCE',
  'WITHDRAWAL_WAITS',
  'YIELD_DROP',
  'QUARANTINED',
  'MISSED_RUN',
  'RPC_LAGGING',
  'SIGNER_LOW_GAS',
  'LEASE_XMIN_HELD',
  'ANALYST_WARNING',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** `critical` is told in quiet hours too. */
export type AlertSeverity = 'critical' | 'warning';

export type AlertRule = {
  readonly title: string;
  readonly severity: AlertSeverity;
  /** Operators are told as well as the portfolio's owner. */
  readonly tellsOperators: boolean;
  /** It must have been seen that long before anybody is told. */
  readonly afterSeconds: number;
  readonly meaning: string;
  readonly remedy: string;
};

const ofOwner = { severity: 'warning', tellsOperators: false, afterSeconds: 0 } as const;
const ofOperators = { severity: 'critical', tellsOperators: true, afterSeconds: 0 } as const;

/** What each kind means and asks for; docs/alerts.md has a part for each. */
export const ALERT_RULES: Readonly<Record<AlertKind, AlertRule>> = {
  HIGH_DRIFT: {
    ...ofOwner,
    title: 'An asset is far from its target',
    meaning:
      'One asset’s share of the value is further from its target than the portfolio’s own limit, a quarter of the target where none is set.',
    remedy: 'Look at the plan: it says what is to be traded, or why nothing is.',
  },
  DRIFT_NOT_REBALANCING: {
    ...ofOwner,
    afterSeconds: 3_600,
    title: 'Out of its band, and not traded',
    meaning:
      'A trade has been due for an hour, and something that does not pass by itself stands in its way.',
    remedy:
      'Mend what the sentence names: an allowance, a limit of the policy, or an asset that can’t be sold.',
  },
  REBALANCE_FAILED: {
    ...ofOwner,
    severity: 'critical',
    title: 'A rebalance failed',
    meaning: 'The bot could not finish its work on this portfolio, by the portfolio’s own fault.',
    remedy: 'It is tried again; after three failures in a row the portfolio is set aside.',
  },
  ORDER_UNFILLED: {
    ...ofOwner,
    title: 'Nobody fills its orders',
    meaning: 'Three orders in a row have ended without a fill.',
    remedy: 'A wider spread or a longer life of orders in the policy makes a fill more likely.',
  },
  HIGH_GAS_COST: {
    ...ofOwner,
    title: 'A swap’s gas cost more than twice what was expected',
    meaning:
      'Between the decision and the block that its transaction came into, gas or the native coin became dearer.',
    remedy:
      'It passes with the next swap that costs what is expected, or after a day; the policy’s limit of gas holds dear ones back.',
  },
  PRICE_ANOMALY: {
    ...ofOwner,
    title: 'A price can’t be trusted',
    meaning: 'A price is missing, too old or absurd, or its sources disagree; nothing is traded on it.',
    remedy: 'It passes when the feed answers again; the assets’ table names the feed.',
  },
  SLIPPAGE_BREACH: {
    ...ofOwner,
    title: 'A fill lost more than the policy lets an order lose',
    meaning:
      'The market moved between the signing of an order and its fill, and the fill gave that away. The contract’s own limit held.',
    remedy:
      'It passes with the next order whose fills lose less, or after a day; a shorter life of orders leaves the market less time.',
  },
  BUDGET_NEAR_LIMIT: {
    ...ofOwner,
    title: 'The day’s budget is nearly used up',
    meaning: 'Little is left of what the contract or the policy lets trades lose or turn over in a day.',
    remedy: 'It fills up again by itself; larger limits are set by the owner’s wallet alone.',
  },
  SIGNER_NOT_AUTHORISED: {
    ...ofOwner,
    severity: 'critical',
    title: 'The bot may not sign for it',
    meaning: 'The contract names another signer, or the bot has no key for the one it names.',
    remedy: 'Set the bot’s address as the contract’s signer, or take the portfolio off this bot.',
  },
  VENUE_DOWN: {
    ...ofOwner,
    tellsOperators: true,
    title: 'There is nowhere to trade',
    meaning: 'The venue that the policy names does not answer, or takes no orders.',
    remedy: 'It passes when the venue is back; another one can be named in the policy.',
  },
  TRANSFER_OVERDUE: {
    ...ofOwner,
    tellsOperators: true,
    severity: 'critical',
    title: 'USDC has been on its way for too long',
    meaning:
      'What was burnt on one chain has not been minted on the other after an hour. It is not lost: it is watched until it is there.',
    remedy:
      'Look at the transfer’s page: it says which step is missing, and whoever has the attestation can mint it. Nothing more is bridged meanwhile.',
  },
  SWAP_OVERDUE: {
    ...ofOwner,
    tellsOperators: true,
    severity: 'critical',
    title: 'A swap of an index account has been open for too long',
    meaning:
      'Ten minutes after its deposit address has died a swap has not come to an end. It is watched until it does, and nothing else is planned for the account.',
    remedy:
      'Look at the account’s swaps: each says what it waits for. The provider’s support finds it by its deposit address. It is never sent again.',
  },
  DEPOSIT_UNSEEN: {
    ...ofOwner,
    title: 'Nothing came to a deposit’s address before it died',
    meaning:
      'The provider has seen nothing at an address that was made for a deposit. Money of another asset, or without its memo, it does not see.',
    remedy:
      'If you sent nothing, nothing is wrong: it passes in a week. If you did, give the provider’s support the address, the memo and your transaction.',
  },
  DEPOSIT_TOO_LITTLE: {
    ...ofOwner,
    title: 'A deposit is less than the least',
    meaning: 'Less came to a deposit’s address than the least that is taken. Nothing of it counts.',
    remedy:
      'Send what is missing to the same address, with its memo, before that dies; else it is sent to your refund address.',
  },
  DEPOSIT_TOO_LATE: {
    ...ofOwner,
    title: 'A deposit came after its address had died',
    meaning:
      'The provider saw it only after the time until which money is taken there. Nothing of it counts.',
    remedy: 'It is to be sent to your refund address. For the next one have a new address made.',
  },
  DEPOSIT_STUCK: {
    ...ofOwner,
    tellsOperators: true,
    severity: 'critical',
    title: 'A deposit stands still on its way',
    meaning:
      'It was seen two hours ago and is neither in the account nor back; or it had to come back and hasn’t in a day; or the provider calls it failed.',
    remedy:
      'It is watched until it ends. The provider’s support finds it by its address and memo, which stand on the account’s page.',
  },
  INDEX_LOW_BALANCE: {
    ...ofOwner,
    title: 'An index holds too little to be what it is',
    meaning:
      'Its smallest share is worth less than the least trade of its policy, so that no swap into it is ever made.',
    remedy: 'Deposit more, lower the policy’s least trade, or give the index fewer, larger shares.',
  },
  WITHDRAWAL_WAITS: {
    ...ofOwner,
    title: 'A withdrawal waits for you to choose',
    meaning:
      'Not all that was to be sold for a withdrawal was, or the verifier doesn’t show what has arrived. Nothing leaves, and its index is not looked at, before its owner has said what becomes of it.',
    remedy:
      'On the account’s page say whether what has arrived leaves or all of it is kept. Neither is ever chosen for you.',
  },
  YIELD_DROP: {
    ...ofOwner,
    title: 'A vault pays much less than when it was entered',
    meaning:
      'A vault that USDC is held in paid less than half of its yield of then over the last day, or took instead of paying.',
    remedy:
      'The next looks move it where that earns more than it costs; the last decision says why it stays. The owner’s wallet can leave the vault at any time.',
  },
  QUARANTINED: {
    ...ofOwner,
    severity: 'critical',
    tellsOperators: true,
    title: 'Set aside',
    meaning: 'The portfolio failed again and again by its own fault and is not looked at any more.',
    remedy: 'Mend what the sentence names; a new policy, or the operator, has it looked at again.',
  },
  MISSED_RUN: {
    ...ofOperators,
    title: 'Ticks were missed',
    meaning: 'No tick began for more than two intervals: what calls the bot stood still.',
    remedy: 'Look at the clock that calls it: pg_cron, the cron of the host, or the bot’s own process.',
  },
  RPC_LAGGING: {
    ...ofOperators,
    afterSeconds: 120,
    title: 'The chain’s node is behind or away',
    meaning:
      'The node does not answer, or its head is older than what was seen before. Nothing is decided on it.',
    remedy: 'Look at the node, or name another one beside it.',
  },
  SIGNER_LOW_GAS: {
    ...ofOperators,
    title: 'The signer can’t pay for gas',
    meaning: 'A transaction of the bot was refused because its account holds too little of the native coin.',
    remedy: 'Send native coin to the signer’s address.',
  },
  LEASE_XMIN_HELD: {
    ...ofOperators,
    severity: 'warning',
    title: 'A transaction holds the database back',
    meaning: 'A transaction has been open for ten minutes: what leases leave behind can’t be cleaned up.',
    remedy: 'Find it in pg_stat_activity and end it.',
  },
  ANALYST_WARNING: {
    ...ofOwner,
    title: 'Something to watch this week',
    meaning:
      'By what is recorded, the analyst says that something is to come within seven days. Nothing is wrong yet.',
    remedy:
      'Nothing has to be done: it is judged when the seven days are over, and the page of the portfolio’s performance keeps what became of it.',
  },
};

/** The part of docs/alerts.md that tells of it. */
export const runbookAnchor = (kind: AlertKind): string => kind.toLowerCase();
