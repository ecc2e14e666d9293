// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerTypes } from "./IBalancer.sol";

/// @title Types, events and errors of a cash portfolio
/// @dev Units, everywhere: `Bps` = 1/10,000 · `E18` = fraction of the portfolio's value in 1e-18 · values and `assets` in USDC's
/// units · `shares` in a vault's · a rate in USDC units a whole share · times in Unix seconds, spans in seconds.
interface ICashTypes {
    /// @notice The owner's limits. Every field is under a hard cap, see {ICashPortfolio-setGuard}.
    /// @param maxLossBps most that one deposit or redemption may lose of what it moves
    /// @param lossBpsPerDay worst sum of loss ÷ value in any 24 hours: THE promise
    /// @param turnoverBpsPerDay most that deposits and redemptions move ÷ value in any 24 hours
    /// @param bridgeBpsPerDay most that is bridged ÷ value in any 24 hours; 0: nothing
    /// @param minMoveBps least of the value that a move moves
    /// @param cooldown between a deposit into a vault and a redemption from it, either way round, and between two bridgings
    /// @param deadlineMax most remaining life of a signed move
    struct CashGuard {
        uint16 maxLossBps;
        uint16 lossBpsPerDay;
        uint32 turnoverBpsPerDay;
        uint16 bridgeBpsPerDay;
        uint16 minMoveBps;
        uint32 cooldown;
        uint32 deadlineMax;
    }

    /// @notice A vault as its owner lists it.
    /// @param capBps most of the value that may ever have been given to it
    /// @param rateMin least of its rate at the listing, USDC units a whole share; a listed vault's rate isn't looked at
    /// @param rateMax most of it
    struct VaultConfig {
        address vault;
        uint16 capBps;
        uint96 rateMin;
        uint96 rateMax;
    }

    /// @notice All that a new portfolio is made of; its address depends on every field.
    struct CashConfig {
        address signer;
        CashGuard guard;
        VaultConfig[] vaults;
    }

    /// @notice What can be told of a vault. `Unread`: balance or rate couldn't be read. `Fell`: its rate is more than 25 bps under
    /// its mark. Both count 0, and moves of it are refused.
    enum VaultState {
        Ok,
        Unread,
        Fell
    }

    /// @notice A listed vault as stored, and as it stands in this block.
    /// @param mark highest rate that has counted
    /// @param given USDC paid in less USDC paid back: most that the vault counts for
    /// @param spentUntil up to when the mark's growth has been spent
    /// @param shares held; 0 also when they can't be read
    /// @param live rate now
    /// @param worth what it counts in the value
    struct VaultLook {
        address vault;
        uint16 capBps;
        uint8 decimals;
        uint32 depositedAt;
        uint32 redeemedAt;
        uint96 mark;
        uint96 given;
        uint64 spentUntil;
        VaultState state;
        uint256 shares;
        uint256 live;
        uint256 worth;
    }

    /// @notice A portfolio of the same owner on another chain.
    /// @param domain Circle's number of that chain
    /// @param testedAt when the test amount was burnt for it (0: not yet)
    /// @param openUntil from when on nothing may be bridged to it (0: never opened)
    struct Sibling {
        address account;
        uint32 domain;
        uint32 testedAt;
        uint32 openUntil;
    }

    /// @notice Bucket levels drained to now, and what they hold. All E18.
    struct CashBudgets {
        uint256 lossLevelE18;
        uint256 lossCapacityE18;
        uint256 turnoverLevelE18;
        uint256 turnoverCapacityE18;
        uint256 bridgeLevelE18;
        uint256 bridgeCapacityE18;
        uint256 bridgedAt;
    }

    /// @notice What every signed move carries beside its own words.
    struct Terms {
        uint256 nonce;
        uint40 generation;
        uint40 deadline;
    }
}

interface ICashEvents is ICashTypes {
    /// @notice A signed deposit passed every check. `moved` USDC left, `shares` came.
    event Entered(bytes32 indexed id, address indexed vault, uint256 moved, uint256 shares, uint256 nonce);
    /// @notice A signed redemption passed every check. `shares` left, `received` USDC came.
    event Left(bytes32 indexed id, address indexed vault, uint256 shares, uint256 received, uint256 nonce);
    /// @notice USDC was burnt for a sibling; at most once a second. `id` is the signed move's, 0 in a test by the owner.
    event Bridged(bytes32 indexed id, uint32 indexed domain, address indexed sibling, uint256 amount, uint256 maxFee);
    /// @notice What a move was charged, and the stored levels after it.
    event CashCharged(
        bytes32 indexed id,
        uint256 value,
        uint256 lossE18,
        uint256 turnoverE18,
        uint256 bridgeE18,
        uint256 lossLevelE18,
        uint256 turnoverLevelE18,
        uint256 bridgeLevelE18
    );
    /// @notice The stored levels after a guard change settled them.
    event CashSettled(uint256 lossLevelE18, uint256 turnoverLevelE18, uint256 bridgeLevelE18);
    /// @notice A vault's mark, what it was given, and up to when its growth is spent, as they are from now on.
    event Marked(address indexed vault, uint256 mark, uint256 given, uint256 spentUntil);
    /// @notice Listed, or listed already and its cap is now this.
    event VaultSet(address indexed vault, uint16 capBps, uint8 decimals);
    event VaultRemoved(address indexed vault);
    event CashGuardSet(CashGuard guard);
    /// @notice Named: nothing can be bridged there before it was tested and opened.
    event SiblingSet(uint32 indexed domain, address indexed sibling);
    event SiblingOpened(uint32 indexed domain, address indexed sibling, uint256 until);
    /// @notice Out of the list.
    event SiblingClosed(uint32 indexed domain, address indexed sibling);
    /// @notice By the owner himself, past every rule but his least amount.
    event Exited(address indexed vault, uint256 shares, uint256 received, address indexed to);
    /// @notice Comes after the events that say what it was created with.
    event InitializedCash(address indexed owner, address factory);
}

/// @dev Each says the limit that was met: what was given comes first, then the limit. What the libraries of the Balancer
/// refuse, they refuse by its errors.
interface ICashErrors is ICashTypes {
    /// @notice Not in the list.
    error UnknownVault(address vault);
    /// @notice What can't be read, or fell, is neither entered nor left by a signed move.
    error VaultRefused(address vault, VaultState state);
    /// @notice There is nothing to take a fraction of.
    error EmptyValue();
    /// @notice Less than `minMoveBps` of the value, or in a bridging less than 10 USDC.
    error MoveTooSmall(uint256 moved, uint256 least);
    /// @notice The move loses more than its part of what it moves.
    error MoveLosesTooMuch(uint256 loss, uint256 most);
    /// @notice More than its cap would have been given to the vault.
    error AboveVaultCap(address vault, uint256 given, uint256 most);
    /// @notice The vault or the messenger didn't take exactly what it was allowed.
    error AllowanceLeft(address spender, uint256 left);
    /// @notice Circle's messenger took another amount than was signed.
    error BurntOtherAmount(uint256 burnt, uint256 amount);
    /// @notice The day's bridge budget has only `leftE18` of the value left.
    error BridgeBudgetExceeded(uint256 wantedE18, uint256 leftE18);
    /// @notice The day's turnover budget has only `leftE18` of the value left.
    error CashTurnoverExceeded(uint256 wantedE18, uint256 leftE18);
    /// @notice Bridged less than `cooldown` ago, or in this very second.
    error BridgeCoolingDown(uint256 until);
    /// @notice More than 10 bps of the amount.
    error FeeTooHigh(uint256 maxFee, uint256 most);
    /// @notice The sibling of this domain isn't the one that was signed.
    error WrongSibling(uint32 domain, address given);
    /// @notice Named, but not opened, or its time is over.
    error SiblingNotOpen(uint32 domain, uint256 openUntil);
    /// @notice None is named for this domain.
    error UnknownSibling(uint32 domain);
    /// @notice A sibling is on another chain.
    error ForbiddenDomain(uint32 domain);
    /// @notice Once a naming.
    error AlreadyTested(uint32 domain);
    /// @notice An hour must have passed since the test; `from` is 0 when there was none.
    error TestTooYoung(uint32 domain, uint256 from);
    error TooManyVaults(uint256 most);
    error TooManySiblings(uint256 most);
    /// @notice Part of the machinery.
    error ForbiddenVault(address vault);
    /// @notice Its asset isn't USDC.
    error AssetNotUsdc(address vault, address asset);
    /// @notice The rate isn't between the owner's bounds, or too small to be told apart from its rounding.
    error RateOutOfBounds(uint256 rate, uint256 least, uint256 most);
    /// @notice An implementation is for a USDC of 6 decimals.
    error NotUsdc(address token);
}

/// @title ICashPortfolio: USDC of one owner on one chain, and shares of listed vaults of it
/// @notice The owner's wallet owns it; the signer (a bot key) may only ask it to deposit, redeem and bridge.
///
/// THE PROMISE. With L = `lossBpsPerDay` and b = `bridgeBpsPerDay`: a stolen signer key can cost one portfolio, at its vaults'
/// marks, at most L of its value in any 24 hours, and all siblings together at most L ÷ (1 − b) of what they held and had in
/// flight when those hours began, and what was paid in since. See the assumptions in CashPortfolio.sol.
interface ICashPortfolio is ICashEvents, ICashErrors {
    // ── creation ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Sets up a fresh clone. Called by the factory in the creating call; reverts ever after (InvalidInitialization).
    /// @param config abi.encode(CashConfig); refused like the same values in {setGuard}, {setVault} and {setSigner}
    function initialize(address owner, bytes calldata config) external;

    // ── moves: signed by the signer or the owner, sent by anybody, once ─────────────────────────────────────────────
    // EIP-712 domain ("1Balancer Cash", "1", chain id, this). All revert with IsLocked, IsPaused, WrongGeneration,
    // ProposalExpired, DeadlineTooFar, BadProposalSignature, NonceUsed, EmptyValue, TooLittleGas, LossBudgetExceeded.

    /// @notice Gives `assets` to a listed vault. Struct: `Deposit(address vault,uint256 assets,uint256 minShares,uint256 nonce,uint40 generation,uint40 deadline)`
    /// @dev Reverts: UnknownVault, VaultRefused, CoolingDown, ZeroAmount, AllowanceLeft, ReceivedTooLittle, AboveVaultCap, MoveTooSmall,
    /// MoveLosesTooMuch, CashTurnoverExceeded, and what the vault does.
    function depositSigned(address vault, uint256 assets, uint256 minShares, Terms calldata terms, bytes calldata signature)
        external;

    /// @notice Takes `shares` back to their vault. Struct: `Redeem(address vault,uint256 shares,uint256 minAssets,uint256 nonce,uint40 generation,uint40 deadline)`
    /// @dev Reverts as {depositSigned} does, but for AboveVaultCap and AllowanceLeft.
    function redeemSigned(address vault, uint256 shares, uint256 minAssets, Terms calldata terms, bytes calldata signature)
        external;

    /// @notice Burns `amount` for an open sibling. Struct: `Bridge(uint32 domain,address sibling,uint256 amount,uint256 maxFee,uint256 nonce,uint40 generation,uint40 deadline)`
    /// @dev Reverts: UnknownSibling, WrongSibling, SiblingNotOpen, BridgeCoolingDown, MoveTooSmall, FeeTooHigh, AllowanceLeft, BurntOtherAmount,
    /// BridgeBudgetExceeded, and what the messenger does.
    function bridgeSigned(
        uint32 domain,
        address sibling,
        uint256 amount,
        uint256 maxFee,
        Terms calldata terms,
        bytes calldata signature
    ) external;

    /// @notice The digests that a move's signer signs.
    function depositHash(address vault, uint256 assets, uint256 minShares, Terms calldata terms) external view returns (bytes32);
    function redeemHash(address vault, uint256 shares, uint256 minAssets, Terms calldata terms) external view returns (bytes32);
    function bridgeHash(uint32 domain, address sibling, uint256 amount, uint256 maxFee, Terms calldata terms)
        external
        view
        returns (bytes32);

    /// @notice Bits of used nonces: nonce n is bit `n & 255` of word `n >> 8`.
    function nonceWord(uint256 word) external view returns (uint256 bits);

    /// @notice Raises a vault's mark to what its rate counts for now. Anyone may, while unlocked.
    /// @dev Reverts: IsLocked, UnknownVault, VaultRefused (unread), TooLittleGas.
    function poke(address vault) external;

    // ── safe direction: owner or signer, locked or not ──────────────────────────────────────────────────────────────

    /// @notice Stops every signed move and bumps the generation.
    function pause() external;
    /// @notice Kills every signed move of this generation and earlier ones.
    function bumpGeneration() external;
    /// @notice Takes the sibling of this domain out of the list: to be bridged to again it must be named, tested and opened anew.
    function closeSibling(uint32 domain) external;

    // ── owner ───────────────────────────────────────────────────────────────────────────────────────────────────────
    // For others all of it reverts with OwnableUnauthorizedAccount, while locked with IsLocked. What changes a rule bumps the
    // generation first.

    function unpause() external;
    /// @notice 0 means that no bot may sign. Reverts: ForbiddenSigner.
    function setSigner(address signer) external;
    /// @notice Hard caps: loss of a move 1–100 · loss a day 1–1,000 · turnover 1–100,000 · bridge 5,000 · least move 1–1,000 bps ·
    /// cooldown 7 d · deadline 60 s–1 d. Levels stay: no guard refills a bucket.
    /// @dev Reverts: AboveHardCap, BelowHardFloor.
    function setGuard(CashGuard calldata guard) external;
    /// @notice Lists a vault, or gives a listed one another cap. Its rate must then be between the two bounds, for somebody else
    /// may choose the moment.
    /// @dev Reverts: AboveHardCap, TooManyVaults (8), ForbiddenVault, NoCode, AssetNotUsdc, DecimalsTooHigh (27), VaultRefused, RateOutOfBounds.
    function setVault(VaultConfig calldata config) external;
    /// @notice Takes a vault out of the list, calling nothing of it. What is left of its shares can be rescued, or exited from.
    function removeVault(address vault) external;
    /// @notice Sets the mark to the rate as it is, if it is between the bounds, and what the vault was given to what the shares
    /// held, `sharesMax` at most, are worth at it.
    /// @dev Reverts: UnknownVault, VaultRefused, RateOutOfBounds.
    function acceptRate(address vault, uint256 rateMin, uint256 rateMax, uint256 sharesMax) external;

    /// @notice Names the portfolio of a chain, and closes the one that was named before.
    /// @dev Reverts: ZeroAddress, ForbiddenDomain, TooManySiblings (8).
    function setSibling(uint32 domain, address sibling) external;
    /// @notice Burns exactly 1 USDC for a named sibling. Reverts: UnknownSibling, AlreadyTested, FeeTooHigh, BridgeCoolingDown.
    function testSibling(uint32 domain, uint256 maxFee) external;
    /// @notice From an hour after its test on, for 90 days at most. Reverts: UnknownSibling, TestTooYoung, BadExpiry.
    function openSibling(uint32 domain, uint256 until) external;

    /// @notice Redeems `shares` of a vault, listed or not, for `to`, by no rule but `minAssets`. Reads no rate, works while paused.
    /// @dev Reverts: ZeroAddress, ForbiddenReceiver, ReceivedTooLittle, and what the vault does.
    function exit(address vault, uint256 shares, uint256 minAssets, address to) external;
    /// @notice USDC and shares in kind. `amount` type(uint256).max means all. Reads no rate, works while paused.
    /// @dev Reverts: UnknownAsset, ZeroAddress, ForbiddenReceiver, and what the token does.
    function withdraw(address token, uint256 amount, address to) external;
    /// @notice All of each token; one that fails is skipped with an event.
    function withdrawAll(address[] calldata tokens, address to) external;
    /// @notice Tokens that are neither USDC nor shares of a listed vault. Reverts: IsAsset.
    function rescue(address token, uint256 amount, address to) external;
    /// @notice Anyone may add USDC, or shares of listed vaults, from their own wallet, with permits. Shares count for nothing before the
    /// owner accepts them.
    function deposit(IBalancerTypes.Deposit[] calldata deposits) external;

    // ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice What the portfolio is worth by its own rules in this block, the USDC of it, and each vault's part.
    function look() external view returns (uint256 value, uint256 usdcHeld, VaultLook[] memory vaults);
    function siblings() external view returns (Sibling[] memory);
    function guard() external view returns (CashGuard memory);
    /// @notice As of this block's time.
    function budgets() external view returns (CashBudgets memory);
    function authorizedSigner() external view returns (address);
    function paused() external view returns (bool);
    function locked() external view returns (bool);
    function generation() external view returns (uint40);
    function factory() external view returns (address);
    function usdc() external view returns (address);
    /// @notice Circle's, and of this chain.
    function messenger() external view returns (address);
    function transmitter() external view returns (address);
    function localDomain() external view returns (uint32);

    // ── ownership (two steps, renouncing reverts) ───────────────────────────────────────────────────────────────────

    function owner() external view returns (address);
    function pendingOwner() external view returns (address);
    function transferOwnership(address newOwner) external;
    /// @notice By the heir alone. Clears signer and siblings, and bumps the generation.
    function acceptOwnership() external;
}
