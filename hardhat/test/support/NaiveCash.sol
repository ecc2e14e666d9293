// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Buckets } from "../../contracts/libraries/Buckets.sol";
import { ScriptedMessenger } from "./ScriptedMessenger.sol";
import { ScriptedVault } from "./ScriptedVault.sol";

/// @title A cash portfolio as one would first write it: a daily loss budget, a signer, listed vaults, siblings
/// @dev Each attack is seen to succeed on this one. It believes rates as they are, what a vault says it minted, and any USDC that comes
/// while a vault pays; it values all vaults or none; it bridges what the signer likes to whoever was named, for ever.
contract NaiveCash {
    IERC20 private immutable USDC;
    ScriptedMessenger private immutable MESSENGER;
    uint256 private immutable LOSS_BPS;

    address public owner;
    address public signer;
    ScriptedVault[] private vaults;
    mapping(uint32 domain => address) public siblings;
    mapping(uint256 nonce => bool) private used;
    uint256 public levelE18;
    uint256 private settledAt;

    modifier only(address who) {
        require(msg.sender == who, "not you");
        _;
    }

    constructor(IERC20 usdc, ScriptedMessenger messenger, address owner_, address signer_, uint256 lossBps) {
        (USDC, MESSENGER, owner, signer, LOSS_BPS) = (usdc, messenger, owner_, signer_, lossBps);
    }

    function list(ScriptedVault vault) external only(owner) {
        vaults.push(vault);
        USDC.approve(address(vault), type(uint256).max);
    }

    function setSibling(uint32 domain, address sibling) external only(owner) {
        siblings[domain] = sibling;
    }

    function transferOwnership(address to) external only(owner) {
        owner = to;
    }

    function value() public view returns (uint256 sum) {
        sum = USDC.balanceOf(address(this));
        for (uint256 i; i < vaults.length; ++i) sum += vaults[i].convertToAssets(vaults[i].balanceOf(address(this)));
    }

    function deposit(ScriptedVault vault, uint256 assets) external only(signer) {
        _deposit(vault, assets);
    }

    /// @dev Without the contract and the chain in what is signed.
    function depositSigned(ScriptedVault vault, uint256 assets, uint256 nonce, bytes calldata signature) external {
        require(!used[nonce], "used");
        used[nonce] = true;
        require(ECDSA.recover(keccak256(abi.encode(vault, assets, nonce)), signature) == signer, "not signed");
        _deposit(vault, assets);
    }

    function _deposit(ScriptedVault vault, uint256 assets) private {
        uint256 whole = value();
        uint256 said = vault.deposit(assets, address(this));
        _charge(assets, vault.convertToAssets(said), whole);
    }

    function redeem(ScriptedVault vault, uint256 shares) external only(signer) {
        (uint256 whole, uint256 out) = (value(), vault.convertToAssets(shares));
        uint256 before = USDC.balanceOf(address(this));
        vault.redeem(shares, address(this), address(this));
        _charge(out, USDC.balanceOf(address(this)) - before, whole);
    }

    /// @dev The shape of a public router: whoever calls says for whom.
    function redeemFor(ScriptedVault vault, uint256 shares, address receiver, address holder) external {
        vault.redeem(shares, receiver, holder);
    }

    function bridge(uint32 domain, uint256 amount, uint256 maxFee) external only(signer) {
        USDC.approve(address(MESSENGER), amount);
        bytes32 to = bytes32(uint256(uint160(siblings[domain])));
        MESSENGER.depositForBurn(amount, domain, to, address(USDC), 0, maxFee, 1000);
    }

    function _charge(uint256 out, uint256 into, uint256 whole) private {
        levelE18 = Buckets.drainedUp(levelE18, LOSS_BPS, block.timestamp - settledAt);
        settledAt = block.timestamp;
        if (out > into) levelE18 += Buckets.fractionUp(out - into, whole);
        require(levelE18 <= Buckets.capacity(LOSS_BPS), "budget");
    }
}
