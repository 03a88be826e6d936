// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Conservation} from "../proof/Conservation.sol";
import {PackedAccounts} from "../src/vault/PackedAccounts.sol";
import {Row, Rows} from "../src/vault/Rows.sol";

/// @dev The model of the proof, on rows as batches have them.
contract Model is Conservation {
    function give(uint256 index, uint64 amount) external {
        cash[index] += int256(uint256(amount));
        total += int256(uint256(amount));
    }

    function cashOf(uint256 index) external view returns (uint256) {
        return uint256(cash[index]);
    }

    function _rowAt(bytes calldata rows, uint256 i) internal pure override returns (uint256, int64) {
        Row row = Rows.rowAt(rows, i);
        return (row.index(), int64(row.cashNano()));
    }
}

/// @dev The vault's own accounts, with the check that it makes of their sum.
contract Packed {
    using PackedAccounts for PackedAccounts.Accounts;

    PackedAccounts.Accounts private accounts;

    function give(uint256 index, uint64 amount) external {
        accounts.add(index, int256(uint256(amount)));
    }

    function settle(bytes calldata rows) external {
        (int256 sumNano,,) = accounts.addAll(rows);
        require(sumNano == 0);
    }

    function cashOf(uint256 index) external view returns (uint256) {
        return accounts.cashOf(index);
    }
}

contract ConservationTest {
    uint256 private constant ACCOUNTS = 8;

    /// @dev What is proved of the model is of use only if the vault does the same.
    function testFuzz_TheModelDoesWhatTheVaultDoes(
        uint64[8] memory held,
        int64[8] memory changes,
        uint8 apart,
        bool full,
        bool balanced
    ) public {
        Model model = new Model();
        Packed packed = new Packed();
        bytes memory rows;
        int64 sum;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            uint256 index = _index(i, apart);
            // Near either end of what an account can hold.
            uint64 amount = full && i % 2 == 0 ? type(uint64).max - held[i] % 300 : held[i] % 300;
            model.give(index, amount);
            packed.give(index, amount);
            int64 change = balanced && i == ACCOUNTS - 1 ? -sum : changes[i] % 100;
            sum += change;
            rows = bytes.concat(rows, abi.encodePacked(uint32(index), change, uint96(0)));
        }

        bool taken = _takes(packed, rows);
        assert(_takes(model, rows) == taken);
        assert(sum == 0 || !taken);

        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            assert(model.cashOf(_index(i, apart)) == packed.cashOf(_index(i, apart)));
        }
    }

    function _takes(Model model, bytes memory rows) private returns (bool) {
        try model.settle(rows, ACCOUNTS) {
            return true;
        } catch {
            return false;
        }
    }

    function _takes(Packed packed, bytes memory rows) private returns (bool) {
        try packed.settle(rows) {
            return true;
        } catch {
            return false;
        }
    }

    /// @dev In the same slot, or in others.
    function _index(uint256 i, uint8 apart) private pure returns (uint256) {
        return 1 + i * (1 + apart % 5);
    }
}
