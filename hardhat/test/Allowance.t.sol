// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Fixture } from "./support/Fixture.sol";

/// @dev Doesn't count an allowance down, as tokens do that take any large one for endless.
contract GenerousToken is TestToken {
    constructor() TestToken("Generous", "GEN", 6) { }

    function _spendAllowance(address from, address spender, uint256 amount) internal override {
        require(allowance(from, spender) >= amount, "allowance");
    }
}

/// @title Just-in-time approval leaves LOP no allowance
contract AllowanceTest is Fixture {
    function leftAfterAFill(uint256 before) private returns (uint256) {
        vm.prank(address(balancer));
        usdc.approve(LOP, before);
        fill(goodOrder());
        return usdc.allowance(address(balancer), LOP);
    }

    function test_nothingIsLeftOfAnAllowance() external {
        assertEq(leftAfterAFill(0), 0, "after none");
    }

    function test_anAllowanceThatWasThereBeforeIsGoneAfter() external {
        assertEq(leftAfterAFill(123e6), 0, "after some");
    }

    function test_anAllowanceWithoutEndIsGoneAfter() external {
        assertEq(leftAfterAFill(ALL), 0, "after all");
    }

    function test_nothingIsLeftWithATokenThatCountsNoAllowanceDown() external {
        vm.etch(address(usdc), address(new GenerousToken()).code);
        assertEq(leftAfterAFill(0), 0, "after none");
    }

    function test_anAllowanceFoundServesNobodyInsideTheFill() external {
        vm.prank(address(balancer));
        usdc.approve(LOP, ALL);
        uint256 making = goodOrder().makingAmount;
        vm.expectCall(address(usdc), abi.encodeCall(IERC20.approve, (LOP, making)));
        fill(goodOrder());
    }
}
