// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

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
    /// @param token ERC-20 with code and at most 27 decimals
    /// @param targetBps share of NAV; all targets sum to exactly 10,000
    /// @param feed AggregatorV3 feed, USD per whole token, at most 18 decimals
    /// @param heartbeat an older answer can't be traded on
    /// @param navMaxAge an older answer can't even be counted in NAV; at least `heartbeat`
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
        SequencerGrace
    }
}

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
    event GenerationBumped(uint40 generation);
    event LopEpochBumped(bool done);
    event PausedSet(bool paused, address indexed by);
    event SignerSet(address indexed signer);
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
    event AssetRemoved(address indexed token);
    event TargetsSet(uint16[] targetsBps);
    event GuardSet(Guard guard);
    event RouterSet(address indexed router, bool allowed);
    event AllowanceCeilingSet(address indexed token, uint256 ceiling);
    event AllowanceSet(address indexed token, uint256 amount, bool done);
    /// @notice `done` is false when LOP refused or failed; the generation check doesn't depend on it.
    event CancelSent(bytes32 indexed orderHash, bool done);
    event Deposited(address indexed token, address indexed from, uint256 amount);
    event Withdrawn(address indexed token, address indexed to, uint256 amount);
    event WithdrawFailed(address indexed token, address indexed to, uint256 amount);
    event Wrapped(uint256 amount);
    event Initialized1Balancer(address indexed owner, address executor, address factory);
}

interface IBalancerErrors is IBalancerTypes {
    // who and when
    error NotOwnerOrSigner(address caller);
    error NotLimitOrderProtocol(address caller);
    error NotPostCaller(address caller);
    error NotThisMaker(uint256 maker);
    error IsLocked();
    error NotLocked(bytes32 orderHash);
    error IsPaused();
    error WrongGeneration(uint256 given, uint256 current);
    error RenounceDisabled();
    error ETHNotAccepted();
    error NothingToWrap();

    // order path
    error ExtensionNotCanonical();
    error FeedRefused(address token, FeedState state);
    error UnknownAsset(address token);
    error SameAsset(address token);
    error EmptyNav();
    error ValueOverflow();
    error SlippageTooHigh(uint256 valueOutE32, uint256 valueInE32, uint256 maxSlippageBps);
    error SoldNotAboveTarget(address token);
    error BoughtNotBelowTarget(address token);
    error SoldTooFar(address token, uint256 leastValueE32);
    error BoughtTooFar(address token, uint256 mostValueE32);
    error OrderBelowMinimum(uint256 valueE32, uint256 minimumE32);
    error FillBelowMinimum(uint256 valueE32, uint256 minimumE32);
    error CoolingDown(address token, uint256 until);
    error LossBudgetExceeded(uint256 wantedE18, uint256 leftE18);
    error TurnoverBudgetExceeded(uint256 wantedE18, uint256 leftE18);

    // proposal path
    error NoSwaps();
    error TooManySwaps(uint256 most);
    error ProposalExpired(uint256 deadline);
    error DeadlineTooFar(uint256 deadline, uint256 latest);
    error NonceUsed(uint256 nonce);
    error BadProposalSignature();
    error RouterNotAllowed(address router);
    error ZeroAmount();
    error SoldAndBought(address token);
    error ReceivedTooLittle(address token, uint256 received, uint256 minOut);
    error AllowanceChanged(address token);

    // administration
    error TooManyAssets(uint256 count, uint256 most);
    error TargetsSum(uint256 sum);
    error LengthMismatch();
    error WrongTokenOrder(uint256 index);
    error ZeroAddress();
    error NoCode(address account);
    error DuplicateToken(address token);
    error ForbiddenToken(address token);
    error DecimalsTooHigh(uint256 decimals, uint256 most);
    error FeedDecimalsTooHigh(uint256 decimals, uint256 most);
    error ForbiddenFeed(address feed);
    error BadHeartbeat(uint256 heartbeat, uint256 navMaxAge);
    error BadAnswerBounds(uint256 minAnswer, uint256 maxAnswer);
    error TargetNotZero(address token, uint256 targetBps);
    error AboveHardCap(bytes32 field, uint256 given, uint256 cap);
    error BelowHardFloor(bytes32 field, uint256 given, uint256 floor);
    error OvershootNotBelowDrift(uint256 overshootBps, uint256 minDriftBps);
    error ForbiddenRouter(address router);
    error TooManyRouters(uint256 most);
    error UnknownRouter(address router);
    error ForbiddenSigner(address signer);
    error AboveCeiling(uint256 given, uint256 ceiling);
    error PublicBookOff();
    error IsAsset(address token);
    error BadShare(uint256 bps);
    error BadExpiry(uint256 expiresAt);
    error AllowanceTooLow(address token, uint256 allowance, uint256 amount);
    /// @dev A token failed that may only have had too little gas: call again with more.
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

    /// @notice Sets up a fresh clone. Called by the factory in the creating call; reverts ever after.
    /// @param config abi.encode(Config)
    function initialize(address owner, bytes calldata config) external;

    // ── order path ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice EIP-1271. `blob` = abi.encode(IOrderMixin.Order order, bytes signature, bytes extension).
    /// @return magic 0x1626ba7e only for an order that follows every rule of {OrderState}; else 0xffffffff or a revert
    function isValidSignature(bytes32 hash, bytes calldata blob) external view returns (bytes4 magic);

    /// @notice Called by LOP before it moves anything. Checks pause, generation, extension and feeds, locks and snapshots.
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

    /// @notice What {isValidSignature} would say for LOP's hash of `order`, plus `Closed` if LOP has it filled or cancelled.
    function orderState(IOrderMixin.Order calldata order, bytes calldata blob) external view returns (OrderState);

    // ── proposal path ───────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Executes swaps signed whole by signer or owner; anybody may send it.
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
    function pause() external;

    /// @notice Kills every signed order and proposal. Works while locked, and whatever LOP does.
    function bumpGeneration() external;

    /// @notice Cancels orders at LOP, best effort, so that books see them die. Works while locked.
    function cancel(IOrderMixin.Order[] calldata orders) external;

    /// @notice Sets the standing LOP allowance of an asset, up to the owner's ceiling; needs `publicBook` (but for 0).
    function setAllowance(address token, uint256 amount) external;

    // ── owner ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function unpause() external;
    /// @notice 0 means that no bot may sign. Allowed while paused.
    function setSigner(address signer) external;
    function setSignerAndUnpause(address signer) external;

    /// @notice Replaces the list. A token that is dropped must have target 0. Kept tokens keep their cooldown stamps.
    /// @dev A feed is asked for its answer only where it is new for its token.
    function setAssets(AssetConfig[] calldata assets) external;
    /// @notice New targets for the whole list, in its order; `oneOff.bps` > 0 grants turnover for the move.
    function setTargets(address[] calldata tokens, uint16[] calldata targetsBps, OneOffTurnover calldata oneOff)
        external;
    /// @notice Removes an asset whose target is 0, reads no feed. Its LOP allowance is zeroed, best effort.
    function removeAsset(address token) external;
    /// @notice Replaces an asset's feed. Reads only the new feed's answer, never another's.
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
    function setGuard(Guard calldata guard) external;
    function setRouter(address router, bool allowed) external;
    function setAllowanceCeiling(address token, uint256 ceiling) external;
    /// @notice Replaces the one-off allowance. The loss bucket stays as it is.
    function grantTurnover(OneOffTurnover calldata oneOff) external;

    /// @notice `amount` type(uint256).max means all. Reads no feed, needs no bot, works while paused.
    function withdraw(address token, uint256 amount, address to) external;
    /// @notice The same share of every listed asset.
    function withdrawShare(uint256 bps, address to) external;
    /// @notice All of each listed `tokens`; one that fails is skipped with an event.
    function withdrawAll(address[] calldata tokens, address to) external;
    /// @notice Tokens that are not assets.
    function rescue(address token, uint256 amount, address to) external;
    /// @notice Wraps the ETH sent with the call.
    function depositETH() external payable;
    /// @notice Wraps ETH that was forced in.
    function wrap() external;

    /// @notice Anyone may add assets from their own wallet, with permits.
    function deposit(Deposit[] calldata deposits) external;

    // ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function authorizedSigner() external view returns (address);
    function paused() external view returns (bool);
    /// @notice Whether a fill or proposal is under way in this transaction.
    function locked() external view returns (bool);
    function generation() external view returns (uint40);
    function guard() external view returns (Guard memory);
    function budgets() external view returns (Budgets memory);
    function assets() external view returns (Asset[] memory);
    function isRouter(address router) external view returns (bool);
    function allowanceCeiling(address token) external view returns (uint256);
    function executor() external view returns (address);
    function limitOrderProtocol() external view returns (address);
    function feeTaker() external view returns (address);
    /// @notice The LOP epoch series of our partially fillable orders.
    function series() external view returns (uint256);
    function routers() external view returns (address[] memory);
    function factory() external view returns (address);

    // ── ownership (two steps, renouncing reverts) ───────────────────────────────────────────────────────────────────

    function owner() external view returns (address);
    function pendingOwner() external view returns (address);
    function transferOwnership(address newOwner) external;
    function acceptOwnership() external;
}
