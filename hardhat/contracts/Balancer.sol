// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { Ownable, Ownable2Step } from "@openzeppelin/contracts/access/Ownable2Step.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { Address, AddressLib } from "@1inch/solidity-utils/contracts/libraries/AddressLib.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancer } from "./interfaces/IBalancer.sol";
import { ISwapExecutor } from "./interfaces/ISwapExecutor.sol";
import { Administration } from "./libraries/Administration.sol";
import { Custody } from "./libraries/Custody.sol";
import { OpenFill } from "./libraries/OpenFill.sol";
import { OrderHash } from "./libraries/OrderHash.sol";
import { ISeriesEpoch, OrderRules } from "./libraries/OrderRules.sol";
import { Proposals } from "./libraries/Proposals.sol";
import { BPS, Env, Rules, SERIES, State } from "./libraries/State.sol";
import { TradeRules } from "./libraries/TradeRules.sol";
import { Position, Price, Valuation } from "./libraries/Valuation.sol";
import { Views } from "./libraries/Views.sol";

/// @title Balancer: a portfolio whose owner's worst case is a number
///
/// @notice THE PROMISE. A stolen signer key can never move a token out except against value, and can never cost the owner,
/// at the feeds' prices, more than `lossBpsPerDay` in any 24 hours (the sum over fills of loss ÷ NAV at that fill), whatever
/// it signs, whoever fills it, in whatever order.
///
/// ## What it rests on
/// - The feeds. With d the real error of a feed (deviation, latency, outage, a closed market), the true loss is at most
///   `lossBpsPerDay` + turnover × (d_out + d_in) ÷ (1 − d). Turnover is value sold: `turnoverBpsPerDay` plus any one-off.
///   The second term can be the larger one: 5,000 bps of turnover at feeds that deviate by 50 bps each are 50 bps a day.
/// - NAV is at feed prices: an asset that isn't traded may be overvalued for up to its `navMaxAge`, and scales the limit by
///   NAV_feed ÷ NAV_true.
/// - Trusted: LOP at its address, the listed tokens and feeds, the owner's key. With `publicBook` also 1inch's whole router,
///   up to each asset's allowance ceiling, and that nobody finds two extensions with the same 160-bit hash.
/// - What a stolen key can still do is stop: pause, cancel, sign nothing. It can delay, not steal.
///
/// ## What a token must be
/// Refused when it is listed:
/// - without code, with more than 27 decimals, or with other decimals than when it was listed last;
/// - this contract, its executor or factory, LOP, FeeTaker, Permit2, a router, or a feed of the list;
/// - listed twice, also under two addresses: equal, non-zero total supply, and equal balances of portfolio, owner and LOP, not
///   all 0. Before anybody holds any nobody can tell: the lens looks again at every read.
/// Must not be listed, and no contract can tell: rebases that anybody can trigger; an issuer whom the owner doesn't trust.
/// Fees on transfer are charged as losses. Hooks, missing return values and blocklists do no harm but to their own trades.
///
/// ## What a feed must be
/// Refused when it is listed: without code, with more than 18 decimals, without an answer younger than `navMaxAge`; part of the
/// machinery, a router or a token of the list. Refused when it is read: not positive, without a time or from the future, other
/// decimals, outside its bounds, older than `heartbeat` (traded) or `navMaxAge` (held); for the two traded assets also younger
/// than `answerAgeMin`, so that nobody updates a feed and fills on it in one block.
/// Must not be listed, and no contract can tell: feeds that a taker can update in his own transaction (pull oracles, spot
/// balances); shares of vaults that lend their idle assets out within a transaction, or whose conversion depends on spot prices.
///
/// ## Liveness: what trading needs
/// - An owner who hasn't paused, a signer, and a taker. Any of the three can stop it, and so can LOP.
/// - A fresh answer of the two traded assets' feeds, and one not older than `navMaxAge` of every other asset that is held. A dead
///   feed of an asset that is held stops everything until the owner replaces the feed or drops the asset.
/// - On a layer 2, a sequencer that has been up for an hour.
/// - Room in both budgets, and cooldowns that have passed.
/// Withdrawing, pausing and changing rules need none of these: no feed, no bot, no taker, no LOP.
///
/// @dev HOW. Every fill of an order of ours passes LOP's two hooks here, because no order without both is valid.
///   PRE   gatekeeping (sender, pause, generation, extension, feeds), takes the lock, remembers balances, prices and NAV;
///   POST  judges what really moved, at PRE's prices: price, direction, size, cooldown, loss and turnover budgets.
/// A proposal does the same around swaps made by the portfolio's own executor. Between PRE and POST the taker's code runs and
/// the sold token is gone: the lock refuses everything but pausing, cancelling and bumping the generation.
/// EIP-1271 is asked only before the FIRST fill of a partially fillable order, so whatever must stop the rest is in the hooks;
/// the generation, carried by bits 160–199 of every order's salt, is what kills all open orders at once.
///
/// Storage: rules, generation, pause and asset count fill one slot; both buckets and the one-off allowance one; an asset two
/// (token, target, decimals and both cooldown stamps are one slot, the only one a fill writes). Between the hooks everything
/// is in six words of transient storage ({OpenFill}). Code that isn't on the hooks' path lives in linked libraries.
contract Balancer is IBalancer, Initializable, Ownable2Step, EIP712 {
    using AddressLib for Address;
    using SafeERC20 for IERC20;
    using Valuation for uint256;

    bytes4 private constant INVALID = 0xffffffff;

    address private immutable LOP;
    address private immutable FEE_TAKER;
    address private immutable WETH;
    address private immutable SEQUENCER_FEED;
    uint256 private immutable ANSWER_AGE_MIN;
    address private immutable EXECUTOR_IMPLEMENTATION;

    State private s;

    /// @dev What moved in a fill, and what it was worth at PRE's prices.
    struct Fill {
        bytes32 orderHash;
        address taker;
        uint256 navE32;
        uint256 making;
        uint256 remaining;
        uint256 sent;
        uint256 received;
        uint256 outE32;
        uint256 inE32;
    }

    modifier whenUnlocked() {
        _requireUnlocked();
        _;
    }

    modifier onlyOwnerUnlocked() {
        _checkOwner();
        _requireUnlocked();
        _;
    }

    modifier onlyOwnerOrSigner() {
        _requireOwnerOrSigner();
        _;
    }

    /// @dev Everything signed before this call is void from its start: a change may call tokens, and their hooks a taker.
    modifier bumping() {
        _bump();
        _;
    }

    // ── creation ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @param sequencerFeed the layer 2's uptime feed, 0 on a layer 1
    /// @param answerAgeMin_ see {IBalancer-answerAgeMin}; at most 1
    /// @dev The implementation is locked: initialised, and owned by nobody. Reverts: OrderHashDiffers, AboveHardCap.
    constructor(
        address lop,
        address feeTaker_,
        address weth,
        address sequencerFeed,
        address executorImplementation,
        uint256 answerAgeMin_
    ) Ownable(address(0xdead)) EIP712("1Balancer", "1") {
        OrderHash.requireSame(lop);
        require(answerAgeMin_ <= 1, AboveHardCap("answerAgeMin", answerAgeMin_, 1));
        (LOP, FEE_TAKER, WETH, SEQUENCER_FEED) = (lop, feeTaker_, weth, sequencerFeed);
        (EXECUTOR_IMPLEMENTATION, ANSWER_AGE_MIN) = (executorImplementation, answerAgeMin_);
        _disableInitializers();
    }

    /// @inheritdoc IBalancer
    function initialize(address owner_, bytes calldata config) external initializer {
        require(owner_ != address(0), ZeroAddress());
        _transferOwnership(owner_);
        s.factory = msg.sender;
        s.executor = Clones.clone(EXECUTOR_IMPLEMENTATION);
        ISwapExecutor(s.executor).initialize();
        Administration.initialize(s, _env(), owner_, config);
        emit Initialized1Balancer(owner_, s.executor, msg.sender);
    }

    receive() external payable {
        revert ETHNotAccepted();
    }

    // ── order path ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IBalancer
    function isValidSignature(bytes32 hash, bytes calldata blob)
        external
        view
        returns (bytes4)
    {
        return OrderRules.check(s, _env(), owner(), hash, blob) == OrderState.Ok ? IERC1271.isValidSignature.selector : INVALID;
    }

    /// @inheritdoc IBalancer
    function preInteraction(
        IOrderMixin.Order calldata order,
        bytes calldata extension,
        bytes32 orderHash,
        address,
        uint256 makingAmount,
        uint256,
        uint256,
        bytes calldata
    ) external {
        require(msg.sender == LOP, NotLimitOrderProtocol(msg.sender));
        require(Address.unwrap(order.maker) == uint160(address(this)), NotThisMaker(Address.unwrap(order.maker)));
        _requireUnlocked();
        OpenFill.setLock(orderHash);

        Rules storage r = s.rules;
        require(!r.paused, IsPaused());
        uint256 given = OrderRules.generationOf(order.salt);
        require(given == r.generation, WrongGeneration(given, r.generation));
        if (OrderRules.hasExtension(order.makerTraits)) {
            OrderRules.requireCanonical(s, _env(), extension);
        }
        _snapshot(r.assetCount, order.makerAsset.get(), order.takerAsset.get());
        // LOP may take exactly this fill's amount, for as long as the fill lasts.
        if (!r.publicBook) IERC20(order.makerAsset.get()).forceApprove(LOP, makingAmount);
    }

    /// @inheritdoc IBalancer
    function postInteraction(
        IOrderMixin.Order calldata order,
        bytes calldata,
        bytes32 orderHash,
        address taker,
        uint256 makingAmount,
        uint256,
        uint256 remainingMakingAmount,
        bytes calldata
    ) external {
        address caller = OrderRules.hasExtension(order.makerTraits) ? FEE_TAKER : LOP;
        require(msg.sender == caller, NotPostCaller(msg.sender));
        require(orderHash != 0 && OpenFill.lock() == orderHash, NotLocked(orderHash));

        Fill memory fill;
        (fill.orderHash, fill.taker) = (orderHash, taker);
        (fill.making, fill.remaining) = (makingAmount, remainingMakingAmount);
        _judge(order, fill);
        OpenFill.setLock(0);
    }

    /// @inheritdoc IBalancer
    function maxFill(IOrderMixin.Order calldata order) external view returns (uint256, FillLimit) {
        return Views.maxFill(s, _env(), order, OpenFill.lock() != 0);
    }

    /// @inheritdoc IBalancer
    function orderState(IOrderMixin.Order calldata order, bytes calldata blob) external view returns (OrderState) {
        return OrderRules.state(s, _env(), owner(), order, blob);
    }

    function _snapshot(uint256 count, address tokenOut, address tokenIn) private {
        uint256 out = Valuation.requireIndex(s, count, tokenOut);
        uint256 into = Valuation.requireIndex(s, count, tokenIn);
        OpenFill.remember(Valuation.read(s, _env(), count, (1 << out) | (1 << into), true), out, into);
    }

    /// @dev Decides on amounts that nobody can talk up: at least the order's own share went out, at most it came in. Income
    /// that somebody triggers in the middle of the fill would hide a theft from bare balance differences.
    function _judge(IOrderMixin.Order calldata order, Fill memory fill) private {
        Rules memory r = s.rules;
        uint256 sold;
        uint256 bought;
        (fill.navE32, sold, bought) = OpenFill.head();
        Position memory out = OpenFill.sold(s.assets[sold]);
        Position memory into = OpenFill.bought(s.assets[bought]);

        uint256 balance = IERC20(out.token).balanceOf(address(this));
        uint256 decrease = balance < out.balance ? out.balance - balance : 0;
        fill.sent = Math.max(decrease, fill.making);
        balance = IERC20(into.token).balanceOf(address(this));
        uint256 increase = balance > into.balance ? balance - into.balance : 0;
        fill.received = Math.min(increase, Views.receivedUp(order.takingAmount, fill.making, order.makingAmount));
        fill.outE32 = fill.sent.valueUp(out.price);
        fill.inE32 = fill.received.valueDown(into.price);

        TradeRules.requirePrice(r, fill.outE32, fill.inE32);
        TradeRules.requireSoldRightly(r, out, fill.navE32, fill.sent);
        TradeRules.requireBoughtRightly(r, into, fill.navE32, fill.received);
        bool full = _requireSize(r, order.makingAmount, fill, out.price);
        TradeRules.requireCoolToSell(r, s.assets[sold]);
        TradeRules.requireCoolToBuy(r, s.assets[bought]);
        if (full) {
            s.assets[sold].lastSoldAt = uint32(block.timestamp);
            s.assets[bought].lastBoughtAt = uint32(block.timestamp);
        }
        TradeRules.charge(s, r, fill.orderHash, fill.navE32, fill.outE32, fill.inE32, full);
        if (!r.publicBook) _leaveNoAllowance(IERC20(out.token));
        emit Filled(fill.orderHash, out.token, into.token, fill.sent, fill.received, fill.taker);
    }

    /// @dev Only the remainder may be below the minimum, and only of an order that is not: so every order starts a cooldown,
    /// and a taker can't start one with dust. Returns whether this fill does.
    function _requireSize(Rules memory r, uint256 wholeMaking, Fill memory fill, Price memory price)
        private
        pure
        returns (bool full)
    {
        uint256 minimum = Math.ceilDiv(r.minFillBps * fill.navE32, BPS);
        uint256 whole = wholeMaking.valueDown(price);
        require(whole >= minimum, OrderBelowMinimum(whole, minimum));
        uint256 part = fill.making.valueDown(price);
        full = part >= minimum;
        require(full || fill.making == fill.remaining, FillBelowMinimum(part, minimum));
    }

    /// @dev What LOP was allowed before, if anything, is gone as well: without `publicBook` nothing stands. A token that doesn't
    /// count down what LOP takes is why this looks.
    function _leaveNoAllowance(IERC20 token) private {
        if (token.allowance(address(this), LOP) != 0) token.forceApprove(LOP, 0);
    }

    // ── proposal path ───────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IBalancer
    function executeSignedRebalance(
        Swap[] calldata swaps,
        uint256 nonce,
        uint40 generation_,
        uint40 deadline,
        bytes calldata signature
    ) external whenUnlocked {
        bytes32 digest = proposalHash(swaps, nonce, generation_, deadline);
        OpenFill.setLock(digest);
        Proposals.execute(
            s, _env(), Proposals.Terms(nonce, generation_, deadline, digest, owner()), swaps, signature
        );
        OpenFill.setLock(0);
    }

    /// @inheritdoc IBalancer
    function proposalHash(Swap[] calldata swaps, uint256 nonce, uint40 generation_, uint40 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(Proposals.structHash(swaps, nonce, generation_, deadline));
    }

    /// @inheritdoc IBalancer
    function nonceWord(uint256 word) external view returns (uint256) {
        return s.nonces[word];
    }

    // ── safe direction: owner or signer, locked or not, whatever LOP does ───────────────────────────────────────────

    /// @inheritdoc IBalancer
    function pause() external onlyOwnerOrSigner bumping {
        s.rules.paused = true;
        emit PausedSet(true, msg.sender);
    }

    /// @inheritdoc IBalancer
    function bumpGeneration() external onlyOwnerOrSigner bumping { }

    /// @inheritdoc IBalancer
    function cancel(IOrderMixin.Order[] calldata orders) external onlyOwnerOrSigner {
        OrderRules.cancel(_env(), orders);
    }

    /// @inheritdoc IBalancer
    function setAllowance(address token, uint256 amount) external onlyOwnerOrSigner whenUnlocked {
        Administration.setAllowance(s, _env(), token, amount);
    }

    function _bump() private {
        emit GenerationBumped(++s.rules.generation);
        // So that order books see the orders die. The generation is what kills them: LOP may fail here.
        (bool done,) = LOP.call(abi.encodeCall(ISeriesEpoch.increaseEpoch, (uint96(SERIES))));
        emit LopEpochBumped(done);
    }

    // ── owner ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IBalancer
    function unpause() public onlyOwnerUnlocked bumping {
        s.rules.paused = false;
        emit PausedSet(false, msg.sender);
    }

    /// @inheritdoc IBalancer
    function setSigner(address signer) public onlyOwnerUnlocked bumping {
        Administration.setSigner(s, signer);
    }

    /// @inheritdoc IBalancer
    function setSignerAndUnpause(address signer) external {
        setSigner(signer);
        unpause();
    }

    /// @inheritdoc IBalancer
    function setAssets(AssetConfig[] calldata list) external onlyOwnerUnlocked bumping {
        Administration.setAssets(s, _env(), owner(), list);
    }

    /// @inheritdoc IBalancer
    function setTargets(address[] calldata tokens, uint16[] calldata targetsBps, OneOffTurnover calldata oneOff)
        external
        onlyOwnerUnlocked
        bumping
    {
        Administration.setTargets(s, tokens, targetsBps, oneOff);
    }

    /// @inheritdoc IBalancer
    function removeAsset(address token) external onlyOwnerUnlocked bumping {
        Administration.removeAsset(s, _env(), token);
    }

    /// @inheritdoc IBalancer
    function setFeed(
        address token,
        address feed,
        uint24 heartbeat,
        uint24 navMaxAge,
        uint128 minAnswer,
        uint128 maxAnswer
    ) external onlyOwnerUnlocked bumping {
        AssetConfig memory terms = AssetConfig(token, 0, feed, heartbeat, navMaxAge, minAnswer, maxAnswer);
        Administration.setFeed(s, _env(), token, terms);
    }

    /// @inheritdoc IBalancer
    function setGuard(Guard calldata limits) external onlyOwnerUnlocked bumping {
        Administration.setGuard(s, _env(), limits);
    }

    /// @inheritdoc IBalancer
    function setRouter(address router, bool allowed) external onlyOwnerUnlocked bumping {
        Administration.setRouter(s, _env(), router, allowed);
    }

    /// @inheritdoc IBalancer
    function setAllowanceCeiling(address token, uint256 ceiling) external onlyOwnerUnlocked {
        Administration.setAllowanceCeiling(s, _env(), token, ceiling);
    }

    /// @inheritdoc IBalancer
    function grantTurnover(OneOffTurnover calldata oneOff) external onlyOwnerUnlocked {
        Administration.grantTurnover(s, oneOff);
    }

    /// @inheritdoc IBalancer
    function withdraw(address token, uint256 amount, address to) external onlyOwnerUnlocked {
        Custody.withdraw(s, token, amount, to);
    }

    /// @inheritdoc IBalancer
    function withdrawShare(uint256 bps, address to) external onlyOwnerUnlocked {
        Custody.withdrawShare(s, bps, to);
    }

    /// @inheritdoc IBalancer
    function withdrawAll(address[] calldata tokens, address to) external onlyOwnerUnlocked {
        Custody.withdrawAll(s, tokens, to);
    }

    /// @inheritdoc IBalancer
    function rescue(address token, uint256 amount, address to) external onlyOwnerUnlocked {
        Custody.rescue(s, token, amount, to);
    }

    /// @inheritdoc IBalancer
    function depositETH() external payable onlyOwnerUnlocked {
        Custody.wrap(_env());
    }

    /// @inheritdoc IBalancer
    function wrap() external onlyOwnerUnlocked {
        Custody.wrap(_env());
    }

    /// @inheritdoc IBalancer
    function deposit(Deposit[] calldata deposits) external whenUnlocked {
        Custody.deposit(s, deposits);
    }

    // ── ownership ───────────────────────────────────────────────────────────────────────────────────────────────────

    function owner() public view override(IBalancer, Ownable) returns (address) {
        return Ownable.owner();
    }

    function pendingOwner() public view override(IBalancer, Ownable2Step) returns (address) {
        return Ownable2Step.pendingOwner();
    }

    function transferOwnership(address newOwner) public override(IBalancer, Ownable2Step) whenUnlocked {
        Ownable2Step.transferOwnership(newOwner);
    }

    function acceptOwnership() public override(IBalancer, Ownable2Step) whenUnlocked bumping {
        Ownable2Step.acceptOwnership();
    }

    /// @dev A portfolio without an owner would be a grave.
    function renounceOwnership() public pure override {
        revert RenounceDisabled();
    }

    /// @dev As in EIP712, without its code for long names.
    function eip712Domain()
        public
        view
        override
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        return (hex"0f", "1Balancer", "1", block.chainid, address(this), 0, new uint256[](0));
    }

    // ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────

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

    function allowanceCeiling(address token) external view returns (uint256) {
        return s.allowanceCeiling[token];
    }

    function executor() external view returns (address) {
        return s.executor;
    }

    function limitOrderProtocol() external view returns (address) {
        return LOP;
    }

    function feeTaker() external view returns (address) {
        return FEE_TAKER;
    }

    function answerAgeMin() external view returns (uint256) {
        return ANSWER_AGE_MIN;
    }

    function series() external pure returns (uint256) {
        return SERIES;
    }

    function routers() external view returns (address[] memory) {
        return s.routers;
    }

    function factory() external view returns (address) {
        return s.factory;
    }

    // ── shared ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function _requireUnlocked() private view {
        require(OpenFill.lock() == 0, IsLocked());
    }

    function _requireOwnerOrSigner() private view {
        require(msg.sender == owner() || msg.sender == s.signer, NotOwnerOrSigner(msg.sender));
    }

    function _env() private view returns (Env memory) {
        return Env(LOP, FEE_TAKER, WETH, SEQUENCER_FEED, ANSWER_AGE_MIN, address(this));
    }
}
