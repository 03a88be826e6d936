package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Looks at what the oracle keeps where it refused a report as already given. Anybody may hand our
 * signed report to it before we do: then ours is done, though our transaction was refused.
 */
final class MeteredBefore {

    /** How the oracle's refusal begins. */
    static final String REFUSAL = "AlreadyMetered(";

    private static final String READING = "readingOf(uint32,uint64,uint32,uint32)";

    /** Area, start, part and version, then what was metered, as in the report and in the oracle. */
    private static final int KEY_WORDS = 4;

    private static final int READING_WORDS = 4;
    private static final int SELECTOR = 4;

    private final ChainNode node;
    private final ChainAddress asker;

    MeteredBefore(ChainNode node, ChainAddress asker) {
        this.node = node;
        this.asker = asker;
    }

    /**
     * What differs between the oracle's values and ours, in a sentence with both; empty if nothing
     * does.
     *
     * @param report data of the call that reports
     * @throws MarketException CHAIN_UNAVAILABLE if the node does not say
     */
    Optional<String> differences(ChainAddress oracle, byte[] report) {
        AbiWords call = AbiWords.call(READING);
        List<Digest> words = words(report);
        words.subList(0, KEY_WORDS).forEach(call::add);
        List<Digest> ours = words.subList(KEY_WORDS, KEY_WORDS + READING_WORDS);
        return switch (node.call(asker, oracle, call.bytes())) {
            case CallResult.Returned(List<Digest> kept) when kept.equals(ours) -> Optional.empty();
            case CallResult.Returned(List<Digest> kept) ->
                    Optional.of("the oracle keeps " + text(kept) + "; ours are " + text(ours));
            case CallResult.Refused(String _) ->
                    Optional.of("what the oracle keeps cannot be read; ours are " + text(ours));
            case CallResult.Unanswered unanswered -> throw unanswered.failure();
        };
    }

    private static List<Digest> words(byte[] call) {
        List<Digest> words = new ArrayList<>();
        for (int i = 0; i < KEY_WORDS + READING_WORDS; i++) {
            int from = SELECTOR + i * AbiWords.WORD;
            words.add(Digest.of(Arrays.copyOfRange(call, from, from + AbiWords.WORD)));
        }
        return words;
    }

    private static String text(List<Digest> reading) {
        if (reading.size() != READING_WORDS) {
            return "no reading";
        }
        return "root %s, digest %s, %d Wh imported, %d exported"
                .formatted(
                        reading.get(0).hex(),
                        reading.get(1).hex(),
                        VaultReader.number(reading.get(2)),
                        VaultReader.number(reading.get(3)));
    }
}
