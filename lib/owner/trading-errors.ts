import { BOT_TRIES_AGAIN, type ErrorWords, REPORT, TAKER_ONLY } from './contract-error-words.ts';

/** What fills and proposals are refused with. */
export const TRADING_ERRORS = {
  NotLimitOrderProtocol: ['{caller} is not the Limit Order Protocol, which alone may start a fill.', REPORT],
  NotPostCaller: ['{caller} may not end a fill.', REPORT],
  NotThisMaker: ['The order belongs to another portfolio.', TAKER_ONLY],
  NotLocked: ['A fill was ended that never began (order {orderHash}).', REPORT],
  IsLocked: ['A fill is under way in the same transaction.', 'Try again: it is over with that transaction.'],
  IsPaused: ['The portfolio is paused: nothing signed is valid.', 'Unpause it first if it shall trade.'],
  WrongGeneration: [
    'It was signed for generation {given}, and the portfolio is at {current}: a rule has changed since.',
    'Sign it again; the bot does so by itself at its next check.',
  ],
  ExtensionNotCanonical: [
    'The order’s extension is not the one this contract would build, or the public book is off.',
    TAKER_ONLY,
  ],
  FeedRefused: [
    'The price feed of {token} has no usable answer: {state}.',
    'Wait for the feed, or name another one. Withdrawing needs no feed.',
  ],
  UnknownAsset: [
    '{token} is not an asset of this portfolio.',
    'Choose one of its assets; rescue takes other tokens out.',
  ],
  SameAsset: ['{token} would be sold for itself.', REPORT],
  EmptyNav: ['The portfolio holds nothing of value.', 'Deposit first.'],
  ValueOverflow: [
    'An amount at its price is beyond what the contract reckons with.',
    'Use a smaller amount.',
  ],
  SlippageTooHigh: [
    'It would bring in {valueInE32} for {valueOutE32}: worse than the limit of {maxSlippageBps}.',
    BOT_TRIES_AGAIN,
  ],
  SoldNotAboveTarget: ['{token} is not above its target, so it may not be sold.', BOT_TRIES_AGAIN],
  BoughtNotBelowTarget: ['{token} is not below its target, so it may not be bought.', BOT_TRIES_AGAIN],
  SoldTooFar: ['It would leave less than {leastValueE32} of {token}.', BOT_TRIES_AGAIN],
  BoughtTooFar: ['It would bring {token} above {mostValueE32}.', BOT_TRIES_AGAIN],
  OrderBelowMinimum: ['The order is worth {valueE32}; the least is {minimumE32}.', BOT_TRIES_AGAIN],
  FillBelowMinimum: ['The fill is worth {valueE32}; the least is {minimumE32}.', TAKER_ONLY],
  CoolingDown: ['{token} was traded the other way and is cooling down until {until}.', BOT_TRIES_AGAIN],
  LossBudgetExceeded: [
    'It would cost {wantedE18} of the portfolio; today’s loss budget has {leftE18} left.',
    'Wait: the budget refills with the hours.',
  ],
  TurnoverBudgetExceeded: [
    'It would sell {wantedE18} of the portfolio; today’s turnover budget has {leftE18} left.',
    'Wait, or grant a one-off turnover.',
  ],
  NoSwaps: ['The proposal swaps nothing.', REPORT],
  TooManySwaps: ['A proposal may hold at most {most} swaps.', 'Split it.'],
  ProposalExpired: ['The proposal expired at {deadline}.', BOT_TRIES_AGAIN],
  DeadlineTooFar: [
    'The proposal would live until {deadline}; the latest is {latest}.',
    'Sign a shorter one.',
  ],
  NonceUsed: ['The proposal {nonce} was carried out already.', 'Nothing to do: each counts once.'],
  BadProposalSignature: [
    'Neither the signer nor the owner signed the proposal.',
    'Sign it with one of the two.',
  ],
  RouterNotAllowed: ['The owner hasn’t allowed the router {router}.', 'Allow it, or take another route.'],
  ZeroAmount: ['A swap of nothing.', REPORT],
  SoldAndBought: ['The proposal both sells and buys {token}.', 'Leave one of the two out.'],
  ReceivedTooLittle: [
    'Only {received} units of {token} came back; signed for at least {minOut}.',
    BOT_TRIES_AGAIN,
  ],
  AllowanceChanged: [
    'The allowance of {token} to the protocol isn’t what it should be: the token refused, or a route changed it.',
    'Check the token; withdraw it if you don’t trust it.',
  ],
} as const satisfies Readonly<Record<string, ErrorWords>>;
