// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IDelegatedBalancer } from "../../contracts/interfaces/IDelegatedBalancer.sol";
import { IDelegatedFactory } from "../../contracts/interfaces/IDelegatedFactory.sol";
import { Caveat, Delegation } from "../../contracts/interfaces/IDelegationManager.sol";
import { Framework } from "./Framework.sol";
import { OpenRouter } from "./OpenRouter.sol";

/// @title A funded account of three assets, its clone with empty buckets, a delegation for each asset, pools at the feeds' prices
/// @dev As in {Fixture}: USDC may be sold and WETH bought, for up to 10,000 USD. The account is the owner's key, upgraded.
/// forge-config: default.evm_version = "prague"
abstract contract DelegatedFixture is Framework {
    address internal delegatedImplementation;
    IDelegatedFactory internal clones;
    IDelegatedBalancer internal clone;
    address internal account;
    address internal guardian = address(0x6a4d);
    OpenRouter internal open;
    mapping(address token => bytes) internal contextFor;
    uint256 internal nextNonce;

    struct Proposal {
        Swap[] swaps;
        bytes[] contexts;
        uint256 nonce;
        uint40 generation;
        uint40 deadline;
        bytes signature;
    }

    function setUp() public virtual override {
        deployWorld(address(0));
        deployAssets();
        deployUniswap();
        addPool(address(usdc), 20_000_000e6, address(weth), 10_000e18);
        addPool(address(usdc), 20_000_000e6, address(wbtc), 400e8);
        open = new OpenRouter();
        deployFramework();
        delegatedImplementation = deployDelegated();
        clones = deployClones(delegatedImplementation, new address[](0));
        upgrade(owner);
        serve(owner);
    }

    function deployDelegated() internal returns (address) {
        address executor = deployOurs("DelegatedExecutor", "");
        return deployOurs(
            "DelegatedBalancer", abi.encode(LOP, address(0), manager, entryPoint, executor, answerAgeMin)
        );
    }

    function deployClones(address implementation_, address[] memory before) internal returns (IDelegatedFactory) {
        return IDelegatedFactory(deployOurs("DelegatedFactory", abi.encode(implementation_, before)));
    }

    /// @dev Makes `who`, whose key is the owner's, the account of all that follows. A day later nothing of the budgets is used.
    function serve(address who) internal {
        account = who;
        clone = newClone(delegatedConfig());
        give(address(usdc), account, USDC_HELD);
        give(address(weth), account, WETH_HELD);
        give(address(wbtc), account, WBTC_HELD);
        grantAll();
        warpFresh(1 days);
    }

    function delegatedConfig() internal view returns (Config memory c) {
        c = defaultConfig();
        c.routers = new address[](2);
        (c.routers[0], c.routers[1]) = (address(uniswap), address(open));
    }

    function newClone(Config memory c) internal returns (IDelegatedBalancer) {
        uint256 index = clones.countOf(account);
        vm.prank(account);
        return IDelegatedBalancer(clones.create(guardian, index, c));
    }

    function grantAll() internal {
        contextFor[address(usdc)] = granted(account, OWNER_KEY, address(clone), address(usdc));
        contextFor[address(weth)] = granted(account, OWNER_KEY, address(clone), address(weth));
        contextFor[address(wbtc)] = granted(account, OWNER_KEY, address(clone), address(wbtc));
    }

    // ── proposals ───────────────────────────────────────────────────────────────────────────────────────────────────

    function addPool(address a, uint256 amountA, address b, uint256 amountB) internal {
        give(a, address(this), amountA);
        give(b, address(this), amountB);
        IERC20(a).approve(address(uniswap), amountA);
        IERC20(b).approve(address(uniswap), amountB);
        uniswap.addLiquidity(a, b, amountA, amountB, 0, 0, address(this), block.timestamp);
    }

    function swapOf(address out, uint256 amount, address into, uint256 least) internal view returns (Swap memory) {
        address[] memory path = new address[](2);
        (path[0], path[1]) = (out, into);
        bytes memory data = abi.encodeCall(
            uniswap.swapExactTokensForTokens, (amount, 0, path, clone.executor(), block.timestamp)
        );
        return Swap(address(uniswap), out, amount, into, least, data);
    }

    /// @dev Through the router that does anything: pays `paid` of `into`, and makes one more call if there is one.
    function openSwap(address out, uint256 amount, address into, uint256 paid, address target, bytes memory call)
        internal
        returns (Swap memory)
    {
        give(into, address(open), paid);
        uint256 count = target == address(0) ? 0 : 1;
        (address[] memory targets, bytes[] memory calls) = (new address[](count), new bytes[](count));
        if (count == 1) (targets[0], calls[0]) = (target, call);
        bytes memory data = abi.encodeCall(open.route, (out, amount, into, paid, clone.executor(), targets, calls));
        return Swap(address(open), out, amount, into, 0, data);
    }

    /// @dev Another door of the account: what it has signed for the router that does anything, which may so have it call anybody.
    function doorCall(address target, bytes memory call) internal returns (bytes memory) {
        Delegation memory d = delegationOf(account, address(open), address(usdc), 0);
        d.caveats = new Caveat[](0);
        (bytes[] memory contexts, bytes[] memory executions) = (new bytes[](1), new bytes[](1));
        contexts[0] = contextOf(signDelegation(d, OWNER_KEY));
        executions[0] = abi.encodePacked(target, uint256(0), call);
        return abi.encodeCall(manager.redeemDelegations, (contexts, new bytes32[](1), executions));
    }

    /// @dev Sells 5,000 USDC for 2.5 WETH at the feeds' price, while the account itself calls `target`.
    function swapWithDoor(address target, bytes memory call) internal returns (Swap memory) {
        return openSwap(address(usdc), 5_000e6, address(weth), 2.5e18, address(manager), doorCall(target, call));
    }

    function one(Swap memory swap) internal pure returns (Swap[] memory list) {
        list = new Swap[](1);
        list[0] = swap;
    }

    function two(Swap memory a, Swap memory b) internal pure returns (Swap[] memory list) {
        list = new Swap[](2);
        (list[0], list[1]) = (a, b);
    }

    /// @dev Sells 5,000 USDC for WETH: good in every respect.
    function goodSwap() internal view returns (Swap memory) {
        return swapOf(address(usdc), 5_000e6, address(weth), 2.49e18);
    }

    function propose(Swap[] memory swaps) internal returns (Proposal memory p) {
        p.swaps = swaps;
        p.contexts = new bytes[](swaps.length);
        for (uint256 i; i < swaps.length; ++i) p.contexts[i] = contextFor[swaps[i].tokenIn];
        p.nonce = nextNonce++;
        p.generation = clone.generation();
        p.deadline = uint40(block.timestamp + 600);
        signProposal(p, BOT_KEY);
    }

    function signProposal(Proposal memory p, uint256 key) internal view {
        p.signature = signBy(key, clone.proposalHash(p.swaps, p.nonce, p.generation, p.deadline));
    }

    /// @dev The call itself, so that an expected revert can be told just before it.
    function send(Proposal memory p) internal {
        vm.prank(stranger);
        clone.executeSignedRebalance(p.swaps, p.contexts, p.nonce, p.generation, p.deadline, p.signature);
    }

    function sendFails(Proposal memory p, bytes4 error_) internal {
        expectError(error_);
        send(p);
    }

    function sendFails(Swap[] memory swaps, bytes4 error_) internal {
        Proposal memory p = propose(swaps);
        sendFails(p, error_);
    }

    function sendFails(Swap memory swap, bytes4 error_) internal {
        sendFails(one(swap), error_);
    }

    /// @dev Expects what a call made inside the route was refused with.
    function routeFails(Swap memory swap, bytes4 error_) internal {
        Proposal memory p = propose(one(swap));
        vm.prank(stranger);
        (bool ok, bytes memory reason) = address(clone).call(
            abi.encodeCall(
                clone.executeSignedRebalance, (p.swaps, p.contexts, p.nonce, p.generation, p.deadline, p.signature)
            )
        );
        assertFalse(ok, "must be refused");
        assertTrue(bytes4(reason) == OpenRouter.StepFailed.selector, vm.toString(reason));
        assembly ("memory-safe") {
            mstore(add(reason, 4), sub(mload(reason), 4))
            reason := add(reason, 4)
        }
        (, bytes memory inner) = abi.decode(reason, (uint256, bytes));
        assertTrue(bytes4(inner) == error_, vm.toString(inner));
    }

    // ── what is there ───────────────────────────────────────────────────────────────────────────────────────────────

    function held(address token) internal view returns (uint256) {
        return IERC20(token).balanceOf(account);
    }

    /// @dev NAV in USD with 32 decimals, reckoned here and not by the contract.
    function navE32() internal view virtual override returns (uint256) {
        return worthE32(address(usdc)) + worthE32(address(weth)) + worthE32(address(wbtc));
    }

    function worthE32(address token) internal view returns (uint256) {
        return held(token) * priceOf(token) * 10 ** (24 - decimalsOf[token]);
    }
}
