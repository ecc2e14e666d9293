// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors, IBalancerEvents } from "./IBalancer.sol";

interface IDelegatedEvents is IBalancerEvents {
    /// @notice Comes after the events that say what it was created with, the full buckets' levels last.
    event InitializedDelegated(address indexed account, address indexed guardian, address executor, address factory);
    /// @notice The account has another clone now, or none: this one is paused for ever.
    event Retired();
}

/// @dev What a proposal, a limit or an asset is refused with is said in {IBalancerErrors}.
interface IDelegatedErrors is IBalancerErrors {
    // who and when
    /// @notice The account alone may.
    error NotAccount(address caller);
    /// @notice Account, guardian and signer may stop it; nobody is told that he did who can't.
    error NotAccountGuardianOrSigner(address caller);
    /// @notice The factory alone may.
    error NotFactory(address caller);
    /// @notice The account has another clone by now (0: none): what is asked of this one would be of no effect.
    error NotCurrentClone(address current);

    // creation
    /// @notice Part of the machinery, or a clone itself: it can't be an account that is served.
    error ForbiddenAccount(address account);
    /// @notice The clone and its executor guard nothing.
    error ForbiddenGuardian(address guardian);
    /// @notice There are no orders here, so no public book.
    error PublicBookRefused();
    /// @notice There is no turnover beyond the daily one here.
    error OneOffRefused();

    // proposals
    /// @notice One context for each swap.
    error ContextsMismatch(uint256 contexts, uint256 swaps);
    /// @notice A context is one delegation, without any link between the account and this.
    error NotOneDelegation(uint256 links);
    /// @notice The account itself must have given it, not passed it on.
    error NotRootDelegation(bytes32 authority);
    /// @notice A delegation of somebody else.
    error WrongDelegator(address delegator);
    /// @notice A delegation to somebody else, or to anybody.
    error WrongDelegate(address delegate);
    /// @notice The account was asked for `wanted` and the executor got `pulled`, more than 2 units less.
    error PulledTooLittle(address token, uint256 pulled, uint256 wanted);
    /// @notice A listed token that isn't sold has become less by another door of the account.
    error OtherTokenLess(address token, uint256 before, uint256 left);
}

/// @title IDelegatedBalancer: rebalances one account that keeps its own tokens, by its delegations
/// @notice One clone for each account, which serves that account for ever and holds nothing. Assets, feeds, limits, routers and
/// guardian are in its address, which a delegation signs; none has a setter.
///
/// THE PROMISE. With L = `lossBpsPerDay`: at the feeds, trades signed with a stolen signer key can cost the account at most L of what
/// it holds of the listed tokens in any 24 hours (the sum of loss ÷ value at that proposal), by all clones of one factory and of
/// those after it that know it. See the assumptions in DelegatedBalancer.sol and docs/decisions/0095-delegated-accounts.md.
interface IDelegatedBalancer is IDelegatedEvents, IDelegatedErrors {
    // ── creation ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Sets up a fresh clone with both buckets full. Called by the factory in the creating call; reverts ever after
    /// (InvalidInitialization).
    /// @param bornPaused whether it begins paused, as the clone before it was
    /// @param config abi.encode(Config); refused like a Balancer's, and with a public book or a one-off turnover
    /// @dev Reverts: ZeroAddress, ForbiddenAccount, ForbiddenGuardian, PublicBookRefused, OneOffRefused, and what
    /// {IBalancer-initialize} refuses.
    function initialize(address account, address guardian, bool bornPaused, bytes calldata config) external;

    // ── proposals ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Executes swaps signed whole by the signer's key; anybody may send it. Swap by swap, what is sold is pulled from the
    /// account by the delegation in its context, swapped, and what came out and what is left is sent to the account.
    /// @param contexts one for each swap, abi.encode(Delegation[]); not signed: any delegation of the account to this will do
    /// @dev All swaps pass or none. Reverts: IsLocked, IsPaused, WrongGeneration, ProposalExpired, DeadlineTooFar,
    /// BadProposalSignature, NonceUsed, NoSwaps, TooManySwaps, ContextsMismatch, RouterNotAllowed, ZeroAmount, SameAsset,
    /// UnknownAsset, SoldAndBought, FeedRefused, EmptyNav, NotOneDelegation, NotRootDelegation, WrongDelegator, WrongDelegate,
    /// PulledTooLittle, ReceivedTooLittle, OtherTokenLess, SoldNotAboveTarget, SoldTooFar, BoughtNotBelowTarget, BoughtTooFar,
    /// CoolingDown, SlippageTooHigh, LossBudgetExceeded, TurnoverBudgetExceeded, ValueOverflow; what the DelegationManager and its
    /// enforcers, a router or a token revert with.
    /// EIP-712 domain ("1Balancer Delegated", "1", chain id, this), structs as in {IBalancer-executeSignedRebalance}.
    function executeSignedRebalance(
        Swap[] calldata swaps,
        bytes[] calldata contexts,
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

    // ── safe direction: account or guardian, and the signer unless it is paused; locked or not ──────────────────────

    /// @notice Stops all trading and bumps the generation.
    /// @dev Like the next one it reverts with NotAccountGuardianOrSigner; for the signer of a paused one with IsPaused; of a clone
    /// that isn't the account's any more with NotCurrentClone.
    function pause() external;

    /// @notice Kills every signed proposal of this generation and earlier ones.
    function bumpGeneration() external;

    /// @notice Paused for ever. The factory's alone, when the account gets another clone or none. Reverts: NotFactory.
    function retire() external;

    // ── the account ─────────────────────────────────────────────────────────────────────────────────────────────────
    // For others all of it reverts with NotAccount, while locked with IsLocked. Each names the generation for which it was decided
    // (WrongGeneration), so that what lies about can't be sent later, and bumps it.

    /// @notice Trading may go on, with proposals that are signed from now on. Reverts: NotCurrentClone.
    function unpause(uint40 generation) external;
    /// @notice 0 means that no bot may sign. After a {pause}: until then a thief can bump first. Reverts: ForbiddenSigner.
    function setSigner(address signer, uint40 generation) external;
    /// @notice New targets for the whole list, in its order. Reverts: LengthMismatch, WrongTokenOrder, TargetsSum.
    function setTargets(address[] calldata tokens, uint16[] calldata targetsBps, uint40 generation) external;
    /// @notice Drops an asset whose target is 0, reads no feed. It can't be listed again.
    /// @dev Reverts: UnknownAsset, TargetNotZero, TooLittleGas.
    function removeAsset(address token, uint40 generation) external;

    /// @notice Sends what was sent here, or to the executor, by mistake to the account. Anybody may, but while it is locked.
    /// @dev Reverts: IsLocked, and what the token does.
    function rescue(address token) external;

    // ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Whose tokens these are that it trades, and where all that it touches goes.
    function account() external view returns (address);
    /// @notice Who may pause and bump beside the account: a key that works from a block explorer.
    function guardian() external view returns (address);
    /// @notice The bot's key; 0 when no bot may sign.
    function authorizedSigner() external view returns (address);
    /// @notice Whether all trading is stopped.
    function paused() external view returns (bool);
    /// @notice Whether a proposal is under way in this transaction.
    function locked() external view returns (bool);
    /// @notice What every proposal must carry. Never falls.
    function generation() external view returns (uint40);
    /// @notice The limits; `publicBook` is false.
    function guard() external view returns (Guard memory);
    /// @notice As of this block's time.
    function budgets() external view returns (Budgets memory);
    /// @notice The list, in the order that {setTargets} wants.
    function assets() external view returns (Asset[] memory);
    /// @notice Whether proposals may name it.
    function isRouter(address router) external view returns (bool);
    /// @notice All that {isRouter} is true for, in no order; at most 16.
    function routers() external view returns (address[] memory);
    /// @notice The only contract of this clone that calls routers.
    function executor() external view returns (address);
    /// @notice Who created it, and says which clone is the account's current one.
    function factory() external view returns (address);
    /// @notice Who redeems the account's delegations; of the implementation, so part of the clone's address.
    function delegationManager() external view returns (address);
    /// @notice ERC-4337's, which never is an account or a router.
    function entryPoint() external view returns (address);
    /// @notice LOP: never an account, an asset or a feed. It may be a router.
    function limitOrderProtocol() external view returns (address);
    /// @notice Seconds that a feed's answer must have aged before its asset is traded on it, see {IBalancer-answerAgeMin}.
    function answerAgeMin() external view returns (uint256);
}
