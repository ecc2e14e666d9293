// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title Each rule of a fill: an otherwise good one that breaks just it fails with its name
contract OrderFillTest is Fixture {
    function test_aGoodOrderIsFilledWhole() external {
        fill(goodOrder());
        assertEq(usdc.balanceOf(address(balancer)), 45_000e6, "USDC left");
        assertEq(weth.balanceOf(address(balancer)), 17.5e18, "WETH bought");
        assertEq(usdc.allowance(address(balancer), LOP), 0, "allowance left to LOP");
    }
}
