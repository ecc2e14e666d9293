// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IBalancerErrors, IBalancerEvents, IBalancerTypes } from "../interfaces/IBalancer.sol";
import { BPS, Env, Levels, MAX_ASSETS, MAX_ROUTERS, PERMIT2, Rules, State, StoredAsset } from "./State.sol";
import { Calls } from "./Calls.sol";
import { Caps } from "./Caps.sol";
import { Feeds } from "./Feeds.sol";
import { TradeRules } from "./TradeRules.sol";
import { Twins } from "./Twins.sol";
import { Valuation } from "./Valuation.sol";

/// @title What the owner may set, and what no owner may
library Administration {
    uint256 private constant MAX_DECIMALS = 27;
    uint256 private constant MAX_FEED_DECIMALS = 18;
    /// @dev Price feeds promise an answer a day, or more. The longest that a market closes for holidays is some eleven days;
    /// what sleeps longer stops trading until its owner gives it another feed, or removes it.
    uint256 private constant MAX_HEARTBEAT = 7 days;
    uint256 private constant MAX_NAV_AGE = 14 days;
    uint256 private constant MAX_SLIPPAGE_BPS = 1_000;
    uint256 private constant MAX_LOSS_BPS = 1_000;
    uint256 private constant MAX_TURNOVER_BPS = 100_000;
    uint256 private constant MIN_TTL = 60;
    uint256 private constant MAX_TTL = 30 days;
    uint256 private constant MAX_COOLDOWN = 7 days;
    uint256 private constant MAX_DRIFT_BPS = 2_000;
    uint256 private constant MAX_MIN_FILL_BPS = 1_000;
    uint256 private constant MAX_FEE_BPS = 200;
    uint256 private constant MAX_ONE_OFF_BPS = 30_000;
    uint256 private constant MAX_ONE_OFF_LIFE = 90 days;

    // ── creation ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @param owner whose balances, beside the portfolio's and LOP's, tell twins
    function initialize(State storage s, Env memory env, address owner, bytes calldata encoded) external {
        IBalancerTypes.Config memory config = abi.decode(encoded, (IBalancerTypes.Config));
        s.rules.generation = 1;
        _setGuard(s, env, config.guard);
        _setAssets(s, env, owner, config.assets);
        for (uint256 i; i < config.routers.length; ++i) setRouter(s, env, config.routers[i], true);
        setSigner(s, config.signer);
        if (config.oneOff.bps != 0) _grantTurnover(s, config.oneOff);
        emit IBalancerEvents.GenerationBumped(1);
    }

    // ── assets ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function setAssets(State storage s, Env memory env, address owner, IBalancerTypes.AssetConfig[] calldata configs)
        external
    {
        _setAssets(s, env, owner, configs);
    }

    function _setAssets(State storage s, Env memory env, address owner, IBalancerTypes.AssetConfig[] memory configs)
        private
    {
        uint256 count = configs.length;
        require(count <= MAX_ASSETS, IBalancerErrors.TooManyAssets(count, MAX_ASSETS));
        uint256 oldCount = s.rules.assetCount;
        StoredAsset[] memory old = new StoredAsset[](oldCount);
        for (uint256 i; i < oldCount; ++i) {
            old[i] = s.assets[i];
            delete s.assets[i];
        }
        s.rules.assetCount = uint8(count);

        uint256 sum;
        for (uint256 i; i < count; ++i) {
            sum += configs[i].targetBps;
            _requireNew(configs, i);
            _setAsset(s, env, i, configs[i], _takeOld(old, configs[i].token));
        }
        require(sum == BPS, IBalancerErrors.TargetsSum(sum));
        for (uint256 i; i < count; ++i) _requireNoFeed(s, count, configs[i].token);
        _requireNoTwins(configs, [env.holder, owner, env.lop]);
        // What is left in `old` was dropped.
        for (uint256 i; i < oldCount; ++i) if (old[i].token != address(0)) _dropped(s, env, old[i].token, old[i].targetBps);
        emit IBalancerEvents.AssetCountSet(count);
    }

    function setTargets(
        State storage s,
        address[] calldata tokens,
        uint16[] calldata targetsBps,
        IBalancerTypes.OneOffTurnover calldata oneOff
    ) external {
        uint256 count = s.rules.assetCount;
        require(
            tokens.length == count && targetsBps.length == count,
            IBalancerErrors.LengthMismatch(tokens.length, targetsBps.length, count)
        );
        uint256 sum;
        for (uint256 i; i < count; ++i) {
            require(s.assets[i].token == tokens[i], IBalancerErrors.WrongTokenOrder(i));
            s.assets[i].targetBps = targetsBps[i];
            sum += targetsBps[i];
        }
        require(sum == BPS, IBalancerErrors.TargetsSum(sum));
        emit IBalancerEvents.TargetsSet(targetsBps);
        if (oneOff.bps != 0) _grantTurnover(s, oneOff);
    }

    function removeAsset(State storage s, Env memory env, address token) external {
        uint256 count = s.rules.assetCount;
        uint256 index = Valuation.requireIndex(s, s.rules.assetCount, token);
        uint256 targetBps = s.assets[index].targetBps;
        for (uint256 i = index; i + 1 < count; ++i) s.assets[i] = s.assets[i + 1];
        delete s.assets[count - 1];
        s.rules.assetCount = uint8(count - 1);
        _dropped(s, env, token, targetBps);
        emit IBalancerEvents.AssetCountSet(count - 1);
    }

    function setFeed(State storage s, Env memory env, address token, IBalancerTypes.AssetConfig memory terms) external {
        uint256 index = Valuation.requireIndex(s, s.rules.assetCount, token);
        StoredAsset storage asset = s.assets[index];
        _setFeed(s, env, asset, terms);
        _requireNoToken(s, terms.feed);
        _requireAnswer(asset);
        _emitAsset(index, asset);
    }

    function _setAsset(
        State storage s,
        Env memory env,
        uint256 index,
        IBalancerTypes.AssetConfig memory config,
        StoredAsset memory kept
    ) private {
        address token = config.token;
        require(token != address(0), IBalancerErrors.ZeroAddress());
        require(token.code.length != 0, IBalancerErrors.NoCode(token));
        require(!_isOurs(s, env, token) && token != PERMIT2 && !s.isRouter[token], IBalancerErrors.ForbiddenToken(token));
        (bool known, uint256 decimals) = Feeds.tryDecimals(token);
        require(known && decimals <= MAX_DECIMALS, IBalancerErrors.DecimalsTooHigh(decimals, MAX_DECIMALS));
        // Else what is held would be worth another power of ten from one call to the next.
        require(
            kept.token == address(0) || decimals == kept.decimals,
            IBalancerErrors.TokenDecimalsChanged(token, kept.decimals, decimals)
        );

        StoredAsset storage asset = s.assets[index];
        asset.token = token;
        asset.targetBps = config.targetBps;
        asset.decimals = uint8(decimals);
        (asset.lastBoughtAt, asset.lastSoldAt) = (kept.lastBoughtAt, kept.lastSoldAt);
        _setFeed(s, env, asset, config);
        // A kept feed may sleep now (a weekend, an outage): re-weighting must not wait for it.
        if (config.feed != kept.feed) _requireAnswer(asset);
        _emitAsset(index, asset);
    }

    function _setFeed(State storage s, Env memory env, StoredAsset storage asset, IBalancerTypes.AssetConfig memory terms)
        private
    {
        address feed = terms.feed;
        require(feed != address(0), IBalancerErrors.ZeroAddress());
        require(feed.code.length != 0, IBalancerErrors.NoCode(feed));
        require(!_isOurs(s, env, feed) && !s.isRouter[feed] && feed != PERMIT2, IBalancerErrors.ForbiddenFeed(feed));
        (bool known, uint256 decimals) = Feeds.tryDecimals(feed);
        require(
            known && decimals <= MAX_FEED_DECIMALS, IBalancerErrors.FeedDecimalsTooHigh(decimals, MAX_FEED_DECIMALS)
        );
        require(
            terms.heartbeat != 0 && terms.navMaxAge >= terms.heartbeat,
            IBalancerErrors.BadHeartbeat(terms.heartbeat, terms.navMaxAge)
        );
        Caps.atMost("heartbeat", terms.heartbeat, MAX_HEARTBEAT);
        Caps.atMost("navMaxAge", terms.navMaxAge, MAX_NAV_AGE);
        require(
            terms.maxAnswer == 0 || terms.minAnswer <= terms.maxAnswer,
            IBalancerErrors.BadAnswerBounds(terms.minAnswer, terms.maxAnswer)
        );
        asset.feed = feed;
        asset.feedDecimals = uint8(decimals);
        (asset.heartbeat, asset.navMaxAge) = (terms.heartbeat, terms.navMaxAge);
        asset.bounded = terms.minAnswer != 0 || terms.maxAnswer != 0;
        (asset.minAnswer, asset.maxAnswer) = (terms.minAnswer, terms.maxAnswer);
    }

    function _requireAnswer(StoredAsset storage asset) private view {
        (IBalancerTypes.FeedState state,,) = Feeds.tryAnswer(
            Feeds.Terms(asset.feed, asset.feedDecimals, 0, asset.navMaxAge, asset.minAnswer, asset.maxAnswer)
        );
        require(state == IBalancerTypes.FeedState.Ok, IBalancerErrors.FeedRefused(asset.token, state));
    }

    /// @dev The target must already be 0: nobody forgets what is still wanted. No feed and no balance is read.
    function _dropped(State storage s, Env memory env, address token, uint256 targetBps) private {
        require(targetBps == 0, IBalancerErrors.TargetNotZero(token, targetBps));
        delete s.allowanceCeiling[token];
        zeroAllowance(env, token);
        emit IBalancerEvents.AssetRemoved(token);
    }

    function _takeOld(StoredAsset[] memory old, address token) private pure returns (StoredAsset memory taken) {
        for (uint256 i; i < old.length; ++i) {
            if (old[i].token != token || token == address(0)) continue;
            taken = old[i];
            StoredAsset memory none;
            old[i] = none;
        }
    }

    function _requireNew(IBalancerTypes.AssetConfig[] memory configs, uint256 index) private pure {
        for (uint256 i; i < index; ++i) {
            require(configs[i].token != configs[index].token, IBalancerErrors.DuplicateToken(configs[index].token));
        }
    }

    /// @dev One token under two addresses would be counted twice, and sold for itself.
    function _requireNoTwins(IBalancerTypes.AssetConfig[] memory configs, address[3] memory holders) private view {
        address[] memory tokens = new address[](configs.length);
        for (uint256 i; i < tokens.length; ++i) tokens[i] = configs[i].token;
        Twins.Found memory twins = Twins.find(tokens, holders);
        require(twins.mask == 0, IBalancerErrors.TwinTokens(twins.first, twins.second));
    }

    function _requireNoFeed(State storage s, uint256 count, address token) private view {
        for (uint256 i; i < count; ++i) require(s.assets[i].feed != token, IBalancerErrors.ForbiddenToken(token));
    }

    function _requireNoToken(State storage s, address feed) private view {
        require(
            Valuation.indexOf(s, s.rules.assetCount, feed) == Valuation.NOT_FOUND, IBalancerErrors.ForbiddenFeed(feed)
        );
    }

    function _emitAsset(uint256 index, StoredAsset storage a) private {
        emit IBalancerEvents.AssetSet(
            index, a.token, a.targetBps, a.decimals, a.feed, a.feedDecimals, a.heartbeat, a.navMaxAge, a.minAnswer, a.maxAnswer
        );
    }

    /// @dev Contracts that are part of the machinery: never an asset, a feed or (but for LOP) a router.
    function _isOurs(State storage s, Env memory env, address account) private view returns (bool) {
        return account == address(this) || account == env.lop || account == env.feeTaker || account == s.executor
            || account == s.factory;
    }

    // ── guard and budgets ───────────────────────────────────────────────────────────────────────────────────────────

    function setGuard(State storage s, Env memory env, IBalancerTypes.Guard calldata g) external {
        _setGuard(s, env, g);
    }

    function _setGuard(State storage s, Env memory env, IBalancerTypes.Guard memory g) private {
        Caps.atMost("maxSlippageBps", g.maxSlippageBps, MAX_SLIPPAGE_BPS);
        Caps.atLeast("lossBpsPerDay", g.lossBpsPerDay, 1);
        Caps.atMost("lossBpsPerDay", g.lossBpsPerDay, MAX_LOSS_BPS);
        Caps.atLeast("turnoverBpsPerDay", g.turnoverBpsPerDay, 1);
        Caps.atMost("turnoverBpsPerDay", g.turnoverBpsPerDay, MAX_TURNOVER_BPS);
        Caps.atLeast("orderTtlMax", g.orderTtlMax, MIN_TTL);
        Caps.atMost("orderTtlMax", g.orderTtlMax, MAX_TTL);
        Caps.atMost("cooldown", g.cooldown, MAX_COOLDOWN);
        Caps.atMost("minDriftBps", g.minDriftBps, MAX_DRIFT_BPS);
        // Else an asset that was let cross would be outside again, on the other side, and could be traded to and fro.
        require(
            g.overshootBps == 0 || g.overshootBps < g.minDriftBps,
            IBalancerErrors.OvershootNotBelowDrift(g.overshootBps, g.minDriftBps)
        );
        Caps.atLeast("minFillBps", g.minFillBps, 1);
        Caps.atMost("minFillBps", g.minFillBps, MAX_MIN_FILL_BPS);
        Caps.atMost("maxFeeBps", g.maxFeeBps, MAX_FEE_BPS);

        Rules memory r = s.rules;
        _settle(s, r);
        bool leavesBook = r.publicBook && !g.publicBook;
        r.maxSlippageBps = g.maxSlippageBps;
        r.lossBpsPerDay = g.lossBpsPerDay;
        r.turnoverBpsPerDay = g.turnoverBpsPerDay;
        r.orderTtlMax = g.orderTtlMax;
        r.cooldown = g.cooldown;
        r.minDriftBps = g.minDriftBps;
        r.overshootBps = g.overshootBps;
        r.minFillBps = g.minFillBps;
        r.maxFeeBps = g.maxFeeBps;
        r.publicBook = g.publicBook;
        s.rules = r;
        emit IBalancerEvents.GuardSet(g);
        // Last, for tokens are called: what their hooks do (pause, say) must not be overwritten by the copy above.
        if (leavesBook) for (uint256 i; i < r.assetCount; ++i) zeroAllowance(env, s.assets[i].token);
    }

    function grantTurnover(State storage s, IBalancerTypes.OneOffTurnover calldata oneOff) external {
        _grantTurnover(s, oneOff);
    }

    function _grantTurnover(State storage s, IBalancerTypes.OneOffTurnover memory oneOff) private {
        Caps.atMost("oneOffBps", oneOff.bps, MAX_ONE_OFF_BPS);
        require(
            oneOff.bps == 0
                || (oneOff.expiresAt > block.timestamp && oneOff.expiresAt <= block.timestamp + MAX_ONE_OFF_LIFE),
            IBalancerErrors.BadExpiry(oneOff.expiresAt)
        );
        Levels memory levels = TradeRules.settledNow(s.rules, s.levels);
        levels.oneOffE18 = uint64(uint256(oneOff.bps) * 1e14);
        levels.oneOffExpiresAt = oneOff.bps == 0 ? 0 : uint32(oneOff.expiresAt);
        _store(s, levels);
    }

    /// @dev The time that has passed is refilled at the rate it passed under; no level is lowered otherwise.
    function _settle(State storage s, Rules memory r) private {
        _store(s, TradeRules.settledNow(r, s.levels));
    }

    function _store(State storage s, Levels memory levels) private {
        s.levels = levels;
        emit IBalancerEvents.BudgetsSettled(
            levels.lossE18, levels.turnoverE18, levels.oneOffE18, levels.oneOffExpiresAt
        );
    }

    // ── routers, signer, allowances ─────────────────────────────────────────────────────────────────────────────────

    function setRouter(State storage s, Env memory env, address router, bool allowed) public {
        if (!allowed) {
            require(s.isRouter[router], IBalancerErrors.UnknownRouter(router));
            delete s.isRouter[router];
            uint256 last = s.routers.length - 1;
            for (uint256 i; i < last; ++i) if (s.routers[i] == router) s.routers[i] = s.routers[last];
            s.routers.pop();
        } else if (!s.isRouter[router]) {
            _requireRouter(s, env, router);
            s.isRouter[router] = true;
            s.routers.push(router);
        }
        emit IBalancerEvents.RouterSet(router, allowed);
    }

    /// @dev LOP's own address may be one (1inch's swap router is the same contract): its caller is the executor, which is
    /// nobody's maker, and our own orders revert on the lock.
    function _requireRouter(State storage s, Env memory env, address router) private view {
        require(router.code.length != 0, IBalancerErrors.NoCode(router));
        require(s.routers.length < MAX_ROUTERS, IBalancerErrors.TooManyRouters(MAX_ROUTERS));
        bool ours = _isOurs(s, env, router) && router != env.lop;
        require(!ours && router != PERMIT2, IBalancerErrors.ForbiddenRouter(router));
        for (uint256 i; i < s.rules.assetCount; ++i) {
            StoredAsset storage asset = s.assets[i];
            require(asset.token != router && asset.feed != router, IBalancerErrors.ForbiddenRouter(router));
        }
    }

    function setSigner(State storage s, address signer) public {
        require(signer != address(this) && signer != s.executor, IBalancerErrors.ForbiddenSigner(signer));
        s.signer = signer;
        emit IBalancerEvents.SignerSet(signer);
    }

    function setAllowanceCeiling(State storage s, Env memory env, address token, uint256 ceiling) external {
        Valuation.requireIndex(s, s.rules.assetCount, token);
        s.allowanceCeiling[token] = ceiling;
        emit IBalancerEvents.AllowanceCeilingSet(token, ceiling);
        if (IERC20(token).allowance(address(this), env.lop) > ceiling) _approve(env, token, ceiling);
    }

    function setAllowance(State storage s, Env memory env, address token, uint256 amount) external {
        Valuation.requireIndex(s, s.rules.assetCount, token);
        if (amount != 0) {
            require(s.rules.publicBook, IBalancerErrors.PublicBookOff());
            uint256 ceiling = s.allowanceCeiling[token];
            require(amount <= ceiling, IBalancerErrors.AboveCeiling(amount, ceiling));
        }
        _approve(env, token, amount);
    }

    /// @dev Tokens that only go to a new allowance by way of 0 are taken there first.
    function _approve(Env memory env, address token, uint256 amount) private {
        bool done = tryApprove(token, env.lop, amount);
        if (!done) done = tryApprove(token, env.lop, 0) && tryApprove(token, env.lop, amount);
        emit IBalancerEvents.AllowanceSet(token, amount, done);
        require(done, IBalancerErrors.AllowanceChanged(token));
    }

    /// @dev Best effort: a broken token must not keep its owner from dropping it.
    function zeroAllowance(Env memory env, address token) internal {
        (bool known, uint256 left) = Calls.tryWord(token, abi.encodeCall(IERC20.allowance, (address(this), env.lop)));
        if (known && left == 0) return;
        bool done = Calls.tryTrue(token, abi.encodeCall(IERC20.approve, (env.lop, 0)));
        emit IBalancerEvents.AllowanceSet(token, 0, done);
    }

    function tryApprove(address token, address spender, uint256 amount) internal returns (bool) {
        (bool ok, bytes memory word) = token.call(abi.encodeCall(IERC20.approve, (spender, amount)));
        return ok && (word.length == 0 ? token.code.length != 0 : word.length >= 32 && abi.decode(word, (uint256)) == 1);
    }
}
