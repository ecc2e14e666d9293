// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IBalancer, IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { IBalancerFactory } from "../contracts/interfaces/IBalancerFactory.sol";
import { Fixture } from "./support/Fixture.sol";
import { SmartWallet } from "./support/SmartWallet.sol";
import { Vm } from "./support/Vm.sol";

/// @title Creation: whoever deploys at a predicted address deploys exactly the predicted portfolio
contract FactoryTest is Fixture {
    bytes32 private constant SALT = keccak256("mine");

    function signCreation(uint256 key, address who, Config memory c, uint256 deadline)
        private
        view
        returns (bytes memory)
    {
        return signBy(key, factory.creationHash(who, c, SALT, deadline));
    }

    function none() private pure returns (Deposit[] memory) {
        return new Deposit[](0);
    }

    // ── create ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_createPutsThePortfolioWherePredictedWithEverythingSet() external {
        Config memory c = defaultConfig();
        c.routers = new address[](1);
        c.routers[0] = LOP;
        c.oneOff = OneOffTurnover(500, uint40(block.timestamp + 1 days));
        address predicted = factory.predict(owner, c, SALT);
        vm.expectEmit(true, true, true, true, address(factory));
        emit IBalancerFactory.PortfolioCreated(predicted, owner, SALT, owner);
        vm.prank(owner);
        IBalancer b = IBalancer(factory.create(c, SALT, none()));
        assertEq(address(b), predicted, "address");
        assertTrue(factory.isPortfolio(predicted), "known");
        assertEq(b.owner(), owner, "owner");
        assertEq(b.authorizedSigner(), bot, "signer");
        assertEq(b.generation(), 1, "generation");
        assertEq(b.assets().length, 3, "assets");
        assertTrue(b.isRouter(LOP), "router");
        assertEq(b.budgets().oneOffE18, 0.05e18, "one-off");
        assertEq(b.limitOrderProtocol(), LOP, "LOP");
        assertEq(b.feeTaker(), feeTaker, "FeeTaker");
        assertEq(b.factory(), address(factory), "factory");
        assertEq(keccak256(abi.encode(b.guard())), keccak256(abi.encode(c.guard)), "guard");
    }

    function test_theSamePortfolioIsCreatedOnce() external {
        vm.prank(owner);
        factory.create(defaultConfig(), SALT, none());
        Config memory c = defaultConfig();
        vm.prank(owner);
        expectError(IBalancerFactory.AlreadyCreated.selector);
        factory.create(c, SALT, none());
    }

    function test_aBadConfigurationCreatesNothing() external {
        Config memory c = defaultConfig();
        c.assets[0].targetBps = 1;
        expectError(IBalancerErrors.TargetsSum.selector);
        factory.create(c, SALT, none());
        c = defaultConfig();
        c.guard.lossBpsPerDay = 0;
        expectError(IBalancerErrors.BelowHardFloor.selector);
        factory.create(c, SALT, none());
        c = defaultConfig();
        c.routers = new address[](1);
        c.routers[0] = address(usdc);
        expectError(IBalancerErrors.ForbiddenRouter.selector);
        factory.create(c, SALT, none());
        assertEq(factory.predict(address(this), c, SALT).code.length, 0, "nothing there");
    }

    // ── front-running a funded address ──────────────────────────────────────────────────────────────────────────────

    function test_nobodyElseCanPutAnythingAtAnAddressThatTheOwnerFundedBefore() external {
        Config memory c = defaultConfig();
        address predicted = factory.predict(owner, c, SALT);
        give(address(usdc), predicted, 1_000e6);
        // as himself, with his own signer, or with another limit: always another address
        vm.prank(stranger);
        assertTrue(factory.create(c, SALT, none()) != predicted, "another owner");
        Config memory other = defaultConfig();
        other.signer = stranger;
        assertTrue(factory.predict(owner, other, SALT) != predicted, "another signer");
        other = defaultConfig();
        other.guard.lossBpsPerDay += 1;
        assertTrue(factory.predict(owner, other, SALT) != predicted, "another limit");
        other = defaultConfig();
        other.assets[2].feed = address(feedOf[address(usdc)]);
        assertTrue(factory.predict(owner, other, SALT) != predicted, "another feed");
        other = defaultConfig();
        other.oneOff.bps = 1;
        assertTrue(factory.predict(owner, other, SALT) != predicted, "another one-off");
        // in the owner's name he needs the owner's signature
        bytes memory forged = signCreation(0xBAD, owner, c, block.timestamp);
        vm.prank(stranger);
        expectError(IBalancerFactory.BadOwnerSignature.selector);
        factory.createFor(owner, c, SALT, block.timestamp, forged, none());
        vm.prank(owner);
        assertEq(factory.create(c, SALT, none()), predicted, "the owner's");
        vm.prank(owner);
        IBalancer(predicted).withdraw(address(usdc), 1_000e6, owner);
    }

    // ── createFor ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_anybodyMaySendACreationThatTheOwnerSigned() external {
        Config memory c = defaultConfig();
        bytes memory signature = signCreation(OWNER_KEY, owner, c, block.timestamp + 60);
        address predicted = factory.predict(owner, c, SALT);
        vm.prank(stranger);
        address made = factory.createFor(owner, c, SALT, block.timestamp + 60, signature, none());
        assertEq(made, predicted, "address");
        assertEq(IBalancer(made).owner(), owner, "owner");
    }

    function test_aContractOwnerMaySignACreation() external {
        SmartWallet wallet = new SmartWallet(owner);
        Config memory c = defaultConfig();
        bytes memory signature = signCreation(OWNER_KEY, address(wallet), c, block.timestamp);
        address made = factory.createFor(address(wallet), c, SALT, block.timestamp, signature, none());
        assertEq(IBalancer(made).owner(), address(wallet), "owner");
    }

    function test_aYearOldCreationSignatureIsDead() external {
        Config memory c = defaultConfig();
        uint256 deadline = block.timestamp + 1 hours;
        bytes memory signature = signCreation(OWNER_KEY, owner, c, deadline);
        vm.warp(block.timestamp + 365 days);
        expectError(IBalancerFactory.SignatureExpired.selector);
        factory.createFor(owner, c, SALT, deadline, signature, none());
        expectError(IBalancerFactory.BadOwnerSignature.selector);
        factory.createFor(owner, c, SALT, block.timestamp + 1, signature, none());
    }

    function test_aCreationSignatureCoversEveryField() external {
        Config memory c = defaultConfig();
        uint256 deadline = block.timestamp + 60;
        bytes memory signature = signCreation(OWNER_KEY, owner, c, deadline);
        c.signer = stranger;
        forged(c, SALT, deadline, signature);
        c = defaultConfig();
        c.assets[0].heartbeat += 1;
        forged(c, SALT, deadline, signature);
        c = defaultConfig();
        c.guard.publicBook = true;
        forged(c, SALT, deadline, signature);
        c = defaultConfig();
        c.routers = new address[](1);
        c.routers[0] = LOP;
        forged(c, SALT, deadline, signature);
        c = defaultConfig();
        c.oneOff.bps = 1;
        forged(c, SALT, deadline, signature);
        c = defaultConfig();
        forged(c, keccak256("another salt"), deadline, signature);
        vm.chainId(10);
        forged(c, SALT, deadline, signature);
        vm.chainId(31337);
        factory.createFor(owner, c, SALT, deadline, signature, none());
    }

    function forged(Config memory c, bytes32 salt, uint256 deadline, bytes memory signature) private {
        expectError(IBalancerFactory.BadOwnerSignature.selector);
        factory.createFor(owner, c, salt, deadline, signature, none());
    }

    /// @dev A relayer's call with `amount` USDC as a first deposit and some ETH.
    function relayed(Config memory c, uint256 amount) private returns (address) {
        bytes memory signature = signCreation(OWNER_KEY, owner, c, block.timestamp);
        give(address(usdc), taker, amount);
        vm.deal(taker, 1 ether);
        Deposit[] memory deposits = new Deposit[](1);
        deposits[0] = Deposit(address(usdc), amount, 0, 0, 0, 0);
        vm.prank(taker);
        usdc.approve(address(factory), amount);
        vm.prank(taker);
        return factory.createFor{ value: 1 ether }(owner, c, SALT, block.timestamp, signature, deposits);
    }

    function test_aCreationSentFirstByAStrangerDoesNotStopTheRelayersDeposits() external {
        Config memory c = defaultConfig();
        bytes memory signature = signCreation(OWNER_KEY, owner, c, block.timestamp);
        vm.prank(stranger);
        address made = factory.createFor(owner, c, SALT, block.timestamp, signature, none());
        vm.recordLogs();
        assertEq(relayed(c, 500e6), made, "the same portfolio");
        assertEq(usdc.balanceOf(made), 500e6, "USDC");
        assertEq(weth.balanceOf(made), 1 ether, "WETH");
        bytes32 created = IBalancerFactory.PortfolioCreated.selector;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) assertTrue(logs[i].topics[0] != created, "created once");
    }

    function test_aPortfolioThatHasChangedHandsTakesNoDepositsMeantForItsFormerOwner() external {
        Config memory c = defaultConfig();
        IBalancer made = IBalancer(relayed(c, 500e6));
        vm.prank(owner);
        made.transferOwnership(stranger);
        vm.prank(stranger);
        made.acceptOwnership();
        bytes memory signature = signCreation(OWNER_KEY, owner, c, block.timestamp);
        expectError(IBalancerFactory.AlreadyCreated.selector);
        factory.createFor(owner, c, SALT, block.timestamp, signature, none());
    }

    function test_whatLiesAtTheAddressByAnotherWayIsNoPortfolio() external {
        Config memory c = defaultConfig();
        address predicted = factory.predict(owner, c, SALT);
        vm.etch(predicted, hex"00");
        bytes memory signature = signCreation(OWNER_KEY, owner, c, block.timestamp);
        vm.expectRevert();
        factory.createFor(owner, c, SALT, block.timestamp, signature, none());
    }

    function test_anOwnerOfZeroIsRefused() external {
        Config memory c = defaultConfig();
        bytes memory garbage = new bytes(65);
        vm.expectRevert();
        factory.createFor(address(0), c, SALT, block.timestamp, garbage, none());
    }

    // ── first deposits ──────────────────────────────────────────────────────────────────────────────────────────────

    function test_firstDepositsComeFromTheSenderAndEthIsWrapped() external {
        Config memory c = defaultConfig();
        bytes memory signature = signCreation(OWNER_KEY, owner, c, block.timestamp);
        give(address(usdc), stranger, 500e6);
        vm.prank(stranger);
        usdc.approve(address(factory), 500e6);
        vm.deal(stranger, 1 ether);
        Deposit[] memory deposits = new Deposit[](1);
        deposits[0] = Deposit(address(usdc), 500e6, 0, 0, 0, 0);
        vm.prank(stranger);
        address made = factory.createFor{ value: 1 ether }(owner, c, SALT, block.timestamp, signature, deposits);
        assertEq(usdc.balanceOf(made), 500e6, "USDC");
        assertEq(weth.balanceOf(made), 1e18, "WETH");
        assertEq(usdc.balanceOf(stranger), 0, "from the sender");
    }

    function test_anOwnersAllowanceToTheFactoryIsNobodyElsesToSpend() external {
        give(address(usdc), owner, 500e6);
        vm.prank(owner);
        usdc.approve(address(factory), ALL);
        Config memory c = defaultConfig();
        bytes memory signature = signCreation(OWNER_KEY, owner, c, block.timestamp);
        Deposit[] memory deposits = new Deposit[](1);
        deposits[0] = Deposit(address(usdc), 500e6, 0, 0, 0, 0);
        vm.prank(stranger);
        expectError(IBalancerErrors.AllowanceTooLow.selector);
        factory.createFor(owner, c, SALT, block.timestamp, signature, deposits);
    }

    function test_aPermitPaysForTheFirstDepositEvenWhenSomebodyUsedItBefore() external {
        give(address(usdc), owner, 500e6);
        Deposit[] memory deposits = new Deposit[](1);
        deposits[0] = permitFor(500e6, address(factory));
        Deposit memory d = deposits[0];
        vm.prank(stranger);
        usdc.permit(owner, address(factory), d.amount, d.permitDeadline, d.v, d.r, d.s);
        vm.prank(owner);
        address made = factory.create(defaultConfig(), SALT, deposits);
        assertEq(usdc.balanceOf(made), 500e6, "deposited");
    }

    function permitFor(uint256 amount, address spender) private view returns (Deposit memory d) {
        (d.token, d.amount, d.permitDeadline) = (address(usdc), amount, block.timestamp + 60);
        bytes32 typehash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash =
            keccak256(abi.encode(typehash, owner, spender, amount, usdc.nonces(owner), d.permitDeadline));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", usdc.DOMAIN_SEPARATOR(), structHash));
        (d.v, d.r, d.s) = vm.sign(OWNER_KEY, digest);
    }

    // ── later deposits ──────────────────────────────────────────────────────────────────────────────────────────────

    function test_anyoneMayDepositAssetsByPermitOrAllowance() external {
        give(address(usdc), owner, 500e6);
        Deposit[] memory deposits = new Deposit[](1);
        deposits[0] = permitFor(300e6, address(balancer));
        vm.prank(owner);
        balancer.deposit(deposits);
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD + 300e6, "by permit");
        deposits[0] = Deposit(address(usdc), 200e6, block.timestamp + 1, 27, 0, 0);
        vm.prank(owner);
        expectError(IBalancerErrors.AllowanceTooLow.selector);
        balancer.deposit(deposits);
        vm.prank(owner);
        usdc.approve(address(balancer), 200e6);
        vm.prank(owner);
        balancer.deposit(deposits);
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD + 300e6 + 200e6, "a bad permit is no matter if the allowance suffices");
        deposits[0].token = address(lens);
        vm.prank(owner);
        expectError(IBalancerErrors.UnknownAsset.selector);
        balancer.deposit(deposits);
    }
}
