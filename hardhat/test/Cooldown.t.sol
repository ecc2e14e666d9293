// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
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

    /// @dev A limit: rests below the minimum start no cooldown, however many. Each must be left by a fill that did start one, and
    /// all are charged.
    function test_manyRestsBelowTheMinimumAreBoughtAroundTheCooldownButNotAroundTheBudgets() external {
        uint256 count = 20;
        uint256 least = navE32() * balancer.guard().minFillBps / 10_000 / 10 ** (32 - decimalsOf[address(usdc)]);
        uint256 rest = least * 98 / 100;
        Signed[] memory orders = new Signed[](count);
        for (uint256 i; i < count; ++i) {
            uint256 taking = worth(address(usdc), least + rest, address(weth), 90);
            IOrderMixin.Order memory o = orderOf(address(usdc), least + rest, address(weth), taking);
            o.makerTraits = MakerTraits.wrap(multiTraits(block.timestamp + 2 hours));
            orders[i] = fill(o, least);
        }
        warpFresh(1 hours);
        (uint256 before, uint256 level) = (navE32(), balancer.budgets().lossLevelE18);
        for (uint256 i; i < count; ++i) fillAs(taker, orders[i], rest);
        assertGe(balancer.budgets().lossLevelE18 - level, (before - navE32()) * 1e18 / before, "all of it is charged");
        setPrice(address(weth), 3_500e8); // now above its target, USDC below
        IOrderMixin.Order memory back = orderOf(address(weth), 0.05e18, address(usdc), 175e6);
        uint256 clean = vm.snapshotState();
        fill(back);
        vm.revertToState(clean);
        setPrice(address(weth), 2_000e8);
        fill(orderOf(address(usdc), least, address(weth), worth(address(usdc), least, address(weth), 0)));
        setPrice(address(weth), 3_500e8);
        fillFails(back, IBalancerErrors.CoolingDown.selector);
    }
}
