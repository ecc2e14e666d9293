// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IAggregatorV3 } from "../contracts/interfaces/IAggregatorV3.sol";
import { IBalancer } from "../contracts/interfaces/IBalancer.sol";
import { IDelegationManager } from "../contracts/interfaces/IDelegationManager.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { Aggregator, GasVm, ProxiedToken, TwoHopFeed } from "./Gas.t.sol";
import { DelegatedFixture } from "./support/DelegatedFixture.sol";

/// @dev The same leg without any guard: pulls by the same delegation, swaps, sends home, and asks nothing.
contract BareLeg {
    IDelegationManager private immutable MANAGER;

    constructor(IDelegationManager manager) {
        MANAGER = manager;
    }

    /// @param data for the router, which pays the account itself
    function run(bytes calldata context, address router, IERC20 out, uint256 amount, bytes calldata data) external {
        (bytes[] memory contexts, bytes[] memory executions) = (new bytes[](1), new bytes[](1));
        contexts[0] = context;
        executions[0] =
            abi.encodePacked(out, uint256(0), abi.encodeCall(IERC20.transfer, (address(this), amount)));
        MANAGER.redeemDelegations(contexts, new bytes32[](1), executions);
        out.approve(router, amount);
        (bool ok,) = router.call(data);
        require(ok, "route");
    }
}

/// @title Gas of an account's leg beside the Balancer's proposal and beside the same leg without any guard, cold, as in Gas.t.sol
/// @dev The first of a delegation also pays for the enforcer's new slots.
/// forge-config: default.evm_version = "prague"
contract DelegatedGasTest is DelegatedFixture {
    GasVm private constant gasVm = GasVm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 private constant GUARD_AND_PULL_MAX = 130_000;
    address[2] private tokens;
    BareLeg private bare;
    bytes private bareContext;

    function setUp() public override {
        super.setUp();
        address logic = address(new ProxiedToken());
        for (uint256 i; i < 2; ++i) {
            tokens[i] = address(new ERC1967Proxy(logic, ""));
            feedOf[tokens[i]] = TestFeed(address(new TwoHopFeed(IAggregatorV3(address(new Aggregator())))));
            decimalsOf[tokens[i]] = 6;
            ProxiedToken(tokens[i]).mint(address(this), 1e15);
            IERC20(tokens[i]).approve(address(uniswap), type(uint256).max);
        }
        uniswap.addLiquidity(tokens[0], tokens[1], 1e15, 1e15, 0, 0, address(this), block.timestamp);
    }

    function test_upgradedKey() external {
        _measure("upgraded-key");
    }

    function test_hybridAccount() external {
        account = newHybrid(owner);
        _measure("hybrid");
    }

    function _measure(string memory kind) private {
        string memory group = string.concat("delegated-", kind);
        clone = newClone(_twoAssets());
        gasVm.snapshotGasLastCall(group, "create");
        fund(account);
        vm.warp(block.timestamp + 6 hours);
        contextFor[tokens[0]] = granted(account, OWNER_KEY, address(clone), tokens[0]);
        _leg();
        gasVm.snapshotGasLastCall(group, "first leg of a delegation");
        _leg();
        uint256 guarded = gasVm.snapshotGasLastCall(group, "next leg");
        _bare();
        gasVm.snapshotGasLastCall(group, "first leg without any guard");
        _bare();
        gasVm.snapshotGasLastCall(group, "next leg without any guard");
        assertLe(guarded, _balancersProposal() + GUARD_AND_PULL_MAX, "beside the Balancer's proposal");
        vm.prank(guardian);
        clone.pause();
        gasVm.snapshotGasLastCall(group, "pause");
    }

    function fund(address who) private {
        ProxiedToken(tokens[0]).mint(who, 40_000e6);
        ProxiedToken(tokens[1]).mint(who, 5_000e6);
    }

    function _twoAssets() private view returns (Config memory c) {
        c = defaultConfig();
        c.assets = new AssetConfig[](2);
        for (uint256 i; i < 2; ++i) {
            c.assets[i] = listing(tokens[i], 5_000);
            (c.assets[i].heartbeat, c.assets[i].navMaxAge) = (1 days, 1 days);
        }
        c.routers = new address[](1);
        c.routers[0] = address(uniswap);
    }

    function _swap(address to) private view returns (Swap memory w) {
        address[] memory path = new address[](2);
        (path[0], path[1]) = (tokens[0], tokens[1]);
        w = Swap(address(uniswap), tokens[0], 500e6, tokens[1], 490e6, "");
        w.data = abi.encodeWithSelector(
            uniswap.swapExactTokensForTokens.selector, 500e6, 490e6, path, to, block.timestamp
        );
    }

    function _leg() private {
        send(propose(one(_swap(clone.executor()))));
    }

    function _bare() private {
        if (address(bare) == address(0)) {
            bare = new BareLeg(manager);
            bareContext = granted(account, OWNER_KEY, address(bare), tokens[0]);
        }
        bytes memory data = _swap(account).data;
        vm.prank(stranger);
        bare.run(bareContext, address(uniswap), IERC20(tokens[0]), 500e6, data);
    }

    function _balancersProposal() private returns (uint256) {
        Config memory c = _twoAssets();
        vm.prank(owner);
        balancer = IBalancer(factory.create(c, bytes32(uint256(9)), new Deposit[](0)));
        fund(address(balancer));
        _proposeTo(1);
        _proposeTo(2);
        return gasVm.snapshotGasLastCall("delegated-beside", "the Balancer's next proposal");
    }

    function _proposeTo(uint256 nonce) private {
        Swap[] memory swaps = one(_swap(balancer.executor()));
        uint40 deadline = uint40(block.timestamp + 60);
        bytes memory signature = signBy(BOT_KEY, balancer.proposalHash(swaps, nonce, 1, deadline));
        vm.prank(stranger);
        balancer.executeSignedRebalance(swaps, nonce, 1, deadline, signature);
    }
}
