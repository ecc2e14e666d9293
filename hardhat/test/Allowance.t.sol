// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import { Fixture } from "./support/Fixture.sol";

/// @title Just-in-time approval leaves LOP's allowance as it found it
contract AllowanceTest is Fixture {
    function test_anAllowanceThatWasThereBeforeIsThereAgainAfter() external {
        vm.prank(address(balancer));
        usdc.approve(LOP, 123e6);
        fill(goodOrder());
        assertEq(usdc.allowance(address(balancer), LOP), 123e6, "as found");
    }

    function test_anAllowanceOfExactlyTheFillIsRestored() external {
        vm.prank(address(balancer));
        usdc.approve(LOP, 5_000e6);
        fill(goodOrder());
        assertEq(usdc.allowance(address(balancer), LOP), 5_000e6, "as found");
    }
}
