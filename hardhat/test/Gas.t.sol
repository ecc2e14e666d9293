// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { IAggregatorV3 } from "../contracts/interfaces/IAggregatorV3.sol";
import { IBalancer } from "../contracts/interfaces/IBalancer.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { Fixture } from "./support/Fixture.sol";

interface GasVm {
    function snapshotGasLastCall(string calldata group, string calldata name) external returns (uint256);
}

/// @dev USDC's shape: a proxy, and a token whose decimals are in storage.
contract ProxiedToken {
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    function decimals() external pure returns (uint8) {
        return 6;
    }

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

/// @dev An aggregator as Chainlink's: two slots to read, decimals in the code.
contract Aggregator {
    uint8 public constant decimals = 8;
    uint80 private round = 1;
    mapping(uint80 => uint256) private transmissions;

    constructor() {
        transmissions[1] = ((block.timestamp - 1) << 192) | 1e8;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        uint80 id = round;
        uint256 t = transmissions[id];
        return (id, int192(uint192(t)), t >> 192, t >> 192, id);
    }
}

/// @dev Chainlink's shape: a proxy that calls the current aggregator.
contract TwoHopFeed {
    IAggregatorV3 public aggregator;

    constructor(IAggregatorV3 aggregator_) {
        aggregator = aggregator_;
    }

    function decimals() external view returns (uint8) {
        return aggregator.decimals();
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return aggregator.latestRoundData();
    }
}

/// @dev A maker that checks nothing, the least that a contract can do to fill LOP orders.
contract NaiveMaker {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return 0x1626ba7e;
    }

    function approve(IERC20 token, address spender) external {
        token.approve(spender, type(uint256).max);
    }
}

/// @title Gas of everything that somebody pays for, cold, with USDC-like proxies, two-hop feeds, just-in-time approval, cooldown
/// @dev Run with --isolate: every measured call is a transaction of its own. The figures are in hardhat/snapshots.
contract GasTest is Fixture {
    GasVm private constant gasVm = GasVm(address(uint160(uint256(keccak256("hevm cheat code")))));
    address[] private tokens;

    function test_2() external {
        _measure(2);
    }

    function test_5() external {
        _measure(5);
    }

    function test_16() external {
        _measure(16);
    }

    function test_naive() external {
        _list(2);
        NaiveMaker maker = new NaiveMaker();
        maker.approve(IERC20(tokens[0]), LOP);
        ProxiedToken(tokens[0]).mint(address(maker), 1e12);
        ProxiedToken(tokens[1]).mint(address(maker), 1e12);
        IOrderMixin.Order memory o;
        o.maker = word(address(maker));
        (o.makerAsset, o.takerAsset) = (word(tokens[0]), word(tokens[1]));
        (o.makingAmount, o.takingAmount) = (1_000e6, 1_000e6);
        o.makerTraits = MakerTraits.wrap(ALLOW_MULTIPLE | ((block.timestamp + 1 hours) << 80));
        _fillRaw(o, abi.encode(o, new bytes(65), ""), 500e6);
        gasVm.snapshotGasLastCall("naive", "first fill");
        _fillRaw(o, abi.encode(o, new bytes(65), ""), 400e6);
        gasVm.snapshotGasLastCall("naive", "next fill");
    }

    function _measure(uint256 count) private {
        string memory group = string.concat("assets-", count < 10 ? "0" : "", vm.toString(count));
        _list(count);
        Config memory c = _configOf(count);
        vm.prank(owner);
        balancer = IBalancer(factory.create(c, bytes32(uint256(7)), new Deposit[](0)));
        gasVm.snapshotGasLastCall(group, "create");
        // The first asset is above its target, the second below.
        for (uint256 i; i < count; ++i) {
            ProxiedToken(tokens[i]).mint(address(balancer), i == 0 ? 40_000e6 : i == 1 ? 5_000e6 : 10_000e6);
        }
        IOrderMixin.Order memory o = orderOf(tokens[0], 2_000e6, tokens[1], 1_999e6);
        Signed memory x = signed(o);
        vm.prank(LOP);
        balancer.isValidSignature(x.hash, x.blob);
        gasVm.snapshotGasLastCall(group, "isValidSignature");
        _fillRaw(o, x.blob, 500e6);
        gasVm.snapshotGasLastCall(group, "first fill");
        _fillRaw(o, x.blob, 500e6);
        gasVm.snapshotGasLastCall(group, "next fill");
        IOrderMixin.Order[] memory list = new IOrderMixin.Order[](1);
        list[0] = o;
        vm.prank(bot);
        balancer.cancel(list);
        gasVm.snapshotGasLastCall(group, "cancel");
        _propose();
        gasVm.snapshotGasLastCall(group, "proposal, one swap");
        vm.prank(bot);
        balancer.bumpGeneration();
        gasVm.snapshotGasLastCall(group, "bump");
    }

    function _propose() private {
        deployUniswap();
        _addLiquidity();
        vm.prank(owner);
        balancer.setRouter(address(uniswap), true);
        address[] memory path = new address[](2);
        (path[0], path[1]) = (tokens[0], tokens[1]);
        Swap[] memory swaps = new Swap[](1);
        swaps[0] = Swap(address(uniswap), tokens[0], 500e6, tokens[1], 490e6, "");
        swaps[0].data = abi.encodeWithSelector(
            uniswap.swapExactTokensForTokens.selector, 500e6, 490e6, path, balancer.executor(), block.timestamp
        );
        uint40 generation = balancer.generation();
        uint40 deadline = uint40(block.timestamp + 60);
        bytes memory signature = signBy(BOT_KEY, balancer.proposalHash(swaps, 1, generation, deadline));
        vm.prank(stranger);
        balancer.executeSignedRebalance(swaps, 1, generation, deadline, signature);
    }

    function _addLiquidity() private {
        for (uint256 i; i < 2; ++i) {
            ProxiedToken(tokens[i]).mint(address(this), 1e15);
            IERC20(tokens[i]).approve(address(uniswap), type(uint256).max);
        }
        uniswap.addLiquidity(tokens[0], tokens[1], 1e15, 1e15, 0, 0, address(this), block.timestamp);
    }

    function _fillRaw(IOrderMixin.Order memory o, bytes memory blob, uint256 making) private {
        vm.prank(taker);
        lop.fillContractOrder(o, blob, making, TakerTraits.wrap(1 << 255));
    }

    function _list(uint256 count) private {
        address logic = address(new ProxiedToken());
        for (uint256 i; i < count; ++i) {
            address token = address(new ERC1967Proxy(logic, ""));
            tokens.push(token);
            feedOf[token] = TestFeed(address(new TwoHopFeed(IAggregatorV3(address(new Aggregator())))));
            decimalsOf[token] = 6;
            ProxiedToken(token).mint(taker, 1e15);
            approveLop(token, taker);
        }
    }

    function _configOf(uint256 count) private view returns (Config memory c) {
        c = defaultConfig();
        c.assets = new AssetConfig[](count);
        uint256 left = 10_000;
        for (uint256 i; i < count; ++i) {
            uint256 target = i + 1 == count ? left : 10_000 / count;
            c.assets[i] = listing(tokens[i], target);
            left -= target;
        }
    }
}
