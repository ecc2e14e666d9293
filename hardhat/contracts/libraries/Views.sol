// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Address, AddressLib } from "@1inch/solidity-utils/contracts/libraries/AddressLib.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancerTypes } from "../interfaces/IBalancer.sol";
import { Buckets } from "./Buckets.sol";
import { BPS, E18, Env, Levels, Rules, State, StoredAsset } from "./State.sol";
import { Portfolio, Position, Valuation } from "./Valuation.sol";
import { OrderRules } from "./OrderRules.sol";
import { TradeRules } from "./TradeRules.sol";

/// @title What the rules would say, for the bot, the book, the taker and the page
library Views {
    using AddressLib for Address;

    struct Ask {
        uint256 making; // whole order
        uint256 taking;
        uint256 remaining;
        uint256 out; // index of the sold asset
        uint256 into; // index of the bought asset
    }

    /// @dev The most that can be filled, and what bounds it.
    struct Cap {
        uint256 amount;
        IBalancerTypes.FillLimit limit;
    }

    // ── how much of an order can be filled ──────────────────────────────────────────────────────────────────────────

    function maxFill(State storage s, Env memory env, IOrderMixin.Order calldata order, bool locked)
        external
        view
        returns (uint256, IBalancerTypes.FillLimit)
    {
        Rules memory r = s.rules;
        Ask memory ask;
        IBalancerTypes.FillLimit limit;
        (ask, limit) = _open(s, env, r, order, locked);
        if (limit != IBalancerTypes.FillLimit.None) return (0, limit);

        Portfolio memory portfolio = Valuation.read(s, env, r.assetCount, (1 << ask.out) | (1 << ask.into), false);
        limit = _mayTrade(s, r, ask, portfolio);
        if (limit != IBalancerTypes.FillLimit.None) return (0, limit);

        Cap memory cap = Cap(ask.remaining, IBalancerTypes.FillLimit.None);
        _capByRules(s, r, ask, portfolio, cap);
        _atMost(cap, portfolio.positions[ask.out].balance, IBalancerTypes.FillLimit.Balance);
        if (r.publicBook) {
            uint256 allowed = IERC20(portfolio.positions[ask.out].token).allowance(address(this), env.lop);
            _atMost(cap, allowed, IBalancerTypes.FillLimit.Allowance);
        }
        _capBySize(r, ask, portfolio, cap);
        if (OrderRules.usesBits(order.makerTraits) && cap.amount != ask.making) cap.amount = 0;
        return (cap.amount, cap.limit);
    }

    /// @dev What LOP and the portfolio say before any price is looked at.
    function _open(State storage s, Env memory env, Rules memory r, IOrderMixin.Order calldata order, bool locked)
        private
        view
        returns (Ask memory ask, IBalancerTypes.FillLimit)
    {
        if (r.paused) return (ask, IBalancerTypes.FillLimit.Paused);
        if (locked) return (ask, IBalancerTypes.FillLimit.Locked);
        if (OrderRules.generationOf(order.salt) != r.generation) return (ask, IBalancerTypes.FillLimit.WrongGeneration);
        if (OrderRules.expiryOf(order.makerTraits) < block.timestamp) return (ask, IBalancerTypes.FillLimit.Expired);
        ask.making = order.makingAmount;
        ask.taking = order.takingAmount;
        ask.remaining = OrderRules.remainingOf(env, order);
        if (ask.remaining == 0) return (ask, IBalancerTypes.FillLimit.Closed);
        ask.out = Valuation.indexOf(s, r.assetCount, order.makerAsset.get());
        ask.into = Valuation.indexOf(s, r.assetCount, order.takerAsset.get());
        if (ask.out == Valuation.NOT_FOUND || ask.into == Valuation.NOT_FOUND || ask.out == ask.into) {
            return (ask, IBalancerTypes.FillLimit.UnknownToken);
        }
        return (ask, IBalancerTypes.FillLimit.None);
    }

    function _mayTrade(State storage s, Rules memory r, Ask memory ask, Portfolio memory portfolio)
        private
        view
        returns (IBalancerTypes.FillLimit)
    {
        for (uint256 i; i < portfolio.positions.length; ++i) {
            if (portfolio.positions[i].feedState != IBalancerTypes.FeedState.Ok) return IBalancerTypes.FillLimit.Feed;
        }
        if (portfolio.navE32 == 0) return IBalancerTypes.FillLimit.Balance;
        Position memory out = portfolio.positions[ask.out];
        Position memory into = portfolio.positions[ask.into];
        if (!TradeRules.isAboveTarget(out, portfolio.navE32)) return IBalancerTypes.FillLimit.SoldNotAboveTarget;
        if (!TradeRules.isBelowTarget(into, portfolio.navE32)) return IBalancerTypes.FillLimit.BoughtNotBelowTarget;
        uint256 until = Math.max(
            TradeRules.coolUntil(r.cooldown, s.assets[ask.out].lastBoughtAt),
            TradeRules.coolUntil(r.cooldown, s.assets[ask.into].lastSoldAt)
        );
        if (until > block.timestamp) return IBalancerTypes.FillLimit.Cooldown;
        if (Valuation.valueDown(ask.making, out.price) * BPS < r.minFillBps * portfolio.navE32) {
            return IBalancerTypes.FillLimit.BelowMinimum;
        }
        return IBalancerTypes.FillLimit.None;
    }

    /// @dev The rules on values, each turned into a most amount.
    function _capByRules(State storage s, Rules memory r, Ask memory ask, Portfolio memory portfolio, Cap memory cap) private view {
        if (!_priceOk(r, ask, portfolio, cap.amount)) {
            (cap.amount, cap.limit) = (0, IBalancerTypes.FillLimit.Slippage);
            return;
        }
        _atMost(cap, _spare(r, ask, portfolio), IBalancerTypes.FillLimit.Overshoot);
        _atMost(cap, _wanted(r, ask, portfolio), IBalancerTypes.FillLimit.Overshoot);
        Levels memory levels = TradeRules.settledNow(r, s.levels);
        uint256 room = Buckets.roomIn(Buckets.capacity(r.turnoverBpsPerDay), levels.turnoverE18) + levels.oneOffE18;
        uint256 most = _unitsDown(Math.mulDiv(room, portfolio.navE32, E18), portfolio.positions[ask.out]);
        _atMost(cap, most, IBalancerTypes.FillLimit.TurnoverBudget);
        _capByLoss(r, levels, ask, portfolio, cap);
    }

    /// @dev How much of the sold asset is above what must be left of it.
    function _spare(Rules memory r, Ask memory ask, Portfolio memory portfolio) private pure returns (uint256) {
        Position memory out = portfolio.positions[ask.out];
        uint256 keep = _unitsUp(TradeRules.leastLeftUp(r, out, portfolio.navE32), out);
        return out.balance > keep ? out.balance - keep : 0;
    }

    /// @dev What may be sold before too much of the bought asset comes in: ceil(taking × amount ÷ making) ≤ wanted.
    function _wanted(Rules memory r, Ask memory ask, Portfolio memory portfolio) private pure returns (uint256) {
        Position memory into = portfolio.positions[ask.into];
        uint256 hold = _unitsDown(TradeRules.mostHeldDown(r, into, portfolio.navE32), into);
        uint256 wanted = hold > into.balance ? hold - into.balance : 0;
        return wanted >= ask.taking ? ask.making : Math.mulDiv(wanted, ask.making, ask.taking);
    }

    /// @dev Loss is linear in the amount but for rounding: scale, then look again.
    function _capByLoss(Rules memory r, Levels memory levels, Ask memory ask, Portfolio memory portfolio, Cap memory cap)
        private
        pure
    {
        uint256 capacityE18 = Buckets.capacity(r.lossBpsPerDay);
        uint256 room = Buckets.roomIn(capacityE18, levels.lossE18);
        if (levels.lossE18 > capacityE18) _atMost(cap, 0, IBalancerTypes.FillLimit.LossBudget);
        for (uint256 i; i < 4 && cap.amount != 0; ++i) {
            uint256 lossE18 = _lossUp(ask, portfolio, cap.amount);
            if (lossE18 <= room) return;
            uint256 next = i == 3 ? 0 : Math.mulDiv(cap.amount, room, lossE18);
            _atMost(cap, Math.min(next, cap.amount - 1), IBalancerTypes.FillLimit.LossBudget);
        }
    }

    /// @dev What is left must be the minimum, or the remainder.
    function _capBySize(Rules memory r, Ask memory ask, Portfolio memory portfolio, Cap memory cap) private pure {
        bool small = Valuation.valueDown(cap.amount, portfolio.positions[ask.out].price) * BPS < r.minFillBps * portfolio.navE32;
        if (!small || (cap.amount == ask.remaining && cap.amount != 0)) return;
        cap.amount = 0;
        if (cap.limit == IBalancerTypes.FillLimit.None) cap.limit = IBalancerTypes.FillLimit.BelowMinimum;
    }

    function _lossUp(Ask memory ask, Portfolio memory portfolio, uint256 amount) private pure returns (uint256) {
        uint256 out = Valuation.valueUp(amount, portfolio.positions[ask.out].price);
        uint256 into = Valuation.valueDown(receivedUp(ask.taking, amount, ask.making), portfolio.positions[ask.into].price);
        return out > into ? Buckets.fractionUp(out - into, portfolio.navE32) : 0;
    }

    function _priceOk(Rules memory r, Ask memory ask, Portfolio memory portfolio, uint256 amount) private pure returns (bool) {
        uint256 outE32 = Valuation.valueUp(amount, portfolio.positions[ask.out].price);
        uint256 received = receivedUp(ask.taking, amount, ask.making);
        return Valuation.valueDown(received, portfolio.positions[ask.into].price) * BPS >= outE32 * (BPS - r.maxSlippageBps);
    }

    function _unitsDown(uint256 valueE32, Position memory position) private pure returns (uint256) {
        return Math.mulDiv(valueE32, position.price.div, position.price.mul);
    }

    function _unitsUp(uint256 valueE32, Position memory position) private pure returns (uint256) {
        return Math.mulDiv(valueE32, position.price.div, position.price.mul, Math.Rounding.Ceil);
    }

    function _atMost(Cap memory cap, uint256 most, IBalancerTypes.FillLimit limit) private pure {
        if (most < cap.amount) (cap.amount, cap.limit) = (most, limit);
    }

    /// @dev What the order promises for `makingAmount`, as LOP rounds it: up.
    function receivedUp(uint256 taking, uint256 makingAmount, uint256 making) internal pure returns (uint256) {
        return Math.mulDiv(taking, makingAmount, making, Math.Rounding.Ceil);
    }

    // ── everything stored ───────────────────────────────────────────────────────────────────────────────────────────

    function guard(State storage s) internal view returns (IBalancerTypes.Guard memory g) {
        Rules memory r = s.rules;
        g.maxSlippageBps = r.maxSlippageBps;
        g.lossBpsPerDay = r.lossBpsPerDay;
        g.turnoverBpsPerDay = r.turnoverBpsPerDay;
        g.orderTtlMax = r.orderTtlMax;
        g.cooldown = r.cooldown;
        g.minDriftBps = r.minDriftBps;
        g.overshootBps = r.overshootBps;
        g.minFillBps = r.minFillBps;
        g.maxFeeBps = r.maxFeeBps;
        g.publicBook = r.publicBook;
    }

    function budgets(State storage s) internal view returns (IBalancerTypes.Budgets memory b) {
        Rules memory r = s.rules;
        Levels memory levels = TradeRules.settledNow(r, s.levels);
        b.lossLevelE18 = levels.lossE18;
        b.lossCapacityE18 = Buckets.capacity(r.lossBpsPerDay);
        b.turnoverLevelE18 = levels.turnoverE18;
        b.turnoverCapacityE18 = Buckets.capacity(r.turnoverBpsPerDay);
        b.oneOffE18 = levels.oneOffE18;
        b.oneOffExpiresAt = levels.oneOffExpiresAt;
    }

    function assets(State storage s) internal view returns (IBalancerTypes.Asset[] memory list) {
        list = new IBalancerTypes.Asset[](s.rules.assetCount);
        for (uint256 i; i < list.length; ++i) {
            StoredAsset memory a = s.assets[i];
            IBalancerTypes.Asset memory item = list[i];
            (item.token, item.targetBps, item.decimals, item.feedDecimals) =
                (a.token, a.targetBps, a.decimals, a.feedDecimals);
            (item.lastBoughtAt, item.lastSoldAt, item.feed) = (a.lastBoughtAt, a.lastSoldAt, a.feed);
            (item.heartbeat, item.navMaxAge) = (a.heartbeat, a.navMaxAge);
            (item.minAnswer, item.maxAnswer) = (a.minAnswer, a.maxAnswer);
        }
    }
}
