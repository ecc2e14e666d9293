// Made from docs/openapi.json by scripts/api-document.ts; change the endpoints, not this file. It imports nothing: copy it as it is.

/** Beside what an endpoint takes. */
export type Options = {
  /** The same write with the same key is done once, and answered again for a day. */
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An answer, or a refusal as problem+json: branch on `problem.code`. */
export type Answer<T> =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly headers: Headers; readonly problem: Problem };

/** One of a stream. Keep the last `id` that isn't empty, and send it as `after` to go on where you were. */
export type StreamEvent = { readonly id: string } & (
  | { readonly event: 'change'; readonly data: StreamChange }
  | { readonly event: 'end'; readonly data: StreamEnd }
  /** It has begun. After `reset` something may have been missed: read everything anew. */
  | { readonly event: 'ready' | 'reset' | 'alive'; readonly data: null }
);

/** Where the API is, and the token that is sent with every request. */
export type ApiSettings = {
  /** Like https://example.org, without a slash at its end. */
  readonly url: string;
  readonly token?: string;
  /** Default: the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
};

export type ActivityRow = { readonly id: string; readonly atSeconds: number; readonly actor: string; readonly action: string; readonly details: unknown };

export type AlertRow = { readonly id: string; readonly kind: "HIGH_DRIFT" | "DRIFT_NOT_REBALANCING" | "REBALANCE_FAILED" | "ORDER_UNFILLED" | "HIGH_GAS_COST" | "PRICE_ANOMALY" | "SLIPPAGE_BREACH" | "BUDGET_NEAR_LIMIT" | "SIGNER_NOT_AUTHORISED" | "VENUE_DOWN" | "TRANSFER_OVERDUE" | "SWAP_OVERDUE" | "DEPOSIT_UNSEEN" | "DEPOSIT_TOO_LITTLE" | "DEPOSIT_TOO_LATE" | "DEPOSIT_STUCK" | "INDEX_LOW_BALANCE" | "WITHDRAWAL_WAITS" | "YIELD_DROP" | "QUARANTINED" | "MISSED_RUN" | "RPC_LAGGING" | "SIGNER_LOW_GAS" | "LEASE_XMIN_HELD" | "ANALYST_WARNING"; readonly severity: "critical" | "warning"; readonly title: string; readonly sentence: string; readonly meaning: string; readonly remedy: string; readonly raisedAtSeconds: number; readonly lastSeenAtSeconds: number; readonly recoveredAtSeconds: number | null; readonly count: number };

export type Analysis = { readonly portfolioId: string; readonly chainId: number; readonly address: string; readonly span: "24h" | "7d" | "30d" | "90d"; readonly asOfSeconds: number; readonly facts: readonly Fact[]; readonly missing: readonly ({ readonly id: string; readonly why: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | "too-few-looks" | "too-few-prices" | "no-limits-read" })[] };

export type AnalystAnswer = { readonly kind: "why" | "fact" | "summary" | "unknown" | "nothing-recorded"; readonly sentences: readonly { readonly text: string; readonly factIds: readonly string[] }[]; readonly rows: readonly ({ readonly kind: "decision" | "snapshot" | "order" | "fill" | "flow" | "point" | "price"; readonly id: string })[]; readonly confidence: "high" | "medium" | "low" };

export type BandProposals = { readonly policyVersion: number; readonly fromSeconds: number; readonly toSeconds: number; readonly stepSeconds: number; readonly startUsdE18: string; readonly current: { readonly costUsdE18: string; readonly rebalances: number; readonly trackingErrorMeanBps: number; readonly returnBps: number }; readonly tried: readonly { readonly bandBps: number; readonly intervalSeconds: number; readonly costUsdE18: string; readonly rebalances: number; readonly trackingErrorMeanBps: number; readonly returnBps: number }[]; readonly proposed: { readonly bandBps: number; readonly intervalSeconds: number } | null };

export type BookOrder = { readonly orderHash: string; readonly signature: string; readonly data: { readonly maker: string; readonly makerAsset: string; readonly takerAsset: string; readonly makerTraits: string; readonly salt: string; readonly makingAmount: string; readonly takingAmount: string; readonly receiver: string; readonly extension: string }; readonly makerToken: BookToken | null; readonly takerToken: BookToken | null; readonly price: string | null; readonly remainingMakingAmount: string; readonly remainingTakingAmount: string; readonly expiresAtSeconds: number; readonly placedAt: string; readonly status: "signed" | "open" | "partially-filled" | "filled" | "expired" | "cancelled" | "superseded" | "unfillable" | "rejected" };

export type BookPage = { readonly orders: readonly BookOrder[]; readonly nextCursor: string | null; readonly head: { readonly blockNumber: string; readonly blockTimeSeconds: number } | null };

export type BookToken = { readonly symbol: string; readonly decimals: number };

export type Caller = { readonly kind: "anonymous" | "session" | "token"; readonly address: string | null; readonly role: "user" | "operator" | "admin" | null; readonly scopes: readonly ("portfolios:read" | "portfolios:write" | "portfolios:run" | "system:read")[] | null };

export type Cash = { readonly readAtSeconds: number; readonly profile: "conservative" | "balanced" | "aggressive" | null; readonly policyVersion: number | null; readonly lookedAtSeconds: number | null; readonly dueAtSeconds: number | null; readonly failure: string | null; readonly valueUsd: string | null; readonly valueAtSeconds: number | null; readonly leadPercent: string | null; readonly chains: readonly CashChain[]; readonly leftAlone: readonly CashLeftAlone[]; readonly transfers: readonly CashTransfer[]; readonly decision: CashDecision | null; readonly moves: readonly CashMove[]; readonly score: { readonly usd: string; readonly judged: number; readonly good: number; readonly bad: number; readonly waiting: number } };

export type CashChain = { readonly chainId: number; readonly chainName: string; readonly address: string | null; readonly valueUsd: string | null; readonly onHandUsd: string | null; readonly arrivingUsd: string | null; readonly paused: boolean; readonly lagging: boolean; readonly vaults: readonly HeldVault[] };

export type CashDecision = { readonly id: string; readonly decidedAtSeconds: number; readonly ageSeconds: number; readonly nextLookAtSeconds: number; readonly kind: "stay" | "move"; readonly reason: "halted" | "snapshot-contradiction" | "nothing-held" | "best-already" | "gain-too-small" | "lead-too-small" | "below-minimum" | "cost-too-high" | "exposure-full" | "budget-exhausted" | "cooldown" | "chain-lagging" | "gas-unpriced" | "paused" | "sibling-closed" | "transfer-overdue" | "rate-missing" | "rate-stale" | "rate-negative" | "rate-absurd" | "rate-doubted" | "vault-unreadable" | "vault-below-mark" | "depositors-leaving" | "market-tight" | "market-too-small" | null; readonly why: string; readonly bestNetUsd: string | null; readonly neededUsd: string | null; readonly ratePercent: string | null; readonly rateAfterPercent: string | null; readonly votes: readonly CashVote[]; readonly moves: readonly CashPlanMove[]; readonly held: readonly HeldShift[] };

export type CashFlow = { readonly kind: "in" | "out" | "listed" | "unlisted" | "unread"; readonly txHash: string | null; readonly logIndex: number | null; readonly counterparty: string | null; readonly blockNumber: string; readonly timeSeconds: number; readonly token: string; readonly units: string; readonly valueUsdE18: string | null; readonly priceUsdE18: string | null; readonly priceAtSeconds: number | null; readonly shareBps: number | null; readonly weightBeforeBps: number | null; readonly weightAfterBps: number | null };

export type CashLeftAlone = { readonly chainId: number; readonly chainName: string; readonly address: string; readonly reason: "another-first" | "other-signer"; readonly why: string };

export type CashMove = { readonly id: string; readonly kind: "deposit" | "redeem" | "bridge"; readonly chainId: number; readonly chainName: string; readonly vault: string | null; readonly vaultName: string | null; readonly toChainId: number | null; readonly toChainName: string | null; readonly amountUsd: string; readonly status: "wanted" | "done" | "failed" | "abandoned"; readonly why: string | null; readonly wishedAtSeconds: number; readonly doneAtSeconds: number | null; readonly txHash: string | null; readonly costUsd: string | null; readonly score: { readonly state: "judged" | "too-young" | "on-its-way" | "no-share-price" | "not-done"; readonly usd: string | null; readonly judgedAtSeconds: number | null; readonly dueAtSeconds: number | null } };

export type CashPlanMove = { readonly kind: "deposit" | "redeem" | "bridge"; readonly chainId: number; readonly chainName: string; readonly vault: string | null; readonly vaultName: string | null; readonly toChainId: number | null; readonly toChainName: string | null; readonly amountUsd: string };

export type CashProfileChoiceInput = { readonly profile: "conservative" | "balanced" | "aggressive" };

export type CashTransfer = { readonly id: string; readonly fromChainId: number; readonly fromChainName: string; readonly toChainId: number; readonly toChainName: string; readonly amountUsd: string; readonly step: "wanted" | "burnt" | "attested" | "minted" | "settled" | "abandoned"; readonly begunAtSeconds: number; readonly overdue: boolean; readonly why: string | null; readonly burnTx: string | null; readonly mintTx: string | null; readonly mintYourself: MintYourself };

export type CashVote = { readonly scorer: "yield" | "risk" | "coordinator"; readonly vote: "move" | "stay"; readonly reason: "halted" | "snapshot-contradiction" | "nothing-held" | "best-already" | "gain-too-small" | "lead-too-small" | "below-minimum" | "cost-too-high" | "exposure-full" | "budget-exhausted" | "cooldown" | "chain-lagging" | "gas-unpriced" | "paused" | "sibling-closed" | "transfer-overdue" | "rate-missing" | "rate-stale" | "rate-negative" | "rate-absurd" | "rate-doubted" | "vault-unreadable" | "vault-below-mark" | "depositors-leaving" | "market-tight" | "market-too-small" | null; readonly actual: string; readonly allowed: string; readonly unit: "usd" | "percent-of-limit"; readonly why: string };

export type Chain = { readonly id: number; readonly slug: string; readonly name: string; readonly testnet: boolean; readonly nativeSymbol: string; readonly router: string | null; readonly factory: string | null; readonly blockTimeSeconds: number; readonly tokens: readonly { readonly symbol: string; readonly address: string; readonly decimals: number; readonly feed: string }[]; readonly feeds: readonly ({ readonly asset: string; readonly address: string; readonly heartbeatSeconds: number | null })[] };

export type ChannelRow = { readonly id: string; readonly kind: "webhook" | "discord" | "slack" | "telegram" | "email"; readonly name: string; readonly hint: string; readonly forOperators: boolean; readonly quiet: { readonly fromMinute: number; readonly toMinute: number } | null; readonly createdAtSeconds: number; readonly confirmedAtSeconds: number | null; readonly lastDelivery: { readonly status: "pending" | "sent" | "failed" | "dropped"; readonly atSeconds: number } | null };

export type CircleAttestation = { readonly state: "pending" | "attested"; readonly message: string | null; readonly attestation: string | null };

export type ComparedSpan = { readonly days: number; readonly state: "compared" | "too-short"; readonly why: string | null; readonly fromSeconds: number | null; readonly toSeconds: number | null; readonly vaults: number | null; readonly ways: readonly ({ readonly way: "ours" | "staying" | "chaser"; readonly earnedUsd: string; readonly costUsd: string; readonly moves: number })[] };

export type ComparedStrategies = { readonly readAtSeconds: number; readonly profile: "conservative" | "balanced" | "aggressive"; readonly amountUsd: string; readonly basis: string; readonly spans: readonly ComparedSpan[] };

export type Compliance = { readonly who: { readonly kind: "balancer" | "delegated" | "intents"; readonly owner: string; readonly guardian: string | null; readonly signer: string | null; readonly generation: string; readonly paused: boolean; readonly liveTokens: number }; readonly policies: readonly { readonly version: number; readonly createdBy: string; readonly createdAtSeconds: number }[]; readonly doings: readonly ({ readonly actor: string; readonly right: "wallet" | "token" | "delegate" | "signer-key" | "operator" | "own-rules" | "contract" | "taker" | "former"; readonly action: string; readonly count: number; readonly firstAtSeconds: number | null; readonly lastAtSeconds: number | null })[]; readonly auditLog: { readonly rows: number; readonly head: string | null; readonly brokenPlace: number | null; readonly why: string | null } };

export type Config = { readonly appUrl: string; readonly tickIntervalSeconds: number; readonly halted: boolean; readonly serves: "registered" | "anyone"; readonly portfoliosPerOwnerMax: number; readonly requestsPerMinute: { readonly user: number; readonly address: number }; readonly bodyBytesMax: number; readonly scopes: readonly ("portfolios:read" | "portfolios:write" | "portfolios:run" | "system:read")[] };

export type ConfirmationInput = { readonly code: string };

export type Decision = { readonly id: string; readonly atSeconds: number; readonly blockNumber: string; readonly blockTimeSeconds: number; readonly policyVersion: number; readonly engineVersion: string; readonly kind: "hold" | "act"; readonly reason: "in-band" | "cooldown" | "below-minimum" | "over-daily-volume" | "order-open" | "price-missing" | "price-stale" | "prices-disagree" | "impact-too-high" | "gas-too-high" | "cost-exceeds-benefit" | "allowance-low" | "asset-locked" | "asset-unhealthy" | "paused" | "signer-not-authorised" | "budget-exhausted" | "unfunded" | "venue-unavailable" | "chain-lagging" | "halted" | "outside-window" | "no-key" | "not-registered" | "quarantined" | "value-absurd" | "snapshot-contradiction" | "legs-max" | "token-changed" | "signer-too-strong" | "part-traded" | "delegation-missing" | "delegation-revoked" | "delegation-expired" | "delegation-exhausted" | "delegation-superseded" | "delegation-refused" | "delegations-paused" | null; readonly trackingErrorBps: number | null; readonly valueUsd: string | null; readonly nextLookAtSeconds: number; readonly explanation: { readonly sentence: string; readonly rows: readonly { readonly symbol: string; readonly value: string; readonly weight: string; readonly target: string; readonly drift: string; readonly action: string; readonly reason: string }[] } | null; readonly snapshot: unknown; readonly policy: unknown; readonly decision: unknown };

export type DecisionRow = { readonly id: string; readonly atSeconds: number; readonly blockNumber: string; readonly blockTimeSeconds: number; readonly policyVersion: number; readonly engineVersion: string; readonly kind: "hold" | "act"; readonly reason: "in-band" | "cooldown" | "below-minimum" | "over-daily-volume" | "order-open" | "price-missing" | "price-stale" | "prices-disagree" | "impact-too-high" | "gas-too-high" | "cost-exceeds-benefit" | "allowance-low" | "asset-locked" | "asset-unhealthy" | "paused" | "signer-not-authorised" | "budget-exhausted" | "unfunded" | "venue-unavailable" | "chain-lagging" | "halted" | "outside-window" | "no-key" | "not-registered" | "quarantined" | "value-absurd" | "snapshot-contradiction" | "legs-max" | "token-changed" | "signer-too-strong" | "part-traded" | "delegation-missing" | "delegation-revoked" | "delegation-expired" | "delegation-exhausted" | "delegation-superseded" | "delegation-refused" | "delegations-paused" | null; readonly trackingErrorBps: number | null; readonly valueUsd: string | null; readonly nextLookAtSeconds: number };

export type Delegation = { readonly hash: string; readonly chainId: number; readonly chainName: string; readonly account: string; readonly clone: string; readonly guardian: string; readonly manager: string; readonly token: string; readonly symbol: string | null; readonly decimals: number | null; readonly amountUnits: string; readonly leftUnits: string | null; readonly usedUnits: string | null; readonly periodSeconds: number; readonly startSeconds: number; readonly nextPeriodAtSeconds: number | null; readonly expiresAtSeconds: number; readonly caveats: readonly { readonly kind: string; readonly enforcer: string; readonly words: string }[]; readonly status: "granted" | "revoked" | "expired" | "exhausted" | "superseded" | "not-accepted"; readonly standing: string; readonly why: string | null; readonly seenAtSeconds: number; readonly dropped: boolean; readonly context: string; readonly revoke: PreparedCall; readonly pause: PreparedCall };

export type DeliveryRow = { readonly id: string; readonly phase: "raised" | "recovered" | "test" | "confirm"; readonly kind: "HIGH_DRIFT" | "DRIFT_NOT_REBALANCING" | "REBALANCE_FAILED" | "ORDER_UNFILLED" | "HIGH_GAS_COST" | "PRICE_ANOMALY" | "SLIPPAGE_BREACH" | "BUDGET_NEAR_LIMIT" | "SIGNER_NOT_AUTHORISED" | "VENUE_DOWN" | "TRANSFER_OVERDUE" | "SWAP_OVERDUE" | "DEPOSIT_UNSEEN" | "DEPOSIT_TOO_LITTLE" | "DEPOSIT_TOO_LATE" | "DEPOSIT_STUCK" | "INDEX_LOW_BALANCE" | "WITHDRAWAL_WAITS" | "YIELD_DROP" | "QUARANTINED" | "MISSED_RUN" | "RPC_LAGGING" | "SIGNER_LOW_GAS" | "LEASE_XMIN_HELD" | "ANALYST_WARNING" | null; readonly status: "pending" | "sent" | "failed" | "dropped"; readonly attempts: number; readonly lastError: string | null; readonly createdAtSeconds: number; readonly endedAtSeconds: number | null };

export type DraftChangeInput = { readonly version: number; readonly draft: DraftInput };

export type DraftInput = { readonly chainId: number; readonly name?: string; readonly targets?: readonly { readonly token: string; readonly targetBps: number }[]; readonly policy?: PolicyInput | null };

export type DroppedDelegation = { readonly hash: string; readonly holdsOn: string; readonly expiresAtSeconds: number; readonly revoke: PreparedCall };

export type Fact = { readonly id: string; readonly measure: "value" | "price" | "held" | "weight" | "target" | "drift" | "tracking-error" | "tracking-error-average" | "tracking-error-worst" | "looks" | "gain" | "deposited" | "withdrawn" | "return" | "price-change" | "hold-return" | "versus-hold" | "versus-hold-value" | "index-return" | "versus-index" | "drawdown" | "drawdown-now" | "contribution" | "trading-effect" | "gain-share" | "contribution-share" | "trading-share" | "rebalance-effect" | "held-effect" | "unmoved-effect" | "trend" | "trend-pace" | "trend-fit" | "volatility" | "volatility-usual" | "regime" | "correlation" | "rebalances" | "rebalances-filled" | "traded" | "cost" | "cost-spread" | "cost-fee" | "cost-impact" | "cost-gas" | "cost-moved" | "cost-share" | "loss-used" | "loss-limit" | "turnover-used" | "turnover-limit" | "price-jump" | "look-gap" | "odd-flow" | "anomalies" | "decision" | "decision-reason" | "decision-trigger" | "decided-at" | "next-look-at" | "limit-name" | "limit-actual" | "limit-allowed" | "asset-reason" | "planned-sale" | "planned-purchase" | "planned-value" | "dropped-value" | "dropped-reason" | "expected-cost" | "expected-benefit" | "outcome" | "sold" | "bought" | "sold-value" | "bought-value" | "filled-at"; readonly subject: string | null; readonly against: string | null; readonly fromSeconds: number | null; readonly toSeconds: number | null; readonly unit: "usdE18" | "units" | "bps" | "ratioE4" | "count" | "seconds" | "time" | "word"; readonly amount: string | null; readonly decimals: number | null; readonly word: string | null; readonly ageSeconds: number; readonly samples: number; readonly sources: readonly string[]; readonly rows: readonly ({ readonly kind: "decision" | "snapshot" | "order" | "fill" | "flow" | "point" | "price"; readonly id: string })[] };

export type FillRow = { readonly txHash: string; readonly logIndex: number; readonly orderHash: string; readonly taker: string; readonly sellToken: string; readonly buyToken: string; readonly sellUnits: string; readonly buyUnits: string; readonly blockNumber: string; readonly blockTimeSeconds: number; readonly lossBps: number | null };

export type FreshSignatureInput = { readonly message: string; readonly signature: string };

export type Halt = { readonly halted: { readonly sinceSeconds: number; readonly by: string; readonly fillable: { readonly orders: number; readonly valueUsd: string; readonly unpriced: number; readonly revoking: number; readonly untilSeconds: number | null } } | null };

export type HeldDayRow = { readonly daySeconds: number; readonly reason: "in-band" | "cooldown" | "below-minimum" | "over-daily-volume" | "order-open" | "price-missing" | "price-stale" | "prices-disagree" | "impact-too-high" | "gas-too-high" | "cost-exceeds-benefit" | "allowance-low" | "asset-locked" | "asset-unhealthy" | "paused" | "signer-not-authorised" | "budget-exhausted" | "unfunded" | "venue-unavailable" | "chain-lagging" | "halted" | "outside-window" | "no-key" | "not-registered" | "quarantined" | "value-absurd" | "snapshot-contradiction" | "legs-max" | "token-changed" | "signer-too-strong" | "part-traded" | "delegation-missing" | "delegation-revoked" | "delegation-expired" | "delegation-exhausted" | "delegation-superseded" | "delegation-refused" | "delegations-paused"; readonly looks: number; readonly firstDecisionId: string; readonly lastDecisionId: string; readonly firstAtSeconds: number; readonly lastAtSeconds: number; readonly trackingErrorBpsMin: number | null; readonly trackingErrorBpsMax: number | null };

export type HeldShift = { readonly chainId: number; readonly chainName: string; readonly vault: string; readonly vaultName: string; readonly amountUsd: string; readonly lossUsd: string; readonly mostUsd: string };

export type HeldToken = { readonly token: string; readonly symbol: string; readonly decimals: number; readonly feed: string; readonly heartbeatSeconds: number; readonly navMaxAgeSeconds: number; readonly units: string | null; readonly ofNative: boolean; readonly priceUsd: string | null; readonly priceAtSeconds: number | null; readonly noPrice: string | null; readonly valueUsd: string | null };

export type HeldVault = { readonly vault: string; readonly name: string; readonly heldUsd: string; readonly fault: "unreadable" | "below-mark" | null; readonly realised: SourcedRate | null; readonly promised: SourcedRate | null; readonly expectedPercent: string | null; readonly riskPercent: string | null; readonly reason: "halted" | "snapshot-contradiction" | "nothing-held" | "best-already" | "gain-too-small" | "lead-too-small" | "below-minimum" | "cost-too-high" | "exposure-full" | "budget-exhausted" | "cooldown" | "chain-lagging" | "gas-unpriced" | "paused" | "sibling-closed" | "transfer-overdue" | "rate-missing" | "rate-stale" | "rate-negative" | "rate-absurd" | "rate-doubted" | "vault-unreadable" | "vault-below-mark" | "depositors-leaving" | "market-tight" | "market-too-small" | null; readonly why: string | null };

export type Holdings = { readonly chainId: number; readonly address: string; readonly kind: "account" | "contract" | "portfolio"; readonly blockNumber: string; readonly blockTimeSeconds: number; readonly looked: number; readonly listed: number; readonly tokens: readonly HeldToken[]; readonly otherTokens: number | null; readonly valueUsd: string };

export type Index = { readonly name: string; readonly version: number; readonly allocations: readonly { readonly token: string; readonly targetBps: number }[]; readonly schedule: { readonly everySeconds: number; readonly bandBps: number | null }; readonly lookedAtSeconds: number | null; readonly nextLookAtSeconds: number | null; readonly lastLook: IndexLook | null };

export type IndexAccount = { readonly id: string; readonly name: string; readonly account: string; readonly capUsd: string; readonly state: "open" | "held" | "closed"; readonly heldWhy: string | null; readonly exportedAtSeconds: number | null; readonly createdAtSeconds: number };

export type IndexAccountChangeInput = { readonly name?: string; readonly capUsd?: string; readonly state?: "open" | "closed" };

export type IndexAccountDetail = { readonly account: IndexAccount; readonly custody: readonly string[]; readonly held: { readonly atSeconds: number; readonly rows: readonly IndexHolding[]; readonly unlisted: readonly { readonly asset: string; readonly units: string }[] | null; readonly valueUsd: string | null } | null; readonly heldWhyNot: string | null; readonly deposits: readonly IndexDeposit[] };

export type IndexAsset = { readonly asset: string; readonly symbol: string; readonly chain: string; readonly decimals: number; readonly priceUsd: string | null; readonly pricedBy: readonly string[]; readonly memoNeeded: boolean; readonly addressesChecked: boolean };

export type IndexDeposit = { readonly id: string; readonly asset: string; readonly into: string; readonly symbol: string; readonly chain: string; readonly decimals: number; readonly amountUnits: string; readonly leastUnits: string; readonly usd: string; readonly address: string; readonly memo: string | null; readonly refundTo: string; readonly deadSeconds: number; readonly createdAtSeconds: number; readonly lookedAtSeconds: number | null; readonly ageSeconds: number; readonly state: "awaited" | "address-dead" | "seen" | "too-little" | "too-late" | "on-its-way" | "arrived" | "came-back" | "failed" | "unclear"; readonly words: string; readonly seenUnits: string | null; readonly backUnits: string | null };

export type IndexHolding = { readonly asset: string; readonly symbol: string; readonly chain: string; readonly decimals: number; readonly units: string; readonly valueUsd: string | null };

export type IndexKey = { readonly account: string; readonly key: string | null };

export type IndexLook = { readonly decidedAtSeconds: number; readonly kind: "hold" | "act"; readonly reason: "in-band" | "cooldown" | "below-minimum" | "over-daily-volume" | "order-open" | "price-missing" | "price-stale" | "prices-disagree" | "impact-too-high" | "gas-too-high" | "cost-exceeds-benefit" | "allowance-low" | "asset-locked" | "asset-unhealthy" | "paused" | "signer-not-authorised" | "budget-exhausted" | "unfunded" | "venue-unavailable" | "chain-lagging" | "halted" | "outside-window" | "no-key" | "not-registered" | "quarantined" | "value-absurd" | "snapshot-contradiction" | "legs-max" | "token-changed" | "signer-too-strong" | "part-traded" | "delegation-missing" | "delegation-revoked" | "delegation-expired" | "delegation-exhausted" | "delegation-superseded" | "delegation-refused" | "delegations-paused" | null; readonly sentence: string; readonly valueUsd: string | null; readonly rows: readonly ({ readonly token: string; readonly symbol: string; readonly targetBps: number; readonly weightBps: number | null; readonly valueUsd: string | null })[] };

export type IndexRebalanceInput = { readonly dryRun?: boolean };

export type IndexRebalanced = { readonly dryRun: boolean; readonly look: IndexLook | null; readonly swaps: readonly ({ readonly from: string; readonly to: string; readonly amountUnits: string; readonly leastOutUnits: string; readonly valueUsd: string | null })[] };

export type IndexTrade = { readonly id: string; readonly purpose: "construct" | "rebalance" | "sell-for-withdrawal" | "exit"; readonly from: string; readonly to: string; readonly fromSymbol: string | null; readonly toSymbol: string | null; readonly amountUnits: string; readonly leastOutUnits: string; readonly valueUsd: string | null; readonly state: "planned" | "under-way" | "swapped" | "swapped-with-refund" | "swapped-short" | "refunded" | "refunded-too-little" | "refunded-as-success" | "failed" | "not-sent"; readonly words: string; readonly isOverdue: boolean; readonly plannedAtSeconds: number; readonly signedAtSeconds: number | null; readonly endedAtSeconds: number | null; readonly intentHash: string | null; readonly depositAddress: string | null };

export type IndexWishInput = { readonly name: string; readonly allocations: readonly { readonly token: string; readonly targetBps: number }[]; readonly schedule?: { readonly everySeconds?: number; readonly bandBps?: number | null }; readonly limits?: { readonly minTradeUsd?: string; readonly maxTradeUsd?: string; readonly dailyVolumeUsd?: string; readonly cooldownSeconds?: number; readonly slippageBpsMax?: number; readonly priceImpactBpsMax?: number; readonly gasCostBpsMax?: number; readonly gasLimitBufferBps?: number; readonly priceDisagreementBpsMax?: number; readonly weightBpsMax?: number; readonly legsMax?: number } };

export type IndexWithdrawal = { readonly id: string; readonly asset: string; readonly symbol: string; readonly chain: string; readonly decimals: number; readonly amountUnits: string; readonly usd: string; readonly to: string; readonly isTest: boolean; readonly createdAtSeconds: number; readonly endedAtSeconds: number | null; readonly state: "asked" | "leaving" | "left" | "came-back" | "not-sent" | "short" | "failed" | "selling" | "choose" | "kept"; readonly words: string; readonly of: "asset" | "index"; readonly shareBps: number | null; readonly sells: readonly IndexWithdrawalSell[]; readonly choices: readonly ("leave" | "keep")[] };

export type IndexWithdrawalChoiceInput = { readonly choice: "leave" | "keep" };

export type IndexWithdrawalSell = { readonly id: string; readonly asset: string; readonly symbol: string; readonly decimals: number; readonly amountUnits: string; readonly arrivedUnits: string | null; readonly state: "planned" | "under-way" | "swapped" | "swapped-with-refund" | "swapped-short" | "refunded" | "refunded-too-little" | "refunded-as-success" | "failed" | "not-sent"; readonly words: string; readonly isOverdue: boolean };

export type LotDisposal = { readonly kind: "sold" | "withdrawn"; readonly symbol: string | null; readonly token: string; readonly amount: string | null; readonly units: string; readonly at: string; readonly atSeconds: number; readonly acquiredAt: string | null; readonly acquiredAtSeconds: number | null; readonly proceedsUsd: string | null; readonly costUsd: string | null; readonly gainUsd: string | null; readonly missing: "acquisition-unknown" | "cost-unknown" | "proceeds-unknown" | null; readonly txHash: string; readonly logIndex: number; readonly acquiredTxHash: string | null };

export type Lots = { readonly method: "fifo" | "lifo" | "hifo" | "average"; readonly pricesAtSeconds: number | null; readonly years: readonly { readonly year: number; readonly proceedsUsd: string; readonly costUsd: string; readonly gainUsd: string; readonly gainOverAYearUsd: string; readonly sold: number; readonly unknown: number }[]; readonly tokens: readonly ({ readonly symbol: string | null; readonly token: string; readonly proceedsUsd: string; readonly costUsd: string; readonly gainUsd: string; readonly gainOverAYearUsd: string; readonly sold: number; readonly unknown: number })[]; readonly open: readonly OpenLot[]; readonly disposals: readonly LotDisposal[] };

export type MadeChannel = { readonly id: string; readonly kind: "webhook" | "discord" | "slack" | "telegram" | "email"; readonly name: string; readonly hint: string; readonly forOperators: boolean; readonly quiet: { readonly fromMinute: number; readonly toMinute: number } | null; readonly createdAtSeconds: number; readonly confirmedAtSeconds: number | null; readonly lastDelivery: { readonly status: "pending" | "sent" | "failed" | "dropped"; readonly atSeconds: number } | null; readonly secret: string | null };

export type MarketRisk = { readonly name: "value-fall" | "utilisation" | "concentration"; readonly percentOfLimit: string | null; readonly why: string | null };

export type MintYourself = { readonly state: "ready" | "not-attested" | "not-burnt" | "done"; readonly chainId: number | null; readonly to: string | null; readonly data: string | null; readonly gas: string | null; readonly askPath: string | null };

export type NewChannelInput = { readonly name?: string; readonly address: { readonly kind: "webhook"; readonly url: string } | { readonly kind: "discord"; readonly url: string } | { readonly kind: "slack"; readonly url: string } | { readonly kind: "telegram"; readonly botToken: string; readonly chatId: string } | { readonly kind: "email"; readonly to: string }; readonly quiet?: { readonly fromMinute: number; readonly toMinute: number } | null; readonly forOperators?: boolean };

export type NewIndexAccountInput = { readonly name: string; readonly capUsd: string; readonly custody: "Whoever holds the server's key can move everything in this account." };

export type NewIndexDepositInput = { readonly asset: string; readonly into?: string; readonly amount: string; readonly refundTo: string };

export type NewIndexWithdrawalInput = { readonly asset: string; readonly of?: "asset" | "index"; readonly shareBps: number; readonly to: string; readonly memo?: string | null; readonly withoutTest?: boolean };

export type NewToken = { readonly id: string; readonly name: string; readonly prefix: string; readonly scopes: readonly ("portfolios:read" | "portfolios:write" | "portfolios:run" | "system:read")[]; readonly createdAtSeconds: number; readonly lastUsedAtSeconds: number | null; readonly expiresAtSeconds: number; readonly revokedAtSeconds: number | null; readonly token: string | null };

export type OpenLot = { readonly symbol: string | null; readonly token: string; readonly amount: string | null; readonly units: string; readonly acquiredAt: string | null; readonly acquiredAtSeconds: number | null; readonly costUsd: string | null; readonly valueUsd: string | null; readonly unrealisedUsd: string | null; readonly lossRecentlyBought: boolean | null; readonly acquiredTxHash: string | null };

export type OptimizeRequestInput = { readonly amountUsd: string; readonly riskTolerance?: "conservative" | "balanced" | "aggressive"; readonly strategy?: "never-worse" | "highest-promised" | "on-hand"; readonly preferredChains?: readonly number[]; readonly fromChainId?: number | null };

export type OptimizeVault = { readonly chainId: number; readonly chainName: string; readonly vault: string; readonly name: string; readonly protocol: string; readonly amountUsd: string; readonly expectedPercent: string | null; readonly paidNowPercent: ToldValue; readonly paidDayPercent: ToldValue; readonly paidMonthPercent: ToldValue; readonly promisedPercent: ToldValue; readonly valueLockedUsd: ToldValue; readonly valueLockedWeekAgoUsd: ToldValue; readonly utilisationPercent: ToldValue; readonly risks: readonly MarketRisk[]; readonly reason: "halted" | "snapshot-contradiction" | "nothing-held" | "best-already" | "gain-too-small" | "lead-too-small" | "below-minimum" | "cost-too-high" | "exposure-full" | "budget-exhausted" | "cooldown" | "chain-lagging" | "gas-unpriced" | "paused" | "sibling-closed" | "transfer-overdue" | "rate-missing" | "rate-stale" | "rate-negative" | "rate-absurd" | "rate-doubted" | "vault-unreadable" | "vault-below-mark" | "depositors-leaving" | "market-tight" | "market-too-small" | null; readonly why: string | null };

export type Optimized = { readonly dryRun: true; readonly decidedAtSeconds: number; readonly cashVersion: string; readonly amountUsd: string; readonly riskTolerance: "conservative" | "balanced" | "aggressive"; readonly strategy: "never-worse" | "highest-promised" | "on-hand"; readonly expected: { readonly apyPercent: string | null; readonly ratePercent: string | null; readonly yearUsd: string | null; readonly why: string | null }; readonly risk: { readonly score: number | null; readonly why: string | null }; readonly plan: { readonly kind: "move" | "stay"; readonly reason: "halted" | "snapshot-contradiction" | "nothing-held" | "best-already" | "gain-too-small" | "lead-too-small" | "below-minimum" | "cost-too-high" | "exposure-full" | "budget-exhausted" | "cooldown" | "chain-lagging" | "gas-unpriced" | "paused" | "sibling-closed" | "transfer-overdue" | "rate-missing" | "rate-stale" | "rate-negative" | "rate-absurd" | "rate-doubted" | "vault-unreadable" | "vault-below-mark" | "depositors-leaving" | "market-tight" | "market-too-small" | null; readonly why: string; readonly moves: readonly CashPlanMove[]; readonly onHandUsd: string; readonly votes: readonly CashVote[] }; readonly costs: { readonly gasUsd: string | null; readonly transferFeeUsd: string | null; readonly why: string | null; readonly chains: readonly ({ readonly chainId: number; readonly chainName: string; readonly gasPriceWei: string | null; readonly dataFeesWei: { readonly deposit: string; readonly redeem: string; readonly burn: string; readonly mint: string } | null; readonly nativeUsd: string | null; readonly source: string | null; readonly atSeconds: number | null; readonly ageSeconds: number | null; readonly why: string | null })[] }; readonly compared: readonly ({ readonly strategy: "never-worse" | "highest-promised" | "on-hand"; readonly expected: { readonly apyPercent: string | null; readonly ratePercent: string | null; readonly yearUsd: string | null; readonly why: string | null }; readonly riskScore: number | null })[]; readonly limits: { readonly chains: readonly { readonly chainId: number; readonly chainName: string; readonly mostPercent: string }[]; readonly vaultMostPercent: string; readonly onHandLeastPercent: string; readonly marketShareMostPercent: string; readonly valueFallMostPercent: string; readonly utilisationMostPercent: string; readonly costMostPercent: string }; readonly vaults: readonly OptimizeVault[]; readonly leftOut: readonly ({ readonly chainId: number; readonly chainName: string | null; readonly why: string })[]; readonly formulas: { readonly expected: string; readonly risk: string; readonly costs: string; readonly plan: string } };

export type OrderRow = { readonly id: string; readonly orderHash: string; readonly decisionId: string; readonly venue: string; readonly chainId: number; readonly generation: string; readonly sellToken: string; readonly buyToken: string; readonly sellUnits: string; readonly buyUnits: string; readonly filledSellUnits: string; readonly filledBuyUnits: string; readonly status: "signed" | "open" | "partially-filled" | "filled" | "expired" | "cancelled" | "superseded" | "unfillable" | "rejected"; readonly statusReason: string | null; readonly signedAtSeconds: number; readonly placedAtSeconds: number | null; readonly closedAtSeconds: number | null; readonly expiresAtSeconds: number };

export type PaperBeginningInput = { readonly chainId: number; readonly assets: readonly { readonly token: string; readonly targetBps: number; readonly units: string }[]; readonly preset: "conservative" | "balanced" | "aggressive" | "index" | "test-network"; readonly name?: string; readonly watched?: string | null };

export type PaperDetail = { readonly paper: PaperPortfolio; readonly trades: readonly { readonly atSeconds: number; readonly leg: number; readonly sellSymbol: string; readonly buySymbol: string; readonly sellUnits: string; readonly buyUnits: string; readonly valueUsd: string; readonly costUsd: string }[]; readonly days: readonly { readonly atSeconds: number; readonly valueUsd: string; readonly heldUsd: string }[] };

export type PaperPlan = { readonly blockTimeSeconds: number; readonly valueUsd: string; readonly tradedUsd: string; readonly costUsd: string; readonly policyText: string; readonly plan: { readonly engineVersion: string; readonly blockNumber: string; readonly why: string; readonly kind: "act" | "hold"; readonly rows: readonly { readonly symbol: string; readonly targetBps: number; readonly beforeBps: number; readonly afterBps: number; readonly tradeUsd: string }[]; readonly legs: readonly { readonly sellSymbol: string; readonly buySymbol: string; readonly sellUnits: string; readonly buyUnits: string; readonly valueUsd: string; readonly spreadBps: number; readonly expiresInSeconds: number; readonly slice: { readonly number: number; readonly of: number }; readonly costUsd: string }[]; readonly dropped: readonly { readonly pair: string; readonly valueUsd: string; readonly why: string }[]; readonly checks: readonly ({ readonly name: string; readonly state: "pass" | "warn" | "fail"; readonly words: string })[]; readonly contradictions: readonly string[] } };

export type PaperPlanRequestInput = { readonly chainId: number; readonly assets: readonly { readonly token: string; readonly targetBps: number; readonly units: string }[]; readonly preset: "conservative" | "balanced" | "aggressive" | "index" | "test-network" };

export type PaperPortfolio = { readonly id: string; readonly chainId: number; readonly name: string; readonly watched: string | null; readonly preset: string; readonly policyText: string | null; readonly setAside: string | null; readonly openedAtSeconds: number; readonly lookedAtSeconds: number; readonly looks: number; readonly kind: "act" | "hold" | null; readonly reason: "in-band" | "cooldown" | "below-minimum" | "over-daily-volume" | "order-open" | "price-missing" | "price-stale" | "prices-disagree" | "impact-too-high" | "gas-too-high" | "cost-exceeds-benefit" | "allowance-low" | "asset-locked" | "asset-unhealthy" | "paused" | "signer-not-authorised" | "budget-exhausted" | "unfunded" | "venue-unavailable" | "chain-lagging" | "halted" | "outside-window" | "no-key" | "not-registered" | "quarantined" | "value-absurd" | "snapshot-contradiction" | "legs-max" | "token-changed" | "signer-too-strong" | "part-traded" | "delegation-missing" | "delegation-revoked" | "delegation-expired" | "delegation-exhausted" | "delegation-superseded" | "delegation-refused" | "delegations-paused" | null; readonly why: string | null; readonly openingUsd: string; readonly valueUsd: string; readonly heldUsd: string; readonly rebalances: number | null; readonly costUsd: string | null; readonly turnover: number | null; readonly drawdown: number | null; readonly assets: readonly ({ readonly token: string; readonly symbol: string; readonly decimals: number; readonly feed: string; readonly heartbeatSeconds: number; readonly openingUnits: string; readonly targetBps: number; readonly weightBps: number | null; readonly units: string; readonly priceUsd: string | null; readonly valueUsd: string })[]; readonly readAtSeconds: number; readonly nextTurnAtSeconds: number };

export type Performance = { readonly fromSeconds: number; readonly toSeconds: number; readonly observedSeconds: number; readonly startUsdE18: string; readonly endUsdE18: string; readonly depositedUsdE18: string; readonly withdrawnUsdE18: string; readonly gainUsdE18: { readonly value: string | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly versusHoldUsdE18: { readonly value: string | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly timeWeightedBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly moneyWeightedBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly moneyWeightedYearlyBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly holdBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly rebalancingBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly indexBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly versusIndexBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null } };

export type PerformanceAnswer = { readonly performance: Performance | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null };

export type Plan = { readonly snapshotId: string; readonly blockNumber: string; readonly blockTimeSeconds: number; readonly policyVersion: number | null; readonly kind: "hold" | "act"; readonly reason: "in-band" | "cooldown" | "below-minimum" | "over-daily-volume" | "order-open" | "price-missing" | "price-stale" | "prices-disagree" | "impact-too-high" | "gas-too-high" | "cost-exceeds-benefit" | "allowance-low" | "asset-locked" | "asset-unhealthy" | "paused" | "signer-not-authorised" | "budget-exhausted" | "unfunded" | "venue-unavailable" | "chain-lagging" | "halted" | "outside-window" | "no-key" | "not-registered" | "quarantined" | "value-absurd" | "snapshot-contradiction" | "legs-max" | "token-changed" | "signer-too-strong" | "part-traded" | "delegation-missing" | "delegation-revoked" | "delegation-expired" | "delegation-exhausted" | "delegation-superseded" | "delegation-refused" | "delegations-paused" | null; readonly trackingErrorBps: number | null; readonly valueUsd: string | null; readonly explanation: { readonly sentence: string; readonly rows: readonly { readonly symbol: string; readonly value: string; readonly weight: string; readonly target: string; readonly drift: string; readonly action: string; readonly reason: string }[] }; readonly why: string; readonly policyText: string; readonly rows: readonly { readonly symbol: string; readonly targetBps: number; readonly beforeBps: number; readonly afterBps: number; readonly tradeUsd: string }[]; readonly warnings: readonly { readonly field: string; readonly message: string }[]; readonly contradictions: readonly string[]; readonly decision: unknown };

export type PlanRequestInput = { readonly policy?: PolicyInput };

export type PolicyChangeInput = { readonly version: number; readonly policy: PolicyInput };

export type PolicyInput = { readonly version: 1; readonly preset?: "conservative" | "balanced" | "aggressive" | "test-network" | "index" | "custom"; readonly triggers: readonly [{ readonly kind: "absolute"; readonly bandBps: number } | { readonly kind: "relative"; readonly bandBps: number } | { readonly kind: "hybrid"; readonly relativeBps: number; readonly floorBps: number } | { readonly kind: "calendar"; readonly intervalSeconds: number } | { readonly kind: "calendar-band"; readonly intervalSeconds: number; readonly band: { readonly kind: "absolute"; readonly bandBps: number } | { readonly kind: "relative"; readonly bandBps: number } | { readonly kind: "hybrid"; readonly relativeBps: number; readonly floorBps: number } } | { readonly kind: "weekly"; readonly weekday: number; readonly secondOfDay?: number; readonly band?: { readonly kind: "absolute"; readonly bandBps: number } | { readonly kind: "relative"; readonly bandBps: number } | { readonly kind: "hybrid"; readonly relativeBps: number; readonly floorBps: number } | null } | { readonly kind: "monthly"; readonly dayOfMonth: number; readonly secondOfDay?: number; readonly band?: { readonly kind: "absolute"; readonly bandBps: number } | { readonly kind: "relative"; readonly bandBps: number } | { readonly kind: "hybrid"; readonly relativeBps: number; readonly floorBps: number } | null } | { readonly kind: "volatility-band"; readonly band: { readonly kind: "absolute"; readonly bandBps: number } | { readonly kind: "relative"; readonly bandBps: number } | { readonly kind: "hybrid"; readonly relativeBps: number; readonly floorBps: number }; readonly referenceVolatilityBps: number; readonly scaleBpsMin: number; readonly scaleBpsMax: number } | { readonly kind: "cash-flow"; readonly flowBpsMin: number }, ...({ readonly kind: "absolute"; readonly bandBps: number } | { readonly kind: "relative"; readonly bandBps: number } | { readonly kind: "hybrid"; readonly relativeBps: number; readonly floorBps: number } | { readonly kind: "calendar"; readonly intervalSeconds: number } | { readonly kind: "calendar-band"; readonly intervalSeconds: number; readonly band: { readonly kind: "absolute"; readonly bandBps: number } | { readonly kind: "relative"; readonly bandBps: number } | { readonly kind: "hybrid"; readonly relativeBps: number; readonly floorBps: number } } | { readonly kind: "weekly"; readonly weekday: number; readonly secondOfDay?: number; readonly band?: { readonly kind: "absolute"; readonly bandBps: number } | { readonly kind: "relative"; readonly bandBps: number } | { readonly kind: "hybrid"; readonly relativeBps: number; readonly floorBps: number } | null } | { readonly kind: "monthly"; readonly dayOfMonth: number; readonly secondOfDay?: number; readonly band?: { readonly kind: "absolute"; readonly bandBps: number } | { readonly kind: "relative"; readonly bandBps: number } | { readonly kind: "hybrid"; readonly relativeBps: number; readonly floorBps: number } | null } | { readonly kind: "volatility-band"; readonly band: { readonly kind: "absolute"; readonly bandBps: number } | { readonly kind: "relative"; readonly bandBps: number } | { readonly kind: "hybrid"; readonly relativeBps: number; readonly floorBps: number }; readonly referenceVolatilityBps: number; readonly scaleBpsMin: number; readonly scaleBpsMax: number } | { readonly kind: "cash-flow"; readonly flowBpsMin: number })[]]; readonly destination?: { readonly kind: "target" } | { readonly kind: "band-edge"; readonly marginBps?: number } | { readonly kind: "fraction"; readonly fractionBps: number; readonly marginBps?: number }; readonly limits?: { readonly minTradeUsd?: string; readonly maxTradeUsd?: string; readonly dailyVolumeUsd?: string; readonly cooldownSeconds?: number; readonly slippageBpsMax?: number; readonly priceImpactBpsMax?: number; readonly gasCostBpsMax?: number; readonly gasLimitBufferBps?: number; readonly priceDisagreementBpsMax?: number; readonly weightBpsMax?: number; readonly legsMax?: number }; readonly window?: { readonly days: readonly number[]; readonly fromSecondOfDay: number; readonly toSecondOfDay: number } | null; readonly costGate?: { readonly benefitRateBps: number; readonly costShareBpsMax?: number } | null; readonly orderTerms?: { readonly venue?: "order-book" | "oneinch" | "proposal" | "limit-order"; readonly immediate?: { readonly driftBpsMin?: number | null; readonly patienceSeconds?: number | null; readonly costBpsMax?: number } | null; readonly inParts?: { readonly parts: number; readonly overSeconds: number } | null; readonly walk?: "fixed" | "measured"; readonly spreadBps?: number; readonly walkBpsPerHour?: number; readonly discountBpsMax?: number; readonly expiresInSeconds?: number }; readonly assetRules?: readonly ({ readonly token: string; readonly lock?: "none" | "no-sell" | "no-buy" | "excluded" | "unhealthy"; readonly weightBpsMax?: number | null })[]; readonly lookEverySeconds?: number };

export type PolicyVersion = { readonly version: number; readonly policy: unknown; readonly createdBy: string; readonly createdAtSeconds: number };

export type Portfolio = { readonly id: string; readonly kind: "balancer" | "delegated" | "intents"; readonly chainId: number; readonly address: string; readonly holder: string | null; readonly name: string; readonly simulated: boolean; readonly policyText: string | null; readonly state: "blocked" | "halted" | "paused" | "order-open" | "waiting" | "not-looked-at" | "on-target"; readonly stateDetail: string | null; readonly look: { readonly decisionId: string; readonly blockNumber: string; readonly blockTimeSeconds: number; readonly lookedAtSeconds: number; readonly valueUsd: string | null; readonly trackingErrorBps: number | null; readonly places: 1 | 2; readonly isHalted: boolean; readonly why: string; readonly sentence: string; readonly nextLookAtSeconds: number; readonly assets: readonly ({ readonly token: string; readonly symbol: string; readonly units: string; readonly valueUsd: string | null; readonly targetBps: number; readonly weightBps: number | null; readonly afterOrdersBps: number | null; readonly band: { readonly lowBps: number; readonly highBps: number; readonly widthBps: number } | null; readonly standing: "inside" | "over" | "under" | null; readonly action: "sell" | "buy" | "hold"; readonly plannedUsd: string; readonly reason: "in-band" | "cooldown" | "below-minimum" | "over-daily-volume" | "order-open" | "price-missing" | "price-stale" | "prices-disagree" | "impact-too-high" | "gas-too-high" | "cost-exceeds-benefit" | "allowance-low" | "asset-locked" | "asset-unhealthy" | "paused" | "signer-not-authorised" | "budget-exhausted" | "unfunded" | "venue-unavailable" | "chain-lagging" | "halted" | "outside-window" | "no-key" | "not-registered" | "quarantined" | "value-absurd" | "snapshot-contradiction" | "legs-max" | "token-changed" | "signer-too-strong" | "part-traded" | "delegation-missing" | "delegation-revoked" | "delegation-expired" | "delegation-exhausted" | "delegation-superseded" | "delegation-refused" | "delegations-paused" | null; readonly why: string | null; readonly price: { readonly usd: string; readonly source: string; readonly ageSeconds: number } | null })[] } | null; readonly openTrades: readonly ({ readonly id: string; readonly sellSymbol: string; readonly buySymbol: string; readonly sellUnits: string; readonly buyUnits: string; readonly filledBps: number; readonly orders: readonly ({ readonly orderHash: string; readonly decisionId: string; readonly sliceNumber: number; readonly sliceOf: number; readonly sellUnits: string; readonly buyUnits: string; readonly filledSellUnits: string; readonly filledBps: number; readonly status: "signed" | "open" | "partially-filled" | "filled" | "expired" | "cancelled" | "superseded" | "unfillable" | "rejected"; readonly statusReason: string | null; readonly limitPrice: string; readonly marketPrice: string | null; readonly distanceBps: number | null; readonly obstacles: readonly ({ readonly kind: "paused" | "generation" | "expired" | "feed" | "balance" | "allowance" | "slippage" | "turnover-budget" | "loss-budget" | "cooldown" | "drift" | "smallest-fill" | "signature" | "closed" | "refused" | "hidden" | "price-off"; readonly sentence: string })[]; readonly fillableUnits: string | null; readonly judgedAtBlock: string | null; readonly judgedBy: "contract" | "look" | null; readonly signedAtSeconds: number; readonly expiresAtSeconds: number })[] })[]; readonly lastFills: readonly ({ readonly id: string; readonly txHash: string; readonly orderHash: string; readonly decisionId: string | null; readonly slice: { readonly number: number; readonly of: number } | null; readonly sellSymbol: string; readonly buySymbol: string; readonly sellUnits: string; readonly buyUnits: string; readonly taker: string; readonly blockNumber: string; readonly blockTimeSeconds: number; readonly lossBps: number | null })[]; readonly fillCount: number; readonly nextTurnAtSeconds: number | null };

export type PortfolioChangeInput = { readonly name?: string; readonly shared?: boolean; readonly cardShared?: boolean; readonly archived?: boolean; readonly highDriftBps?: number | null };

export type PortfolioRow = { readonly id: string; readonly kind: "balancer" | "delegated" | "intents"; readonly chainId: number; readonly address: string; readonly owner: string; readonly name: string; readonly shared: boolean; readonly cardShared: boolean; readonly simulated: boolean; readonly highDriftBps: number | null; readonly paused: boolean; readonly archived: boolean; readonly setAside: string | null; readonly liveOrders: number; readonly lastLook: { readonly decisionId: string; readonly atSeconds: number; readonly kind: "hold" | "act"; readonly reason: "in-band" | "cooldown" | "below-minimum" | "over-daily-volume" | "order-open" | "price-missing" | "price-stale" | "prices-disagree" | "impact-too-high" | "gas-too-high" | "cost-exceeds-benefit" | "allowance-low" | "asset-locked" | "asset-unhealthy" | "paused" | "signer-not-authorised" | "budget-exhausted" | "unfunded" | "venue-unavailable" | "chain-lagging" | "halted" | "outside-window" | "no-key" | "not-registered" | "quarantined" | "value-absurd" | "snapshot-contradiction" | "legs-max" | "token-changed" | "signer-too-strong" | "part-traded" | "delegation-missing" | "delegation-revoked" | "delegation-expired" | "delegation-exhausted" | "delegation-superseded" | "delegation-refused" | "delegations-paused" | null; readonly trackingErrorBps: number | null; readonly valueUsd: string | null } | null };

export type PreparedCall = { readonly to: string; readonly data: string };

export type PriceRow = { readonly asset: string; readonly source: string; readonly timeSeconds: number; readonly usd: string };

export type Problem = { readonly type: string; readonly title: string; readonly status: number; readonly code: string; readonly detail: string; readonly errors?: readonly ({ readonly in: "body" | "query" | "path" | "header"; readonly field: string; readonly message: string })[]; readonly current?: unknown; readonly retryAfterSeconds?: number };

export type Rates = { readonly readAtSeconds: number; readonly vaults: readonly VaultRates[] };

export type Rebalance = { readonly decisionId: string; readonly policyVersion: number; readonly engineVersion: string; readonly blockNumber: string; readonly blockHash: string; readonly trigger: "absolute" | "relative" | "hybrid" | "calendar" | "calendar-band" | "weekly" | "monthly" | "volatility-band" | "cash-flow" | null; readonly outcome: "filled" | "partly-filled" | "unfilled" | "open"; readonly triggeredAtSeconds: number | null; readonly decidedAtSeconds: number; readonly lookedAtSeconds: number; readonly lastFillAtSeconds: number | null; readonly executionSeconds: number | null; readonly trackingErrorBeforeBps: number | null; readonly trackingErrorPlannedBps: number | null; readonly trackingErrorAfterBps: number | null; readonly weights: readonly ({ readonly token: string; readonly symbol: string; readonly targetBps: number; readonly beforeBps: number | null; readonly plannedBps: number | null; readonly afterBps: number | null })[]; readonly givenUsdE18: string | null; readonly expectedUsdE18: string | null; readonly gotUsdE18: string | null; readonly spreadUsdE18: string | null; readonly expectedSlippageBps: number | null; readonly slippageBps: number | null; readonly lossBps: number | null; readonly gasUsdE18: string | null; readonly gasUsdMissing: string | null; readonly orders: readonly ({ readonly id: string; readonly orderHash: string; readonly venue: string; readonly legIndex: number; readonly sellToken: string; readonly buyToken: string; readonly sellUnits: string; readonly buyUnits: string; readonly filledSellUnits: string; readonly filledBuyUnits: string; readonly status: "signed" | "open" | "partially-filled" | "filled" | "expired" | "cancelled" | "superseded" | "unfillable" | "rejected"; readonly statusReason: string | null; readonly signedAtSeconds: number; readonly placedAtSeconds: number | null; readonly expiresAtSeconds: number; readonly givenUsdE18: string | null; readonly expectedUsdE18: string | null; readonly gotUsdE18: string | null; readonly spreadUsdE18: string | null; readonly expectedSlippageBps: number | null; readonly slippageBps: number | null; readonly lossBps: number | null; readonly swapPath: readonly string[] | null; readonly gasUsed: string | null; readonly gasCostWei: string | null; readonly gasUsdE18: string | null; readonly gasUsdMissing: string | null; readonly fillCount: number; readonly fills: readonly ({ readonly txHash: string; readonly logIndex: number; readonly blockNumber: string; readonly timeSeconds: number; readonly taker: string; readonly sellUnits: string; readonly buyUnits: string; readonly lossBps: number | null })[] })[] };

export type RebalanceRequestInput = { readonly dryRun?: boolean };

export type Rebalanced = { readonly dryRun: boolean; readonly state: "planned" | "due" | "under-way"; readonly plan: CashDecision | null };

export type Registered = { readonly hash: string; readonly fresh: boolean };

export type RegistrationInput = { readonly chainId: number; readonly address: string; readonly name: string; readonly shared?: boolean; readonly policy: PolicyInput };

export type Report = { readonly span: "24h" | "30d" | "1y"; readonly fromSeconds: number; readonly toSeconds: number; readonly watchedSeconds: number; readonly performance: Performance; readonly statistics: Statistics; readonly gas: { readonly transactions: number; readonly unpriced: number; readonly costWei: string; readonly usdE18: string }; readonly risk: { readonly volatilityBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly sharpeE4: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly sortinoE4: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly drawdownBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly drawdownPeakAtSeconds: number | null; readonly drawdownTroughAtSeconds: number | null; readonly drawdownRecoveredAtSeconds: number | null }; readonly attribution: { readonly assets: { readonly value: readonly { readonly token: string; readonly symbol: string; readonly usdE18: string }[] | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly versusIndexBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly ofItCostBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly ofItDriftBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null } }; readonly strategies: readonly ({ readonly trigger: "absolute" | "relative" | "hybrid" | "calendar" | "calendar-band" | "weekly" | "monthly" | "volatility-band" | "cash-flow" | null; readonly venue: "order-book" | "oneinch" | "proposal"; readonly rebalances: number; readonly successBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly tradedUsdE18: string; readonly costUsdE18: string; readonly costBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly medianFillSeconds: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null } })[] };

export type RoleChangeInput = { readonly role: "user" | "operator" | "admin" };

export type RoleHolder = { readonly address: string; readonly role: "user" | "operator" | "admin"; readonly isNamed: boolean };

export type Series = { readonly fromSeconds: number; readonly toSeconds: number; readonly stepSeconds: number; readonly assets: readonly { readonly token: string; readonly symbol: string }[]; readonly points: readonly ({ readonly timeSeconds: number; readonly blockNumber: string; readonly valueUsdE18: string; readonly holdUsdE18: string | null; readonly growthBps: number | null; readonly holdGrowthBps: number | null; readonly indexGrowthBps: number | null; readonly trackingErrorBps: number | null; readonly driftsBps: readonly (number | null)[]; readonly gapSeconds: number })[] };

export type Session = { readonly id: string; readonly isThis: boolean; readonly userAgent: string | null; readonly chainId: number | null; readonly createdAtSeconds: number; readonly lastSeenAtSeconds: number; readonly endsAtSeconds: number };

export type Setting = { readonly name: string; readonly value: unknown; readonly version: number; readonly updatedBy: string; readonly updatedAtSeconds: number };

export type SettingChangeInput = { readonly version: number; readonly value: __schema0Input };

export type SignInTerms = { readonly nonce: string; readonly expiresAtSeconds: number; readonly domain: string; readonly uri: string; readonly version: "1"; readonly statement: string; readonly chainIds: readonly number[] };

export type SignedDelegationInput = { readonly chainId: number; readonly clone: string; readonly token: string; readonly amountUnits: string; readonly signedFor: { readonly chainId: number; readonly manager: string }; readonly context: string; readonly moreIsMeant?: boolean };

export type SnapshotRow = { readonly id: string; readonly blockNumber: string; readonly blockTimeSeconds: number; readonly valueUsd: string | null };

export type SourcedRate = { readonly percent: string | null; readonly source: string | null; readonly atSeconds: number | null; readonly ageSeconds: number | null; readonly overDays: number | null; readonly fault: { readonly word: "missing" | "stale" | "negative" | "absurd" | "doubted"; readonly why: string } | null };

export type Statistics = { readonly fromSeconds: number; readonly toSeconds: number; readonly observedSeconds: number; readonly driftNowBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly driftAverageBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly driftWorstBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly rebalances: { readonly count: number; readonly filled: number; readonly partlyFilled: number; readonly unfilled: number; readonly open: number }; readonly successBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly tradedUsdE18: string; readonly costUsdE18: string; readonly costBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly expectedSlippageBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly spreadUsdE18: { readonly value: string | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly impactUsdE18: { readonly value: string | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly movedUsdE18: { readonly value: string | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly filledBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly medianFillSeconds: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly longestFillSeconds: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly fills: { readonly count: number; readonly unpriced: number; readonly averageBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly bestBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly worstBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null } }; readonly gasUsdE18: { readonly value: string | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly gasBps: { readonly value: number | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }; readonly days: readonly { readonly dayStartSeconds: number; readonly rebalances: number; readonly medianSeconds: number; readonly longestSeconds: number }[] };

export type StatisticsAnswer = { readonly statistics: Statistics | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null };

export type StoredDraft = { readonly id: string; readonly version: number; readonly draft: unknown; readonly createdAtSeconds: number; readonly updatedAtSeconds: number };

export type StreamChange = { readonly topic: "decision" | "order" | "fill" | "cash-flow" | "portfolio" | "policy" | "tick" | "halt" | "setting" | "book"; readonly portfolioId: string | null; readonly subject: string; readonly atSeconds: number };

export type StreamEnd = { readonly why: "time" | "access-ended" | "slow" | "unavailable" };

export type Summaries = { readonly summaries: readonly Summary[] };

export type Summary = { readonly id: string; readonly asOfSeconds: number; readonly createdAtSeconds: number; readonly sentences: readonly { readonly text: string; readonly factIds: readonly string[] }[]; readonly confidence: "high" | "medium" | "low"; readonly whyTemplate: string | null };

export type SummaryAsked = { readonly asked: true };

export type Targets = { readonly blockNumber: string; readonly blockTimeSeconds: number; readonly assets: readonly ({ readonly token: string; readonly symbol: string; readonly decimals: number; readonly units: string; readonly targetBps: number; readonly weightBps: number | null; readonly valueUsd: string | null })[] };

export type TokenRequestInput = { readonly name: string; readonly scopes: readonly ("portfolios:read" | "portfolios:write" | "portfolios:run" | "system:read")[]; readonly expiresInDays?: number };

export type TokenRow = { readonly id: string; readonly name: string; readonly prefix: string; readonly scopes: readonly ("portfolios:read" | "portfolios:write" | "portfolios:run" | "system:read")[]; readonly createdAtSeconds: number; readonly lastUsedAtSeconds: number | null; readonly expiresAtSeconds: number; readonly revokedAtSeconds: number | null };

export type ToldValue = { readonly value: string | null; readonly source: string | null; readonly atSeconds: number | null; readonly ageSeconds: number | null; readonly why: string | null };

export type VaultRates = { readonly chainId: number; readonly chainName: string; readonly vault: string; readonly name: string; readonly protocol: string; readonly tvlUsd: string | null; readonly realised: SourcedRate; readonly promised: SourcedRate; readonly trouble: { readonly why: string; readonly atSeconds: number } | null };

export type Warning = { readonly id: string; readonly kind: "band-left" | "volatility-high" | "correlation-high" | "budget-low" | "cost-high"; readonly assets: readonly string[]; readonly sentence: string; readonly unit: "bps" | "ratioE4"; readonly threshold: number; readonly seen: number; readonly factIds: readonly string[]; readonly raisedAtSeconds: number; readonly dueAtSeconds: number; readonly outcome: "came-true" | "did-not" | "not-judged" | null; readonly amount: number | null; readonly verdict: string | null; readonly judgedAtSeconds: number | null };

export type WarningCounts = { readonly cameTrue: number; readonly didNot: number; readonly notJudged: number };

export type Warnings = { readonly warnings: readonly Warning[]; readonly lastWeek: WarningCounts; readonly all: WarningCounts };

export type __schema0Input = string | number | boolean | null | readonly __schema0Input[] | Readonly<Record<string, unknown>>;

type Asked = Options & {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
};

const addressOf = (url: string, path: string, { params = {}, query = {} }: Asked): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const words = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return `${url}${filled}${words.length === 0 ? '' : `?${new URLSearchParams(words)}`}`;
};

const unreadable = (status: number): Problem => ({
  ...{ type: 'about:blank', title: 'No answer of the API', code: 'unreadable', status },
  detail: 'What answered is not the API, or is broken.',
});

const eventOf = (block: string): StreamEvent => {
  const fields = new Map(block.split('\n').map((line) => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1).trim()]));
  const [id, event, data] = [fields.get('id') ?? '', fields.get('event') ?? 'alive', fields.get('data')];
  return { id, event, data: event === 'change' || event === 'end' ? JSON.parse(data ?? '') : null } as StreamEvent;
};

/** Leaving the loop closes the stream. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) yield eventOf(block);
    }
  } finally {
    await reader.cancel();
  }
}

const answerOf = async <T>(response: Response): Promise<Answer<T>> => {
  const { status, headers } = response;
  const isStream = (headers.get('content-type') ?? '').startsWith('text/event-stream');
  if (isStream && response.body !== null) return { ok: true, status, headers, value: eventsOf(response.body) as T };
  const isJson = (headers.get('content-type') ?? '').includes('json');
  const body: unknown = isJson ? await response.json() : undefined;
  // The document says what an answer holds; a client trusts its server so far.
  if (response.ok) return { ok: true, status, headers, value: body as T };
  return { ok: false, status, headers, problem: isJson ? (body as Problem) : unreadable(status) };
};

/** The API as functions, one for each endpoint. A refusal is a value; only a network that fails throws. */
export const apiClient = ({ url, token, fetch: send = fetch }: ApiSettings) => {
  const ask = async <T>(method: string, path: string, asked: Asked): Promise<Answer<T>> => {
    const headers = new Headers(asked.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    if (asked.idempotencyKey !== undefined) headers.set('idempotency-key', asked.idempotencyKey);
    if (asked.body !== undefined) headers.set('content-type', 'application/json');
    const init = { method, headers, ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }) };
    return answerOf<T>(await send(new Request(addressOf(url, path, asked), init)));
  };
  return {
    /** Your portfolios and those of accounts that you guard, or those that their owners share; the newest first. */
    listPortfolios: (asked: { readonly query?: { readonly of?: "me" | "everyone"; readonly archived?: "yes" | "no"; readonly cursor?: string; readonly limit?: string } } & Options = {}): Promise<Answer<{ readonly rows: readonly PortfolioRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios', asked),
    /** Registers a contract that is deployed and yours: it is read from the chain, and its owner must be you, or a smart account that you own and guard. */
    registerPortfolio: (asked: { readonly body: RegistrationInput } & Options): Promise<Answer<Registered>> =>
      ask('POST', '/api/portfolios', asked),
    /** One portfolio with its last look, open orders and last fills. */
    readPortfolio: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<Portfolio>> =>
      ask('GET', '/api/portfolios/{id}', asked),
    /** Names, shares or archives a portfolio, or says from which drift on you are told. An archived one is no longer looked at; its open orders end by their expiry. */
    updatePortfolio: (asked: { readonly params: { readonly id: string }; readonly body: PortfolioChangeInput } & Options): Promise<Answer<PortfolioRow>> =>
      ask('PATCH', '/api/portfolios/{id}', asked),
    /** The policy in force. */
    readPolicy: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<PolicyVersion>> =>
      ask('GET', '/api/portfolios/{id}/policy', asked),
    /** The next version of a policy, in force from the next look on. The version it follows must be the latest. */
    updatePolicy: (asked: { readonly params: { readonly id: string }; readonly body: PolicyChangeInput } & Options): Promise<Answer<PolicyVersion>> =>
      ask('PUT', '/api/portfolios/{id}/policy', asked),
    /** Every version of the policy, the latest first. */
    listPolicies: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly PolicyVersion[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/policies', asked),
    /** Target and weight of each asset at the last look. Targets stand in the contract: only its owner changes them, there. */
    readTargets: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<Targets>> =>
      ask('GET', '/api/portfolios/{id}/targets', asked),
    /** What would be decided on the last snapshot, by the policy in force or by the one you send. Nothing is stored and nothing is traded. */
    planPortfolio: (asked: { readonly params: { readonly id: string }; readonly body: PlanRequestInput } & Options): Promise<Answer<Plan>> =>
      ask('POST', '/api/portfolios/{id}/plan', asked),
    /** Has the portfolio looked at by the next tick, before its time. During a cooldown it is refused, with the seconds that remain. */
    runPortfolio: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<{ readonly state: "due" | "under-way" }>> =>
      ask('POST', '/api/portfolios/{id}/run', asked),
    /** Orders signed for a portfolio, the latest first. */
    listOrders: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly status?: "live" | "closed" | "all"; readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly OrderRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/orders', asked),
    /** Executions of the portfolio’s orders, as the chain’s log has them, the latest first. */
    listFills: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly FillRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/fills', asked),
    /** What was decided at each look, the latest first. Of old looks that found nothing to do only their number is kept: see held-days. */
    listDecisions: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly kind?: "hold" | "act" | "all"; readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly DecisionRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/decisions', asked),
    /** One decision with its explanation and all it was made from. */
    readDecision: (asked: { readonly params: { readonly id: string; readonly decisionId: string } } & Options): Promise<Answer<Decision>> =>
      ask('GET', '/api/portfolios/{id}/decisions/{decisionId}', asked),
    /** What is left of old looks that found nothing to do: one row for each day and reason, the latest first. They are no longer in the list of decisions. */
    listHeldDays: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly HeldDayRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/held-days', asked),
    /** What each look saw the portfolio to be worth, the latest first. */
    listSnapshots: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly SnapshotRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/snapshots', asked),
    /** What people, the bot and the contract did to a portfolio, the latest first. Its owner sees it. */
    listActivity: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly ActivityRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/activity', asked),
    /** A table of your portfolio as a file, the latest row first, at most 10000 rows; x-next-cursor says how to go on. */
    exportPortfolio: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly what: "movements" | "orders" | "fills" | "decisions" | "snapshots" | "activity"; readonly format?: "csv" | "json"; readonly cursor?: string } } & Options): Promise<Answer<{ readonly rows: readonly unknown[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/export', asked),
    /** What became of a portfolio: dollars, time- and money-weighted return, and the basket that was left alone. */
    readPerformance: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly range?: "7d" | "30d" | "90d" | "1y" | "all" } } & Options): Promise<Answer<PerformanceAnswer>> =>
      ask('GET', '/api/portfolios/{id}/performance', asked),
    /** Drift, rebalances, cost and speed over a range; none before a portfolio was watched for seven days. */
    readStatistics: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly range?: "7d" | "30d" | "90d" | "1y" | "all" } } & Options): Promise<Answer<StatisticsAnswer>> =>
      ask('GET', '/api/portfolios/{id}/statistics', asked),
    /** Value, the basket left alone, drift of each asset and tracking error over any span, in at most 500 points. */
    readSeries: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly range?: "7d" | "30d" | "90d" | "1y" | "all"; readonly fromSeconds?: string; readonly toSeconds?: string; readonly points?: string } } & Options): Promise<Answer<Series>> =>
      ask('GET', '/api/portfolios/{id}/series', asked),
    /** Deposits and withdrawals at the prices of their blocks, the latest first. */
    listCashFlows: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly CashFlow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/cash-flows', asked),
    /** The rebalance log: trigger, weights before and after, orders, fills, expected against got. The latest first. */
    listRebalances: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly Rebalance[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/rebalances', asked),
    /** A portfolio over 24 hours, 30 days or a year: performance, attribution against holding and the target index, risk, costs, fills against the mid, gas and which ways of rebalancing went best. */
    readReport: (asked: { readonly params: { readonly id: string; readonly span: "24h" | "30d" | "1y" }; readonly query?: { readonly format?: "json" | "csv" } } & Options): Promise<Answer<{ readonly report: Report | null; readonly absent: "never-valued" | "under-seven-days" | "under-a-year" | "nothing-held" | "no-targets" | "flow-unpriced" | "price-missing" | "not-recorded" | "no-rate" | "nothing-closed" | "nothing-traded" | "gas-unknown" | "out-of-range" | "no-deviation" | null }>> =>
      ask('GET', '/api/portfolios/{id}/reports/{span}', asked),
    /** Tax lots of your portfolio: what is still there, what was sold or withdrawn, and what that realised. */
    readLots: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly method?: "fifo" | "lifo" | "hifo" | "average"; readonly year?: string; readonly format?: "json" | "csv"; readonly table?: "disposals" | "open" } } & Options): Promise<Answer<{ readonly lots: Lots | null; readonly absent: "too-many-movements" | null }>> =>
      ask('GET', '/api/portfolios/{id}/lots', asked),
    /** Who could do what with your portfolio, what was done and by which right, its policy versions, and whether the audit log is whole. */
    readCompliance: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly format?: "json" | "csv" } } & Options): Promise<Answer<Compliance>> =>
      ask('GET', '/api/portfolios/{id}/compliance', asked),
    /** Facts of a portfolio: value, return by asset and by rebalance, costs by cause, trends, correlations, budgets and what is out of the ordinary. */
    readAnalysis: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly span?: "24h" | "7d" | "30d" | "90d" } } & Options): Promise<Answer<Analysis>> =>
      ask('GET', '/api/portfolios/{id}/analysis', asked),
    /** Bands and intervals tried on the prices that were recorded for your portfolio, by the engine that decides for it. Nothing is changed. */
    readBands: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly format?: "json" | "csv" } } & Options): Promise<Answer<{ readonly bands: BandProposals | null; readonly absent: "never-valued" | "no-policy" | "nothing-held" | "no-targets" | "history-too-short" | null }>> =>
      ask('GET', '/api/portfolios/{id}/bands', asked),
    /** The last summaries of a portfolio, newest first; they are kept for thirty days. */
    listSummaries: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<Summaries>> =>
      ask('GET', '/api/portfolios/{id}/summaries', asked),
    /** Has a new summary written with the next tick. */
    askForSummary: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<SummaryAsked>> =>
      ask('POST', '/api/portfolios/{id}/summaries', asked),
    /** What the analyst warns of: open warnings, then the last that were judged, the wrong ones too, and how many came to what. */
    listWarnings: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<Warnings>> =>
      ask('GET', '/api/portfolios/{id}/warnings', asked),
    /** Answers a question about a portfolio from its recorded decisions and facts, understood by rules; no model is asked and nothing is kept. */
    askQuestion: (asked: { readonly params: { readonly id: string }; readonly body: { readonly question: string } } & Options): Promise<Answer<AnalystAnswer>> =>
      ask('POST', '/api/portfolios/{id}/questions', asked),
    /** What is or was wrong with your portfolio, the latest first; recovered ones are kept for 90 days. */
    listPortfolioAlerts: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly state?: "open" | "past" | "all"; readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly AlertRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/portfolios/{id}/alerts', asked),
    /** What is or was wrong with the whole system, for operators, the latest first. */
    listSystemAlerts: (asked: { readonly query?: { readonly state?: "open" | "past" | "all"; readonly cursor?: string; readonly limit?: string } } & Options = {}): Promise<Answer<{ readonly rows: readonly AlertRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/alerts', asked),
    /** Where you are told of alerts, the latest first; 10 at most. */
    listChannels: (asked: Options = {}): Promise<Answer<{ readonly channels: readonly ChannelRow[] }>> =>
      ask('GET', '/api/channels', asked),
    /** Adds a channel that alerts of all your portfolios are sent to. A mailbox is sent a code first; no more than three a day to one, by whomever. */
    createChannel: (asked: { readonly body: NewChannelInput } & Options): Promise<Answer<MadeChannel>> =>
      ask('POST', '/api/channels', asked),
    /** Removes a channel with its address and what it was told. */
    deleteChannel: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<undefined>> =>
      ask('DELETE', '/api/channels/{id}', asked),
    /** Has the next tick send a code to a mailbox or a chat of Telegram that is not confirmed yet. Once a minute, three times a day to one address and ten times a day in all. */
    askForCode: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<{ readonly deliveryId: string }>> =>
      ask('POST', '/api/channels/{id}/code', asked),
    /** Confirms a channel by the code that was sent to it. A code is good once, and for a day. */
    confirmChannel: (asked: { readonly params: { readonly id: string }; readonly body: ConfirmationInput } & Options): Promise<Answer<undefined>> =>
      ask('POST', '/api/channels/{id}/confirmation', asked),
    /** Has the next tick send a test; its deliveries tell what came of it. Once a minute. */
    testChannel: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<{ readonly deliveryId: string }>> =>
      ask('POST', '/api/channels/{id}/test', asked),
    /** The last 50 messages to a channel, and what came of each, the latest first. */
    listDeliveries: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<{ readonly deliveries: readonly DeliveryRow[] }>> =>
      ask('GET', '/api/channels/{id}/deliveries', asked),
    /** Open orders that anybody may fill, the oldest first; none while trading is stopped. */
    listBookOrders: (asked: { readonly params: { readonly chainId: string }; readonly query?: { readonly maker?: string; readonly makerAsset?: string; readonly takerAsset?: string; readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<BookPage>> =>
      ask('GET', '/api/book/{chainId}/orders', asked),
    /** One order of the book, open or not. */
    readBookOrder: (asked: { readonly params: { readonly chainId: string; readonly hash: string } } & Options): Promise<Answer<BookOrder>> =>
      ask('GET', '/api/book/{chainId}/orders/{hash}', asked),
    /** A stream of server-sent events: that something you may see has changed, and where; see docs/api.md. */
    followEvents: (asked: { readonly query?: { readonly portfolioId?: string; readonly topics?: string; readonly after?: string } } & Options = {}): Promise<Answer<AsyncIterable<StreamEvent>>> =>
      ask('GET', '/api/events', asked),
    /** Your drafts, the latest first. */
    listDrafts: (asked: { readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options = {}): Promise<Answer<{ readonly rows: readonly StoredDraft[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/drafts', asked),
    /** Keeps a draft of a portfolio that isn’t deployed yet. */
    createDraft: (asked: { readonly body: DraftInput } & Options): Promise<Answer<StoredDraft>> =>
      ask('POST', '/api/drafts', asked),
    /** One draft. */
    readDraft: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<StoredDraft>> =>
      ask('GET', '/api/drafts/{id}', asked),
    /** Replaces a draft. The version it replaces must be the latest. */
    updateDraft: (asked: { readonly params: { readonly id: string }; readonly body: DraftChangeInput } & Options): Promise<Answer<StoredDraft>> =>
      ask('PUT', '/api/drafts/{id}', asked),
    /** Deletes a draft. */
    deleteDraft: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<undefined>> =>
      ask('DELETE', '/api/drafts/{id}', asked),
    /** What an address holds of the tokens that have a feed here, at the chain’s head. Nothing is asked of the address, and nothing is stored. */
    readHoldings: (asked: { readonly query?: { readonly chainId: string; readonly address: string } } & Options = {}): Promise<Answer<Holdings>> =>
      ask('GET', '/api/paper/holdings', asked),
    /** What the engine would do now with these amounts, targets and policy. Nothing is stored. */
    planPaper: (asked: { readonly body: PaperPlanRequestInput } & Options): Promise<Answer<PaperPlan>> =>
      ask('POST', '/api/paper/plan', asked),
    /** Your paper portfolios, the latest first; at most 10. */
    listPapers: (asked: Options = {}): Promise<Answer<{ readonly rows: readonly PaperPortfolio[] }>> =>
      ask('GET', '/api/paper/portfolios', asked),
    /** Has the bot follow a portfolio on paper: it decides on it as on any other, and trades it by a model. No contract, no signature. */
    followPaper: (asked: { readonly body: PaperBeginningInput } & Options): Promise<Answer<PaperPortfolio>> =>
      ask('POST', '/api/paper/portfolios', asked),
    /** One of your paper portfolios with its would-be trades, beside holding. */
    readPaper: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<PaperDetail>> =>
      ask('GET', '/api/paper/portfolios/{id}', asked),
    /** Ends a paper portfolio and forgets it. */
    deletePaper: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<undefined>> =>
      ask('DELETE', '/api/paper/portfolios/{id}', asked),
    /** Who you are to the API: by session or token, with which role and scopes. */
    readCaller: (asked: Options = {}): Promise<Answer<Caller>> =>
      ask('GET', '/api/caller', asked),
    /** What to put into the message that a wallet signs to log in; see docs/login.md for the rest. */
    issueLoginNonce: (asked: Options = {}): Promise<Answer<SignInTerms>> =>
      ask('POST', '/api/auth/nonce', asked),
    /** Where you are logged in, the latest first. */
    listSessions: (asked: Options = {}): Promise<Answer<{ readonly sessions: readonly Session[] }>> =>
      ask('GET', '/api/sessions', asked),
    /** Logs you out everywhere, here as well. */
    endSessions: (asked: Options = {}): Promise<Answer<{ readonly ended: number }>> =>
      ask('DELETE', '/api/sessions', asked),
    /** Logs you out where this session is, at once. Doing it again changes nothing. */
    endSession: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<undefined>> =>
      ask('DELETE', '/api/sessions/{id}', asked),
    /** What to put into the message that a wallet signs afresh for a sensitive change. */
    issueStepUpNonce: (asked: Options = {}): Promise<Answer<SignInTerms>> =>
      ask('POST', '/api/step-up/nonce', asked),
    /** Takes a fresh signature by the account that is logged in: sensitive changes may be made for ten minutes. */
    stepUp: (asked: { readonly body: FreshSignatureInput } & Options): Promise<Answer<{ readonly untilSeconds: number }>> =>
      ask('POST', '/api/step-up', asked),
    /** Your tokens, the latest first; those that are over or revoked included. */
    listTokens: (asked: { readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options = {}): Promise<Answer<{ readonly rows: readonly TokenRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/tokens', asked),
    /** Makes a token. It is shown in this answer and never again: its hash is all that is kept. */
    createToken: (asked: { readonly body: TokenRequestInput } & Options): Promise<Answer<NewToken>> =>
      ask('POST', '/api/tokens', asked),
    /** Revokes a token, at once and for good. Doing it again changes nothing. */
    revokeToken: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<undefined>> =>
      ask('DELETE', '/api/tokens/{id}', asked),
    /** The chains that are served here, with the tokens and feeds that are known on them. */
    listChains: (asked: Options = {}): Promise<Answer<{ readonly chains: readonly Chain[] }>> =>
      ask('GET', '/api/chains', asked),
    /** What this installation is set to, as far as it is everybody’s business. */
    readConfig: (asked: Options = {}): Promise<Answer<Config>> =>
      ask('GET', '/api/config', asked),
    /** Recorded prices in US dollars, the latest first. */
    listPrices: (asked: { readonly query?: { readonly asset: string; readonly source?: string; readonly cursor?: string; readonly limit?: string } } & Options = {}): Promise<Answer<{ readonly rows: readonly PriceRow[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/prices', asked),
    /** What vaults of USDC paid and what they promise, side by side, each with source and age. */
    listRates: (asked: Options = {}): Promise<Answer<Rates>> =>
      ask('GET', '/api/rates', asked),
    /** What an amount would have earned over the last 30 and 90 days by our decision, by staying, and by going where most is promised: on the stored rates, no day knowing a later one, all costs paid. */
    compareStrategies: (asked: { readonly query?: { readonly profile?: "conservative" | "balanced" | "aggressive" } } & Options = {}): Promise<Answer<ComparedStrategies>> =>
      ask('GET', '/api/strategies', asked),
    /** What an amount of USDC would do by a profile’s limits: expected rate, risk, moves and costs, with every input’s source and age. Nothing is stored or moved. */
    optimize: (asked: { readonly body: OptimizeRequestInput } & Options): Promise<Answer<Optimized>> =>
      ask('POST', '/api/optimize', asked),
    /** Your USDC over all chains as one value, what is on its way, the newest decision, and how moves were judged. */
    readCash: (asked: Options = {}): Promise<Answer<Cash>> =>
      ask('GET', '/api/cash', asked),
    /** Moves of your USDC, the newest first, each with its score: the bad ones too. */
    listCashMoves: (asked: { readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options = {}): Promise<Answer<{ readonly rows: readonly CashMove[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/cash/moves', asked),
    /** Chooses by which profile your USDC is moved; the next look goes by it. */
    chooseCashProfile: (asked: { readonly body: CashProfileChoiceInput } & Options): Promise<Answer<{ readonly profile: "conservative" | "balanced" | "aggressive"; readonly policyVersion: number }>> =>
      ask('PUT', '/api/cash/profile', asked),
    /** What the next look would do with your USDC, by the last look and the profile of now; or, not dry, that look made due now. It moves nothing by itself. */
    rebalance: (asked: { readonly body: RebalanceRequestInput } & Options): Promise<Answer<Rebalanced>> =>
      ask('POST', '/api/rebalance', asked),
    /** What Circle says of the USDC that a transaction has burnt on a chain: once attested, the message and attestation that anybody may hand to `receiveMessage` where it goes. */
    readAttestation: (asked: { readonly params: { readonly chainId: string; readonly hash: string } } & Options): Promise<Answer<CircleAttestation>> =>
      ask('GET', '/api/attestations/{chainId}/{hash}', asked),
    /** What accounts that you own or guard have granted, the newest first, as the last look found it; 200 at most. */
    listDelegations: (asked: { readonly query?: { readonly chainId?: string; readonly account?: string; readonly status?: "granted" | "revoked" | "expired" | "exhausted" | "superseded" | "not-accepted" } } & Options = {}): Promise<Answer<{ readonly rows: readonly Delegation[] }>> =>
      ask('GET', '/api/delegations', asked),
    /** Takes a delegation that an account has signed, once it is what was asked for and the chain accepts a pull of 0 by it. What is refused is kept nowhere. */
    registerDelegation: (asked: { readonly body: SignedDelegationInput } & Options): Promise<Answer<Registered>> =>
      ask('POST', '/api/delegations', asked),
    /** Moves nothing by it from now on. On chain it holds until its account revokes it, or it expires: the answer says so, with the call. */
    dropDelegation: (asked: { readonly params: { readonly hash: string } } & Options): Promise<Answer<DroppedDelegation>> =>
      ask('DELETE', '/api/delegations/{hash}', asked),
    /** Your accounts inside NEAR Intents, the oldest first; 10 at most. */
    listIndexAccounts: (asked: Options = {}): Promise<Answer<{ readonly enabled: boolean; readonly custody: readonly string[]; readonly rows: readonly IndexAccount[] }>> =>
      ask('GET', '/api/accounts', asked),
    /** Makes an account with a key of its own, which is sealed at once. Whoever holds the server’s key can move everything in it; that you know it has to be said. */
    createIndexAccount: (asked: { readonly body: NewIndexAccountInput } & Options): Promise<Answer<IndexAccount>> =>
      ask('POST', '/api/accounts', asked),
    /** What can be deposited and held, as the provider lists it and the verifier counts it. */
    listIndexAssets: (asked: Options = {}): Promise<Answer<{ readonly rows: readonly IndexAsset[] }>> =>
      ask('GET', '/api/accounts/assets', asked),
    /** An account with what the verifier says that it holds, and its latest deposits. */
    readIndexAccount: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<IndexAccountDetail>> =>
      ask('GET', '/api/accounts/{id}', asked),
    /** Changes an account’s name, cap or state; what is left out stays. Opening a held one says that you have looked. */
    updateIndexAccount: (asked: { readonly params: { readonly id: string }; readonly body: IndexAccountChangeInput } & Options): Promise<Answer<IndexAccount>> =>
      ask('PATCH', '/api/accounts/{id}', asked),
    /** Gives out the key of an account, for you to keep elsewhere. It goes on being held here as well, and that it was given out stays written down. */
    exportIndexKey: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<IndexKey>> =>
      ask('POST', '/api/accounts/{id}/key', asked),
    /** What an account of yours is to hold, when it is brought back to it, and what the last look came to. */
    readIndex: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<Index>> =>
      ask('GET', '/api/accounts/{id}/index', asked),
    /** Gives an account of yours an index, or another one. It is looked at at once, and built up or brought to the new shares as its policy lets it. */
    writeIndex: (asked: { readonly params: { readonly id: string }; readonly body: IndexWishInput } & Options): Promise<Answer<Index>> =>
      ask('PUT', '/api/accounts/{id}/index', asked),
    /** Has an index of yours looked at by the next tick, whenever its time would have come; whether it trades then is decided as ever. A dry run looks now, by the verifier and the provider’s prices, and writes, signs and sends nothing. */
    rebalanceIndex: (asked: { readonly params: { readonly id: string }; readonly body: IndexRebalanceInput } & Options): Promise<Answer<IndexRebalanced>> =>
      ask('POST', '/api/accounts/{id}/rebalance', asked),
    /** Every swap of an account of yours, the newest first, each with its end told by its cause. */
    listIndexTrades: (asked: { readonly params: { readonly id: string }; readonly query?: { readonly cursor?: string; readonly limit?: string } } & Options): Promise<Answer<{ readonly rows: readonly IndexTrade[]; readonly nextCursor: string | null }>> =>
      ask('GET', '/api/accounts/{id}/trades', asked),
    /** The last 50 deposits of an account, the latest first, each with how far it is. */
    listIndexDeposits: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<{ readonly rows: readonly IndexDeposit[] }>> =>
      ask('GET', '/api/accounts/{id}/deposits', asked),
    /** Has an address made that money can be sent to, by a quote that is judged. None is given above the account’s cap, nor without the memo that its chain needs. */
    createIndexDeposit: (asked: { readonly params: { readonly id: string }; readonly body: NewIndexDepositInput } & Options): Promise<Answer<IndexDeposit>> =>
      ask('POST', '/api/accounts/{id}/deposits', asked),
    /** The last 50 withdrawals of an account, the latest first, each with how far it is. */
    listIndexWithdrawals: (asked: { readonly params: { readonly id: string } } & Options): Promise<Answer<{ readonly rows: readonly IndexWithdrawal[] }>> =>
      ask('GET', '/api/accounts/{id}/withdrawals', asked),
    /** Has one asset leave an account for an address of its chain, in the next tick; or a share of all that it holds, sold for that asset first. A place at which nothing of the account has arrived yet gets a test first. */
    createIndexWithdrawal: (asked: { readonly params: { readonly id: string }; readonly body: NewIndexWithdrawalInput } & Options): Promise<Answer<IndexWithdrawal>> =>
      ask('POST', '/api/accounts/{id}/withdrawals', asked),
    /** Says what becomes of a withdrawal of which not all was sold: what has arrived leaves, or all of it is kept. Once; the same again changes nothing. */
    chooseIndexWithdrawal: (asked: { readonly params: { readonly id: string; readonly withdrawal: string }; readonly body: IndexWithdrawalChoiceInput } & Options): Promise<Answer<IndexWithdrawal>> =>
      ask('POST', '/api/accounts/{id}/withdrawals/{withdrawal}', asked),
    /** Whether all trading is stopped, since when and by whom, and what can still be filled until when. */
    readHalt: (asked: Options = {}): Promise<Answer<Halt>> =>
      ask('GET', '/api/halt', asked),
    /** What is set at run time; what is missing has its default. */
    listSettings: (asked: Options = {}): Promise<Answer<{ readonly settings: readonly Setting[] }>> =>
      ask('GET', '/api/admin/settings', asked),
    /** Sets one setting, in force from the next tick on. The stop and the tokens not to be traded need a signature of the last ten minutes. */
    changeSetting: (asked: { readonly params: { readonly name: string }; readonly body: SettingChangeInput } & Options): Promise<Answer<{ readonly name: string; readonly version: number }>> =>
      ask('PUT', '/api/admin/settings/{name}', asked),
    /** Operators and admins, by address; at most 200 beside those whom ADMIN_ADDRESSES names. */
    listRoles: (asked: Options = {}): Promise<Answer<{ readonly holders: readonly RoleHolder[] }>> =>
      ask('GET', '/api/admin/roles', asked),
    /** Gives a role to somebody who has logged in before, or takes it (user). In force from their next request on, also for their tokens. */
    changeRole: (asked: { readonly params: { readonly address: string }; readonly body: RoleChangeInput } & Options): Promise<Answer<{ readonly address: string; readonly role: "user" | "operator" | "admin" }>> =>
      ask('PUT', '/api/admin/roles/{address}', asked),
    /** Stops all trading: nothing is placed from the next statement on. Doing it again changes nothing. */
    halt: (asked: Options = {}): Promise<Answer<Halt>> =>
      ask('POST', '/api/admin/halt', asked),
    /** Lets trading go on from the next tick. */
    resume: (asked: Options = {}): Promise<Answer<Halt>> =>
      ask('POST', '/api/admin/resume', asked),
    /** This document. */
    readOpenApi: (asked: Options = {}): Promise<Answer<Readonly<Record<string, unknown>>>> =>
      ask('GET', '/api/openapi.json', asked),
  };
};
