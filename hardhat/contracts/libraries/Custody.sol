// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IWETH } from "@1inch/solidity-utils/contracts/interfaces/IWETH.sol";
import { IBalancerErrors, IBalancerEvents, IBalancerTypes } from "../interfaces/IBalancer.sol";
import { BPS, Env, State } from "./State.sol";
import { Calls } from "./Calls.sol";
import { Valuation } from "./Valuation.sol";

/// @title How assets come in and go out, other than by trading. Reads no feed.
library Custody {
    using SafeERC20 for IERC20;

    function deposit(State storage s, IBalancerTypes.Deposit[] calldata deposits) external {
        for (uint256 i; i < deposits.length; ++i) {
            IBalancerTypes.Deposit calldata d = deposits[i];
            require(
                Valuation.indexOf(s, s.rules.assetCount, d.token) != Valuation.NOT_FOUND,
                IBalancerErrors.UnknownAsset(d.token)
            );
            pull(d, address(this));
            emit IBalancerEvents.Deposited(d.token, msg.sender, d.amount);
        }
    }

    /// @dev From msg.sender and nobody else. A permit that fails (used by someone else first) is no matter if the allowance
    /// suffices.
    function pull(IBalancerTypes.Deposit calldata d, address to) internal {
        if (d.permitDeadline != 0) {
            try IERC20Permit(d.token).permit(msg.sender, address(this), d.amount, d.permitDeadline, d.v, d.r, d.s) { }
            catch { }
        }
        uint256 allowance = IERC20(d.token).allowance(msg.sender, address(this));
        require(allowance >= d.amount, IBalancerErrors.AllowanceTooLow(d.token, allowance, d.amount));
        IERC20(d.token).safeTransferFrom(msg.sender, to, d.amount);
    }

    function withdraw(State storage s, address token, uint256 amount, address to) external {
        require(
            Valuation.indexOf(s, s.rules.assetCount, token) != Valuation.NOT_FOUND, IBalancerErrors.UnknownAsset(token)
        );
        _send(token, amount, to);
    }

    function rescue(State storage s, address token, uint256 amount, address to) external {
        require(
            Valuation.indexOf(s, s.rules.assetCount, token) == Valuation.NOT_FOUND, IBalancerErrors.IsAsset(token)
        );
        _send(token, amount, to);
    }

    function withdrawShare(State storage s, uint256 bps, address to) external {
        require(bps != 0 && bps <= BPS, IBalancerErrors.BadShare(bps));
        for (uint256 i; i < s.rules.assetCount; ++i) {
            address token = s.assets[i].token;
            uint256 amount = shareDown(IERC20(token).balanceOf(address(this)), bps);
            if (amount != 0) _send(token, amount, to);
        }
    }

    /// @dev A token that fails (paused, blocklisted, broken) must not hold back the others.
    function withdrawAll(State storage s, address[] calldata tokens, address to) external {
        _requireReceiver(to);
        for (uint256 i; i < tokens.length; ++i) {
            address token = tokens[i];
            (bool known, uint256 amount) = Calls.tryWord(token, abi.encodeCall(IERC20.balanceOf, (address(this))));
            if (!known) {
                emit IBalancerEvents.WithdrawFailed(token, to, 0);
                continue;
            }
            if (amount == 0) continue;
            if (Calls.tryTrue(token, abi.encodeCall(IERC20.transfer, (to, amount)))) emit IBalancerEvents.Withdrawn(token, to, amount);
            else emit IBalancerEvents.WithdrawFailed(token, to, amount);
        }
        s; // kept for one call shape: any token may be named, asset or not
    }

    function wrap(Env memory env) external {
        uint256 amount = address(this).balance;
        require(amount != 0, IBalancerErrors.NothingToWrap());
        IWETH(env.weth).deposit{ value: amount }();
        emit IBalancerEvents.Wrapped(amount);
    }

    function shareDown(uint256 balance, uint256 bps) internal pure returns (uint256) {
        return balance / BPS * bps + balance % BPS * bps / BPS;
    }

    function _send(address token, uint256 amount, address to) private {
        _requireReceiver(to);
        if (amount == type(uint256).max) amount = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransfer(to, amount);
        emit IBalancerEvents.Withdrawn(token, to, amount);
    }

    function _requireReceiver(address to) private view {
        require(to != address(0), IBalancerErrors.ZeroAddress());
        require(to != address(this), IBalancerErrors.ForbiddenReceiver(to));
    }
}
