// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Address } from "@1inch/solidity-utils/contracts/libraries/AddressLib.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { PublicBookFixture } from "./support/PublicBook.sol";

/// @title Orders with 1inch's FeeTaker: only the canonical extension, byte for byte
contract PublicBookTest is PublicBookFixture {
    function refused(Signed memory x, OrderState why) private {
        assertEq(uint256(balancer.orderState(x.order, x.blob)), uint256(why), "order state");
        fillFails(x, x.order.makingAmount, IOrderMixin.BadSignature.selector);
    }

    function test_aWhitelistedTakerFillsAndPaysTheFeesOnTop() external {
        Signed memory x = goodPublicOrder();
        assertEq(uint256(balancer.orderState(x.order, x.blob)), uint256(OrderState.Ok), "order state");
        uint256 had = weth.balanceOf(taker);
        fillAs(taker, x, x.order.makingAmount);
        assertEq(weth.balanceOf(address(balancer)), WETH_HELD + WETH_BOUGHT, "the portfolio gets its price");
        assertEq(weth.balanceOf(integrator), WETH_BOUGHT / 1_000 / 2, "integrator's half of 0.1 %");
        assertEq(weth.balanceOf(protocol), WETH_BOUGHT / 1_000 / 2 + WETH_BOUGHT / 500, "the other half and 0.2 %");
        assertEq(had - weth.balanceOf(taker), WETH_BOUGHT + WETH_BOUGHT / 1_000 + WETH_BOUGHT / 500, "the taker pays all");
        assertEq(balancer.budgets().lossLevelE18, 0, "no loss");
        assertEq(usdc.allowance(address(balancer), LOP), 1e30 - USDC_SOLD, "standing allowance");
    }

    function test_aPublicOrderIsFilledInParts() external {
        Signed memory x = goodPublicOrder();
        fillAs(taker, x, 1_000e6);
        x.blob = "";
        fillAs(taker, x, 4_000e6);
        assertEq(weth.balanceOf(address(balancer)), WETH_HELD + WETH_BOUGHT, "bought");
    }

    function test_aFillOrKillOrderMayBePublicToo() external {
        IOrderMixin.Order memory o = goodOrder();
        bytes memory extension = extensionOf(feeData(defaultFees()), address(balancer));
        Signed memory x = publicOrder(o, extension);
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 9) | HAS_EXTENSION);
        x = resigned(o, extension);
        fillAs(taker, x, o.makingAmount);
        assertEq(weth.balanceOf(address(balancer)), WETH_HELD + WETH_BOUGHT, "bought");
    }

    function test_aTakerWhoIsNotWhitelistedCannotFill() external {
        fundTaker(stranger);
        Signed memory x = goodPublicOrder();
        expectError(bytes4(keccak256("OnlyWhitelistOrAccessToken()")));
        fillAs(stranger, x, x.order.makingAmount);
    }

    function test_ordersWithoutExtensionStillWork() external {
        fill(goodOrder());
    }

    // ── canonical, byte for byte ────────────────────────────────────────────────────────────────────────────────────

    /// @dev Every bit of every byte but the fee data and recipients, which are the signer's to choose within limits.
    /// A fee datum that differs between the getters and POST is another test's.
    function test_everyOtherByteOfTheExtensionIsPinned() external {
        bytes memory good = extensionOf(feeData(defaultFees()), address(balancer));
        uint256 fee = 17;
        uint256 recipients = 32 + 2 * (20 + fee) + 21;
        for (uint256 i; i < good.length; ++i) {
            if (i >= recipients && i < recipients + 40) continue;
            for (uint256 bit; bit < 8; ++bit) {
                bytes memory bad = extensionOf(feeData(defaultFees()), address(balancer));
                bad[i] = bytes1(uint8(good[i]) ^ uint8(1 << bit));
                Signed memory x = publicOrder(goodOrder(), bad);
                assertEq(
                    uint256(balancer.orderState(x.order, x.blob)), uint256(OrderState.BadExtension), vm.toString(i)
                );
            }
        }
    }

    function test_theRecipientsAreFree() external {
        (integrator, protocol) = (protocol, integrator);
        Signed memory x = goodPublicOrder();
        fillAs(taker, x, x.order.makingAmount);
    }

    function test_aTailThatIsNotThePortfolioIsRefusedForPostWouldNeverRun() external {
        bytes memory fee = feeData(defaultFees());
        refused(publicOrder(goodOrder(), extensionOf(fee, taker)), OrderState.BadExtension);
        bytes memory getter = abi.encodePacked(feeTaker, fee);
        bytes memory post = abi.encodePacked(feeTaker, uint8(0), integrator, protocol, fee);
        refused(publicOrder(goodOrder(), packExtension(getter, getter, post)), OrderState.BadExtension);
        post = abi.encodePacked(feeTaker, uint8(0), integrator, protocol, fee, address(balancer), hex"00");
        refused(publicOrder(goodOrder(), packExtension(getter, getter, post)), OrderState.BadExtension);
    }

    function test_aCustomReceiverIsRefused() external {
        bytes memory fee = feeData(defaultFees());
        bytes memory getter = abi.encodePacked(feeTaker, fee);
        bytes memory post = abi.encodePacked(feeTaker, uint8(1), integrator, protocol, taker, fee, address(balancer));
        refused(publicOrder(goodOrder(), packExtension(getter, getter, post)), OrderState.BadExtension);
    }

    function test_anotherAmountGetterIsRefused() external {
        bytes memory fee = feeData(defaultFees());
        bytes memory getter = abi.encodePacked(feeTaker, fee);
        bytes memory post = abi.encodePacked(feeTaker, uint8(0), integrator, protocol, fee, address(balancer));
        bytes memory other = abi.encodePacked(taker, fee);
        refused(publicOrder(goodOrder(), packExtension(other, getter, post)), OrderState.BadExtension);
        refused(publicOrder(goodOrder(), packExtension(getter, other, post)), OrderState.BadExtension);
        // FeeTaker asks a further getter when one is appended
        other = abi.encodePacked(getter, taker);
        refused(publicOrder(goodOrder(), packExtension(getter, other, post)), OrderState.BadExtension);
        refused(publicOrder(goodOrder(), packExtension("", "", post)), OrderState.BadExtension);
    }

    function test_feesThatDifferBetweenGetterAndPostAreRefused() external {
        Fees memory none = Fees(0, 0, 0, 0);
        bytes memory getter = abi.encodePacked(feeTaker, feeData(none));
        bytes memory post =
            abi.encodePacked(feeTaker, uint8(0), integrator, protocol, feeData(defaultFees()), address(balancer));
        refused(publicOrder(goodOrder(), packExtension(getter, getter, post)), OrderState.BadExtension);
    }

    function test_feesAboveTheOwnersLimitAreRefused() external {
        Fees memory f = Fees(301, 100, 200, 100);
        refused(publicOrder(goodOrder(), extensionOf(feeData(f), address(balancer))), OrderState.BadExtension);
        f = Fees(300, 100, 200, 100);
        Signed memory x = publicOrder(goodOrder(), extensionOf(feeData(f), address(balancer)));
        fillAs(taker, x, x.order.makingAmount);
    }

    function test_sharesAndDiscountsAboveAllAreRefused() external {
        Fees memory f = Fees(100, 101, 200, 100);
        refused(publicOrder(goodOrder(), extensionOf(feeData(f), address(balancer))), OrderState.BadExtension);
        f = Fees(100, 100, 200, 101);
        refused(publicOrder(goodOrder(), extensionOf(feeData(f), address(balancer))), OrderState.BadExtension);
    }

    function test_aWhitelistThatLiesAboutItsLengthIsRefused() external {
        bytes memory fee = abi.encodePacked(uint16(0), uint8(0), uint16(0), uint8(0), uint8(2), uint80(uint160(taker)));
        refused(publicOrder(goodOrder(), extensionOf(fee, address(balancer))), OrderState.BadExtension);
        fee = abi.encodePacked(uint16(0), uint8(0), uint16(0), uint8(0), uint8(0), uint80(uint160(taker)));
        refused(publicOrder(goodOrder(), extensionOf(fee, address(balancer))), OrderState.BadExtension);
    }

    function test_anEmptyAndALongWhitelistAreCanonical() external {
        bytes memory fee = abi.encodePacked(uint16(0), uint8(0), uint16(0), uint8(0), uint8(0));
        Signed memory x = publicOrder(goodOrder(), extensionOf(fee, address(balancer)));
        assertEq(uint256(balancer.orderState(x.order, x.blob)), uint256(OrderState.Ok), "empty");
        fee = abi.encodePacked(uint16(0), uint8(0), uint16(0), uint8(0), uint8(5), new bytes(40), uint80(uint160(taker)));
        x = publicOrder(goodOrder(), extensionOf(fee, address(balancer)));
        fillAs(taker, x, x.order.makingAmount);
    }

    function test_anExtensionThatIsTooShortOrOfNoRightLengthIsRefused() external {
        refused(publicOrder(goodOrder(), hex"00"), OrderState.BadExtension);
        bytes memory good = extensionOf(feeData(defaultFees()), address(balancer));
        refused(publicOrder(goodOrder(), abi.encodePacked(good, uint8(0))), OrderState.BadExtension);
    }

    function test_anExtensionThatTheSaltDoesNotCommitToIsRefused() external {
        Signed memory x = goodPublicOrder();
        x.order.salt ^= 1;
        x = resigned(x.order, x.extension);
        refused(x, OrderState.BadExtension);
    }

    function test_theReceiverOfAPublicOrderMustBeFeeTaker() external {
        Signed memory x = goodPublicOrder();
        x.order.receiver = word(address(balancer));
        refused(resigned(x.order, x.extension), OrderState.BadReceiver);
        x.order.receiver = Address.wrap(0);
        refused(resigned(x.order, x.extension), OrderState.BadReceiver);
        x.order.receiver = Address.wrap(uint160(feeTaker) | (1 << 170));
        refused(resigned(x.order, x.extension), OrderState.BadReceiver);
    }

    function test_preComparesTheExtensionAgain() external {
        Signed memory x = goodPublicOrder();
        vm.prank(LOP);
        expectError(IBalancerErrors.ExtensionNotCanonical.selector);
        balancer.preInteraction(x.order, hex"00", x.hash, taker, 1e6, 1, 1e6, "");
    }

    function test_switchingThePublicBookOffKillsItsOrdersAndZeroesEveryAllowance() external {
        Signed memory x = goodPublicOrder();
        fillAs(taker, x, 1_000e6);
        setGuard(defaultGuard());
        assertEq(usdc.allowance(address(balancer), LOP), 0, "USDC");
        assertEq(weth.allowance(address(balancer), LOP), 0, "WETH");
        assertEq(wbtc.allowance(address(balancer), LOP), 0, "WBTC");
        fillFails(x, 1_000e6, IOrderMixin.WrongSeriesNonce.selector);
        vm.prank(LOP);
        expectError(IBalancerErrors.WrongGeneration.selector);
        balancer.preInteraction(x.order, x.extension, x.hash, taker, 1e6, 1, 1e6, "");
    }

    // ── the fee is a loss like any other ────────────────────────────────────────────────────────────────────────────

    /// @dev takingAmount, as POST is told it, includes the fee. A budget that is charged on it lets a thief pay himself.
    function test_whatTheFeesTakeIsChargedAsLoss() external {
        Fees memory f = Fees(500, 100, 0, 100);
        IOrderMixin.Order memory o = orderOf(address(usdc), 5_000e6, address(weth), 2.4875e18);
        Signed memory x = publicOrder(o, extensionOf(feeData(f), address(balancer)));
        (, uint256 took) = fillAs(taker, x, o.makingAmount);
        assertGe(took, 2.499e18, "the taker paid nearly the feeds' price");
        assertApprox(weth.balanceOf(address(balancer)), WETH_HELD + 2.4875e18, 1, "the portfolio got less");
        // 0.5 % of 5,000 USD
        assertApprox(balancer.budgets().lossLevelE18, levelE18(25), 10, "charged");
    }

    function test_anOrderBelowTheSlippageLimitStaysSoWhateverTheTakerPaysInFees() external {
        Fees memory f = Fees(500, 100, 0, 100);
        IOrderMixin.Order memory o = orderOf(address(usdc), 5_000e6, address(weth), 2.4749e18);
        Signed memory x = publicOrder(o, extensionOf(feeData(f), address(balancer)));
        fillFails(x, o.makingAmount, IBalancerErrors.SlippageTooHigh.selector);
    }

    // ── standing allowances ─────────────────────────────────────────────────────────────────────────────────────────

    function test_theSignerMaySetAnAllowanceUpToTheOwnersCeilingOnly() external {
        vm.prank(owner);
        balancer.setAllowanceCeiling(address(usdc), 100e6);
        assertEq(usdc.allowance(address(balancer), LOP), 100e6, "a lowered ceiling lowers the allowance");
        vm.prank(bot);
        expectError(IBalancerErrors.AboveCeiling.selector);
        balancer.setAllowance(address(usdc), 100e6 + 1);
        vm.prank(bot);
        balancer.setAllowance(address(usdc), 50e6);
        assertEq(usdc.allowance(address(balancer), LOP), 50e6, "set");
        vm.prank(stranger);
        expectError(IBalancerErrors.NotOwnerOrSigner.selector);
        balancer.setAllowance(address(usdc), 0);
    }

    function test_withoutThePublicBookAnAllowanceMayOnlyBeZero() external {
        setGuard(defaultGuard());
        vm.prank(bot);
        expectError(IBalancerErrors.PublicBookOff.selector);
        balancer.setAllowance(address(usdc), 1);
        vm.prank(bot);
        balancer.setAllowance(address(usdc), 0);
    }

    function test_aRemovedAssetKeepsNoAllowance() external {
        setTargets(4_000, 6_000, 0);
        vm.prank(owner);
        balancer.removeAsset(address(wbtc));
        assertEq(wbtc.allowance(address(balancer), LOP), 0, "removed");
        assertEq(balancer.allowanceCeiling(address(wbtc)), 0, "ceiling");
    }

    function test_anAssetDroppedByANewListKeepsNoAllowance() external {
        setTargets(4_000, 6_000, 0);
        AssetConfig[] memory list = new AssetConfig[](2);
        list[0] = listing(address(usdc), 4_000);
        list[1] = listing(address(weth), 6_000);
        vm.prank(owner);
        balancer.setAssets(list);
        assertEq(wbtc.allowance(address(balancer), LOP), 0, "dropped");
        assertEq(balancer.allowanceCeiling(address(wbtc)), 0, "ceiling");
    }

    function test_anAllowanceNeedsAnAsset() external {
        vm.prank(owner);
        expectError(IBalancerErrors.UnknownAsset.selector);
        balancer.setAllowanceCeiling(taker, 1);
        vm.prank(owner);
        expectError(IBalancerErrors.UnknownAsset.selector);
        balancer.setAllowance(taker, 0);
    }
}
