// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IPreInteraction } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IPreInteraction.sol";
import { IPostInteraction } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IPostInteraction.sol";

/// @title Types, events and errors of a Balancer
/// @dev Units, everywhere: `Bps` = 1/10,000 · `E18` = fraction of NAV in 1e-18 · `E32` = USD with 32 decimals ·
/// token amounts in raw units · times in Unix seconds, spans in seconds.
/// `tokenOut` is what leaves the portfolio, `tokenIn` is what comes in (but for {Swap}, which names them as the router does).
interface IBalancerTypes {
    /// @notice One asset as its owner lists it.
    /// @param token ERC-20 with code and at most 27 decimals; what it must be beside that is written in Balancer.sol
    /// @param targetBps share of NAV; all targets sum to exactly 10,000
    /// @param feed AggregatorV3 feed, USD per whole token, at most 18 decimals. Never one that a taker can update in his own
    /// transaction, nor a share of a vault that lends its idle assets out within one
    /// @param heartbeat an older answer can't be traded on; 1 second to 7 days
    /// @param navMaxAge an older answer can't even be counted in NAV; `heartbeat` to 14 days
    /// @param minAnswer an answer below is refused (0: no bound)
    /// @param maxAnswer an answer above is refused (0: no bound)
    struct AssetConfig {
        address token;
        uint16 targetBps;
        address feed;
        uint24 heartbeat;
        uint24 navMaxAge;
        uint128 minAnswer;
        uint128 maxAnswer;
    }

    /// @notice A listed asset as stored.
    /// @param lastBoughtAt last fill that bought it and started a cooldown (0: never)
    /// @param lastSoldAt last fill that sold it and started a cooldown (0: never)
    struct Asset {
        address token;
        uint16 targetBps;
        uint8 decimals;
        uint8 feedDecimals;
        uint32 lastBoughtAt;
        uint32 lastSoldAt;
        address feed;
        uint24 heartbeat;
        uint24 navMaxAge;
        uint128 minAnswer;
        uint128 maxAnswer;
    }

    /// @notice The owner's limits. Every field is under a hard cap, see {IBalancer-setGuard}.
    /// @param maxSlippageBps worst price of one fill or proposal against the feeds
    /// @param lossBpsPerDay worst sum of loss ÷ NAV in any 24 hours: THE promise
    /// @param turnoverBpsPerDay most value sold ÷ NAV in any 24 hours (a one-off allowance comes on top)
    /// @param orderTtlMax most remaining life of an order at its first fill, and of a proposal
    /// @param cooldown time before an asset just bought may be sold, or one just sold be bought
    /// @param minDriftBps distance from target at which an asset may cross it
    /// @param overshootBps how far it may then cross; less than `minDriftBps`, or 0
    /// @param minFillBps least order, and least fill that isn't the remainder, as a share of NAV
    /// @param maxFeeBps most integrator plus protocol fee in a public-book order
    /// @param publicBook whether orders with 1inch's FeeTaker extension and standing LOP allowances are allowed
    struct Guard {
        uint16 maxSlippageBps;
        uint16 lossBpsPerDay;
        uint32 turnoverBpsPerDay;
        uint32 orderTtlMax;
        uint32 cooldown;
        uint16 minDriftBps;
        uint16 overshootBps;
        uint16 minFillBps;
        uint16 maxFeeBps;
        bool publicBook;
    }

    /// @notice Turnover granted once, on top of the daily limit. `bps` 0 grants nothing.
    struct OneOffTurnover {
        uint32 bps;
        uint40 expiresAt;
    }

    /// @notice All that a new portfolio is made of; its address depends on every field.
    struct Config {
        address signer;
        AssetConfig[] assets;
        Guard guard;
        address[] routers;
        OneOffTurnover oneOff;
    }

    /// @notice A deposit by the caller. With `permitDeadline` > 0 the ERC-2612 permit for exactly `amount` is tried first;
    /// its failure is ignored when the allowance suffices.
    struct Deposit {
        address token;
        uint256 amount;
        uint256 permitDeadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice One swap of a proposal, in the router's view: sells `amountIn` of `tokenIn`, wants `minOut` of `tokenOut`.
    struct Swap {
        address router;
        address tokenIn;
        uint256 amountIn;
        address tokenOut;
        uint256 minOut;
        bytes data;
    }

    /// @notice Bucket levels refilled to now, what they hold, and the unexpired one-off turnover. All E18.
    /// @dev A level is what has been used: `capacity - level` (not below 0) may still be used at once.
    struct Budgets {
        uint256 lossLevelE18;
        uint256 lossCapacityE18;
        uint256 turnoverLevelE18;
        uint256 turnoverCapacityE18;
        uint256 oneOffE18;
        uint256 oneOffExpiresAt;
    }

    /// @notice What {IBalancer-isValidSignature} thinks of an order; anything but `Ok` is invalid.
    enum OrderState {
        Ok,
        Malformed,
        WrongHash,
        WrongMaker,
        BadTraits,
        WrongEpoch,
        Expired,
        LifeTooLong,
        WrongGeneration,
        UnknownToken,
        Paused,
        BadSignature,
        BadExtension,
        BadReceiver,
        Closed
    }

    /// @notice What bounds {IBalancer-maxFill}; `None` when the whole remainder can be filled.
    enum FillLimit {
        None,
        Paused,
        Locked,
        WrongGeneration,
        Closed,
        Expired,
        UnknownToken,
        Feed,
        Slippage,
        Cooldown,
        SoldNotAboveTarget,
        BoughtNotBelowTarget,
        Overshoot,
        BelowMinimum,
        LossBudget,
        TurnoverBudget,
        Balance,
        Allowance
    }

    /// @notice What is wrong with a feed.
    /// @dev `TooFresh`: answered less than {IBalancer-answerAgeMin} ago, and can't be traded on yet.
    enum FeedState {
        Ok,
        Reverts,
        NotPositive,
        NoTime,
        InFuture,
        Stale,
        DecimalsChanged,
        BelowMin,
        AboveMax,
        SequencerDown,
        SequencerGrace,
        TooFresh
    }

    /// @notice What is wrong with a listed token since it was listed.
    /// @dev `DecimalsChanged`: they aren't what they were, or can't be read. `Twin`: it moves together with another asset, so the
    /// two are one token.
    enum TokenState {
        Ok,
        DecimalsChanged,
        Twin
    }
}

/// @dev Together they tell every change of what a portfolio stores, from its creation on (hardhat/test/Events.t.sol is an
/// indexer that proves it): {AssetSet} writes an entry of the list; {AssetRemoved} takes a token out wherever it stands, with
/// its cooldown stamps and its ceiling, and what stood behind it moves up; {AssetCountSet} then cuts the list to its length.
/// {Charged} and {BudgetsSettled} give levels as of their block: they drain by half of the daily limit a day from there.
interface IBalancerEvents is IBalancerTypes {
    /// @notice A fill passed every check.
    event Filled(
        bytes32 indexed orderHash,
        address indexed tokenOut,
        address indexed tokenIn,
        uint256 amountOut,
        uint256 amountIn,
        address taker
    );
    /// @notice One swap of a proposal; the proposal passed every check.
    event Swapped(
        bytes32 indexed proposalHash,
        address indexed tokenOut,
        address indexed tokenIn,
        uint256 amountOut,
        uint256 amountIn,
        address router
    );
    /// @notice All swaps of a proposal passed every check, and its nonce is used. Comes after its {Swapped}s and {Charged}.
    event Rebalanced(bytes32 indexed proposalHash, uint256 nonce, address sender);
    /// @notice What a fill (its order hash) or proposal (its hash) was charged, and the stored levels after it.
    /// @param cooldownStarted whether the traded assets' stamps were set to this block's time
    event Charged(
        bytes32 indexed id,
        uint256 navE32,
        uint256 lossE18,
        uint256 turnoverE18,
        uint256 lossLevelE18,
        uint256 turnoverLevelE18,
        uint256 oneOffE18,
        bool cooldownStarted
    );
    /// @notice The stored levels after a guard change or a grant settled them.
    event BudgetsSettled(uint256 lossLevelE18, uint256 turnoverLevelE18, uint256 oneOffE18, uint256 oneOffExpiresAt);
    /// @notice Every order and proposal of an earlier generation is void.
    event GenerationBumped(uint40 generation);
    /// @notice Whether LOP raised its epoch as well, which only tells order books.
    event LopEpochBumped(bool done);
    /// @notice While `paused` nothing signed is valid and nothing is filled; `by` the owner or the signer.
    event PausedSet(bool paused, address indexed by);
    /// @notice 0: no bot may sign.
    event SignerSet(address indexed signer);
    /// @notice The entry at `index` is now this asset. A kept token keeps its cooldown stamps wherever it moves.
    event AssetSet(
        uint256 indexed index,
        address indexed token,
        uint16 targetBps,
        uint8 decimals,
        address feed,
        uint8 feedDecimals,
        uint24 heartbeat,
        uint24 navMaxAge,
        uint128 minAnswer,
        uint128 maxAnswer
    );
    /// @notice The list now has this many assets; entries at and above it are gone.
    event AssetCountSet(uint256 count);
    /// @notice The token is no asset any more: its stamps and its allowance ceiling are gone.
    event AssetRemoved(address indexed token);
    /// @notice In the list's order.
    event TargetsSet(uint16[] targetsBps);
    /// @notice All limits, each as it is from now on.
    event GuardSet(Guard guard);
    /// @notice Told again for a router that was allowed already. One that is taken out leaves its place in {IBalancer-routers}
    /// to the last.
    event RouterSet(address indexed router, bool allowed);
    /// @notice Most of a token that LOP may be allowed at a time.
    event AllowanceCeilingSet(address indexed token, uint256 ceiling);
    /// @notice A standing allowance to LOP; `done` is false when the token refused or failed, and then it is as it was.
    event AllowanceSet(address indexed token, uint256 amount, bool done);
    /// @notice `done` is false when LOP refused or failed; the generation check doesn't depend on it.
    event CancelSent(bytes32 indexed orderHash, bool done);
    /// @notice Through {IBalancer-deposit}. First deposits, and tokens that are just sent, show as the tokens' own transfers.
    event Deposited(address indexed token, address indexed from, uint256 amount);
    /// @notice Assets withdrawn, or other tokens rescued.
    event Withdrawn(address indexed token, address indexed to, uint256 amount);
    /// @notice {IBalancer-withdrawAll} skipped a token; `amount` is 0 when it couldn't even say its balance.
    event WithdrawFailed(address indexed token, address indexed to, uint256 amount);
    /// @notice ETH, in wei, that became as much WETH here.
    event Wrapped(uint256 amount);
    /// @notice Comes after the events that say what it was created with.
    event Initialized1Balancer(address indexed owner, address executor, address factory);
}

/// @dev Each says the limit that was met: what was given comes first, then the limit, in the units that the names end with.
/// `field` is the name of a guard's, asset's or grant's field in ASCII, left-aligned.
interface IBalancerErrors is IBalancerTypes {
    // who and when
    /// @notice Only the owner and the signer may.
    error NotOwnerOrSigner(address caller);
    /// @notice PRE is LOP's to call.
    error NotLimitOrderProtocol(address caller);
    /// @notice POST is LOP's to call, or FeeTaker's where the order has an extension.
    error NotPostCaller(address caller);
    /// @notice PRE was called for somebody else's order, or for one with dirty upper bits.
    error NotThisMaker(uint256 maker);
    /// @notice A fill or proposal is under way in this transaction.
    error IsLocked();
    /// @notice POST without the PRE of the same order.
    error NotLocked(bytes32 orderHash);
    /// @notice The owner unpauses.
    error IsPaused();
    /// @notice Signed before the last change of a rule; must be signed again.
    error WrongGeneration(uint256 given, uint256 current);
    /// @notice A portfolio without an owner would be a grave.
    error RenounceDisabled();
    /// @notice Use {IBalancer-depositETH}, which wraps.
    error ETHNotAccepted();
    /// @notice There is no ETH here.
    error NothingToWrap();

    // creation
    /// @notice This LOP hashes orders in another way than it is reckoned here: no implementation can be built on it.
    error OrderHashDiffers(address lop);

    // order path
    /// @notice Not what this contract would build from the same fees and recipients; or `publicBook` is off, or the fees are
    /// above `maxFeeBps`.
    error ExtensionNotCanonical();
    /// @notice The feed of `token` has no usable answer.
    error FeedRefused(address token, FeedState state);
    /// @notice Not in the list.
    error UnknownAsset(address token);
    /// @notice Sold for itself.
    error SameAsset(address token);
    /// @notice No asset is worth anything: there is nothing to take a fraction of.
    error EmptyNav();
    /// @notice An amount at its price doesn't fit: 2^236 in E32 is some 1e39 USD.
    error ValueOverflow();
    /// @notice Comes in for less than value out × (1 − `maxSlippageBps`).
    error SlippageTooHigh(uint256 valueOutE32, uint256 valueInE32, uint256 maxSlippageBps);
    /// @notice Only what is above its target may be sold.
    error SoldNotAboveTarget(address token);
    /// @notice Only what is below its target may be bought.
    error BoughtNotBelowTarget(address token);
    /// @notice Less than `leastValueE32` would be left of it.
    error SoldTooFar(address token, uint256 leastValueE32);
    /// @notice More than `mostValueE32` would be held of it.
    error BoughtTooFar(address token, uint256 mostValueE32);
    /// @notice The whole order is worth less than `minFillBps` of NAV.
    error OrderBelowMinimum(uint256 valueE32, uint256 minimumE32);
    /// @notice This fill is worth less than `minFillBps` of NAV, and doesn't take the remainder.
    error FillBelowMinimum(uint256 valueE32, uint256 minimumE32);
    /// @notice Traded the other way less than `cooldown` ago; from `until` on it may.
    error CoolingDown(address token, uint256 until);
    /// @notice The day's loss budget has only `leftE18` of NAV left.
    error LossBudgetExceeded(uint256 wantedE18, uint256 leftE18);
    /// @notice The day's turnover budget and the one-off allowance have only `leftE18` of NAV left.
    error TurnoverBudgetExceeded(uint256 wantedE18, uint256 leftE18);

    // proposal path
    /// @notice A proposal of nothing.
    error NoSwaps();
    /// @notice In one proposal.
    error TooManySwaps(uint256 most);
    /// @notice Its last second is over.
    error ProposalExpired(uint256 deadline);
    /// @notice It would live longer than `orderTtlMax`: past `latest`.
    error DeadlineTooFar(uint256 deadline, uint256 latest);
    /// @notice Each proposal is executed once.
    error NonceUsed(uint256 nonce);
    /// @notice Neither the signer's nor the owner's.
    error BadProposalSignature();
    /// @notice The owner hasn't allowed it.
    error RouterNotAllowed(address router);
    /// @notice A swap of nothing.
    error ZeroAmount();
    /// @notice A proposal may not do both with one asset.
    error SoldAndBought(address token);
    /// @notice Less came back through the executor than the signed `minOut`.
    error ReceivedTooLittle(address token, uint256 received, uint256 minOut);
    /// @notice The allowance to LOP isn't what it was, or is to be: the token refused, or somebody changed it in a route.
    error AllowanceChanged(address token);

    // administration
    /// @notice In the list.
    error TooManyAssets(uint256 count, uint256 most);
    /// @notice All targets sum to exactly 10,000 bps; these to `sum`.
    error TargetsSum(uint256 sum);
    /// @notice Every asset of the list needs one token and one target.
    error LengthMismatch(uint256 tokens, uint256 targets, uint256 wanted);
    /// @notice The token at `index` isn't the one in the list.
    error WrongTokenOrder(uint256 index);
    /// @notice An owner, token, feed or receiver of 0.
    error ZeroAddress();
    /// @notice The portfolio can't withdraw to itself.
    error ForbiddenReceiver(address to);
    /// @notice A token, feed or router must be a contract.
    error NoCode(address account);
    /// @notice Named twice.
    error DuplicateToken(address token);
    /// @notice Two addresses of one token: equal total supplies, and equal balances of the portfolio, its owner and LOP.
    error TwinTokens(address first, address second);
    /// @notice A kept token's decimals aren't what they were when it was listed: drop it first, whoever wants it still.
    error TokenDecimalsChanged(address token, uint256 listed, uint256 current);
    /// @notice Part of the machinery (this, LOP, FeeTaker, executor, factory, Permit2), a router, or a feed of the list.
    error ForbiddenToken(address token);
    /// @notice Of a token; or it doesn't say its decimals.
    error DecimalsTooHigh(uint256 decimals, uint256 most);
    /// @notice Of a feed; or it doesn't say its decimals.
    error FeedDecimalsTooHigh(uint256 decimals, uint256 most);
    /// @notice Part of the machinery, a router, or a token of the list.
    error ForbiddenFeed(address feed);
    /// @notice `heartbeat` is at least 1 and at most `navMaxAge`.
    error BadHeartbeat(uint256 heartbeat, uint256 navMaxAge);
    /// @notice `minAnswer` is at most `maxAnswer`.
    error BadAnswerBounds(uint256 minAnswer, uint256 maxAnswer);
    /// @notice What is still wanted can't be dropped.
    error TargetNotZero(address token, uint256 targetBps);
    /// @notice No owner may set `field` above `cap`.
    error AboveHardCap(bytes32 field, uint256 given, uint256 cap);
    /// @notice No owner may set `field` below `floor`.
    error BelowHardFloor(bytes32 field, uint256 given, uint256 floor);
    /// @notice Else an asset could be traded to and fro across its target.
    error OvershootNotBelowDrift(uint256 overshootBps, uint256 minDriftBps);
    /// @notice Part of the machinery (but LOP), an asset or a feed: it could be made to move the funds.
    error ForbiddenRouter(address router);
    /// @notice Allowed at a time.
    error TooManyRouters(uint256 most);
    /// @notice Only what is allowed can be disallowed.
    error UnknownRouter(address router);
    /// @notice The portfolio and its executor sign nothing.
    error ForbiddenSigner(address signer);
    /// @notice The owner's ceiling for this allowance.
    error AboveCeiling(uint256 given, uint256 ceiling);
    /// @notice A standing allowance needs `publicBook`.
    error PublicBookOff();
    /// @notice Assets are withdrawn, not rescued.
    error IsAsset(address token);
    /// @notice 1 to 10,000.
    error BadShare(uint256 bps);
    /// @notice After now, and at most 90 days ahead.
    error BadExpiry(uint256 expiresAt);
    /// @notice The depositor hasn't allowed that much, and the permit didn't either.
    error AllowanceTooLow(address token, uint256 allowance, uint256 amount);
    /// @notice A token failed that may only have had too little gas, `given` of at least `least`: call again with more.
    error TooLittleGas(uint256 given, uint256 least);
}

/// @title IBalancer: one portfolio that only its owner can empty
/// @notice The owner's wallet owns it; the signer (a bot key) may only ask it to trade. It is the maker of 1inch Limit
/// Order Protocol v4 (LOP) orders through EIP-1271, and executes EIP-712 signed proposals.
///
/// THE PROMISE. A stolen signer key can never move a token out except against value, and can never cost the owner, at
/// the feeds' prices, more than `lossBpsPerDay` in any 24 hours (the sum over fills of loss ÷ NAV at that fill),
/// whatever it signs, whoever fills it, in whatever order. See the assumptions in Balancer.sol and docs/security.md.
interface IBalancer is IBalancerEvents, IBalancerErrors, IERC1271, IPreInteraction, IPostInteraction {
    // ── creation ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Sets up a fresh clone. Called by the factory in the creating call; reverts ever after (InvalidInitialization).
    /// @param config abi.encode(Config); refused like the same values in {setGuard}, {setAssets}, {setRouter}, {setSigner} and
    /// {grantTurnover}
    function initialize(address owner, bytes calldata config) external;

    // ── order path ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice EIP-1271, for anyone to ask. `blob` = abi.encode(IOrderMixin.Order order, bytes signature, bytes extension).
    /// @dev Reverts, without a name, only when `blob` can't be decoded. What it says holds for a first fill in this block: what
    /// must stop later fills is in the hooks, and whether the order's epoch is the current one LOP compares on every fill.
    /// @return magic 0x1626ba7e only for an order that follows every rule of {OrderState} but WrongEpoch and Closed, which are
    /// LOP's; else 0xffffffff or a revert
    function isValidSignature(bytes32 hash, bytes calldata blob) external view returns (bytes4 magic);

    /// @notice Called by LOP before it moves anything. Checks pause, generation, extension and feeds, locks and snapshots.
    /// Without `publicBook` LOP may then take exactly `makingAmount`, and after POST nothing, whatever it was allowed before.
    /// @dev Reverts: NotLimitOrderProtocol, NotThisMaker, IsLocked, IsPaused, WrongGeneration, ExtensionNotCanonical,
    /// UnknownAsset, FeedRefused, EmptyNav, ValueOverflow.
    function preInteraction(
        IOrderMixin.Order calldata order,
        bytes calldata extension,
        bytes32 orderHash,
        address taker,
        uint256 makingAmount,
        uint256 takingAmount,
        uint256 remainingMakingAmount,
        bytes calldata extraData
    ) external;

    /// @notice Called by LOP, or by FeeTaker where the order pins it, after both transfers. Decides at PRE's prices.
    /// @dev Reverts: NotPostCaller, NotLocked, SlippageTooHigh, SoldNotAboveTarget, SoldTooFar, BoughtNotBelowTarget,
    /// BoughtTooFar, OrderBelowMinimum, FillBelowMinimum, CoolingDown, LossBudgetExceeded, TurnoverBudgetExceeded, ValueOverflow.
    function postInteraction(
        IOrderMixin.Order calldata order,
        bytes calldata extension,
        bytes32 orderHash,
        address taker,
        uint256 makingAmount,
        uint256 takingAmount,
        uint256 remainingMakingAmount,
        bytes calldata extraData
    ) external;

    /// @notice Most of `order.makingAmount` that a fill in this block could take, and what bounds it.
    /// @dev A fill of exactly `amount` (if > 0) passes every rule at this block's prices and balances.
    /// Says nothing about the order's signature, traits and extension: that is {orderState}.
    function maxFill(IOrderMixin.Order calldata order) external view returns (uint256 amount, FillLimit reason);

    /// @notice What {isValidSignature} would say for LOP's hash of `order`; plus `WrongEpoch` if LOP's epoch is another, and
    /// `Closed` if LOP has it filled or cancelled.
    function orderState(IOrderMixin.Order calldata order, bytes calldata blob) external view returns (OrderState);

    // ── proposal path ───────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Executes swaps signed whole by signer or owner; anybody may send it.
    /// All swaps pass or none. Reverts: IsLocked, IsPaused, WrongGeneration, ProposalExpired, DeadlineTooFar, NoSwaps,
    /// TooManySwaps, BadProposalSignature, NonceUsed, RouterNotAllowed, ZeroAmount, SameAsset, UnknownAsset, SoldAndBought,
    /// ReceivedTooLittle, AllowanceChanged, what a router or token reverts with, and what a fill does but for the sizes.
    /// @dev EIP-712 domain ("1Balancer", "1", chain id, this). Struct:
    /// `Rebalance(Swap[] swaps,uint256 nonce,uint40 generation,uint40 deadline)`
    /// `Swap(address router,address tokenIn,uint256 amountIn,address tokenOut,uint256 minOut,bytes data)`.
    function executeSignedRebalance(
        Swap[] calldata swaps,
        uint256 nonce,
        uint40 generation,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /// @notice EIP-712 digest that a proposal's signer signs.
    function proposalHash(Swap[] calldata swaps, uint256 nonce, uint40 generation, uint40 deadline)
        external
        view
        returns (bytes32);

    /// @notice Bits of used proposal nonces: nonce n is bit `n & 255` of word `n >> 8`.
    function nonceWord(uint256 word) external view returns (uint256 bits);

    // ── safe direction: owner or signer ─────────────────────────────────────────────────────────────────────────────

    /// @notice Stops all trading and bumps the generation. Works while locked, and whatever LOP does.
    /// @dev Like the next two it reverts with nothing but NotOwnerOrSigner.
    function pause() external;

    /// @notice Kills every signed order and proposal of this generation and earlier ones. Works while locked, and whatever LOP does.
    /// @dev A stolen key can have signed for later generations too: only another signer kills those.
    function bumpGeneration() external;

    /// @notice Cancels orders at LOP, best effort, so that books see them die. Works while locked.
    function cancel(IOrderMixin.Order[] calldata orders) external;

    /// @notice Sets the standing LOP allowance of an asset, up to the owner's ceiling; needs `publicBook` (but for 0).
    /// @dev Reverts: NotOwnerOrSigner, IsLocked, UnknownAsset, PublicBookOff, AboveCeiling, AllowanceChanged.
    function setAllowance(address token, uint256 amount) external;

    // ── owner ───────────────────────────────────────────────────────────────────────────────────────────────────────
    // For others all of it reverts with OwnableUnauthorizedAccount, while locked with IsLocked. What changes a rule bumps the
    // generation first.

    /// @notice Trading may go on, with orders that are signed from now on.
    function unpause() external;
    /// @notice 0 means that no bot may sign. Allowed while paused.
    /// @dev Reverts: ForbiddenSigner.
    function setSigner(address signer) external;
    /// @notice For a key that was lost or stolen, after {pause}.
    function setSignerAndUnpause(address signer) external;

    /// @notice Replaces the list. A token that is dropped must have target 0. Kept tokens keep their cooldown stamps, and must
    /// still have the decimals they were listed with. No two may be one token ({TwinTokens}).
    /// @dev A feed is asked for its answer only where it is new for its token. Reverts: TooManyAssets (16), DuplicateToken,
    /// ZeroAddress, NoCode, ForbiddenToken, DecimalsTooHigh (27), TokenDecimalsChanged, ForbiddenFeed, FeedDecimalsTooHigh (18),
    /// BadHeartbeat, AboveHardCap, BadAnswerBounds, FeedRefused, TargetsSum, TwinTokens, TargetNotZero.
    function setAssets(AssetConfig[] calldata assets) external;
    /// @notice New targets for the whole list, in its order; `oneOff.bps` > 0 grants turnover for the move.
    /// @dev Reverts: LengthMismatch, WrongTokenOrder, TargetsSum, and what {grantTurnover} does.
    function setTargets(address[] calldata tokens, uint16[] calldata targetsBps, OneOffTurnover calldata oneOff)
        external;
    /// @notice Removes an asset whose target is 0, reads no feed. Its LOP allowance is zeroed, best effort.
    /// @dev Reverts: UnknownAsset, TargetNotZero, TooLittleGas.
    function removeAsset(address token) external;
    /// @notice Replaces an asset's feed. Reads only the new feed's answer, never another's.
    /// @dev Reverts: UnknownAsset, and what {setAssets} does about feeds.
    function setFeed(
        address token,
        address feed,
        uint24 heartbeat,
        uint24 navMaxAge,
        uint128 minAnswer,
        uint128 maxAnswer
    ) external;
    /// @notice Hard caps: slippage 1,000 · loss 1–1,000 · turnover 1–100,000 bps · life 60 s–30 d · cooldown 7 d ·
    /// drift 2,000 · overshoot < drift · min fill 1–1,000 · fee 200.
    /// Switching `publicBook` off zeroes every allowance of LOP, best effort. Levels stay: no guard refills a bucket.
    /// @dev Reverts: AboveHardCap, BelowHardFloor, OvershootNotBelowDrift, TooLittleGas.
    function setGuard(Guard calldata guard) external;
    /// @notice Allows a router to proposals, or disallows it; at most 16. LOP's own address may be one.
    /// @dev Reverts: NoCode, TooManyRouters, ForbiddenRouter, UnknownRouter.
    function setRouter(address router, bool allowed) external;
    /// @notice Most that LOP may be allowed of an asset at a time; 0 at first. An allowance above it is lowered to it.
    /// @dev Reverts: UnknownAsset, AllowanceChanged.
    function setAllowanceCeiling(address token, uint256 ceiling) external;
    /// @notice Replaces the one-off allowance: at most 30,000 bps for at most 90 days. The loss bucket stays as it is.
    /// @dev Reverts: AboveHardCap, BadExpiry.
    function grantTurnover(OneOffTurnover calldata oneOff) external;

    /// @notice `amount` type(uint256).max means all. Reads no feed, needs no bot, works while paused.
    /// @dev Reverts: UnknownAsset, ZeroAddress, ForbiddenReceiver, and what the token does.
    function withdraw(address token, uint256 amount, address to) external;
    /// @notice The same share of every listed asset, rounded down.
    /// @dev Reverts: BadShare, ZeroAddress, ForbiddenReceiver, and what a token does.
    function withdrawShare(uint256 bps, address to) external;
    /// @notice All of each listed `tokens`; one that fails is skipped with an event.
    /// @dev Reverts: ZeroAddress, ForbiddenReceiver, TooLittleGas.
    function withdrawAll(address[] calldata tokens, address to) external;
    /// @notice Tokens that are not assets. `amount` type(uint256).max means all.
    /// @dev Reverts: IsAsset, ZeroAddress, ForbiddenReceiver, and what the token does.
    function rescue(address token, uint256 amount, address to) external;
    /// @notice Wraps the ETH sent with the call, and any that is here. Reverts: NothingToWrap.
    function depositETH() external payable;
    /// @notice Wraps ETH that was forced in. Reverts: NothingToWrap.
    function wrap() external;

    /// @notice Anyone may add assets from their own wallet, with permits.
    /// @dev Reverts: IsLocked, UnknownAsset, AllowanceTooLow, and what a token does.
    function deposit(Deposit[] calldata deposits) external;

    // ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice The bot's key; 0 when no bot may sign.
    function authorizedSigner() external view returns (address);
    /// @notice Whether all trading is stopped; owners' calls and withdrawals are not.
    function paused() external view returns (bool);
    /// @notice Whether a fill or proposal is under way in this transaction.
    function locked() external view returns (bool);
    /// @notice What every order and proposal must carry. Never falls.
    function generation() external view returns (uint40);
    /// @notice The owner's limits.
    function guard() external view returns (Guard memory);
    /// @notice As of this block's time.
    function budgets() external view returns (Budgets memory);
    /// @notice The list, in the order that {setTargets} wants.
    function assets() external view returns (Asset[] memory);
    /// @notice Whether proposals may name it.
    function isRouter(address router) external view returns (bool);
    /// @notice Most that LOP may be allowed of an asset at a time, in its units.
    function allowanceCeiling(address token) external view returns (uint256);
    /// @notice The only contract of this portfolio that calls routers.
    function executor() external view returns (address);
    /// @notice LOP: the only one that may call PRE, and that is ever approved.
    function limitOrderProtocol() external view returns (address);
    /// @notice Seconds that a feed's answer must have aged before its asset is traded on it: 1 where every block has a second of
    /// its own, so that nobody updates a feed and fills on it in one block; 0 where several blocks share one.
    function answerAgeMin() external view returns (uint256);
    /// @notice 1inch's FeeTaker: the only other one that may call POST, for orders of the public book.
    function feeTaker() external view returns (address);
    /// @notice The LOP epoch series of our partially fillable orders.
    function series() external view returns (uint256);
    /// @notice All that {isRouter} is true for, in no order; at most 16.
    function routers() external view returns (address[] memory);
    /// @notice Who created it: not a role, but never an asset, feed or router.
    function factory() external view returns (address);

    // ── ownership (two steps, renouncing reverts) ───────────────────────────────────────────────────────────────────

    /// @notice Whose all of it is. A key or a contract; what it signs, or its EIP-1271 accepts, passes here as the signer's word
    /// does. So never delegate the owner's key (EIP-7702) to code whose `isValidSignature` isn't known: one that says yes to
    /// anything makes everybody a signer, up to the limits.
    function owner() external view returns (address);
    /// @notice Who may {acceptOwnership}; 0: nobody.
    function pendingOwner() external view returns (address);
    /// @notice Names an heir, who must accept; another call replaces him, 0 takes it back.
    function transferOwnership(address newOwner) external;
    /// @notice By the heir alone. Bumps the generation: what the last owner or his bot signed is void.
    function acceptOwnership() external;
}
