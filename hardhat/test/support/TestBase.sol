// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Vm } from "./Vm.sol";

/// @title Assertions, bounds and the cheat codes' address, for every test
abstract contract TestBase {
    bool public constant IS_TEST = true;
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    address private constant CONSOLE = 0x000000000000000000636F6e736F6c652e6c6f67;

    error Differs(string what, string got, string wanted);
    error Untrue(string what);

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert Untrue(what);
    }

    function assertFalse(bool condition, string memory what) internal pure {
        if (condition) revert Untrue(what);
    }

    function assertEq(uint256 got, uint256 wanted, string memory what) internal pure {
        if (got != wanted) revert Differs(what, vm.toString(got), vm.toString(wanted));
    }

    function assertEq(address got, address wanted, string memory what) internal pure {
        if (got != wanted) revert Differs(what, vm.toString(got), vm.toString(wanted));
    }

    function assertEq(bytes32 got, bytes32 wanted, string memory what) internal pure {
        if (got != wanted) revert Differs(what, vm.toString(got), vm.toString(wanted));
    }

    function assertEq(bytes memory got, bytes memory wanted, string memory what) internal pure {
        if (keccak256(got) != keccak256(wanted)) revert Differs(what, vm.toString(got), vm.toString(wanted));
    }

    function assertEq(string memory got, string memory wanted, string memory what) internal pure {
        if (keccak256(bytes(got)) != keccak256(bytes(wanted))) revert Differs(what, got, wanted);
    }

    function assertLe(uint256 got, uint256 most, string memory what) internal pure {
        if (got > most) revert Differs(what, vm.toString(got), string.concat("at most ", vm.toString(most)));
    }

    function assertGe(uint256 got, uint256 least, string memory what) internal pure {
        if (got < least) revert Differs(what, vm.toString(got), string.concat("at least ", vm.toString(least)));
    }

    function assertApprox(uint256 got, uint256 wanted, uint256 within, string memory what) internal pure {
        uint256 difference = got > wanted ? got - wanted : wanted - got;
        if (difference > within) revert Differs(what, vm.toString(got), vm.toString(wanted));
    }

    /// @dev Maps any number into [least, most]; small ones stay what they are, so that failures read well.
    function clamp(uint256 x, uint256 least, uint256 most) internal pure returns (uint256) {
        if (x >= least && x <= most) return x;
        uint256 size = most - least + 1;
        return size == 0 ? x : least + x % size;
    }

    function min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }

    function max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a : b;
    }

    function say(string memory text) internal view {
        (bool ok,) = CONSOLE.staticcall(abi.encodeWithSignature("log(string)", text));
        ok;
    }

    function expectError(bytes4 selector) internal {
        vm.expectPartialRevert(selector);
    }
}
