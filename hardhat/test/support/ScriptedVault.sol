// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title A vault whose rate is set by hand, and which lies, takes or calls as it is told
/// @dev Honest by default: shares of 18 decimals at `rate` USDC units each, paid from what lies in it.
contract ScriptedVault is ERC20 {
    address public asset;
    uint8 private immutable _DECIMALS;
    uint256 public rate;

    uint256 public depositFeeBps;
    uint256 public exitFeeBps;
    /// @dev Set as the rate at the end of the next deposit or redemption (0: none).
    uint256 public rateAfter;
    /// @dev Paid out or taken in is less by this, but the honest number is told.
    uint256 public keeps;
    /// @dev Told of itself instead of the truth (0: the truth).
    uint256 public lieBalance;
    uint256 public lieSaid;
    bool public takesNothing;
    bool public paysNothing;
    bool public unreadable;
    bool public eatsGas;
    bool public frozenShares;
    /// @dev Used up by each reading of a balance, which fails at once where there is less.
    uint256 public readGas;
    address private hookTarget;
    bytes private hookData;

    constructor(address asset_, uint8 decimals_, uint256 rate_) ERC20("Vault", "vUSDC") {
        (asset, _DECIMALS, rate) = (asset_, decimals_, rate_);
    }

    function decimals() public view override returns (uint8) {
        return _DECIMALS;
    }

    // ── what it is told ─────────────────────────────────────────────────────────────────────────────────────────────

    function setRate(uint256 rate_) external {
        rate = rate_;
    }

    function setFees(uint256 deposit_, uint256 exit_) external {
        (depositFeeBps, exitFeeBps) = (deposit_, exit_);
    }

    function setRateAfter(uint256 rate_) external {
        rateAfter = rate_;
    }

    function setKeeps(uint256 amount) external {
        keeps = amount;
    }

    function setLies(uint256 balance, uint256 said) external {
        (lieBalance, lieSaid) = (balance, said);
    }

    function setHonesty(bool takes, bool pays) external {
        (takesNothing, paysNothing) = (!takes, !pays);
    }

    function setReadable(bool readable, bool eats) external {
        (unreadable, eatsGas) = (!readable, eats);
    }

    function setReadGas(uint256 amount) external {
        readGas = amount;
    }

    function setFrozen(bool frozen) external {
        frozenShares = frozen;
    }

    function setHook(address target, bytes calldata data) external {
        (hookTarget, hookData) = (target, data);
    }

    function mintShares(address to, uint256 shares) external {
        _mint(to, shares);
    }

    function burnShares(address from, uint256 shares) external {
        _burn(from, shares);
    }

    // ── a vault ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function balanceOf(address account) public view override returns (uint256) {
        if (eatsGas) {
            while (true) { }
        }
        if (readGas != 0) {
            uint256 until = gasleft() - readGas;
            while (gasleft() > until) { }
        }
        return lieBalance == 0 ? super.balanceOf(account) : lieBalance;
    }

    function convertToAssets(uint256 shares) public view returns (uint256) {
        require(!unreadable, "no rate");
        return shares * rate / 10 ** _DECIMALS;
    }

    function totalAssets() external view returns (uint256) {
        return convertToAssets(totalSupply());
    }

    function deposit(uint256 assets, address receiver) external returns (uint256 shares) {
        if (!takesNothing) IERC20(asset).transferFrom(msg.sender, address(this), assets);
        _hook();
        shares = assets * (10_000 - depositFeeBps) / 10_000 * 10 ** _DECIMALS / rate;
        uint256 kept = keeps * 10 ** _DECIMALS / rate;
        _mint(receiver, shares > kept ? shares - kept : 0);
        _end();
        if (lieSaid != 0) return lieSaid;
    }

    function redeem(uint256 shares, address receiver, address owner) external returns (uint256 assets) {
        if (msg.sender != owner) _spendAllowance(owner, msg.sender, shares);
        if (paysNothing) return 0;
        _burn(owner, shares);
        _hook();
        assets = shares * rate / 10 ** _DECIMALS * (10_000 - exitFeeBps) / 10_000;
        if (assets > keeps) IERC20(asset).transfer(receiver, assets - keeps);
        _end();
        if (lieSaid != 0) return lieSaid;
    }

    function _hook() private {
        if (hookTarget == address(0)) return;
        (bool ok, bytes memory reason) = hookTarget.call(hookData);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    function _end() private {
        if (rateAfter != 0) (rate, rateAfter) = (rateAfter, 0);
    }

    function _update(address from, address to, uint256 value) internal override {
        require(!frozenShares || from == address(0) || to == address(0), "frozen");
        super._update(from, to, value);
    }
}
