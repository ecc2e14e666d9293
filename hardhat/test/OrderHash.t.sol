// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Address } from "@1inch/solidity-utils/contracts/libraries/AddressLib.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { OrderHash } from "../contracts/libraries/OrderHash.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title An order's hash is reckoned as LOP reckons it
contract OrderHashTest is Fixture {
    function test_everyOrderHashesAsLopHashesIt(uint256[8] calldata words, uint64 chainId) external {
        IOrderMixin.Order memory order = IOrderMixin.Order(
            words[0],
            Address.wrap(words[1]),
            Address.wrap(words[2]),
            Address.wrap(words[3]),
            Address.wrap(words[4]),
            words[5],
            words[6],
            MakerTraits.wrap(words[7])
        );
        assertEq(OrderHash.hashOf(LOP, order), lop.hashOrder(order), "on this chain");
        // a fork of the chain gets another id
        vm.chainId(clamp(chainId, 1, type(uint64).max - 1));
        assertEq(OrderHash.hashOf(LOP, order), lop.hashOrder(order), "on another");
    }

    function test_noImplementationIsBuiltOnALopThatHashesOtherwise() external {
        vm.mockCall(LOP, abi.encodeWithSelector(lop.hashOrder.selector), abi.encode(bytes32(uint256(1))));
        bytes memory arguments = abi.encode(LOP, feeTaker, address(weth), address(0), address(lens), 1);
        vm.expectRevert(abi.encodeWithSelector(IBalancerErrors.OrderHashDiffers.selector, LOP));
        this.build(arguments);
    }

    function test_anOrderOfAnotherRouterIsRefused() external {
        Signed memory x = signed(goodOrder());
        x.hash = OrderHash.hashOf(address(this), x.order);
        x.blob = abi.encode(x.order, signBy(BOT_KEY, x.hash), "");
        assertTrue(balancer.isValidSignature(x.hash, x.blob) == bytes4(0xffffffff), "another domain");
    }

    /// @dev A call of its own, so that what the constructor reverts with can be expected.
    function build(bytes calldata arguments) external {
        deployOurs("Balancer", arguments);
    }
}
