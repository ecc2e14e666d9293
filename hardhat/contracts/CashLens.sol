// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC4626 } from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import { ICashLens } from "./interfaces/ICashLens.sol";
import { ICashPortfolio } from "./interfaces/ICashPortfolio.sol";
import { ICctpTransmitterV2 } from "./interfaces/ICctpTransmitterV2.sol";

/// @title CashLens
contract CashLens is ICashLens {
    /// @dev A portfolio of eight vaults that all eat what they are given, and the rest of it; what must be left for one more, with
    /// the part of 64 that EIP-150 keeps back.
    uint256 private constant PORTFOLIO_GAS = 10_000_000;
    uint256 private constant PORTFOLIO_ENOUGH = 11_000_000;
    uint256 private constant VENUE_GAS = 2_000_000;
    uint256 private constant VENUE_ENOUGH = 2_500_000;

    /// @inheritdoc ICashLens
    function read(address[] calldata portfolios, address[] calldata vaults, address transmitter, bytes32[] calldata nonces)
        external
        view
        returns (uint256, uint256, CashPortfolioState[] memory states, CashVenueState[] memory venues, bool[] memory used)
    {
        used = new bool[](nonces.length);
        for (uint256 i; i < nonces.length; ++i) used[i] = ICctpTransmitterV2(transmitter).usedNonces(nonces[i]) != 0;
        venues = _venues(vaults);
        states = _states(portfolios);
        return (block.number, block.timestamp, states, venues, used);
    }

    function _states(address[] calldata portfolios) private view returns (CashPortfolioState[] memory states) {
        states = new CashPortfolioState[](portfolios.length);
        uint256 count;
        for (; count < portfolios.length && (count == 0 || gasleft() >= PORTFOLIO_ENOUGH); ++count) {
            try this.readOne{ gas: PORTFOLIO_GAS }(portfolios[count]) returns (CashPortfolioState memory state) {
                states[count] = state;
            } catch {
                states[count].portfolio = portfolios[count];
            }
        }
        assembly {
            mstore(states, count)
        }
    }

    function _venues(address[] calldata vaults) private view returns (CashVenueState[] memory venues) {
        venues = new CashVenueState[](vaults.length);
        uint256 count;
        for (; count < vaults.length && (count == 0 || gasleft() >= VENUE_ENOUGH); ++count) {
            try this.readVenue{ gas: VENUE_GAS }(vaults[count]) returns (CashVenueState memory venue) {
                venues[count] = venue;
            } catch {
                venues[count].vault = vaults[count];
            }
        }
        assembly {
            mstore(venues, count)
        }
    }

    /// @inheritdoc ICashLens
    function readOne(address account) external view returns (CashPortfolioState memory state) {
        ICashPortfolio p = ICashPortfolio(account);
        (state.ok, state.portfolio) = (true, account);
        (state.owner, state.pendingOwner, state.signer) = (p.owner(), p.pendingOwner(), p.authorizedSigner());
        (state.factory, state.messenger, state.localDomain) = (p.factory(), p.messenger(), p.localDomain());
        (state.paused, state.locked, state.generation) = (p.paused(), p.locked(), p.generation());
        (state.guard, state.budgets, state.nonceWord0) = (p.guard(), p.budgets(), p.nonceWord(0));
        (state.value, state.usdcHeld, state.vaults) = p.look();
        state.siblings = p.siblings();
    }

    /// @inheritdoc ICashLens
    function readVenue(address vault) external view returns (CashVenueState memory venue) {
        IERC4626 v = IERC4626(vault);
        (venue.ok, venue.vault, venue.asset, venue.decimals) = (true, vault, v.asset(), v.decimals());
        venue.rate = v.convertToAssets(10 ** uint256(venue.decimals));
        (venue.totalAssets, venue.totalSupply) = (v.totalAssets(), v.totalSupply());
        venue.assetsHeld = IERC20(venue.asset).balanceOf(vault);
    }
}
