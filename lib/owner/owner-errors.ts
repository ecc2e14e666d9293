import { ASK_OWNER, type ErrorWords, REPORT } from './contract-error-words.ts';

/** What the owner's own calls are refused with, and tokens' failures. */
export const OWNER_ERRORS = {
  NotOwnerOrSigner: ['{caller} is neither the owner nor the signer of this portfolio.', ASK_OWNER],
  OwnableUnauthorizedAccount: ['{account} does not own this portfolio.', ASK_OWNER],
  OwnableInvalidOwner: ['{owner} can’t be an owner.', 'Name another address.'],
  RenounceDisabled: ['A portfolio can’t be left without an owner.', 'Transfer it, or withdraw all.'],
  ETHNotAccepted: ['The portfolio takes no bare ETH.', 'Use “Deposit ETH”, which wraps it.'],
  NothingToWrap: ['There is no ETH to wrap.', 'Send some with the call.'],
  TooManyAssets: ['{count} assets are too many; the most is {most}.', 'Remove some.'],
  TargetsSum: ['The targets sum to {sum} basis points.', 'Make them exactly 10,000 (100.00 %).'],
  LengthMismatch: [
    '{tokens} tokens and {targets} targets for {wanted} assets.',
    'Give one target for each asset.',
  ],
  WrongTokenOrder: ['Asset number {index} is not the one in the list: it has changed.', 'Reload the page.'],
  ZeroAddress: ['An address of zero.', 'Give a real address.'],
  ForbiddenReceiver: [
    '{to} can’t receive: it is the portfolio itself or part of it.',
    'Use your own address.',
  ],
  NoCode: ['{account} is no contract on this chain.', 'Check the address and the chain.'],
  DuplicateToken: ['{token} is named twice.', 'Remove one of the two.'],
  TwinTokens: [
    '{first} and {second} are two addresses of one token.',
    'Keep one of the two; they would be counted twice.',
  ],
  TokenDecimalsChanged: [
    '{token} had {listed} decimals when it was listed and has {current} now.',
    'Withdraw it; list it again only if you trust the change.',
  ],
  ForbiddenToken: ['{token} is part of the machinery and can’t be an asset.', 'Choose another token.'],
  DecimalsTooHigh: ['The token has {decimals} decimals; the most is {most}.', 'Choose another token.'],
  FeedDecimalsTooHigh: ['The feed has {decimals} decimals; the most is {most}.', 'Choose another feed.'],
  ForbiddenFeed: ['{feed} is part of the machinery and can’t be a feed.', 'Choose another feed.'],
  BadHeartbeat: [
    'A heartbeat of {heartbeat} s must be at least 1 s and at most the greatest age, {navMaxAge} s.',
    'Correct the two times.',
  ],
  BadAnswerBounds: ['The least answer {minAnswer} is above the greatest {maxAnswer}.', 'Swap the two.'],
  TargetNotZero: ['{token} still has a target of {targetBps}.', 'Set its target to 0 % first.'],
  AboveHardCap: ['{field} of {given} is above what any owner may set: {cap}.', 'Lower it.'],
  BelowHardFloor: ['{field} of {given} is below what any owner may set: {floor}.', 'Raise it.'],
  OvershootNotBelowDrift: [
    'The overshoot of {overshootBps} must be less than the drift of {minDriftBps}.',
    'Lower the overshoot.',
  ],
  ForbiddenRouter: ['{router} could be made to move the funds.', 'Choose another router.'],
  TooManyRouters: ['At most {most} routers are allowed at a time.', 'Disallow one first.'],
  UnknownRouter: ['{router} is not allowed anyway.', 'Nothing to do.'],
  ForbiddenSigner: [
    '{signer} can’t be the signer: the portfolio and its executor sign nothing.',
    'Name a key.',
  ],
  AboveCeiling: ['An allowance of {given} is above your ceiling of {ceiling}.', 'Raise the ceiling first.'],
  PublicBookOff: [
    'A standing allowance needs the public book, which is off.',
    'Switch the public book on first.',
  ],
  IsAsset: ['{token} is an asset of the portfolio.', 'Withdraw it instead.'],
  BadShare: ['A share of {bps} can’t be withdrawn.', 'Choose 0.01 % to 100 %.'],
  BadExpiry: ['{expiresAt} is no time within the next 90 days.', 'Choose another time.'],
  AllowanceTooLow: [
    'The portfolio may take {allowance} units of {token} from you, and it is to take {amount}.',
    'Approve the amount first.',
  ],
  TooLittleGas: [
    'A token failed that may only have had too little gas: {given} of at least {least}.',
    'Send again with a higher gas limit.',
  ],
  SafeERC20FailedOperation: [
    'The token {token} refused to move.',
    'It may be paused, or block this address. Withdraw the other tokens; try this one later.',
  ],
  AddressEmptyCode: ['{target} is no contract on this chain.', 'Check the address and the chain.'],
  FailedCall: ['A token or contract refused without saying why.', 'Try without it.'],
  InsufficientBalance: ['{needed} wei are needed and {balance} are there.', 'Add ETH for it.'],
  NotBalancer: ['{caller} is not the portfolio this executor works for.', REPORT],
} as const satisfies Readonly<Record<string, ErrorWords>>;
