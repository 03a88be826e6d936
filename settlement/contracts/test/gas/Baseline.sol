// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev What we compare with: each trade pays in ERC-20 and mints ERC-1155, nothing is netted.
contract Baseline is ERC1155("") {
    IERC20 private immutable token;

    constructor(IERC20 token_) {
        token = token_;
    }

    function trade(address seller, address buyer, uint256 id, uint256 energyWh, uint256 amount) external {
        // slither-disable-next-line arbitrary-send-erc20
        require(token.transferFrom(buyer, seller, amount));
        _mint(buyer, id, energyWh, "");
    }
}
