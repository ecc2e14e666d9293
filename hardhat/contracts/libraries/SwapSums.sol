// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IBalancerErrors, IBalancerTypes } from "../interfaces/IBalancer.sol";
import { Env, Rules, State } from "./State.sol";
import { TradeRules } from "./TradeRules.sol";
import { Portfolio, Position, Valuation } from "./Valuation.sol";

/// @dev What the swaps of a proposal did, asset by asset, in raw units.
struct Sums {
    uint256[] sent;
    uint256[] received;
    uint256 soldMask;
    uint256 boughtMask;
}

/// @title What a proposal may trade, and the judgement of its sums; how the tokens move is the caller's
library SwapSums {
    uint256 internal constant MAX_SWAPS = 16;

    /// @dev Which assets are sold and bought, and that none is both. Calls nobody.
    function plan(State storage s, Rules memory r, IBalancerTypes.Swap[] calldata swaps)
        internal
        view
        returns (Sums memory sums)
    {
        require(swaps.length != 0, IBalancerErrors.NoSwaps());
        require(swaps.length <= MAX_SWAPS, IBalancerErrors.TooManySwaps(MAX_SWAPS));
        sums.sent = new uint256[](r.assetCount);
        sums.received = new uint256[](r.assetCount);
        for (uint256 i; i < swaps.length; ++i) {
            IBalancerTypes.Swap calldata w = swaps[i];
            require(s.isRouter[w.router], IBalancerErrors.RouterNotAllowed(w.router));
            require(w.amountIn != 0, IBalancerErrors.ZeroAmount());
            require(w.tokenIn != w.tokenOut, IBalancerErrors.SameAsset(w.tokenIn));
            sums.soldMask |= 1 << Valuation.requireIndex(s, r.assetCount, w.tokenIn);
            sums.boughtMask |= 1 << Valuation.requireIndex(s, r.assetCount, w.tokenOut);
        }
        uint256 both = sums.soldMask & sums.boughtMask;
        if (both != 0) revert IBalancerErrors.SoldAndBought(s.assets[Math.log2(both)].token);
    }

    /// @dev Direction and cooldown for each asset by itself, price and budgets on the sums.
    function judge(
        State storage s,
        Env memory env,
        Rules memory r,
        bytes32 digest,
        Portfolio memory portfolio,
        Sums memory sums
    ) internal {
        uint256 outE32;
        uint256 inE32;
        for (uint256 i; i < portfolio.positions.length; ++i) {
            Position memory position = portfolio.positions[i];
            if (sums.soldMask & (1 << i) != 0) {
                uint256 sent = _sent(env, position, sums.sent[i]);
                TradeRules.requireSoldRightly(r, position, portfolio.navE32, sent);
                TradeRules.requireCoolToSell(r, s.assets[i]);
                outE32 += Valuation.valueUp(sent, position.price);
                s.assets[i].lastSoldAt = uint32(block.timestamp);
            } else if (sums.boughtMask & (1 << i) != 0) {
                TradeRules.requireBoughtRightly(r, position, portfolio.navE32, sums.received[i]);
                TradeRules.requireCoolToBuy(r, s.assets[i]);
                inE32 += Valuation.valueDown(sums.received[i], position.price);
                s.assets[i].lastBoughtAt = uint32(block.timestamp);
            }
        }
        TradeRules.requirePrice(r, outE32, inE32);
        TradeRules.charge(s, r, digest, portfolio.navE32, outE32, inE32, true);
    }

    function indexIn(Portfolio memory portfolio, address token) internal pure returns (uint256 i) {
        while (portfolio.positions[i].token != token) ++i;
    }

    /// @dev What was handed over, or all that its holder misses if that is more: a token may take more than it was told to.
    function _sent(Env memory env, Position memory position, uint256 handed) private view returns (uint256) {
        uint256 balance = IERC20(position.token).balanceOf(env.holder);
        return Math.max(handed, balance < position.balance ? position.balance - balance : 0);
    }
}
