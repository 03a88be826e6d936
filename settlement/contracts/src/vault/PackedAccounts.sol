// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Row, Rows} from "./Rows.sol";

/// @title Cash of participants, four accounts in a storage slot
/// @dev Account `index` is lane `index % 4` of word `index / 4`; a lane holds 64 bits of nano-currency.
library PackedAccounts {
    struct Accounts {
        // As many as an index of 32 bits reaches; without the hash of a mapping.
        uint256[1 << 30] words;
    }

    /// @notice The account would fall below zero or leave the 64 bits it is stored in.
    error Funds(uint256 index);

    /// @notice Indices must be strictly ascending, from 1.
    error IndexNotAscending(uint256 index);

    /// @notice Cash of an account in nano-currency.
    function cashOf(Accounts storage accounts, uint256 index) internal view returns (uint256) {
        return uint64(accounts.words[index >> 2] >> _shift(index));
    }

    /// @notice Changes one account.
    function add(Accounts storage accounts, uint256 index, int256 cashNano) internal {
        accounts.words[index >> 2] = _added(accounts.words[index >> 2], index, cashNano);
    }

    /// @notice Changes the accounts of all rows, reading and writing each slot once.
    /// @param rows Strictly ascending by index.
    /// @return sumNano Sum of all changes.
    /// @return movedNano Sum of what is received.
    /// @return lastIndex The highest index.
    function addAll(Accounts storage accounts, bytes calldata rows)
        internal
        returns (int256 sumNano, uint256 movedNano, uint256 lastIndex)
    {
        uint256 length = Rows.count(rows);
        uint256 word;
        uint256 lanes = accounts.words[0];
        // Sums of at most 5,000 terms below 2^63.
        unchecked {
            for (uint256 i = 0; i < length; ++i) {
                Row row = Rows.rowAt(rows, i);
                uint256 index = row.index();
                if (index <= lastIndex) revert IndexNotAscending(index);
                lastIndex = index;
                if (index >> 2 != word) {
                    accounts.words[word] = lanes;
                    word = index >> 2;
                    lanes = accounts.words[word];
                }
                int256 cash = row.cashNano();
                sumNano += cash;
                if (cash > 0) movedNano += uint256(cash);
                lanes = _added(lanes, index, cash);
            }
        }
        accounts.words[word] = lanes;
    }

    function _added(uint256 lanes, uint256 index, int256 cashNano) private pure returns (uint256) {
        uint256 shift = _shift(index);
        uint256 before = uint64(lanes >> shift);
        // Terms of at most 65 bits.
        unchecked {
            // As an unsigned number, what is below zero is above 64 bits too.
            uint256 cash = before + uint256(cashNano);
            if (cash > type(uint64).max) revert Funds(index);
            return lanes ^ ((before ^ cash) << shift);
        }
    }

    function _shift(uint256 index) private pure returns (uint256) {
        return (index & 3) << 6;
    }
}
