// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IDelegatedBalancer } from "./interfaces/IDelegatedBalancer.sol";
import { IDelegatedExecutor } from "./interfaces/IDelegatedExecutor.sol";
import { IDelegatedFactory } from "./interfaces/IDelegatedFactory.sol";
import { IDelegationManager } from "./interfaces/IDelegationManager.sol";
import { Administration } from "./libraries/Administration.sol";
import { Buckets } from "./libraries/Buckets.sol";
import { Caps } from "./libraries/Caps.sol";
import { DelegatedProposals } from "./libraries/DelegatedProposals.sol";
import { OpenFill } from "./libraries/OpenFill.sol";
import { Proposals } from "./libraries/Proposals.sol";
import { Env, State } from "./libraries/State.sol";
import { Views } from "./libraries/Views.sol";

/// @title DelegatedBalancer: the Balancer's promise for an account that keeps its own tokens
///
/// @notice THE PROMISE. With L = `lossBpsPerDay`: at the feeds, trades signed with a stolen signer key can cost the account at most L of
/// what it holds of the listed tokens in any 24 hours (the sum of loss ÷ value at that proposal), by all clones of one factory and of
/// those after it that know it (if their limits differ, the greatest). Who has no key can't start a trade, and gets of an honest one
/// what its `minOut` leaves.
///
/// ## What it rests on
/// - The feeds, as in Balancer.sol, and what is said there of tokens and feeds.
/// - The chain's DelegationManager (its owner can pause it: a stop, not a theft), and that the account's code obeys its owner alone.
///   Not: who sends a proposal, which delegation he brings and with which `args`, routers, tokens' hooks, nor what the account's
///   code answers or does meanwhile. No caveat of a delegation is relied on.
/// - Everything listed at the account's address is managed, at the moment when it is there; its debts aren't seen.
/// - The account's other doors (its own orders, allowances, other delegations) are outside. What they let out while a proposal runs,
///   less what came in of the same token, is counted or refused; afterwards it isn't: with such a door a day's turnover is the bound.
/// - Not to be listed, and no contract can tell: tokens on whose balance a debt or a stream of the account hangs.
///
/// @dev HOW. A proposal is signed by the signer's key and sent by anybody. Swap by swap this contract redeems one delegation, root,
/// of the account to itself, for a transfer into its executor that it builds itself; what comes out and what is left goes to the
/// account, and the sums are judged as a Balancer's are. It holds nothing, runs nothing else, and has neither EIP-1271 nor a fallback.
contract DelegatedBalancer is IDelegatedBalancer, Initializable, EIP712 {
    using SafeERC20 for IERC20;

    address private immutable LOP;
    address private immutable SEQUENCER_FEED;
    address private immutable DELEGATION_MANAGER;
    address private immutable ENTRY_POINT;
    address private immutable EXECUTOR_IMPLEMENTATION;
    uint256 private immutable ANSWER_AGE_MIN;

    State private s;

    /// @inheritdoc IDelegatedBalancer
    address public account;
    /// @inheritdoc IDelegatedBalancer
    address public guardian;

    modifier whenUnlocked() {
        require(OpenFill.lock() == 0, IsLocked());
        _;
    }

    /// @dev Everything signed before this call is void from its start.
    modifier onlyAccountIn(uint40 given) {
        require(msg.sender == account, NotAccount(msg.sender));
        require(OpenFill.lock() == 0, IsLocked());
        require(given == s.rules.generation, WrongGeneration(given, s.rules.generation));
        _bump();
        _;
    }

    /// @dev A thief of the signer's key can't bump away what the account decides once it is paused.
    modifier onlyStopping() {
        if (msg.sender != account && msg.sender != guardian) {
            require(msg.sender == s.signer, NotAccountGuardianOrSigner(msg.sender));
            require(!s.rules.paused, IsPaused());
        }
        _requireCurrentClone();
        _bump();
        _;
    }

    // ── creation ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @param sequencerFeed the layer 2's uptime feed, 0 on a layer 1
    /// @param answerAgeMin_ see {IDelegatedBalancer-answerAgeMin}; at most 1
    /// @dev The implementation is locked: initialised, and serves nobody. Reverts: AboveHardCap.
    constructor(
        address lop,
        address sequencerFeed,
        address delegationManager_,
        address entryPoint_,
        address executorImplementation,
        uint256 answerAgeMin_
    ) EIP712("1Balancer Delegated", "1") {
        Caps.atMost("answerAgeMin", answerAgeMin_, 1);
        (LOP, SEQUENCER_FEED, DELEGATION_MANAGER, ENTRY_POINT) = (lop, sequencerFeed, delegationManager_, entryPoint_);
        (EXECUTOR_IMPLEMENTATION, ANSWER_AGE_MIN) = (executorImplementation, answerAgeMin_);
        _disableInitializers();
    }

    /// @inheritdoc IDelegatedBalancer
    function initialize(address account_, address guardian_, bool bornPaused, bytes calldata config)
        external
        initializer
    {
        (account, guardian) = (account_, guardian_);
        s.factory = msg.sender;
        s.executor = Clones.clone(EXECUTOR_IMPLEMENTATION);
        IDelegatedExecutor(s.executor).initialize();
        _requireParties();
        Administration.initialize(s, _env(), account_, config);
        _refuse(abi.decode(config, (Config)).oneOff.bps);
        _fillBuckets();
        if (bornPaused) _pause();
        emit InitializedDelegated(account_, guardian_, s.executor, msg.sender);
    }

    function _requireParties() private view {
        require(account != address(0) && guardian != address(0), ZeroAddress());
        require(!_isMachinery(account) && account != LOP, ForbiddenAccount(account));
        require(guardian != address(this) && guardian != s.executor, ForbiddenGuardian(guardian));
    }

    function _refuse(uint256 oneOffBps) private view {
        require(oneOffBps == 0, OneOffRefused());
        require(!s.rules.publicBook, PublicBookRefused());
        for (uint256 i; i < s.routers.length; ++i) {
            address router = s.routers[i];
            bool ours = _isMachinery(router) || router == account || router == guardian;
            require(!ours, ForbiddenRouter(router));
        }
    }

    /// @dev Through which money could be moved in another's name. This contract's own parts are refused by {Administration}.
    function _isMachinery(address a) private view returns (bool) {
        return a == DELEGATION_MANAGER || a == ENTRY_POINT || a == s.factory || IDelegatedFactory(s.factory).isClone(a);
    }

    /// @dev Nothing to spend yet: what the clone before this one has spent, this one mustn't let through again.
    function _fillBuckets() private {
        s.levels.lossE18 = uint64(Buckets.capacity(s.rules.lossBpsPerDay));
        s.levels.turnoverE18 = uint64(Buckets.capacity(s.rules.turnoverBpsPerDay));
        emit BudgetsSettled(s.levels.lossE18, s.levels.turnoverE18, 0, 0);
    }

    // ── proposals ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IDelegatedBalancer
    function executeSignedRebalance(
        Swap[] calldata swaps,
        bytes[] calldata contexts,
        uint256 nonce,
        uint40 generation_,
        uint40 deadline,
        bytes calldata signature
    ) external whenUnlocked {
        bytes32 digest = proposalHash(swaps, nonce, generation_, deadline);
        OpenFill.setLock(digest);
        DelegatedProposals.Terms memory terms =
            DelegatedProposals.Terms(nonce, generation_, deadline, digest, IDelegationManager(DELEGATION_MANAGER));
        DelegatedProposals.execute(s, _env(), terms, swaps, contexts, signature);
        OpenFill.setLock(0);
    }

    /// @inheritdoc IDelegatedBalancer
    function proposalHash(Swap[] calldata swaps, uint256 nonce, uint40 generation_, uint40 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(Proposals.structHash(swaps, nonce, generation_, deadline));
    }

    /// @inheritdoc IDelegatedBalancer
    function nonceWord(uint256 word) external view returns (uint256) {
        return s.nonces[word];
    }

    // ── safe direction ──────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IDelegatedBalancer
    function pause() external onlyStopping {
        _pause();
    }

    /// @inheritdoc IDelegatedBalancer
    function bumpGeneration() external onlyStopping { }

    /// @inheritdoc IDelegatedBalancer
    function retire() external {
        require(msg.sender == s.factory, NotFactory(msg.sender));
        _bump();
        _pause();
        emit Retired();
    }

    // ── the account ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IDelegatedBalancer
    function unpause(uint40 generation_) external onlyAccountIn(generation_) {
        _requireCurrentClone();
        s.rules.paused = false;
        emit PausedSet(false, msg.sender);
    }

    /// @inheritdoc IDelegatedBalancer
    function setSigner(address signer, uint40 generation_) external onlyAccountIn(generation_) {
        Administration.setSigner(s, signer);
    }

    /// @inheritdoc IDelegatedBalancer
    function setTargets(address[] calldata tokens, uint16[] calldata targetsBps, uint40 generation_)
        external
        onlyAccountIn(generation_)
    {
        Administration.setTargets(s, tokens, targetsBps, OneOffTurnover(0, 0));
    }

    /// @inheritdoc IDelegatedBalancer
    function removeAsset(address token, uint40 generation_) external onlyAccountIn(generation_) {
        Administration.removeAsset(s, _env(), token);
    }

    /// @inheritdoc IDelegatedBalancer
    function rescue(address token) external whenUnlocked {
        IDelegatedExecutor(s.executor).sweep(token);
        uint256 held = IERC20(token).balanceOf(address(this));
        if (held != 0) IERC20(token).safeTransfer(account, held);
    }

    // ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev As in EIP712, without its code for long names.
    function eip712Domain()
        public
        view
        override
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        return (hex"0f", "1Balancer Delegated", "1", block.chainid, address(this), 0, new uint256[](0));
    }

    function authorizedSigner() external view returns (address) {
        return s.signer;
    }

    function paused() external view returns (bool) {
        return s.rules.paused;
    }

    function locked() external view returns (bool) {
        return OpenFill.lock() != 0;
    }

    function generation() external view returns (uint40) {
        return s.rules.generation;
    }

    function guard() external view returns (Guard memory) {
        return Views.guard(s);
    }

    function budgets() external view returns (Budgets memory) {
        return Views.budgets(s);
    }

    function assets() external view returns (Asset[] memory) {
        return Views.assets(s);
    }

    function isRouter(address router) external view returns (bool) {
        return s.isRouter[router];
    }

    function routers() external view returns (address[] memory) {
        return s.routers;
    }

    function executor() external view returns (address) {
        return s.executor;
    }

    function factory() external view returns (address) {
        return s.factory;
    }

    function delegationManager() external view returns (address) {
        return DELEGATION_MANAGER;
    }

    function entryPoint() external view returns (address) {
        return ENTRY_POINT;
    }

    function limitOrderProtocol() external view returns (address) {
        return LOP;
    }

    function answerAgeMin() external view returns (uint256) {
        return ANSWER_AGE_MIN;
    }

    // ── shared ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function _bump() private {
        emit GenerationBumped(++s.rules.generation);
    }

    function _pause() private {
        s.rules.paused = true;
        emit PausedSet(true, msg.sender);
    }

    function _requireCurrentClone() private view {
        address current = IDelegatedFactory(s.factory).currentOf(account);
        require(current == address(this), NotCurrentClone(current));
    }

    function _env() private view returns (Env memory) {
        return Env(LOP, address(0), address(0), SEQUENCER_FEED, ANSWER_AGE_MIN, account);
    }
}
