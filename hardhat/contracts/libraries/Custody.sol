// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IWETH } from "@1inch/solidity-utils/contracts/interfaces/IWETH.sol";
import { IBalancerErrors, IBalancerEvents, IBalancerTypes } from "../interfaces/IBalancer.sol";
import { BPS, Env, State } from "./State.sol";
import { Transfers } from "./Transfers.sol";
import { Valuation } from "./Valuation.sol";

/// @title How assets come in and go out, other than by trading. Reads no feed.
library Custody {
    function deposit(State storage s, IBalancerTypes.Deposit[] calldata deposits) external {
        for (uint256 i; i < deposits.length; ++i) {
            IBalancerTypes.Deposit calldata d = deposits[i];
            require(
                Valuation.indexOf(s, s.rules.assetCount, d.token) != Valuation.NOT_FOUND,
                IBalancerErrors.UnknownAsset(d.token)
            );
            Transfers.pull(d, address(this));
            emit IBalancerEvents.Deposited(d.token, msg.sender, d.amount);
        }
    }

    function withdraw(State storage s, address token, uint256 amount, address to) external {
        require(
            Valuation.indexOf(s, s.rules.assetCount, token) != Valuation.NOT_FOUND, IBalancerErrors.UnknownAsset(token)
        );
        Transfers.send(token, amount, to);
    }

    function rescue(State storage s, address token, uint256 amount, address to) external {
        require(
            Valuation.indexOf(s, s.rules.assetCount, token) == Valuation.NOT_FOUND, IBalancerErrors.IsAsset(token)
        );
        Transfers.send(token, amount, to);
    }

    function withdrawShare(State storage s, uint256 bps, address to) external {
        require(bps != 0 && bps <= BPS, IBalancerErrors.BadShare(bps));
        for (uint256 i; i < s.rules.assetCount; ++i) {
            address token = s.assets[i].token;
            uint256 amount = shareDown(IERC20(token).balanceOf(address(this)), bps);
            if (amount != 0) Transfers.send(token, amount, to);
        }
    }

    function withdrawAll(State storage s, address[] calldata tokens, address to) external {
        Transfers.sendAll(tokens, to);
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
}
