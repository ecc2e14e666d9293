// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC4626 } from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import { ICashErrors, ICashEvents, ICashTypes } from "../interfaces/ICashPortfolio.sol";
import { Calls } from "../libraries/Calls.sol";
import { Marks } from "../libraries/Marks.sol";
import { CashState, StoredVault } from "./CashState.sol";

/// @dev A vault as it was read: once, before a move calls anything.
struct Reading {
    ICashTypes.VaultState state;
    uint256 shares;
    uint256 live;
    uint256 counting; // what a share that is held or arrives is worth: live, as far as the mark's credit allows
    uint256 worth;
}

/// @title What a cash portfolio is worth, and which vaults are believed
/// @dev A vault counts for no more than it was given, whatever it says of balance and rate: gains count when they are paid out.
library CashValue {
    uint256 internal constant NOT_FOUND = type(uint256).max;
    /// @dev For balance and rate together, whoever sends the transaction. A listing must do with half.
    uint256 internal constant READ_GAS = 1_000_000;

    function indexOf(CashState storage s, address vault) internal view returns (uint256) {
        uint256 count = s.rules.vaultCount;
        for (uint256 i; i < count; ++i) if (s.vaults[i].vault == vault) return i;
        return NOT_FOUND;
    }

    function requireIndex(CashState storage s, address vault) internal view returns (uint256 index) {
        index = indexOf(s, vault);
        require(index != NOT_FOUND, ICashErrors.UnknownVault(vault));
    }

    /// @param touched index of the vault that a move is about (NOT_FOUND: none); one that was given nothing isn't asked otherwise
    function read(CashState storage s, address usdc, uint256 touched)
        internal
        view
        returns (uint256 value, uint256 held, Reading[] memory readings)
    {
        held = IERC20(usdc).balanceOf(address(this));
        value = held;
        readings = new Reading[](s.rules.vaultCount);
        for (uint256 i; i < readings.length; ++i) {
            StoredVault memory v = s.vaults[i];
            if (v.given == 0 && i != touched) continue;
            readings[i] = readVault(v, READ_GAS);
            value += readings[i].worth;
        }
    }

    function readVault(StoredVault memory v, uint256 gasGiven) internal view returns (Reading memory r) {
        uint256 oneShare = 10 ** uint256(v.decimals);
        (bool known, uint256 shares, uint256 left) =
            Calls.tryWordFor(v.vault, abi.encodeCall(IERC20.balanceOf, (address(this))), gasGiven);
        uint256 live;
        if (known) (known, live,) = Calls.tryWordFor(v.vault, abi.encodeCall(IERC4626.convertToAssets, (oneShare)), left);
        if (!known || shares / oneShare > type(uint128).max || live > type(uint96).max) {
            r.state = ICashTypes.VaultState.Unread;
            return r;
        }
        (r.shares, r.live) = (shares, live);
        if (Marks.fell(live, v.mark, Marks.MAX_DROP_BPS)) {
            r.state = ICashTypes.VaultState.Fell;
            return r;
        }
        r.counting = Marks.counting(live, v.mark, Marks.MAX_GROWTH_BPS_PER_DAY, v.spentUntil);
        r.worth = Math.min(worthDown(shares, r.counting, v.decimals), v.given);
    }

    /// @dev Raises the mark to what counts now; it never falls.
    function poke(StoredVault storage v, uint256 live) internal {
        (uint256 mark, uint256 until) = Marks.raised(live, v.mark, Marks.MAX_GROWTH_BPS_PER_DAY, v.spentUntil);
        store(v, mark, v.given, until);
    }

    function store(StoredVault storage v, uint256 mark, uint256 given, uint256 spentUntil) internal {
        (v.mark, v.given, v.spentUntil) = (uint96(mark), uint96(given), uint64(spentUntil));
        emit ICashEvents.Marked(v.vault, mark, given, spentUntil);
    }

    /// @dev {USDC units} = {shares} * {USDC units a whole share} / {shares in one}
    function worthDown(uint256 shares, uint256 rate, uint256 decimals) internal pure returns (uint256) {
        return Math.mulDiv(shares, rate, 10 ** decimals);
    }

    function worthUp(uint256 shares, uint256 rate, uint256 decimals) internal pure returns (uint256) {
        return Math.mulDiv(shares, rate, 10 ** decimals, Math.Rounding.Ceil);
    }
}
