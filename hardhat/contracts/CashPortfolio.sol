// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { IERC4626 } from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { Ownable, Ownable2Step } from "@openzeppelin/contracts/access/Ownable2Step.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IBalancerErrors, IBalancerEvents, IBalancerTypes } from "./interfaces/IBalancer.sol";
import { ICctpMessengerV2 } from "./interfaces/ICctpMessengerV2.sol";
import { ICctpTransmitterV2 } from "./interfaces/ICctpTransmitterV2.sol";
import { ICashPortfolio } from "./interfaces/ICashPortfolio.sol";
import { CashBridge } from "./libraries/CashBridge.sol";
import { CashRulebook } from "./libraries/CashRulebook.sol";
import { OpenFill } from "./libraries/OpenFill.sol";
import { Signatures } from "./libraries/Signatures.sol";
import { Transfers } from "./libraries/Transfers.sol";
import { CashCharges } from "./cash/CashCharges.sol";
import { CashMoves } from "./cash/CashMoves.sol";
import { CashEnv, CashState, StoredVault } from "./cash/CashState.sol";
import { CashValue, Reading } from "./cash/CashValue.sol";

/// @title CashPortfolio: USDC of one owner on one chain, in yield vaults that he listed, and burnt for his other chains
///
/// @notice THE PROMISE. With L = `lossBpsPerDay` and b = `bridgeBpsPerDay`: a stolen signer key can cost one portfolio, at its
/// vaults' marks, at most L of its value in any 24 hours, and all siblings together at most L ÷ (1 − b) of what they held and had in
/// flight when those hours began, and what was paid in since. Where siblings differ, the greatest L and b count.
///
/// ## What it rests on
/// - Circle: USDC, its messenger, its attesters. Each listed vault, for what it was given: a vault that lies keeps at most its cap of
///   the value, and as much again as is minted here while it pretends to pay.
/// - The marks: no charge sees what a rate hides at the moment it is read. Where somebody can push a rate down for a moment, that is
///   what the vault has grown since its mark was last raised, and once 25 bps of what is in it. Marks are poked every day.
/// - What a stolen key can still do is choose the worst listed vault within its cap, lock what a bridge locks, and stop.
///
/// ## What a vault must be
/// Refused when it is listed: no code, another asset than USDC, more than 27 decimals, part of the machinery, not readable with
/// half of the gas that it is later read with, a rate below 100,000 or outside the owner's bounds.
/// Must not be listed, and no contract can tell: rates that anybody can push for a moment (spot prices, idle assets lent out);
/// asynchronous exits; fees above 5 bps; shares that can't be sent; waits that a stranger's deposit for us begins anew; two of which one
/// holds the other, or that stand on one pool.
///
/// @dev HOW. A move is signed, sent by anybody, and judged by measured balances around the one call that it makes: of a listed vault, with
/// this contract as receiver and owner, or of Circle's messenger. Nobody hands in bytes. While it lasts the lock refuses everything but
/// pausing, bumping and closing a sibling. There is no feed, no router, no executor, no fallback, no EIP-1271, no upgrade.
contract CashPortfolio is ICashPortfolio, Initializable, Ownable2Step, EIP712 {
    bytes32 private constant DEPOSIT_TYPEHASH = keccak256(
        "Deposit(address vault,uint256 assets,uint256 minShares,uint256 nonce,uint40 generation,uint40 deadline)"
    );
    bytes32 private constant REDEEM_TYPEHASH = keccak256(
        "Redeem(address vault,uint256 shares,uint256 minAssets,uint256 nonce,uint40 generation,uint40 deadline)"
    );
    bytes32 private constant BRIDGE_TYPEHASH = keccak256(
        "Bridge(uint32 domain,address sibling,uint256 amount,uint256 maxFee,uint256 nonce,uint40 generation,uint40 deadline)"
    );
    uint256 private constant USDC_DECIMALS = 6;

    address private immutable USDC;
    address private immutable MESSENGER;
    address private immutable TRANSMITTER;
    uint32 private immutable LOCAL_DOMAIN;

    CashState private s;

    modifier whenUnlocked() {
        _requireUnlocked();
        _;
    }

    modifier onlyOwnerUnlocked() {
        _checkOwner();
        _requireUnlocked();
        _;
    }

    modifier onlyOwnerOrSigner() {
        require(msg.sender == owner() || msg.sender == s.signer, IBalancerErrors.NotOwnerOrSigner(msg.sender));
        _;
    }

    /// @dev Everything signed before this call is void from its start.
    modifier bumping() {
        emit IBalancerEvents.GenerationBumped(++s.rules.generation);
        _;
    }

    // ── creation ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev The implementation is locked: initialised, and owned by nobody.
    constructor(address usdc_, address messenger_) Ownable(address(0xdead)) EIP712("1Balancer Cash", "1") {
        require(IERC20Metadata(usdc_).decimals() == USDC_DECIMALS, NotUsdc(usdc_));
        (USDC, MESSENGER) = (usdc_, messenger_);
        TRANSMITTER = ICctpMessengerV2(messenger_).localMessageTransmitter();
        LOCAL_DOMAIN = ICctpTransmitterV2(TRANSMITTER).localDomain();
        _disableInitializers();
    }

    /// @inheritdoc ICashPortfolio
    function initialize(address owner_, bytes calldata config) external initializer {
        require(owner_ != address(0), IBalancerErrors.ZeroAddress());
        _transferOwnership(owner_);
        s.factory = msg.sender;
        CashRulebook.initialize(s, _env(), config);
        emit InitializedCash(owner_, msg.sender);
    }

    // ── moves ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ICashPortfolio
    function depositSigned(address vault, uint256 assets, uint256 minShares, Terms calldata terms, bytes calldata signature)
        external
        whenUnlocked
    {
        bytes32 id = depositHash(vault, assets, minShares, terms);
        _begin(id, terms, signature);
        CashMoves.deposit(s, USDC, CashMoves.Move(id, vault, assets, minShares, terms.nonce));
        OpenFill.setLock(0);
    }

    /// @inheritdoc ICashPortfolio
    function redeemSigned(address vault, uint256 shares, uint256 minAssets, Terms calldata terms, bytes calldata signature)
        external
        whenUnlocked
    {
        bytes32 id = redeemHash(vault, shares, minAssets, terms);
        _begin(id, terms, signature);
        CashMoves.redeem(s, USDC, CashMoves.Move(id, vault, shares, minAssets, terms.nonce));
        OpenFill.setLock(0);
    }

    /// @inheritdoc ICashPortfolio
    function bridgeSigned(
        uint32 domain,
        address sibling,
        uint256 amount,
        uint256 maxFee,
        Terms calldata terms,
        bytes calldata signature
    ) external whenUnlocked {
        bytes32 id = bridgeHash(domain, sibling, amount, maxFee, terms);
        _begin(id, terms, signature);
        CashBridge.bridge(s, _env(), id, CashBridge.Wanted(domain, sibling, amount, maxFee));
        OpenFill.setLock(0);
    }

    function _begin(bytes32 id, Terms calldata terms, bytes calldata signature) private {
        OpenFill.setLock(id);
        require(!s.rules.paused, IBalancerErrors.IsPaused());
        Signatures.requireCurrent(s.rules.generation, s.rules.deadlineMax, terms.generation, terms.deadline);
        require(Signatures.isSigned(s.signer, owner(), id, signature), IBalancerErrors.BadProposalSignature());
        Signatures.useNonce(s.nonces, terms.nonce);
    }

    /// @inheritdoc ICashPortfolio
    function depositHash(address vault, uint256 assets, uint256 minShares, Terms calldata t) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(abi.encode(DEPOSIT_TYPEHASH, vault, assets, minShares, t.nonce, t.generation, t.deadline))
        );
    }

    function redeemHash(address vault, uint256 shares, uint256 minAssets, Terms calldata t) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(abi.encode(REDEEM_TYPEHASH, vault, shares, minAssets, t.nonce, t.generation, t.deadline))
        );
    }

    function bridgeHash(uint32 domain, address sibling, uint256 amount, uint256 maxFee, Terms calldata t)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(
            keccak256(abi.encode(BRIDGE_TYPEHASH, domain, sibling, amount, maxFee, t.nonce, t.generation, t.deadline))
        );
    }

    /// @inheritdoc ICashPortfolio
    function nonceWord(uint256 word) external view returns (uint256) {
        return s.nonces[word];
    }

    /// @inheritdoc ICashPortfolio
    function poke(address vault) external whenUnlocked {
        StoredVault storage v = s.vaults[CashValue.requireIndex(s, vault)];
        Reading memory r = CashValue.readVault(v, CashValue.READ_GAS);
        require(r.state != VaultState.Unread, VaultRefused(vault, r.state));
        CashValue.poke(v, r.live);
    }

    // ── safe direction: owner or signer, locked or not ──────────────────────────────────────────────────────────────

    /// @inheritdoc ICashPortfolio
    function pause() external onlyOwnerOrSigner bumping {
        s.rules.paused = true;
        emit IBalancerEvents.PausedSet(true, msg.sender);
    }

    /// @inheritdoc ICashPortfolio
    function bumpGeneration() external onlyOwnerOrSigner bumping { }

    /// @inheritdoc ICashPortfolio
    function closeSibling(uint32 domain) external onlyOwnerOrSigner bumping {
        CashBridge.close(s, domain);
    }

    // ── owner ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ICashPortfolio
    function unpause() external onlyOwnerUnlocked bumping {
        s.rules.paused = false;
        emit IBalancerEvents.PausedSet(false, msg.sender);
    }

    /// @inheritdoc ICashPortfolio
    function setSigner(address signer) external onlyOwnerUnlocked bumping {
        CashRulebook.setSigner(s, signer);
    }

    /// @inheritdoc ICashPortfolio
    function setGuard(CashGuard calldata limits) external onlyOwnerUnlocked bumping {
        CashRulebook.setGuard(s, limits);
    }

    /// @inheritdoc ICashPortfolio
    function setVault(VaultConfig calldata config) external onlyOwnerUnlocked bumping {
        CashRulebook.setVault(s, _env(), config);
    }

    /// @inheritdoc ICashPortfolio
    function removeVault(address vault) external onlyOwnerUnlocked bumping {
        CashRulebook.removeVault(s, vault);
    }

    /// @inheritdoc ICashPortfolio
    function acceptRate(address vault, uint256 rateMin, uint256 rateMax, uint256 sharesMax)
        external
        onlyOwnerUnlocked
        bumping
    {
        CashRulebook.acceptRate(s, vault, rateMin, rateMax, sharesMax);
    }

    /// @inheritdoc ICashPortfolio
    function setSibling(uint32 domain, address sibling) external onlyOwnerUnlocked bumping {
        CashBridge.name(s, _env(), domain, sibling);
    }

    /// @inheritdoc ICashPortfolio
    function testSibling(uint32 domain, uint256 maxFee) external onlyOwnerUnlocked bumping {
        OpenFill.setLock(bytes32(uint256(1)));
        CashBridge.test(s, _env(), domain, maxFee);
        OpenFill.setLock(0);
    }

    /// @inheritdoc ICashPortfolio
    function openSibling(uint32 domain, uint256 until) external onlyOwnerUnlocked bumping {
        CashBridge.open(s, domain, until);
    }

    /// @inheritdoc ICashPortfolio
    function exit(address vault, uint256 shares, uint256 minAssets, address to) external onlyOwnerUnlocked {
        Transfers.requireReceiver(to);
        OpenFill.setLock(bytes32(uint256(1)));
        uint256 before = IERC20(USDC).balanceOf(to);
        IERC4626(vault).redeem(shares, to, address(this));
        uint256 balance = IERC20(USDC).balanceOf(to);
        uint256 received = balance > before ? balance - before : 0;
        require(received >= minAssets, IBalancerErrors.ReceivedTooLittle(USDC, received, minAssets));
        OpenFill.setLock(0);
        emit Exited(vault, shares, received, to);
    }

    /// @inheritdoc ICashPortfolio
    function withdraw(address token, uint256 amount, address to) external onlyOwnerUnlocked {
        require(_isAsset(token), IBalancerErrors.UnknownAsset(token));
        Transfers.send(token, amount, to);
    }

    /// @inheritdoc ICashPortfolio
    function withdrawAll(address[] calldata tokens, address to) external onlyOwnerUnlocked {
        Transfers.sendAll(tokens, to);
    }

    /// @inheritdoc ICashPortfolio
    function rescue(address token, uint256 amount, address to) external onlyOwnerUnlocked {
        require(!_isAsset(token), IBalancerErrors.IsAsset(token));
        Transfers.send(token, amount, to);
    }

    /// @inheritdoc ICashPortfolio
    function deposit(IBalancerTypes.Deposit[] calldata deposits) external whenUnlocked {
        for (uint256 i; i < deposits.length; ++i) {
            IBalancerTypes.Deposit calldata d = deposits[i];
            require(_isAsset(d.token), IBalancerErrors.UnknownAsset(d.token));
            Transfers.pull(d, address(this));
            emit IBalancerEvents.Deposited(d.token, msg.sender, d.amount);
        }
    }

    // ── ownership ───────────────────────────────────────────────────────────────────────────────────────────────────

    function owner() public view override(ICashPortfolio, Ownable) returns (address) {
        return Ownable.owner();
    }

    function pendingOwner() public view override(ICashPortfolio, Ownable2Step) returns (address) {
        return Ownable2Step.pendingOwner();
    }

    function transferOwnership(address newOwner) public override(ICashPortfolio, Ownable2Step) whenUnlocked {
        Ownable2Step.transferOwnership(newOwner);
    }

    /// @dev What the last owner named, and his bot, would send the new one's money to the last one's portfolios.
    function acceptOwnership() public override(ICashPortfolio, Ownable2Step) whenUnlocked bumping {
        Ownable2Step.acceptOwnership();
        CashRulebook.setSigner(s, address(0));
        CashBridge.closeAll(s);
    }

    /// @dev A portfolio without an owner would be a grave.
    function renounceOwnership() public pure override {
        revert IBalancerErrors.RenounceDisabled();
    }

    // ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function look() external view returns (uint256, uint256, VaultLook[] memory) {
        return CashRulebook.look(s, USDC);
    }

    function siblings() external view returns (Sibling[] memory) {
        return s.siblings;
    }

    function guard() external view returns (CashGuard memory) {
        return CashRulebook.guard(s);
    }

    function budgets() external view returns (CashBudgets memory) {
        return CashCharges.budgets(s);
    }

    function authorizedSigner() external view returns (address) {
        return s.signer;
    }

    function paused() external view returns (bool) {
        return s.rules.paused;
    }

    function locked() external view returns (bool) {
        return OpenFill.lock() != 0;
    }

    function generation() external view returns (uint40) {
        return s.rules.generation;
    }

    function factory() external view returns (address) {
        return s.factory;
    }

    function usdc() external view returns (address) {
        return USDC;
    }

    function messenger() external view returns (address) {
        return MESSENGER;
    }

    function transmitter() external view returns (address) {
        return TRANSMITTER;
    }

    function localDomain() external view returns (uint32) {
        return LOCAL_DOMAIN;
    }

    // ── shared ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function _requireUnlocked() private view {
        require(OpenFill.lock() == 0, IBalancerErrors.IsLocked());
    }

    function _isAsset(address token) private view returns (bool) {
        return token == USDC || CashValue.indexOf(s, token) != CashValue.NOT_FOUND;
    }

    function _env() private view returns (CashEnv memory) {
        return CashEnv(USDC, MESSENGER, TRANSMITTER, LOCAL_DOMAIN);
    }
}
