// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Fixture } from "./Fixture.sol";

/// @title Signs and sends proposals over real Uniswap V2, whose pools hold the feeds' prices
abstract contract Proposing is Fixture {
    uint256 internal nextNonce;

    struct Proposal {
        Swap[] swaps;
        uint256 nonce;
        uint40 generation;
        uint40 deadline;
        bytes signature;
    }

    function openUniswap() internal {
        deployUniswap();
        addPool(address(usdc), 20_000_000e6, address(weth), 10_000e18);
        addPool(address(usdc), 20_000_000e6, address(wbtc), 400e8);
        addPool(address(weth), 10_000e18, address(wbtc), 400e8);
        vm.prank(owner);
        balancer.setRouter(address(uniswap), true);
    }

    function addPool(address a, uint256 amountA, address b, uint256 amountB) internal {
        give(a, address(this), amountA);
        give(b, address(this), amountB);
        IERC20(a).approve(address(uniswap), amountA);
        IERC20(b).approve(address(uniswap), amountB);
        uniswap.addLiquidity(a, b, amountA, amountB, 0, 0, address(this), block.timestamp);
    }

    function route(uint256 amountIn, address[] memory path) internal view returns (bytes memory) {
        return abi.encodeCall(
            uniswap.swapExactTokensForTokens, (amountIn, 0, path, balancer.executor(), block.timestamp)
        );
    }

    function pathOf(address a, address b) internal pure returns (address[] memory path) {
        path = new address[](2);
        (path[0], path[1]) = (a, b);
    }

    function swapOf(address out, uint256 amount, address into, uint256 least) internal view returns (Swap memory) {
        return Swap(address(uniswap), out, amount, into, least, route(amount, pathOf(out, into)));
    }

    function one(Swap memory swap) internal pure returns (Swap[] memory list) {
        list = new Swap[](1);
        list[0] = swap;
    }

    function two(Swap memory a, Swap memory b) internal pure returns (Swap[] memory list) {
        list = new Swap[](2);
        (list[0], list[1]) = (a, b);
    }

    function propose(Swap[] memory swaps) internal returns (Proposal memory p) {
        p.swaps = swaps;
        p.nonce = nextNonce++;
        p.generation = balancer.generation();
        p.deadline = uint40(block.timestamp + 600);
        signProposal(p, BOT_KEY);
    }

    function signProposal(Proposal memory p, uint256 key) internal view {
        p.signature = signBy(key, balancer.proposalHash(p.swaps, p.nonce, p.generation, p.deadline));
    }

    /// @dev The call itself, so that an expected revert can be told just before it.
    function send(Proposal memory p) internal {
        vm.prank(stranger);
        balancer.executeSignedRebalance(p.swaps, p.nonce, p.generation, p.deadline, p.signature);
    }

    function sendFails(Proposal memory p, bytes4 error_) internal {
        expectError(error_);
        send(p);
    }

    function sendFails(Swap[] memory swaps, bytes4 error_) internal {
        Proposal memory p = propose(swaps);
        sendFails(p, error_);
    }

    /// @dev Sells 5,000 USDC for WETH: good in every respect.
    function goodSwap() internal view returns (Swap memory) {
        return swapOf(address(usdc), 5_000e6, address(weth), 2.49e18);
    }
}
