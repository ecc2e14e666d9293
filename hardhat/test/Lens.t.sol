// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { IBalancer } from "../contracts/interfaces/IBalancer.sol";
import { IBalancerLens } from "../contracts/interfaces/IBalancerLens.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title One read for a fleet, in which what fails, fails alone
contract LensTest is Fixture {
    function readOne() private view returns (IBalancerLens.PortfolioState memory) {
        address[] memory list = new address[](1);
        list[0] = address(balancer);
        (,, IBalancerLens.PortfolioState[] memory states) = lens.read(list);
        return states[0];
    }

    function test_itSaysWhatThePortfolioSays() external {
        Guard memory g = defaultGuard();
        g.publicBook = true;
        setGuard(g);
        vm.prank(owner);
        balancer.setAllowanceCeiling(address(usdc), 7e6);
        vm.prank(owner);
        balancer.setAllowance(address(usdc), 5e6);
        vm.prank(owner);
        balancer.setRouter(LOP, true);
        vm.prank(owner);
        balancer.transferOwnership(stranger);
        IBalancerLens.PortfolioState memory s = readOne();
        assertTrue(s.ok, "ok");
        assertEq(s.portfolio, address(balancer), "portfolio");
        assertEq(s.owner, owner, "owner");
        assertEq(s.pendingOwner, stranger, "pending owner");
        assertEq(s.signer, bot, "signer");
        assertEq(s.executor, balancer.executor(), "executor");
        assertEq(s.factory, address(factory), "factory");
        assertEq(s.limitOrderProtocol, LOP, "LOP");
        assertEq(s.feeTaker, feeTaker, "FeeTaker");
        assertEq(s.generation, balancer.generation(), "generation");
        assertEq(s.epoch, s.generation - 1, "epoch");
        assertEq(s.series, balancer.series(), "series");
        assertEq(keccak256(abi.encode(s.guard)), keccak256(abi.encode(g)), "guard");
        assertEq(s.routers[0], LOP, "router");
        assertEq(s.assets.length, 3, "assets");
        assertEq(s.assets[0].token, address(usdc), "token");
        assertEq(s.assets[0].symbol, "USDC", "symbol");
        assertEq(s.assets[0].decimals, 6, "decimals");
        assertEq(s.assets[0].balance, USDC_HELD, "balance");
        assertEq(s.assets[0].lopAllowance, 5e6, "allowance");
        assertEq(s.assets[0].allowanceCeiling, 7e6, "ceiling");
        assertEq(uint256(s.assets[1].answer), priceOf(address(weth)), "answer");
        assertEq(s.assets[1].updatedAt, block.timestamp - answerAgeMin, "updated");
        assertTrue(s.assets[1].feedOk, "feed");
        assertEq(s.assets[1].heartbeat, 1 hours, "heartbeat");
        assertEq(s.assets[1].navMaxAge, 1 days, "nav max age");
        assertFalse(s.paused || s.locked, "paused or locked");
    }

    function test_itSaysWhenAFeedIsOldOrDead() external {
        vm.warp(block.timestamp + 2 hours);
        IBalancerLens.PortfolioState memory s = readOne();
        assertFalse(s.assets[0].feedOk, "too old to trade on");
        assertEq(uint256(s.assets[0].feedState), uint256(FeedState.Ok), "not for NAV");
        vm.warp(block.timestamp + 1 days);
        assertEq(uint256(readOne().assets[0].feedState), uint256(FeedState.Stale), "for NAV too");
        vm.mockCallRevert(address(feedOf[address(usdc)]), "", "dead");
        s = readOne();
        assertEq(uint256(s.assets[0].feedState), uint256(FeedState.Reverts), "dead");
        assertTrue(s.ok, "and the rest is there");
    }

    function test_aBrokenTokenIsFlaggedAndOddSymbolsAreRead() external {
        vm.mockCallRevert(address(usdc), abi.encodeWithSelector(IERC20.balanceOf.selector), "dead");
        vm.mockCall(address(usdc), abi.encodeCall(IERC20Metadata.symbol, ()), abi.encode(bytes32("MKR")));
        vm.mockCallRevert(address(weth), abi.encodeCall(IERC20Metadata.symbol, ()), "none");
        vm.mockCall(address(wbtc), abi.encodeCall(IERC20Metadata.symbol, ()), abi.encode(uint256(7), uint256(1 << 200)));
        IBalancerLens.PortfolioState memory s = readOne();
        assertFalse(s.assets[0].balanceOk, "balance");
        assertEq(s.assets[0].symbol, "MKR", "bytes32 symbol");
        assertEq(s.assets[1].symbol, "", "no symbol");
        assertEq(s.assets[2].symbol, "", "malformed symbol");
        vm.mockCall(address(usdc), abi.encodeCall(IERC20Metadata.symbol, ()), abi.encode(bytes32(type(uint256).max)));
        assertEq(bytes(readOne().assets[0].symbol).length, 32, "a full word");
    }

    function test_aStrangerInTheListFailsAlone() external {
        address[] memory list = new address[](4);
        (list[0], list[1], list[2], list[3]) = (address(usdc), address(balancer), stranger, address(balancer));
        (uint256 number, uint256 time, IBalancerLens.PortfolioState[] memory states) = lens.read(list);
        assertEq(number, block.number, "block");
        assertEq(time, block.timestamp, "time");
        assertTrue(states[1].ok && states[3].ok, "the portfolios");
        assertFalse(states[0].ok || states[2].ok, "the others");
        assertEq(states[2].portfolio, stranger, "named all the same");
    }

    function test_itWorksAtAnyAddressByItsCodeAlone() external {
        address anywhere = address(0xC0DE);
        vm.etch(anywhere, address(lens).code);
        address[] memory list = new address[](1);
        list[0] = address(balancer);
        (,, IBalancerLens.PortfolioState[] memory states) = IBalancerLens(anywhere).read(list);
        assertTrue(states[0].ok, "read");
        assertEq(states[0].assets.length, 3, "assets");
    }

    // ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_itSaysWhatIsOpenOfManyOrders() external {
        IBalancerLens.OrderQuery[] memory queries = new IBalancerLens.OrderQuery[](5);
        Signed memory part = fill(goodOrder(), 1_000e6);
        queries[0] = IBalancerLens.OrderQuery(address(balancer), part.order, part.blob);
        IOrderMixin.Order memory o = goodOrder();
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 300));
        o.makingAmount = 2_000e6;
        o.takingAmount = 1e18;
        Signed memory whole = fill(o);
        queries[1] = IBalancerLens.OrderQuery(address(balancer), whole.order, whole.blob);
        queries[2] = IBalancerLens.OrderQuery(stranger, part.order, part.blob);
        queries[3] = IBalancerLens.OrderQuery(address(balancer), part.order, hex"1234");
        o = goodOrder();
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 301));
        Signed memory open = signed(o);
        queries[4] = IBalancerLens.OrderQuery(address(balancer), open.order, open.blob);
        (,, IBalancerLens.OrderAnswer[] memory answers) = lens.orderStates(queries);
        assertTrue(answers[0].ok, "partly filled");
        assertEq(answers[0].orderHash, part.hash, "hash");
        assertEq(answers[0].remaining, USDC_SOLD - 1_000e6, "remaining");
        assertEq(answers[0].fillable, USDC_SOLD - 1_000e6, "fillable");
        assertEq(uint256(answers[0].state), uint256(OrderState.Ok), "state");
        assertEq(answers[1].remaining, 0, "filled whole");
        assertEq(uint256(answers[1].state), uint256(OrderState.Closed), "closed");
        assertFalse(answers[2].ok, "not a portfolio");
        assertEq(uint256(answers[3].state), uint256(OrderState.Malformed), "malformed blob");
        assertEq(answers[4].remaining, USDC_SOLD, "open");
        assertEq(uint256(answers[4].limit), uint256(FillLimit.None), "limit");
        assertTrue(answers[0].signatureValid && answers[4].signatureValid, "signed");
        assertFalse(answers[2].signatureValid || answers[3].signatureValid, "not signed");
    }

    function test_itSaysOfASignatureWhatThePortfolioAnswersLop() external {
        IBalancerLens.OrderQuery[] memory queries = new IBalancerLens.OrderQuery[](2);
        Signed memory good = signed(goodOrder());
        queries[0] = IBalancerLens.OrderQuery(address(balancer), good.order, good.blob);
        // The same blob for other terms: it is decoded, but nobody signed this.
        IOrderMixin.Order memory other = goodOrder();
        other.takingAmount += 1;
        queries[1] = IBalancerLens.OrderQuery(address(balancer), other, good.blob);
        (,, IBalancerLens.OrderAnswer[] memory answers) = lens.orderStates(queries);
        assertEq(balancer.isValidSignature(good.hash, good.blob), IERC1271.isValidSignature.selector, "asked alone");
        assertTrue(answers[0].signatureValid, "the signer's");
        assertTrue(answers[1].ok, "asked");
        assertFalse(answers[1].signatureValid, "nobody's");
        vm.prank(owner);
        balancer.setSigner(stranger);
        (,, answers) = lens.orderStates(queries);
        assertFalse(answers[0].signatureValid, "a former signer's");
        assertEq(uint256(answers[0].state), uint256(OrderState.WrongGeneration), "whose orders ended with it");
    }
}
