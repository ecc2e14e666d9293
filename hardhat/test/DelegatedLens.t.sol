// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IBalancerLens } from "../contracts/interfaces/IBalancerLens.sol";
import { DelegatedFixture } from "./support/DelegatedFixture.sol";

/// @title What the lens says of a contract that serves an account by its delegations
/// forge-config: default.evm_version = "prague"
contract DelegatedLensTest is DelegatedFixture {
    IBalancerLens private delegatedLens;

    function setUp() public override {
        super.setUp();
        delegatedLens = IBalancerLens(deployOurs("DelegatedLens", ""));
    }

    function read(address one) private view returns (IBalancerLens.PortfolioState memory) {
        address[] memory list = new address[](1);
        list[0] = one;
        (,, IBalancerLens.PortfolioState[] memory states) = delegatedLens.read(list);
        assertEq(states.length, 1, "one answer");
        return states[0];
    }

    function test_reads_the_account_its_guardian_and_what_the_account_holds() public view {
        IBalancerLens.PortfolioState memory state = read(address(clone));
        assertTrue(state.ok, "said");
        assertEq(state.portfolio, address(clone), "portfolio");
        assertEq(state.owner, account, "owner");
        assertEq(state.pendingOwner, guardian, "guardian");
        assertEq(state.signer, clone.authorizedSigner(), "signer");
        assertEq(state.executor, clone.executor(), "executor");
        assertEq(state.factory, address(clones), "factory");
        assertEq(state.limitOrderProtocol, LOP, "router of orders");
        assertEq(state.feeTaker, address(0), "fee taker");
        assertEq(state.generation, clone.generation(), "generation");
        assertEq(state.routers.length, 2, "routers");
        assertEq(keccak256(abi.encode(state.guard)), keccak256(abi.encode(clone.guard())), "guard");
        assertEq(keccak256(abi.encode(state.budgets)), keccak256(abi.encode(clone.budgets())), "budgets");
        assertEq(state.assets.length, 3, "assets");
        assertEq(state.assets[0].token, address(usdc), "first token");
        assertEq(state.assets[0].balance, USDC_HELD, "USDC");
        assertEq(state.assets[1].balance, WETH_HELD, "WETH");
        assertEq(state.assets[2].balance, WBTC_HELD, "WBTC");
        for (uint256 i; i < 3; ++i) {
            assertTrue(state.assets[i].balanceOk, "said");
            assertTrue(state.assets[i].feedOk, "said");
            assertEq(uint8(state.assets[i].tokenState), uint8(TokenState.Ok), "token state");
            assertEq(state.assets[i].lopAllowance, 0, "allowance");
        }
    }

    function test_says_nothing_of_what_the_account_allows_to_others() public {
        vm.prank(account);
        usdc.approve(LOP, 7);
        assertEq(read(address(clone)).assets[0].lopAllowance, 0, "allowance");
    }

    function test_follows_pause_and_generation() public {
        uint40 before = clone.generation();
        vm.prank(guardian);
        clone.pause();
        IBalancerLens.PortfolioState memory state = read(address(clone));
        assertTrue(state.paused, "said");
        assertEq(state.generation, before + 1, "generation");
    }

    function test_answers_that_it_could_not_read_what_is_no_such_contract() public view {
        assertFalse(read(account).ok, "not read");
        assertFalse(read(address(usdc)).ok, "not read");
    }

    function test_says_which_nonces_are_used_and_whether_it_is_locked() public {
        Proposal memory p = propose(one(goodSwap()));
        send(p);
        IBalancerLens.PortfolioState memory state = read(address(clone));
        assertEq(state.nonceWord0, 1 << p.nonce, "used");
        assertFalse(state.locked, "no leg is under way");
        assertFalse(state.paused, "not paused");
    }

    /// One token under two addresses shows in what the account holds; the contract itself holds nothing of either.
    function test_finds_twins_by_what_the_account_holds() public {
        vm.mockCall(address(wbtc), abi.encodeCall(IERC20.totalSupply, ()), abi.encode(usdc.totalSupply()));
        IBalancerLens.PortfolioState memory state = read(address(clone));
        assertEq(uint8(state.assets[0].tokenState), uint8(TokenState.Ok), "held otherwise");
        vm.mockCall(address(wbtc), abi.encodeCall(IERC20.balanceOf, (account)), abi.encode(USDC_HELD));
        state = read(address(clone));
        assertEq(uint8(state.assets[0].tokenState), uint8(TokenState.Twin), "USDC");
        assertEq(uint8(state.assets[1].tokenState), uint8(TokenState.Ok), "WETH");
        assertEq(uint8(state.assets[2].tokenState), uint8(TokenState.Twin), "WBTC");
        assertEq(state.assets[2].token, address(wbtc), "third");
    }
}
