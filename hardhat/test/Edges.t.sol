// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancer, IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { IBalancerFactory } from "../contracts/interfaces/IBalancerFactory.sol";
import { Fixture } from "./support/Fixture.sol";
import { ScriptedTaker } from "./support/ScriptedTaker.sol";

interface IEip712Domain {
    function eip712Domain()
        external
        view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory);
}

/// @dev Asks, from wherever it is called, how much of an order could be filled now.
contract Asker {
    uint256 public most;
    uint256 public limit = type(uint256).max;

    function ask(IBalancer balancer, IOrderMixin.Order calldata order) external {
        (uint256 amount, IBalancer.FillLimit why) = balancer.maxFill(order);
        (most, limit) = (amount, uint256(why));
    }
}

/// @title Corners that no story leads to
contract EdgesTest is Fixture {
    function test_nobodyCreatesForNobody() external {
        Config memory c = defaultConfig();
        vm.prank(address(0));
        expectError(IBalancerFactory.ZeroOwner.selector);
        factory.create(c, keccak256("nobody"), new Deposit[](0));
    }

    function test_aCloneMadeByHandCannotBeOwnedByNobody() external {
        address clone = Clones.clone(implementation);
        bytes memory config = abi.encode(defaultConfig());
        expectError(IBalancerErrors.ZeroAddress.selector);
        IBalancer(clone).initialize(address(0), config);
    }

    function test_theDomainIsThePortfolios() external view {
        (bytes1 fields, string memory name, string memory version, uint256 chain, address at,, uint256[] memory more) =
            IEip712Domain(address(balancer)).eip712Domain();
        assertEq(uint256(uint8(fields)), 0x0f, "name, version, chain, contract");
        assertEq(name, "1Balancer", "name");
        assertEq(version, "1", "version");
        assertEq(chain, block.chainid, "chain");
        assertEq(at, address(balancer), "contract");
        assertEq(more.length, 0, "extensions");
    }

    /// A value that still fits a word and is above what sixteen of them may sum to, in the balance and in the order.
    function test_aValueAboveTheRangeIsRefusedByName() external {
        give(address(usdc), address(balancer), 1e46);
        fillFails(goodOrder(), IBalancerErrors.ValueOverflow.selector);
    }

    function test_inTheMiddleOfAFillNothingElseCanBeFilled() external {
        IOrderMixin.Order memory other = goodOrder();
        Asker asker = new Asker();
        ScriptedTaker t = new ScriptedTaker();
        fundTaker(address(t));
        t.approve(address(weth));
        t.approve(address(usdc));
        t.script(address(asker), abi.encodeCall(Asker.ask, (balancer, other)), 0);
        Signed memory x = signed(goodOrder());
        t.fill(x.order, x.blob, "", x.order.makingAmount);
        assertEq(t.ran(), 1, "asked");
        assertEq(asker.most(), 0, "most");
        assertEq(asker.limit(), uint256(FillLimit.Locked), "limit");
    }
}
