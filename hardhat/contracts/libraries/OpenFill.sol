// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { State, StoredAsset } from "./State.sol";
import { Portfolio, Position, Valuation } from "./Valuation.sol";

/// @title The lock, and what PRE saw for POST to judge by: six transient words
/// @dev The only transient storage there is: no contract that uses this library declares transient variables, so that the
/// slots are plain numbers. What storage still has (token, target, decimals) isn't copied: no setter runs while locked.
library OpenFill {
    uint256 private constant LOCK = 0; // hash of the order or proposal under way
    uint256 private constant HEAD = 1; // navE32 · 2^8 + index of the sold · 2^4 + index of the bought
    uint256 private constant SOLD_BALANCE = 2;
    uint256 private constant SOLD_PRICE = 3;
    uint256 private constant BOUGHT_BALANCE = 4;
    uint256 private constant BOUGHT_PRICE = 5;

    function lock() internal view returns (bytes32 id) {
        return bytes32(_load(LOCK));
    }

    /// @dev 0 unlocks.
    function setLock(bytes32 id) internal {
        _store(LOCK, uint256(id));
    }

    /// @dev NAV is at most 16 × 2^236 and an index below 16, so one word holds all three.
    function remember(Portfolio memory seen, uint256 sold, uint256 bought) internal {
        _store(HEAD, (seen.navE32 << 8) | (sold << 4) | bought);
        _store(SOLD_BALANCE, seen.positions[sold].balance);
        _store(SOLD_PRICE, seen.positions[sold].price.mul);
        _store(BOUGHT_BALANCE, seen.positions[bought].balance);
        _store(BOUGHT_PRICE, seen.positions[bought].price.mul);
    }

    function head() internal view returns (uint256 navE32, uint256 sold, uint256 bought) {
        uint256 word = _load(HEAD);
        return (word >> 8, (word >> 4) & 15, word & 15);
    }

    function sold(StoredAsset storage asset) internal view returns (Position memory) {
        return _position(asset, SOLD_BALANCE, SOLD_PRICE);
    }

    function bought(StoredAsset storage asset) internal view returns (Position memory) {
        return _position(asset, BOUGHT_BALANCE, BOUGHT_PRICE);
    }

    function _position(StoredAsset storage asset, uint256 balanceSlot, uint256 priceSlot)
        private
        view
        returns (Position memory position)
    {
        (position.token, position.targetBps) = (asset.token, asset.targetBps);
        position.price.div = Valuation.divisorOf(asset.decimals, asset.feedDecimals);
        position.price.mul = _load(priceSlot);
        position.balance = _load(balanceSlot);
        position.valueE32 = Valuation.valueDown(position.balance, position.price);
    }

    function _load(uint256 slot) private view returns (uint256 word) {
        assembly ("memory-safe") {
            word := tload(slot)
        }
    }

    function _store(uint256 slot, uint256 word) private {
        assembly ("memory-safe") {
            tstore(slot, word)
        }
    }
}
