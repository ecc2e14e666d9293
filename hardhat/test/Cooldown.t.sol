// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title Each side of the cooldown by itself, the other side being a third asset that nobody traded
contract CooldownTest is Fixture {
    function test_anAssetJustBoughtIsNotSoldForAThirdOne() external {
        fill(goodOrder()); // buys WETH
        setPrice(address(weth), 4_000e8); // now above its target, WBTC below
        IOrderMixin.Order memory o =
            orderOf(address(weth), 1e18, address(wbtc), worth(address(weth), 1e18, address(wbtc), 0));
        fillFails(o, IBalancerErrors.CoolingDown.selector);
        warpFresh(1 hours);
        o = orderOf(address(weth), 1e18, address(wbtc), worth(address(weth), 1e18, address(wbtc), 0));
        fill(o);
    }

    function test_anAssetJustSoldIsNotBoughtWithAThirdOne() external {
        fill(goodOrder()); // sells USDC
        setPrice(address(wbtc), 200_000e8); // USDC now below its target, WBTC above
        IOrderMixin.Order memory o =
            orderOf(address(wbtc), 0.02e8, address(usdc), worth(address(wbtc), 0.02e8, address(usdc), 0));
        fillFails(o, IBalancerErrors.CoolingDown.selector);
        warpFresh(1 hours);
        o = orderOf(address(wbtc), 0.02e8, address(usdc), worth(address(wbtc), 0.02e8, address(usdc), 0));
        fill(o);
    }
}
