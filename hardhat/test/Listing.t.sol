// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancer, IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { IBalancerLens } from "../contracts/interfaces/IBalancerLens.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Fixture } from "./support/Fixture.sol";

/// @dev A token that obeys a second address as well.
contract TwoFacedToken is TestToken {
    address public immutable face = address(new SecondFace(this));

    constructor() TestToken("Two faces", "TWO", 6) { }

    function transferFor(address from, address to, uint256 amount) external returns (bool) {
        require(msg.sender == face, "not the face");
        _transfer(from, to, amount);
        return true;
    }

    function approveFor(address from, address spender, uint256 amount) external returns (bool) {
        require(msg.sender == face, "not the face");
        _approve(from, spender, amount);
        return true;
    }

    function transferFromFor(address spender, address from, address to, uint256 amount) external returns (bool) {
        require(msg.sender == face, "not the face");
        _spendAllowance(from, spender, amount);
        _transfer(from, to, amount);
        return true;
    }
}

/// @dev The same token under another address.
contract SecondFace {
    TwoFacedToken private immutable token;

    constructor(TwoFacedToken token_) {
        token = token_;
    }

    function decimals() external view returns (uint8) {
        return token.decimals();
    }

    function totalSupply() external view returns (uint256) {
        return token.totalSupply();
    }

    function balanceOf(address account) external view returns (uint256) {
        return token.balanceOf(account);
    }

    function allowance(address from, address spender) external view returns (uint256) {
        return token.allowance(from, spender);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return token.transferFor(msg.sender, to, amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        return token.approveFor(msg.sender, spender, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        return token.transferFromFor(msg.sender, from, to, amount);
    }
}

/// @title One token is listed once, and its unit doesn't change behind the owner's back
contract ListingTest is Fixture {
    uint256 private constant HELD = 1_000e6;
    TwoFacedToken private token;

    function setUp() public override {
        super.setUp();
        token = new TwoFacedToken();
        addFeed(address(token), 6, 1e8);
        (feedOf[token.face()], decimalsOf[token.face()]) = (addFeed(token.face(), 6, 1e8), 6);
        token.mint(address(this), HELD);
    }

    function pairOf(address a, address b) private view returns (AssetConfig[] memory list) {
        list = new AssetConfig[](2);
        (list[0], list[1]) = (listing(a, 5_000), listing(b, 5_000));
    }

    function created(address a, address b) private returns (IBalancer) {
        Config memory c = defaultConfig();
        c.assets = pairOf(a, b);
        vm.prank(owner);
        return IBalancer(factory.create(c, keccak256(abi.encode(a, b)), new Deposit[](0)));
    }

    function tokenStates(IBalancer account) private view returns (TokenState a, TokenState b) {
        IBalancerLens.PortfolioState memory state = lens.readOne(address(account));
        return (state.assets[0].tokenState, state.assets[1].tokenState);
    }

    function assertStates(IBalancer account, TokenState wanted, string memory when) private view {
        (TokenState a, TokenState b) = tokenStates(account);
        assertEq(uint256(a), uint256(wanted), when);
        assertEq(uint256(b), uint256(wanted), when);
    }

    function refusedTwins(address holder) private {
        uint256 state = vm.snapshotState();
        token.transfer(holder, 1);
        Config memory c = defaultConfig();
        c.assets = pairOf(address(token), token.face());
        vm.prank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancerErrors.TwinTokens.selector, address(token), token.face())
        );
        factory.create(c, bytes32(0), new Deposit[](0));
        vm.revertToState(state);
    }

    // ── twins ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_oneTokenUnderTwoAddressesIsRefusedAsSoonAsOwnerOrLopHoldAnyOfIt() external {
        refusedTwins(owner);
        refusedTwins(LOP);
    }

    function test_oneTokenUnderTwoAddressesIsRefusedAtAnAddressFundedBefore() external {
        Config memory c = defaultConfig();
        c.assets = pairOf(address(token), token.face());
        token.transfer(factory.predict(owner, c, bytes32(0)), 1);
        vm.prank(owner);
        expectError(IBalancerErrors.TwinTokens.selector);
        factory.create(c, bytes32(0), new Deposit[](0));
    }

    function test_twinsThatNobodyHeldWhenListedAreToldOnceFundedAndNotListedAgain() external {
        IBalancer account = created(address(token), token.face());
        assertStates(account, TokenState.Ok, "nobody can tell yet");
        token.transfer(address(account), HELD);
        assertStates(account, TokenState.Twin, "funded");
        AssetConfig[] memory again = pairOf(address(token), token.face());
        vm.prank(owner);
        expectError(IBalancerErrors.TwinTokens.selector);
        account.setAssets(again);
    }

    function test_anOwnerLeavesTwinsByDroppingOneOfThem() external {
        IBalancer account = created(address(token), token.face());
        token.transfer(address(account), HELD);
        (address[] memory tokens, uint16[] memory targets) = (new address[](2), new uint16[](2));
        (tokens[0], tokens[1]) = (address(token), token.face());
        targets[0] = 10_000;
        vm.prank(owner);
        account.setTargets(tokens, targets, OneOffTurnover(0, 0));
        vm.prank(owner);
        account.removeAsset(tokens[1]);
        assertEq(uint256(lens.readOne(address(account)).assets[0].tokenState), uint256(TokenState.Ok), "one is left");
    }

    function test_honestTokensOfOneSupplyAreListedWhoeverHoldsWhat() external {
        (TestToken a, TestToken b) = (new TestToken("A", "A", 6), new TestToken("B", "B", 6));
        addFeed(address(a), 6, 1e8);
        addFeed(address(b), 6, 1e8);
        a.mint(address(this), 1e15);
        b.mint(address(this), 1e15);
        IBalancer account = created(address(a), address(b));
        assertStates(account, TokenState.Ok, "nobody holds any");
        a.transfer(address(account), HELD);
        b.transfer(address(account), HELD + 1);
        assertStates(account, TokenState.Ok, "the portfolio holds different amounts");
        b.transfer(owner, 1);
        vm.prank(address(account));
        b.transfer(address(this), 1);
        assertStates(account, TokenState.Ok, "equal amounts here, but not with the owner");
        AssetConfig[] memory again = pairOf(address(a), address(b));
        vm.prank(owner);
        account.setAssets(again);
    }

    function test_tokensWithoutASupplyAreNoTwins() external {
        token.transfer(address(0xdead), HELD);
        vm.mockCall(address(token), abi.encodeCall(token.totalSupply, ()), abi.encode(0));
        IBalancer account = created(address(token), token.face());
        vm.prank(address(0xdead));
        token.transfer(address(account), HELD);
        assertStates(account, TokenState.Ok, "supplies of 0 prove nothing");
    }

    // ── decimals ────────────────────────────────────────────────────────────────────────────────────────────────────

    function turn(uint8 decimals) private {
        vm.mockCall(address(usdc), abi.encodeWithSignature("decimals()"), abi.encode(decimals));
    }

    function test_aTokenWhoseDecimalsChangedIsToldAndNotListedAgain() external {
        AssetConfig[] memory again = defaultConfig().assets;
        assertEq(uint256(lens.readOne(address(balancer)).assets[0].tokenState), uint256(TokenState.Ok), "before");
        turn(8);
        assertEq(
            uint256(lens.readOne(address(balancer)).assets[0].tokenState), uint256(TokenState.DecimalsChanged), "after"
        );
        vm.prank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancerErrors.TokenDecimalsChanged.selector, address(usdc), 6, 8)
        );
        balancer.setAssets(again);
        vm.clearMockedCalls();
        vm.prank(owner);
        balancer.setAssets(again);
    }

    function test_aTokenThatSaysItsDecimalsNoMoreIsToldAsChanged() external {
        vm.mockCallRevert(address(usdc), abi.encodeWithSignature("decimals()"), "gone");
        assertEq(
            uint256(lens.readOne(address(balancer)).assets[0].tokenState), uint256(TokenState.DecimalsChanged), "gone"
        );
    }

    function test_aTokenWithOtherDecimalsCanBeListedAnewAfterItWasDropped() external {
        turn(8);
        setTargets(0, 8_000, 2_000);
        vm.prank(owner);
        balancer.removeAsset(address(usdc));
        AssetConfig[] memory list = defaultConfig().assets;
        vm.prank(owner);
        balancer.setAssets(list);
        assertEq(balancer.assets()[0].decimals, 8, "as it says now");
    }
}
