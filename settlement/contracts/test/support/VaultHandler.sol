// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISettlementVault} from "../../src/vault/ISettlementVault.sol";
import {vm} from "../Vm.sol";
import {Community, Net} from "./Community.sol";

/// @dev Lives the life of a community at random, keeps its own books, and cheats now and then. What must
/// work is called plainly, so that a revert fails the run; what must not work is tried, and a success is
/// booked like any other so that the laws show the damage.
contract VaultHandler is Community {
    uint256 public constant MEMBERS = 6;
    uint64 public constant INTERVALS = 3;
    uint256 private constant FIRST = 2;
    uint256 private constant UNREGISTERED = FIRST + MEMBERS;

    int256[12] public expectedCash;
    int256 public deposited;
    int256 public paidOut;
    uint256 public bought;
    uint256 public sold;
    bool public keySettledTwice;
    bool public soldAboveMetered;
    bool public exitPaidWrongly;
    bool public settledWithoutAuditor;
    bool public appliedEarly;
    bool public energyChangedWhenFinal;
    bool public mintedWrongly;
    bool public accountNamedTwice;

    mapping(uint64 interval => uint32) public versions;
    mapping(uint64 interval => uint32) private meterVersions;
    mapping(uint64 interval => Net[12]) private nets;
    mapping(uint64 interval => bytes) private lastRows;
    mapping(uint64 interval => ISettlementVault.Batch) private lastBatch;
    mapping(uint64 interval => uint256) public exportedWh;
    mapping(uint64 interval => uint256) public mintedWh;
    mapping(uint64 interval => mapping(uint256 member => bool)) private minted;
    mapping(bytes32 key => uint256) private timesSettled;
    uint256[12] private wish;
    uint256[12] private wishReadyAt;
    uint256 private entropy;
    uint256 private now_ = START;

    constructor() {
        _deploy(type(uint96).max);
        _admit(MEMBERS, 0);
        for (uint256 i = FIRST; i < UNREGISTERED; ++i) {
            _deposit(i, 1e12);
        }
    }

    function deposit(uint256 member, uint32 units) external {
        _deposit(_member(member), uint64(units) * 1_000);
    }

    function elapse(uint32 duration) external {
        now_ += duration % 5 days;
        vm.warp(now_);
    }

    function requestExit(uint256 member, uint64 amount) external {
        vm.warp(now_);
        uint256 index = _member(member);
        uint64 asked = amount % 2e12;
        vm.prank(_owner(index));
        vault.requestExit(asked);
        wish[index] = asked;
        wishReadyAt[index] = now_ + EXIT_DELAY;
    }

    /// @dev As `requestExit`, but signed for the owner and sent by anybody; then sent once more.
    function requestExitFor(uint256 member, uint64 amount) external {
        vm.warp(now_);
        uint256 index = _member(member);
        uint64 asked = amount % 2e12;
        bytes memory signature = _wished(uint32(index), asked, _owner(index), uint64(now_));
        vault.requestExitFor(uint32(index), asked, _owner(index), uint64(now_), signature);
        wish[index] = asked;
        wishReadyAt[index] = now_ + EXIT_DELAY;
        try vault.requestExitFor(uint32(index), asked, _owner(index), uint64(now_), signature) {
            exitPaidWrongly = true;
        } catch {}
    }

    /// @dev Anybody takes a signed exit, which goes to the owner alone, and tries to take it once more.
    function exitFor(uint256 member) external {
        vm.warp(now_);
        uint256 index = _member(member);
        (address to,) = vault.payeeOf(uint32(index));
        bool due = now_ >= wishReadyAt[index] && now_ < wishReadyAt[index] + vault.EXIT_SPAN();
        if (to != address(0) && wish[index] != 0 && due) {
            uint256 most = wish[index];
            wish[index] = 0;
            uint256 before = vault.token().balanceOf(to);
            uint256 amount = vault.exitFor(uint32(index));
            if (vault.token().balanceOf(to) != before + amount / 1_000) exitPaidWrongly = true;
            _paid(index, amount, most);
        }
        try vault.exitFor(uint32(index)) returns (uint256 again) {
            exitPaidWrongly = true;
            _paid(index, again, 0);
        } catch {}
    }

    /// @dev Takes the exit if it is due, and tries to take it once more.
    function exit(uint256 member) external {
        vm.warp(now_);
        uint256 index = _member(member);
        bool due = now_ >= wishReadyAt[index] && now_ < wishReadyAt[index] + vault.EXIT_SPAN();
        if (wish[index] != 0 && due) {
            uint256 most = wish[index];
            wish[index] = 0;
            vm.prank(_owner(index));
            _paid(index, vault.exit(_owner(index)), most);
        }
        vm.prank(_owner(index));
        try vault.exit(_owner(index)) returns (uint256 again) {
            exitPaidWrongly = true;
            _paid(index, again, 0);
        } catch {}
    }

    /// @dev A first version or a correction; `fault` says how it cheats, mostly not at all.
    function settle(uint64 interval, uint256 seed, uint8 fault, bool waits) external {
        vm.warp(now_);
        entropy = seed;
        interval = interval % INTERVALS;
        uint64 start = START + interval * 900;
        uint32 version = versions[interval] + 1;
        bool energy = version == 1 || now_ < start + ENERGY_WINDOW;
        Net[] memory next = _market(interval, energy);
        if (!_affordable(next)) return;
        if (energy) _meter(start, ++meterVersions[interval], next);
        fault = !energy && seed % 2 == 0 ? 10 : fault % 32;
        Net[] memory cheated = _cheat(next, fault);
        bytes memory rows = _rowsWithFault(cheated, fault);
        uint32 meter = energy ? meterVersions[interval] : 0;
        if (!energy && fault == 10) (meter, rows) = (meterVersions[interval], lastRows[interval]);
        ISettlementVault.Batch memory batch = _batch(start, version, meter, rows);
        bool honest = fault == 0 || fault > 8 && (energy || fault != 10);
        if (honest) {
            _settleOrPropose(batch, rows, waits);
            _kept(interval, batch, rows, next);
            if (fault == 9) _settleAgain(batch, rows);
        } else if (_tried(batch, rows, fault)) {
            _kept(interval, batch, rows, cheated);
        }
    }

    /// @dev Mints a member's certificate if it is time, and tries to once more.
    function mint(uint64 interval, uint256 member) external {
        vm.warp(now_);
        interval = interval % INTERVALS;
        ISettlementVault.Batch memory batch = lastBatch[interval];
        bytes memory rows = lastRows[interval];
        if (batch.version == 0 || rows.length == 0) return;
        uint256 position = member % (rows.length / 24);
        uint256 index = _indexAt(rows, position);
        bytes32[] memory proof = _proof(_leaves(rows), position / 8);
        bool due = now_ >= batch.intervalStart + ENERGY_WINDOW && !minted[interval][index];
        if (due && index < UNREGISTERED) {
            minted[interval][index] = true;
            mintedWh[interval] += _boughtAt(rows, position);
            certificate.mint(batch, _group(rows, position / 8), position % 8, proof);
        }
        try certificate.mint(batch, _group(rows, position / 8), position % 8, proof) {
            mintedWrongly = true;
        } catch {}
    }

    /// @dev Passes the certificates of the first who has any on, or retires them.
    function use(uint64 interval, uint256 from, uint256 to, uint32 energy, bool retires) external {
        for (uint256 i = 0; i < MEMBERS * INTERVALS; ++i) {
            uint256 id = tokenId((interval % INTERVALS + uint64(i / MEMBERS)) % INTERVALS);
            address holder = _owner(FIRST + (from % MEMBERS + i) % MEMBERS);
            uint256 held = certificate.balanceOf(holder, id);
            if (held == 0) continue;
            uint256 amount = 1 + energy % held;
            vm.prank(holder);
            if (retires) certificate.retire(id, amount, "heating");
            else certificate.safeTransferFrom(holder, _owner(_member(to)), id, amount, "");
            return;
        }
    }

    function tokenId(uint64 interval) public pure returns (uint256) {
        return (uint256(AREA) << 64) | (START + interval * 900);
    }

    function sumOfAccounts() external view returns (uint256 sum) {
        for (uint32 i = 0; i < 12; ++i) {
            sum += vault.cashOf(i);
        }
    }

    /// @dev All certificates of an interval that were ever minted.
    function supplyOf(uint64 interval) external view returns (uint256 supply) {
        uint256 id = tokenId(interval);
        for (uint256 i = 0; i < 12; ++i) {
            supply += certificate.balanceOf(_owner(i), id) + certificate.retiredBy(_owner(i), id);
        }
    }

    function _deposit(uint256 index, uint64 amount) private {
        vault.deposit(uint32(index), amount);
        expectedCash[index] += int256(uint256(amount));
        deposited += int256(uint256(amount));
    }

    function _paid(uint256 index, uint256 amount, uint256 most) private {
        if (amount > most) exitPaidWrongly = true;
        expectedCash[index] -= int256(amount);
        paidOut += int256(amount);
    }

    /// @dev Up to four trades; in a correction, cash is what changes against the version before.
    function _market(uint64 interval, bool energy) private returns (Net[] memory next) {
        next = new Net[](12);
        int64[12] memory cash;
        for (uint256 trade = _random(4) + 1; trade > 0; --trade) {
            uint256 seller = FIRST + _random(MEMBERS);
            uint256 buyer = FIRST + (seller - FIRST + 1 + _random(MEMBERS - 1)) % MEMBERS;
            uint32 wattHours = uint32(1 + _random(1_000));
            int64 amount = int64(uint64(wattHours * _random(300_000)));
            cash[seller] += amount;
            cash[buyer] -= amount;
            if (!energy) continue;
            next[seller].sold += wattHours;
            next[seller].exported = next[seller].sold + uint32(_random(3));
            next[buyer].bought += wattHours;
        }
        for (uint256 i = 0; i < 12; ++i) {
            next[i].cash = energy ? cash[i] - _cashSoFar(interval, i) : cash[i];
        }
    }

    function _cashSoFar(uint64 interval, uint256 index) private view returns (int64) {
        return nets[interval][index].cash;
    }

    function _affordable(Net[] memory next) private view returns (bool) {
        for (uint256 i = 0; i < 12; ++i) {
            if (expectedCash[i] + next[i].cash < 0) return false;
        }
        return true;
    }

    /// @dev Faults 1 to 6 in what the accounts do.
    function _cheat(Net[] memory next, uint256 fault) private returns (Net[] memory cheated) {
        cheated = new Net[](12);
        for (uint256 i = 0; i < 12; ++i) {
            cheated[i] = Net(next[i].cash, next[i].bought, next[i].sold, next[i].exported);
        }
        uint256 one = FIRST + _random(MEMBERS);
        uint256 other = FIRST + (one - FIRST + 1) % MEMBERS;
        if (fault == 1) cheated[one].cash += 1;
        if (fault == 2) cheated[one].bought += 1;
        if (fault == 3) {
            int64 tooMuch = int64(expectedCash[one]) + next[one].cash + 1;
            cheated[one].cash -= tooMuch;
            cheated[other].cash += tooMuch;
        }
        if (fault == 4 || fault == 5) {
            uint32 more = cheated[one].exported - cheated[one].sold + 1;
            cheated[one].sold += more;
            cheated[other].bought += more;
            if (fault == 5) cheated[one].exported = cheated[one].sold;
        }
        if (fault == 6) {
            cheated[one].cash -= 1;
            cheated[UNREGISTERED].cash += 1;
        }
    }

    /// @dev Fault 7 names an account twice, with what it gains first.
    function _rowsWithFault(Net[] memory next, uint256 fault) private pure returns (bytes memory rows) {
        rows = _rows(next);
        if (fault != 7) return rows;
        bytes24 gains = _row(FIRST + MEMBERS - 1, Net(5, 0, 0, 0));
        bytes24 loses = _row(FIRST + MEMBERS - 1, Net(-5, 0, 0, 0));
        return bytes.concat(rows, gains, loses);
    }

    function _settleOrPropose(ISettlementVault.Batch memory batch, bytes memory rows, bool waits) private {
        if (!waits) {
            _settle(batch, rows);
            return;
        }
        vault.propose(batch, rows);
        vm.warp(now_ + CHALLENGE_WINDOW - 1);
        try vault.applyProposed(batch, rows) {
            appliedEarly = true;
        } catch {
            now_ += CHALLENGE_WINDOW;
            vm.warp(now_);
            bool late =
                batch.version > 1 && batch.meterVersion != 0 && now_ >= batch.intervalStart + ENERGY_WINDOW;
            if (late) {
                // Final meanwhile: goes in by hand so that the run can go on from here.
                now_ -= CHALLENGE_WINDOW;
                vm.warp(now_);
                _settle(batch, rows);
            } else {
                vault.applyProposed(batch, rows);
            }
        }
    }

    function _settleAgain(ISettlementVault.Batch memory batch, bytes memory rows) private {
        try vault.settle(batch, rows, _audited(batch)) {
            keySettledTwice = true;
        } catch {}
    }

    /// @dev Tries what must not work; fault 8 is in the way the batch is sent.
    function _tried(ISettlementVault.Batch memory batch, bytes memory rows, uint256 fault)
        private
        returns (bool)
    {
        bytes memory signature = _audited(batch);
        if (fault == 8) signature = _sign(AUDITOR_KEY + 1, vault.digestOf(batch));
        try vault.settle(batch, rows, signature) {
            if (fault == 7) accountNamedTwice = true;
            if (fault == 8) settledWithoutAuditor = true;
            if (fault == 10) energyChangedWhenFinal = true;
            return true;
        } catch {
            return false;
        }
    }

    function _kept(uint64 interval, ISettlementVault.Batch memory batch, bytes memory rows, Net[] memory next)
        private
    {
        versions[interval] = batch.version;
        bool energy = batch.meterVersion != 0;
        if (energy) {
            exportedWh[interval] = 0;
            lastRows[interval] = rows;
            lastBatch[interval] = batch;
        }
        for (uint256 i = 0; i < 12; ++i) {
            expectedCash[i] += next[i].cash;
            bought += next[i].bought;
            sold += next[i].sold;
            nets[interval][i].cash += next[i].cash;
            if (!energy) continue;
            exportedWh[interval] += next[i].exported;
            if (next[i].sold > _meteredExport(interval, i, next)) soldAboveMetered = true;
        }
    }

    /// @dev What the meters said: a cheated row does not change it.
    function _meteredExport(uint64 interval, uint256 index, Net[] memory next)
        private
        view
        returns (uint256)
    {
        bytes32 digest = bytes32(uint256(1));
        for (uint256 i = 0; i < 12; ++i) {
            if (next[i].exported != 0) digest = keccak256(abi.encode(digest, (i << 32) | next[i].exported));
        }
        bytes32 metered =
            oracle.readingOf(AREA, START + interval * 900, 0, meterVersions[interval]).exportsDigest;
        return digest == metered ? next[index].exported : 0;
    }

    function _indexAt(bytes memory rows, uint256 position) private pure returns (uint256) {
        return _uint32At(rows, 24 * position);
    }

    function _boughtAt(bytes memory rows, uint256 position) private pure returns (uint256) {
        return _uint32At(rows, 24 * position + 12);
    }

    function _uint32At(bytes memory rows, uint256 from) private pure returns (uint256 value) {
        for (uint256 b = 0; b < 4; ++b) {
            value = (value << 8) | uint8(rows[from + b]);
        }
    }

    function _member(uint256 seed) private pure returns (uint256) {
        return FIRST + seed % MEMBERS;
    }

    function _random(uint256 bound) private returns (uint256) {
        entropy = uint256(keccak256(abi.encode(entropy)));
        return entropy % bound;
    }
}
