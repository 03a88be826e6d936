// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The pages on which a batch's transfers stand
/// @notice A page is its number, 4 bytes, and entries of 53 bytes: kind 1 byte (1 trade, 2 pool, 3 fee, 4
/// reward, 5 indemnity, 6 undelivered, 7 imbalance, 8 meter fee), payer and payee 4 bytes each, energy in Wh
/// 4 bytes, price in 1e-6 of the currency per kWh 8 bytes signed, and the hash of the execution behind a
/// trade or what is undelivered of it 32 bytes. Payer and payee are accounts; the payer of a trade or pool entry
/// buys the energy. Price times energy is nano-currency exactly. A trade's fees follow it on its page. Each
/// version lists all transfers of the interval, not changes. Pages are the leaves of the batch's
/// `tradesRoot`; no whole page has the 64 bytes of an inner node. Only pages numbered below the batch's
/// `pages` count.
library TradePages {
    uint8 internal constant TRADE = 1;
    uint8 internal constant POOL = 2;
    uint8 internal constant FEE = 3;
    /// @dev Cash that a member gives into the community's rewards, or receives of them.
    uint8 internal constant REWARD = 4;
    /// @dev Cash for energy that a trade's other party did not deliver or take.
    uint8 internal constant INDEMNITY = 5;
    /// @dev Cash for the part of a contract that meters do not confirm, where contracts are paid in full.
    uint8 internal constant UNDELIVERED = 6;
    /// @dev Cash for a deviation from contracts: who is short pays the balance group, who is long is paid by it.
    uint8 internal constant IMBALANCE = 7;
    /// @dev Fee on energy that a meter counted and no entry moves: own use, or imports under contracts.
    uint8 internal constant METER_FEE = 8;

    uint256 private constant HEAD = 4;
    uint256 private constant LENGTH = 53;

    /// @dev One transfer.
    struct Entry {
        uint8 kind;
        uint32 payer;
        uint32 payee;
        uint32 energyWh;
        int64 priceMicro;
        bytes32 execution;
    }

    /// @dev What entries add up to for an account.
    /// @param givenNano In rewards and indemnities.
    /// @param rewardsNano Received in rewards.
    /// @param contractedWh Bought less sold, whether delivered or not.
    /// @param shortWh Paid for as imbalance.
    /// @param longWh Received for as imbalance.
    /// @param meterFeesNano Paid in fees on what its own meter counted.
    struct Sums {
        int256 cashNano;
        int256 boughtWh;
        int256 soldWh;
        int256 givenNano;
        int256 rewardsNano;
        int256 contractedWh;
        int256 shortWh;
        int256 longWh;
        int256 meterFeesNano;
    }

    /// @notice The page has no such entry, or is not whole.
    error NoSuchEntry(uint256 position);

    /// @notice Whether this is a number and entries, and nothing besides; an inner node is not.
    function isWhole(bytes calldata page) internal pure returns (bool) {
        return page.length >= HEAD && (page.length - HEAD) % LENGTH == 0;
    }

    /// @notice Number of the page, from 0.
    function number(bytes calldata page) internal pure returns (uint32) {
        return uint32(bytes4(page[:HEAD]));
    }

    /// @notice Entries on the page.
    function count(bytes calldata page) internal pure returns (uint256) {
        return (page.length - HEAD) / LENGTH;
    }

    /// @notice The entry at `position`, from 0.
    function entry(bytes calldata page, uint256 position) internal pure returns (Entry memory) {
        if (position >= count(page)) revert NoSuchEntry(position);
        bytes calldata data = page[HEAD + LENGTH * position:HEAD + LENGTH * (position + 1)];
        return Entry({
            kind: uint8(data[0]),
            payer: uint32(bytes4(data[1:5])),
            payee: uint32(bytes4(data[5:9])),
            energyWh: uint32(bytes4(data[9:13])),
            priceMicro: int64(uint64(bytes8(data[13:21]))),
            execution: bytes32(data[21:53])
        });
    }

    /// @notice What the payer of a trade pays for it and in fees on it, which follow it.
    function allInNano(bytes calldata page, uint256 position) internal pure returns (int256 sumNano) {
        Entry memory trade = entry(page, position);
        sumNano = amountNano(trade);
        for (uint256 i = position + 1; i < count(page); ++i) {
            Entry memory fee = entry(page, i);
            if (fee.kind != FEE) break;
            if (fee.payer == trade.payer) sumNano += amountNano(fee);
        }
    }

    /// @notice What of a trade's or pool entry's price the fee at `position` and those before it take for
    /// their payee.
    /// @return belongs Whether the fee follows such an entry of its payer's and is on the same energy.
    function feeMicro(bytes calldata page, uint256 position)
        internal
        pure
        returns (bool belongs, int256 sumMicro)
    {
        Entry memory fee = entry(page, position);
        sumMicro = fee.priceMicro;
        for (uint256 i = position; i > 0; --i) {
            Entry memory before = entry(page, i - 1);
            if (before.kind != FEE) {
                bool energy = _movesEnergy(before);
                return (energy && before.payer == fee.payer && before.energyWh == fee.energyWh, sumMicro);
            }
            if (before.payee == fee.payee) sumMicro += before.priceMicro;
        }
    }

    /// @notice Adds up what two pages, or more, have for an account.
    function plus(Sums memory one, Sums memory more) internal pure returns (Sums memory) {
        return Sums({
            cashNano: one.cashNano + more.cashNano,
            boughtWh: one.boughtWh + more.boughtWh,
            soldWh: one.soldWh + more.soldWh,
            givenNano: one.givenNano + more.givenNano,
            rewardsNano: one.rewardsNano + more.rewardsNano,
            contractedWh: one.contractedWh + more.contractedWh,
            shortWh: one.shortWh + more.shortWh,
            longWh: one.longWh + more.longWh,
            meterFeesNano: one.meterFeesNano + more.meterFeesNano
        });
    }

    /// @notice What an entry moves from its payer to its payee.
    function amountNano(Entry memory one) internal pure returns (int256) {
        return int256(uint256(one.energyWh)) * one.priceMicro;
    }

    /// @notice What the page's entries add up to for an account.
    function sumOf(bytes calldata page, uint32 account) internal pure returns (Sums memory sums) {
        for (uint256 i = 0; i < count(page); ++i) {
            Entry memory one = entry(page, i);
            if (one.payer == account) _addPaid(sums, one);
            if (one.payee == account) _addReceived(sums, one);
        }
    }

    function _addPaid(Sums memory sums, Entry memory one) private pure {
        (int256 amount, int256 energy) = (amountNano(one), int256(uint256(one.energyWh)));
        sums.cashNano -= amount;
        if (_movesEnergy(one)) sums.boughtWh += energy;
        if (_isContracted(one)) sums.contractedWh += energy;
        if (one.kind == REWARD || one.kind == INDEMNITY) sums.givenNano += amount;
        if (one.kind == IMBALANCE) sums.shortWh += energy;
        if (one.kind == METER_FEE) sums.meterFeesNano += amount;
    }

    function _addReceived(Sums memory sums, Entry memory one) private pure {
        (int256 amount, int256 energy) = (amountNano(one), int256(uint256(one.energyWh)));
        sums.cashNano += amount;
        if (_movesEnergy(one)) sums.soldWh += energy;
        if (_isContracted(one)) sums.contractedWh -= energy;
        if (one.kind == REWARD) sums.rewardsNano += amount;
        if (one.kind == IMBALANCE) sums.longWh += energy;
    }

    function _movesEnergy(Entry memory one) private pure returns (bool) {
        return one.kind == TRADE || one.kind == POOL;
    }

    function _isContracted(Entry memory one) private pure returns (bool) {
        return _movesEnergy(one) || one.kind == UNDELIVERED;
    }
}
