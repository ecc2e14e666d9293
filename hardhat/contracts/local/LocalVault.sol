// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC4626 } from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { LocalUsdc } from "./cctp/LocalUsdc.sol";

/// @title A vault of local chains: OpenZeppelin's, with interest at a rate that anybody sets
/// @dev Interest of a year is a part of what was there when it was last minted; the local USDC mints for anybody.
contract LocalVault is ERC4626 {
    uint256 private constant ONE = 1e18;

    /// @notice Simple, a year; 1e18 is all of it.
    uint256 public rateE18;
    uint256 private paidAt = block.timestamp;

    constructor(LocalUsdc usdc, string memory name_, uint256 rateE18_)
        ERC4626(IERC20(address(usdc)))
        ERC20(name_, "lvUSDC")
    {
        rateE18 = rateE18_;
    }

    function setRate(uint256 rateE18_) external {
        _pay();
        rateE18 = rateE18_;
    }

    /// @notice What it holds is worth so many basis points less, as after a default.
    function lose(uint256 bps) external {
        _pay();
        LocalUsdc(asset()).burn(super.totalAssets() * bps / 10_000);
    }

    function totalAssets() public view override returns (uint256) {
        return super.totalAssets() + _owed();
    }

    function _owed() private view returns (uint256) {
        return Math.mulDiv(super.totalAssets(), rateE18 * (block.timestamp - paidAt), ONE * 365 days);
    }

    function _pay() private {
        LocalUsdc(asset()).mint(address(this), _owed());
        paidAt = block.timestamp;
    }

    function _deposit(address caller, address receiver, uint256 assets, uint256 shares) internal override {
        _pay();
        super._deposit(caller, receiver, assets, shares);
    }

    function _withdraw(address caller, address receiver, address owner, uint256 assets, uint256 shares)
        internal
        override
    {
        _pay();
        super._withdraw(caller, receiver, owner, assets, shares);
    }

    function _decimalsOffset() internal pure override returns (uint8) {
        return 12;
    }
}
