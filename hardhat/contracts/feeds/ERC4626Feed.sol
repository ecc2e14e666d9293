// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC4626 } from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { IAggregatorV3 } from "../interfaces/IAggregatorV3.sol";
import { IBalancerTypes } from "../interfaces/IBalancer.sol";
import { Feeds } from "../libraries/Feeds.sol";
import { Marks } from "../libraries/Marks.sol";

/// @title Price of an ERC-4626 share: assets per share × the asset's feed, with bounds on how far the rate may move
/// @notice The rate of a vault can be raised in one transaction by a donation. So it counts for at most
/// mark × (1 + `maxGrowthBpsPerDay` × the time it has to its credit), and anyone may {poke} the mark up to what counts now.
/// Time comes to the credit as it passes, up to a day of it, and a poke spends no more of it than the mark's rise took: so that
/// nobody holds the price back by poking while there is nothing to gain. The mark never falls. A rate more than `maxDropBps` below it answers 0, which a Balancer refuses: a vault that lost that
/// much needs its owner's eyes (a new adapter), and a rate pushed down inside a transaction never becomes a mark.
/// So nobody can move the price in one transaction by more than `maxDropBps` below the mark, or above it by more than a day's
/// growth.
///
/// What that is worth to a thief: a rate pushed down inside his transaction is believed at once, as long as it is within
/// `maxDropBps` of the mark; what was earned since the mark was last poked up comes on top. So a day can cost turnover × `maxDropBps` that no budget charges: at a turnover of 50 % a day and 25 bps,
/// 125 USD a day of 100,000. Vaults that lend their idle assets out within a transaction (flash loans) make that free to
/// do, and must not be listed; nor vaults whose conversion depends on spot prices.
/// @dev As old as the older of the asset's feed and the last poke: a keeper pokes at least once per heartbeat. Takes a vault's
/// own `convertToAssets` at its word: vaults whose conversion depends on spot prices must not be listed.
contract ERC4626Feed is IAggregatorV3 {
    error BadBound(uint256 bps);
    error EmptyRate();
    error TooManyDecimals(uint256 decimals);

    event Poked(uint256 mark);

    IERC4626 public immutable vault;
    IAggregatorV3 public immutable assetFeed;
    uint256 public immutable maxGrowthBpsPerDay;
    uint256 public immutable maxDropBps;
    uint256 private immutable ONE_SHARE;
    uint256 private immutable ONE_ASSET;
    uint8 public immutable decimals;
    uint256 public constant version = 1;

    /// @dev Asset units per whole share: the highest that has counted. One slot with its times.
    uint128 public mark;
    uint64 public pokedAt;
    /// @dev Up to when the mark's growth has been spent; what has passed since is its credit. {s}
    uint64 private spentUntil;

    constructor(IERC4626 vault_, IAggregatorV3 assetFeed_, uint256 maxGrowthBpsPerDay_, uint256 maxDropBps_) {
        require(
            maxGrowthBpsPerDay_ != 0 && maxGrowthBpsPerDay_ <= Marks.MAX_GROWTH_BPS_PER_DAY, BadBound(maxGrowthBpsPerDay_)
        );
        require(maxDropBps_ != 0 && maxDropBps_ <= Marks.MAX_DROP_BPS, BadBound(maxDropBps_));
        (vault, assetFeed) = (vault_, assetFeed_);
        (maxGrowthBpsPerDay, maxDropBps) = (maxGrowthBpsPerDay_, maxDropBps_);
        uint256 shareDecimals = vault_.decimals();
        require(shareDecimals <= 27, TooManyDecimals(shareDecimals));
        ONE_SHARE = 10 ** shareDecimals;
        ONE_ASSET = 10 ** uint256(IERC20Metadata(vault_.asset()).decimals());
        decimals = assetFeed_.decimals();
        uint256 rate = vault_.convertToAssets(ONE_SHARE);
        require(rate != 0 && rate <= type(uint128).max, EmptyRate());
        _store(rate, block.timestamp);
    }

    /// @notice Raises the mark to the rate as it counts now, and spends the time that its rise took. Anyone may.
    function poke() external {
        (uint256 rate, uint256 until) =
            Marks.raised(vault.convertToAssets(ONE_SHARE), mark, maxGrowthBpsPerDay, spentUntil);
        _store(rate, until);
    }

    function description() external view returns (string memory) {
        return string.concat(vault.symbol(), " share");
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round();
    }

    /// @dev There is no history: every round is the latest.
    function getRoundData(uint80) external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round();
    }

    function _round() private view returns (uint80, int256, uint256, uint256, uint80) {
        (IBalancerTypes.FeedState state, uint256 price, uint256 at) =
            Feeds.tryAnswer(Feeds.Terms(address(assetFeed), decimals, 0, type(uint256).max, 0, type(uint128).max));
        uint256 rate = Marks.counting(vault.convertToAssets(ONE_SHARE), mark, maxGrowthBpsPerDay, spentUntil);
        bool good = state == IBalancerTypes.FeedState.Ok && !Marks.fell(rate, mark, maxDropBps);
        at = Math.min(at, pokedAt);
        return (1, good ? int256(Math.mulDiv(price, rate, ONE_ASSET)) : int256(0), at, at, 1);
    }

    function _store(uint256 rate, uint256 until) private {
        (mark, pokedAt, spentUntil) = (uint128(rate), uint64(block.timestamp), uint64(until));
        emit Poked(rate);
    }
}
