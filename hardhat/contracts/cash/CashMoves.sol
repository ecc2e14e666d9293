// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC4626 } from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IBalancerErrors } from "../interfaces/IBalancer.sol";
import { ICashErrors, ICashEvents, ICashTypes } from "../interfaces/ICashPortfolio.sol";
import { Marks } from "../libraries/Marks.sol";
import { BPS } from "../libraries/State.sol";
import { TradeRules } from "../libraries/TradeRules.sol";
import { CashCharges, Cost } from "./CashCharges.sol";
import { CashRules, CashState, StoredVault } from "./CashState.sol";
import { CashValue, Reading } from "./CashValue.sol";

/// @title USDC into a vault and back, judged by what moved
/// @dev Called with the lock held. Value, balances and rates are read once, before the vault is called; its own rate once more
/// after, where it can only count against the move.
library CashMoves {
    using SafeERC20 for IERC20;

    /// @dev What was signed: USDC that is deposited and the least shares, or shares that are redeemed and the least USDC.
    struct Move {
        bytes32 id;
        address vault;
        uint256 amount;
        uint256 least;
        uint256 nonce;
    }

    /// @dev The portfolio and the touched vault before the call.
    struct Before {
        uint256 value;
        uint256 held;
        uint256 shares;
        uint256 live;
        uint256 counting;
        uint256 leaving; // what a share that leaves is worth
    }

    /// @dev What a move moved, in USDC units, and what it left behind.
    struct Sums {
        uint256 out;
        uint256 into;
        uint256 stay; // shares held before and not sent
        uint256 live; // rate after
        bool whole; // all shares are redeemed: however little they are
    }

    function deposit(CashState storage s, address usdc, Move memory m) internal {
        (StoredVault storage v, Before memory b) = _begin(s, usdc, m);
        _requireCool(s, m.vault, v.redeemedAt);

        IERC20(usdc).forceApprove(m.vault, m.amount);
        uint256 said = IERC4626(m.vault).deposit(m.amount, address(this));
        uint256 left = IERC20(usdc).allowance(address(this), m.vault);
        require(left == 0, ICashErrors.AllowanceLeft(m.vault, left));

        uint256 gained = Math.min(_increase(b.shares, m.vault), said);
        require(gained >= m.least, IBalancerErrors.ReceivedTooLittle(m.vault, gained, m.least));
        Sums memory sums;
        sums.out = Math.max(m.amount, _decrease(b.held, usdc));
        (sums.stay, sums.live) = (b.shares, _liveAfter(v));
        sums.into = CashValue.worthDown(gained, Math.min(b.counting, sums.live), v.decimals);

        uint256 given = v.given + sums.out;
        uint256 most = v.capBps * b.value / BPS;
        require(given <= most, ICashErrors.AboveVaultCap(m.vault, given, most));
        CashValue.store(v, v.mark, SafeCast.toUint96(given), v.spentUntil);
        v.depositedAt = uint32(block.timestamp);
        _judge(s, m.id, v, b, sums);
        emit ICashEvents.Entered(m.id, m.vault, sums.out, gained, m.nonce);
    }

    function redeem(CashState storage s, address usdc, Move memory m) internal {
        (StoredVault storage v, Before memory b) = _begin(s, usdc, m);
        _requireCool(s, m.vault, v.depositedAt);

        uint256 said = IERC4626(m.vault).redeem(m.amount, address(this), address(this));

        Sums memory sums;
        sums.into = Math.min(_increase(b.held, usdc), said);
        require(sums.into >= m.least, IBalancerErrors.ReceivedTooLittle(usdc, sums.into, m.least));
        uint256 sent = Math.max(m.amount, _decrease(b.shares, m.vault));
        sums.out = CashValue.worthUp(sent, b.leaving, v.decimals);
        sums.stay = b.shares > sent ? b.shares - sent : 0;
        sums.live = sums.stay == 0 ? b.live : _liveAfter(v);
        sums.whole = m.amount == b.shares;

        CashValue.store(v, v.mark, v.given > sums.into ? v.given - sums.into : 0, v.spentUntil);
        v.redeemedAt = uint32(block.timestamp);
        _judge(s, m.id, v, b, sums);
        emit ICashEvents.Left(m.id, m.vault, sent, sums.into, m.nonce);
    }

    function _begin(CashState storage s, address usdc, Move memory m)
        private
        returns (StoredVault storage v, Before memory b)
    {
        require(m.amount != 0, IBalancerErrors.ZeroAmount());
        uint256 index = CashValue.requireIndex(s, m.vault);
        v = s.vaults[index];
        Reading[] memory readings;
        (b.value, b.held, readings) = CashValue.read(s, usdc, index);
        Reading memory r = readings[index];
        require(r.state == ICashTypes.VaultState.Ok, ICashErrors.VaultRefused(m.vault, r.state));
        require(b.value != 0, ICashErrors.EmptyValue());
        CashValue.poke(v, r.live);
        (b.shares, b.live, b.counting) = (r.shares, r.live, r.counting);
        b.leaving = Math.max(v.mark, r.live) + 1;
    }

    /// @dev What the call took from the shares that stay is loss of the move too, and they must not be left fallen.
    function _judge(CashState storage s, bytes32 id, StoredVault storage v, Before memory b, Sums memory sums) private {
        CashRules memory r = s.rules;
        uint256 least = Math.ceilDiv(r.minMoveBps * b.value, BPS);
        require(sums.whole || sums.out >= least, ICashErrors.MoveTooSmall(sums.out, least));
        uint256 loss = sums.out > sums.into ? sums.out - sums.into : 0;
        if (sums.stay != 0) {
            require(
                !Marks.fell(sums.live, v.mark, Marks.MAX_DROP_BPS),
                ICashErrors.VaultRefused(v.vault, ICashTypes.VaultState.Fell)
            );
            if (sums.live < b.live) loss += CashValue.worthUp(sums.stay, b.live - sums.live, v.decimals);
        }
        uint256 most = r.maxLossBps * sums.out / BPS;
        require(loss <= most, ICashErrors.MoveLosesTooMuch(loss, most));
        CashCharges.charge(s, r, id, b.value, Cost(loss, sums.out, 0));
    }

    function _requireCool(CashState storage s, address vault, uint256 stamp) private view {
        uint256 until = TradeRules.coolUntil(s.rules.cooldown, stamp);
        require(until <= block.timestamp, IBalancerErrors.CoolingDown(vault, until));
    }

    function _liveAfter(StoredVault storage v) private view returns (uint256) {
        return IERC4626(v.vault).convertToAssets(10 ** uint256(v.decimals));
    }

    function _decrease(uint256 before, address token) private view returns (uint256) {
        uint256 balance = IERC20(token).balanceOf(address(this));
        return balance < before ? before - balance : 0;
    }

    function _increase(uint256 before, address token) private view returns (uint256) {
        uint256 balance = IERC20(token).balanceOf(address(this));
        return balance > before ? balance - before : 0;
    }
}
