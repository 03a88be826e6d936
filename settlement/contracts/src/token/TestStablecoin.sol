// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title Play money for the embedded chain and for tests
/// @notice Six decimals, as the common stablecoins have. Worth nothing; on a real chain the vault is
/// deployed on a real stablecoin instead.
contract TestStablecoin is ERC20, ERC20Permit, Ownable {
    /// @param owner The account that may mint, not zero.
    constructor(address owner)
        ERC20("Peerwatt test euro", "tEUR")
        ERC20Permit("Peerwatt test euro")
        Ownable(owner)
    {}

    /// @notice Makes play money. Owner only.
    /// @param to Who receives it.
    /// @param amount In 1e-6 euro.
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
