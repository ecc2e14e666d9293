// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title USDC of local chains: as the token minter asks for it, freely minted, and with a list of those who may neither send nor get any
contract LocalUsdc is ERC20Permit {
    mapping(address account => bool) public isBlacklisted;

    error Blacklisted(address account);

    constructor() ERC20("USD Coin", "USDC") ERC20Permit("USD Coin") { }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function mint(address to, uint256 amount) external returns (bool) {
        _mint(to, amount);
        return true;
    }

    function burn(uint256 amount) external {
        _burn(msg.sender, amount);
    }

    /// @notice As Circle's token has it: its own kit allows the messenger an amount by this.
    function increaseAllowance(address spender, uint256 increment) external returns (bool) {
        _approve(msg.sender, spender, allowance(msg.sender, spender) + increment);
        return true;
    }

    function setBlacklisted(address account, bool is_) external {
        isBlacklisted[account] = is_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        require(!isBlacklisted[from], Blacklisted(from));
        require(!isBlacklisted[to], Blacklisted(to));
        super._update(from, to, amount);
    }
}
