// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancer, IBalancerErrors, IBalancerTypes } from "../../contracts/interfaces/IBalancer.sol";
import { IBalancerFactory } from "../../contracts/interfaces/IBalancerFactory.sol";
import { IBalancerLens } from "../../contracts/interfaces/IBalancerLens.sol";
import { Deployment } from "./Deployment.sol";

interface IWeth is IERC20 {
    function deposit() external payable;
    function withdraw(uint256 amount) external;
}

interface IUniswapV2 {
    function factory() external view returns (address);
    function createPair(address a, address b) external returns (address);
    function getPair(address a, address b) external view returns (address);
    function addLiquidity(address, address, uint256, uint256, uint256, uint256, address, uint256)
        external
        returns (uint256, uint256, uint256);
    function swapExactTokensForTokens(uint256, uint256, address[] calldata, address, uint256)
        external
        returns (uint256[] memory);
}

/// @title The real contracts around a portfolio: 1inch's LOP and FeeTaker, WETH9, Uniswap V2, our factory and lens
abstract contract World is Deployment, IBalancerTypes {
    address internal constant LOP = 0x111111125421cA6dc452d289314280a0f8842A65;
    string private constant ONE_INCH = "@1inch/limit-order-protocol-contract/contracts/extensions/";
    string private constant UNISWAP = "node_modules/@uniswap/";

    IOrderMixin internal constant lop = IOrderMixin(LOP);
    IWeth internal weth;
    address internal feeTaker;
    address internal implementation;
    IBalancerFactory internal factory;
    IBalancerLens internal lens;
    /// @dev What the implementations are built with: 1 as on chains whose every block has a second of its own.
    uint256 internal answerAgeMin = 1;
    IUniswapV2 internal uniswap;
    IUniswapV2 internal pairs;

    uint256 internal constant OWNER_KEY = 0xA11CE;
    uint256 internal constant BOT_KEY = 0xB07;
    address internal owner = vm.addr(OWNER_KEY);
    address internal bot = vm.addr(BOT_KEY);
    address internal taker = address(0x7a4e5);
    address internal stranger = address(0x57a09e);

    function deployWorld(address sequencerFeed) internal {
        vm.warp(1_800_000_000);
        vm.roll(20_000_000);
        weth = IWeth(deployNpm("v2-periphery/build/WETH9", ""));
        deployLop();
        bytes memory arguments = abi.encode(LOP, address(0xACCE55), address(weth), address(this));
        vm.etch(address(0xACCE55), type(NobodyHolds).runtimeCode);
        feeTaker = vm.deployCode(string.concat(HARDHAT, ONE_INCH, "FeeTaker.sol/FeeTaker.json"), arguments);
        deployOurs(sequencerFeed);
        vm.label(LOP, "LOP");
        vm.label(feeTaker, "FeeTaker");
    }

    function deployLop() internal {
        string memory path = string.concat(HARDHAT, "contracts/local/LocalAggregationRouter.sol/LocalAggregationRouter.json");
        vm.etch(LOP, vm.deployCode(path, abi.encode(address(weth))).code);
    }

    function deployOurs(address sequencerFeed) internal {
        address executor = deployOurs("SwapExecutor", "");
        implementation = deployOurs(
            "Balancer", abi.encode(LOP, feeTaker, address(weth), sequencerFeed, executor, answerAgeMin)
        );
        factory = IBalancerFactory(deployOurs("BalancerFactory", abi.encode(implementation, address(weth))));
        lens = IBalancerLens(deployOurs("BalancerLens", ""));
    }

    function deployUniswap() internal {
        pairs = IUniswapV2(deployNpm("v2-core/build/UniswapV2Factory", abi.encode(address(this))));
        bytes memory arguments = abi.encode(address(pairs), address(weth));
        uniswap = IUniswapV2(deployNpm("v2-periphery/build/UniswapV2Router02", arguments));
        vm.label(address(uniswap), "UniswapV2Router02");
    }

    /// @dev Uniswap's and WETH's build files, whose code has no 0x before it.
    function deployNpm(string memory name, bytes memory arguments) internal returns (address at) {
        string memory json = vm.readFile(string.concat(UNISWAP, name, ".json"));
        at = create(abi.encodePacked(vm.parseBytes(string.concat("0x", vm.parseJsonString(json, ".bytecode"))), arguments));
    }
}

/// @dev Stands for 1inch's access token, which none of our takers holds.
contract NobodyHolds {
    function balanceOf(address) external pure returns (uint256) {
        return 0;
    }
}
