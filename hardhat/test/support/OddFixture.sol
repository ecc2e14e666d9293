// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { Fixture } from "./Fixture.sol";
import { OddToken } from "./OddToken.sol";
import { ScriptedTaker } from "./ScriptedTaker.sol";

/// @title A portfolio one of whose assets has a bad habit
/// @dev 100,000 USD: USDC 50 % (target 40), ODD at 1 USD 30 % (target 40), WBTC 20 %. {oddHeavy} turns USDC and ODD round.
abstract contract OddFixture is Fixture {
    OddToken internal odd;
    ScriptedTaker internal scripted;

    function setUp() public virtual override {
        deployWorld(address(0));
        deployAssets();
        odd = new OddToken(18);
        vm.label(address(odd), "ODD");
        addFeed(address(odd), 18, 1e8);
        Config memory c = defaultConfig();
        c.assets[1] = listing(address(odd), 4_000);
        balancer = createPortfolio(c);
        give(address(usdc), address(balancer), 50_000e6);
        give(address(wbtc), address(balancer), 0.4e8);
        odd.mint(address(balancer), 30_000e18);
        fundTaker(taker);
        odd.mint(taker, 1_000_000e18);
        approveLop(address(odd), taker);
        scripted = new ScriptedTaker();
        odd.mint(address(scripted), 1_000_000e18);
        give(address(usdc), address(scripted), 1_000_000e6);
        scripted.approve(address(odd));
        scripted.approve(address(usdc));
    }

    function oddHeavy() internal {
        (address[] memory tokens, uint16[] memory targets) = (new address[](3), new uint16[](3));
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(odd), address(wbtc));
        (targets[0], targets[1], targets[2]) = (6_000, 2_000, 2_000);
        vm.prank(owner);
        balancer.setTargets(tokens, targets, OneOffTurnover(0, 0));
    }

    function buyOdd(uint256 taking) internal returns (IOrderMixin.Order memory) {
        return orderOf(address(usdc), 5_000e6, address(odd), taking);
    }

    function sellOdd(uint256 taking) internal returns (IOrderMixin.Order memory) {
        return orderOf(address(odd), 5_000e18, address(usdc), taking);
    }

    function refresh() internal override {
        super.refresh();
        setPrice(address(odd), 1e8);
    }

    function navE32() internal view override returns (uint256) {
        return valueE32(address(usdc)) + valueE32(address(odd)) + valueE32(address(wbtc));
    }
}
