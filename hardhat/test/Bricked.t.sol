// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { IBalancer, IBalancerErrors, IBalancerEvents } from "../contracts/interfaces/IBalancer.sol";
import { IBalancerLens } from "../contracts/interfaces/IBalancerLens.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { PublicBookFixture } from "./support/PublicBook.sol";

/// @dev A token, or a feed, that one day eats all gas it is given (as a failed assertion of old compilers does), or answers
/// with more bytes than its caller can pay for.
contract Brick is TestToken {
    enum Habit {
        None,
        Eats,
        Floods
    }

    Habit public habit;

    constructor() TestToken("Brick", "BRICK", 18) { }

    function turn(Habit habit_) external {
        habit = habit_;
    }

    function balanceOf(address account) public view override returns (uint256) {
        _act();
        return super.balanceOf(account);
    }

    function totalSupply() public view override returns (uint256) {
        _act();
        return super.totalSupply();
    }

    function allowance(address holder, address spender) public view override returns (uint256) {
        _act();
        return super.allowance(holder, spender);
    }

    function approve(address spender, uint256 amount) public override returns (bool) {
        _act();
        return super.approve(spender, amount);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        _act();
        return super.transfer(to, amount);
    }

    function symbol() public view override returns (string memory) {
        _act();
        return super.symbol();
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        _act();
        return (1, 1e18, block.timestamp, block.timestamp, 1);
    }

    function _act() private view {
        Habit now_ = habit;
        if (now_ == Habit.Eats) {
            assembly {
                invalid()
            }
        }
        if (now_ == Habit.Floods) {
            // As much as half of what is left pays for: words × 3 + words² ÷ 512.
            uint256 words = 1_000;
            while (words * words / 512 < gasleft() / 4) words += words / 8;
            assembly {
                revert(0, mul(words, 32))
            }
        }
    }
}

/// @title Listed contracts that turn into bricks hold back neither their owner nor anybody else
contract BrickedTest is PublicBookFixture {
    /// @dev What one transaction may have at most on main net.
    uint256 private constant TX_GAS = 16_777_216;
    Brick private brick;

    function setUp() public override {
        deployWorld(address(0));
        deployAssets();
        brick = new Brick();
        addFeed(address(brick), 18, 1e8);
        Config memory c = defaultConfig();
        c.assets = new AssetConfig[](4);
        c.assets[0] = listing(address(usdc), 4_000);
        c.assets[1] = listing(address(brick), 0);
        c.assets[2] = listing(address(weth), 4_000);
        c.assets[3] = listing(address(wbtc), 2_000);
        balancer = createPortfolio(c);
        fundDefault();
        give(address(brick), address(balancer), 1_000e18);
        openBook();
        allow(address(brick));
        vm.label(address(brick), "BRICK");
    }

    function byOwner(bytes memory data) private {
        vm.prank(owner);
        (bool ok, bytes memory answer) = address(balancer).call{ gas: TX_GAS }(data);
        assertTrue(ok, string.concat("refused: ", vm.toString(answer)));
    }

    function habits() private pure returns (Brick.Habit[2] memory) {
        return [Brick.Habit.Eats, Brick.Habit.Floods];
    }

    function test_aBrickIsRemovedAndTheOthersTradeAgain() external {
        for (uint256 i; i < 2; ++i) {
            uint256 clean = vm.snapshotState();
            brick.turn(habits()[i]);
            byOwner(abi.encodeCall(balancer.removeAsset, (address(brick))));
            assertEq(balancer.assets().length, 3, "assets");
            fill(goodOrder());
            vm.revertToState(clean);
        }
    }

    function test_aBrickIsDroppedByANewList() external {
        for (uint256 i; i < 2; ++i) {
            uint256 clean = vm.snapshotState();
            brick.turn(habits()[i]);
            byOwner(abi.encodeCall(balancer.setAssets, (defaultConfig().assets)));
            assertEq(balancer.assets().length, 3, "assets");
            vm.revertToState(clean);
        }
    }

    function test_aBrickDoesNotKeepThePublicBookOpen() external {
        for (uint256 i; i < 2; ++i) {
            uint256 clean = vm.snapshotState();
            brick.turn(habits()[i]);
            byOwner(abi.encodeCall(balancer.setGuard, (defaultGuard())));
            assertFalse(balancer.guard().publicBook, "open");
            assertEq(wbtc.allowance(address(balancer), LOP), 0, "the allowance after the brick's");
            vm.revertToState(clean);
        }
    }

    function test_aBrickHoldsBackNoOtherTokenInWithdrawAll() external {
        address[] memory tokens = new address[](4);
        (tokens[0], tokens[1], tokens[2], tokens[3]) =
            (address(brick), address(usdc), address(brick), address(wbtc));
        for (uint256 i; i < 2; ++i) {
            uint256 clean = vm.snapshotState();
            brick.turn(habits()[i]);
            byOwner(abi.encodeCall(balancer.withdrawAll, (tokens, owner)));
            assertEq(usdc.balanceOf(owner), USDC_HELD, "USDC");
            assertEq(wbtc.balanceOf(owner), WBTC_HELD, "WBTC");
            vm.revertToState(clean);
        }
    }

    /// @dev With a plain estimate of gas, what starved must not be skipped as if it were broken.
    function test_aWithdrawalStarvedOfGasFailsOrIsWhole() external {
        address[] memory tokens = new address[](3);
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(brick), address(wbtc));
        bytes memory data = abi.encodeCall(balancer.withdrawAll, (tokens, owner));
        uint256 clean = vm.snapshotState();
        uint256 whole;
        for (uint256 gas_ = 40_000; gas_ < 500_000; gas_ += 2_003) {
            vm.prank(owner);
            (bool ok,) = address(balancer).call{ gas: gas_ }(data);
            bool all = usdc.balanceOf(owner) != 0 && brick.balanceOf(owner) != 0 && wbtc.balanceOf(owner) != 0;
            assertTrue(ok == all, "something was skipped");
            if (ok) ++whole;
            vm.revertToState(clean);
        }
        assertTrue(whole > 0 && whole < 229, "both happened");
    }

    function test_aBrokenTokenIsOnlyBelievedToBeWithEnoughGas() external {
        address[] memory tokens = new address[](1);
        tokens[0] = address(brick);
        brick.turn(Brick.Habit.Eats);
        vm.prank(owner);
        expectError(IBalancerErrors.TooLittleGas.selector);
        balancer.withdrawAll{ gas: 1_000_000 }(tokens, owner);
        vm.prank(owner);
        vm.expectEmit(true, true, true, true, address(balancer));
        emit IBalancerEvents.WithdrawFailed(address(brick), owner, 0);
        balancer.withdrawAll{ gas: 3_000_000 }(tokens, owner);
    }

    function test_aFeedThatBecameABrickIsReplaced() external {
        Brick feed = new Brick();
        byOwner(abi.encodeCall(balancer.setFeed, (address(wbtc), address(feed), 1 hours, 1 days, 0, 0)));
        for (uint256 i; i < 2; ++i) {
            uint256 clean = vm.snapshotState();
            feed.turn(habits()[i]);
            Signed memory x = signed(goodOrder());
            TakerTraits traits = TakerTraits.wrap(1 << 255);
            vm.prank(taker);
            (bool ok,) = LOP.call{ gas: TX_GAS }(
                abi.encodeCall(lop.fillContractOrder, (x.order, x.blob, 5_000e6, traits))
            );
            assertFalse(ok, "filled without a price");
            address fresh = address(feedOf[address(wbtc)]);
            byOwner(abi.encodeCall(balancer.setFeed, (address(wbtc), fresh, 1 hours, 1 days, 0, 0)));
            fill(goodOrder());
            vm.revertToState(clean);
        }
    }

    /// @dev Anybody can make a portfolio, so a fleet's reader meets bricks that were listed on purpose.
    function test_aPortfolioOfBricksBlindsNobodyElsesReading() external {
        IBalancer bad = balancer;
        vm.prank(owner);
        IBalancer good = IBalancer(factory.create(defaultConfig(), keccak256("good"), new Deposit[](0)));
        address[] memory list = new address[](40);
        for (uint256 i; i < list.length; ++i) list[i] = address(i % 20 == 19 ? good : bad);
        for (uint256 i; i < 2; ++i) {
            brick.turn(habits()[i]);
            (bool ok, bytes memory answer) =
                address(lens).staticcall{ gas: list.length * 1_500_000 }(abi.encodeCall(lens.read, (list)));
            assertTrue(ok, "read");
            (,, IBalancerLens.PortfolioState[] memory states) =
                abi.decode(answer, (uint256, uint256, IBalancerLens.PortfolioState[]));
            assertTrue(states[19].ok && states[39].ok, "the good one was not read");
        }
    }
}
