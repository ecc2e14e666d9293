// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IBalancerErrors, IBalancerEvents, IBalancerTypes } from "../interfaces/IBalancer.sol";
import { Calls } from "./Calls.sol";

/// @title Tokens from whoever pays in and to whom the owner names, whatever is listed
library Transfers {
    using SafeERC20 for IERC20;

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

    function send(address token, uint256 amount, address to) internal {
        requireReceiver(to);
        if (amount == type(uint256).max) amount = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransfer(to, amount);
        emit IBalancerEvents.Withdrawn(token, to, amount);
    }

    /// @dev A token that fails (paused, blocklisted, broken) must not hold back the others.
    function sendAll(address[] calldata tokens, address to) internal {
        requireReceiver(to);
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
    }

    function requireReceiver(address to) internal view {
        require(to != address(0), IBalancerErrors.ZeroAddress());
        require(to != address(this), IBalancerErrors.ForbiddenReceiver(to));
    }
}
