package energy.peerwatt.settlement.chain;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What contracts say when they refuse a call. */
final class ContractErrors {

    private static final int SELECTOR_DIGITS = 10;

    private static final int WORD = AbiWords.WORD;

    /** {@code Error(string)}. */
    private static final String REQUIRE = "0x08c379a0";

    /** {@code Panic(uint256)}. */
    private static final String PANIC = "0x4e487b71";

    /** Those that we call. */
    private static final List<String> CONTRACTS =
            List.of(
                    "SettlementVault",
                    "MeterOracle",
                    "TestStablecoin",
                    "MemberVotes",
                    "CommunityGovernor",
                    "CommunityTimelock",
                    "CommunityRules",
                    "EnergyCertificate");

    private static final Map<String, String> ERRORS = errors();

    private static final Pattern FUNDS = Pattern.compile("^Funds\\((\\d+)");

    private ContractErrors() {}

    private static Map<String, String> errors() {
        Map<String, String> all = new HashMap<>();
        for (String contract : CONTRACTS) {
            all.putAll(ContractArtefact.load(contract).errors());
        }
        return Map.copyOf(all);
    }

    /**
     * What a refused call's data says: the name of the contract's error with its arguments as
     * words, the text of a {@code require}, or the code of a panic.
     */
    static String errorIn(String dataHex) {
        if (dataHex.length() < SELECTOR_DIGITS) {
            return "unknown";
        }
        String selector = dataHex.substring(0, SELECTOR_DIGITS);
        byte[] arguments = HexFormat.of().parseHex(dataHex, SELECTOR_DIGITS, dataHex.length());
        return switch (selector) {
            case REQUIRE -> text(arguments);
            case PANIC -> "panic " + new BigInteger(1, arguments);
            default -> {
                String name = ERRORS.get(selector);
                yield name == null ? "unknown error " + selector : name + words(arguments);
            }
        };
    }

    /** The account that does not hold what is taken from it, if that is the reason. */
    static Optional<Long> accountIn(String reason) {
        Matcher lacking = FUNDS.matcher(reason);
        return lacking.find() ? Optional.of(Long.parseLong(lacking.group(1))) : Optional.empty();
    }

    private static String text(byte[] arguments) {
        // Where the text starts, its length, and itself.
        if (arguments.length < 2 * WORD) {
            return "unknown";
        }
        int length = new BigInteger(1, Arrays.copyOfRange(arguments, WORD, 2 * WORD)).intValue();
        int end = Math.min(arguments.length, 2 * WORD + Math.max(0, length));
        return new String(arguments, 2 * WORD, end - 2 * WORD, StandardCharsets.UTF_8);
    }

    /** Small numbers as such, everything else in hexadecimal digits without leading zeros. */
    private static String words(byte[] arguments) {
        StringJoiner all = new StringJoiner(", ", "(", ")");
        for (int from = 0; from + WORD <= arguments.length; from += WORD) {
            BigInteger word = new BigInteger(Arrays.copyOfRange(arguments, from, from + WORD));
            all.add(word.bitLength() < Long.SIZE ? word.toString() : "0x" + unsigned(word));
        }
        return all.toString();
    }

    private static String unsigned(BigInteger word) {
        return word.signum() < 0
                ? word.add(BigInteger.ONE.shiftLeft(8 * WORD)).toString(16)
                : word.toString(16);
    }
}
