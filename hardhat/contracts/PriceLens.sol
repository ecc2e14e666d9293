// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IAggregatorV3 } from "./interfaces/IAggregatorV3.sol";
import { IPriceLens } from "./interfaces/IPriceLens.sol";

/// @dev The parts of Uniswap V2's Router02, Factory and Pair that prices are read from.
interface ISpotRouter {
    function factory() external view returns (address);
    function getAmountsOut(uint256 amountIn, address[] calldata path) external view returns (uint256[] memory amounts);
}

interface ISpotFactory {
    function getPair(address a, address b) external view returns (address);
}

interface ISpotPair {
    function getReserves() external view returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast);
}

/// @title PriceLens
contract PriceLens is IPriceLens {
    /// @dev One part in so many is kept for the lens itself, which copies every answer.
    uint256 private constant KEPT_PART = 16;
    /// @dev Of the shallowest pool: a trade so small moves the price by a basis point.
    uint256 private constant TRADED_PART = 10_000;

    /// @inheritdoc IPriceLens
    function read(SpotTerms calldata terms, address[] calldata tokens, address[] calldata feeds)
        external
        view
        returns (uint256, uint256, SpotAnswer[] memory spots, FeedAnswer[] memory answers)
    {
        spots = new SpotAnswer[](tokens.length);
        answers = new FeedAnswer[](feeds.length);
        uint256 left = gasleft();
        // A token has two ways.
        uint256 share = (left - left / KEPT_PART) / (2 * tokens.length + feeds.length + 1);
        for (uint256 i; i < tokens.length; ++i) {
            spots[i].direct = _try(terms.router, _path(tokens[i], address(0), terms.quoteToken), share);
            if (terms.middleToken == address(0)) continue;
            spots[i].viaMiddle = _try(terms.router, _path(tokens[i], terms.middleToken, terms.quoteToken), share);
        }
        for (uint256 i; i < feeds.length; ++i) {
            try this.feedAnswer{ gas: share }(feeds[i]) returns (FeedAnswer memory answer) {
                answers[i] = answer;
            } catch { }
        }
        return (block.number, block.timestamp, spots, answers);
    }

    /// @inheritdoc IPriceLens
    function roundTrip(address router, address[] calldata path) external view returns (RoundTrip memory trip) {
        address factory = ISpotRouter(router).factory();
        (uint256 tokenReserve, uint256 nextReserve) = _reserves(factory, path[0], path[1]);
        uint256 traded = nextReserve;
        trip.depth = nextReserve;
        if (path.length == 3) {
            (uint256 middleReserve, uint256 quoteReserve) = _reserves(factory, path[1], path[2]);
            // What moves the shallower of two pools by a basis point moves the other one by less.
            if (middleReserve < traded) traded = middleReserve;
            // {quote} = {middle} · {quote/middle}; reserves have 112 bits.
            trip.depth = nextReserve * quoteReserve / middleReserve;
            if (quoteReserve < trip.depth) trip.depth = quoteReserve;
        }
        trip.sold = tokenReserve * (traded / TRADED_PART) / nextReserve;
        trip.paid = _out(router, trip.sold, path);
        trip.bought = _out(router, trip.paid, _reversed(path));
        trip.ok = true;
    }

    /// @inheritdoc IPriceLens
    function feedAnswer(address feed) external view returns (FeedAnswer memory answer) {
        answer.decimals = IAggregatorV3(feed).decimals();
        (, answer.answer, answer.startedAt, answer.updatedAt,) = IAggregatorV3(feed).latestRoundData();
        answer.ok = true;
    }

    function _try(address router, address[] memory path, uint256 share) private view returns (RoundTrip memory trip) {
        try this.roundTrip{ gas: share }(router, path) returns (RoundTrip memory found) {
            trip = found;
        } catch { }
    }

    /// @dev Reverts for a pool that isn't there.
    function _reserves(address factory, address a, address b) private view returns (uint256, uint256) {
        (uint256 reserve0, uint256 reserve1,) = ISpotPair(ISpotFactory(factory).getPair(a, b)).getReserves();
        return a < b ? (reserve0, reserve1) : (reserve1, reserve0);
    }

    /// @dev Reverts for an amount or a pool of nothing, as the router does.
    function _out(address router, uint256 amountIn, address[] memory path) private view returns (uint256) {
        return ISpotRouter(router).getAmountsOut(amountIn, path)[path.length - 1];
    }

    function _path(address token, address middle, address quote) private pure returns (address[] memory path) {
        path = new address[](middle == address(0) ? 2 : 3);
        (path[0], path[path.length - 1]) = (token, quote);
        if (middle != address(0)) path[1] = middle;
    }

    function _reversed(address[] calldata path) private pure returns (address[] memory back) {
        back = new address[](path.length);
        for (uint256 i; i < path.length; ++i) back[i] = path[path.length - 1 - i];
    }
}
